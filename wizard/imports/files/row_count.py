"""About how many rows a file has, told by its beginning: for whoever watches it being read."""

from __future__ import annotations

import gzip
import zlib
from typing import Final

from wizard.imports.files.source_file import SourceFile

_LOOKED_INTO: Final = 1 << 20
"""Bytes, unpacked."""


def rows_per_byte(file: SourceFile) -> float:
    """Rows for each byte as it lies on the disk; 0 where the beginning does not tell."""
    if file.container not in ("csv", "lines"):
        return 0.0
    try:
        with file.path.open("rb") as raw:
            if file.is_compressed:
                with gzip.GzipFile(fileobj=raw) as stream:
                    beginning = stream.read(_LOOKED_INTO)
                    on_disk = min(raw.tell(), file.size)
            else:
                beginning = raw.read(_LOOKED_INTO)
                on_disk = len(beginning)
    except (OSError, EOFError, zlib.error):
        return 0.0
    return beginning.count(b"\n") / on_disk if on_disk else 0.0
