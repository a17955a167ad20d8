"""Where a JSON text stops being one, for a message."""

from __future__ import annotations

import gzip
import json
from typing import Final

from wizard.imports.files.source_file import SourceFile

_MOST: Final = 64 << 20


def where_json_breaks(file: SourceFile) -> str:
    """Why JSON cannot be read as a whole, with the line where it breaks off."""
    with file.path.open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if file.is_compressed else raw
        text = stream.read(_MOST).decode("utf-8-sig", errors="replace")
    try:
        json.loads(text)
    except json.JSONDecodeError as wrong:
        return (
            f"is no whole JSON: it breaks off or goes wrong in line {wrong.lineno}, column"
            f" {wrong.colno}; export it again, or as JSON lines, of which the good ones are read"
        )
    except (ValueError, RecursionError):
        pass
    return "is no JSON that can be read; export it again, or as JSON lines"
