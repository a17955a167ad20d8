"""Whether lines of JSON are whole where most often one is not: at both ends of the file."""

from __future__ import annotations

import json
import os
from typing import Final

from wizard.imports.files.source_file import SourceFile

_LOOKED_INTO: Final = 64 << 10
"""Bytes at each end."""


def has_broken_ends(file: SourceFile) -> bool:
    """Whether a line near an end of a file of JSON lines is no object.

    A log that is copied while it is written breaks off in its last line. What cannot be looked up
    quickly, the end of a compressed file, is taken to be whole.
    """
    if file.container != "lines" or file.is_compressed:
        return False
    with file.path.open("rb") as stream:
        head = stream.read(_LOOKED_INTO)
        start = max(stream.seek(0, os.SEEK_END) - _LOOKED_INTO, 0)
        stream.seek(start)
        tail = stream.read()
    # A line that is cut by where was begun or ended is none of these.
    lines = head.split(b"\n")[: None if len(head) < _LOOKED_INTO else -1]
    lines += tail.split(b"\n")[1 if start else 0 :]
    return any(line.strip() and not _is_object(line) for line in lines)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
