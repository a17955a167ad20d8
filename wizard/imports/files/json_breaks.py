"""Where a JSON text stops being one, for a message."""

from __future__ import annotations

import json
import re
from typing import Final

from wizard.imports.files.source_file import SourceFile, beginning

_MOST: Final = 64 << 20
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_AS_LINES: Final = "export it again, or as JSON lines, of which the good ones are read"


def where_json_breaks(file: SourceFile) -> str:
    """Why JSON cannot be read as a whole, with the line where it breaks off."""
    contents = beginning(file, _MOST)
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = contents.count(b"\n", 0, wrong.start) + 1
        return f"has text in line {line:,} that is not UTF-8; {_AS_LINES}"
    try:
        json.loads(text)
    except json.JSONDecodeError as wrong:
        if len(contents) < _MOST or text[wrong.pos :].strip():
            return (
                f"is no whole JSON: it breaks off or goes wrong in line {wrong.lineno}, column"
                f" {wrong.colno}; {_AS_LINES}"
            )
    except (ValueError, RecursionError):
        # A number without end, or lists in one another.
        pass
    else:
        half = _half_a_sign(text)
        if half is not None:
            line = text.count("\n", 0, half) + 1
            sign = text[half : half + 6]
            return f"has half a sign in line {line:,}, {sign} by itself; {_AS_LINES}"
    return f"is no JSON that can be read; {_AS_LINES}"


def _half_a_sign(text: str) -> int | None:
    """Where one of the two escapes that make up a sign stands without the other."""
    first: int | None = None
    for escape in _ESCAPE.finditer(text):
        code = int(escape[1] or "0", 16)
        is_second = 0xDC00 <= code < 0xE000
        if first is None and is_second:
            return escape.start()
        if first is not None and not (is_second and first + 6 == escape.start()):
            return first
        first = escape.start() if 0xD800 <= code < 0xDC00 else None
    return first
