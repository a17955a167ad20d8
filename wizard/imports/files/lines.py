"""The lines of a file: whether they are whole, too long, ended in two ways, and about how many.

Nothing is read further than it takes, since files may be large.
"""

from __future__ import annotations

import gzip
import os
import re
from typing import IO, Final

from wizard.imports.files import packing
from wizard.imports.files.json_records import object_in
from wizard.imports.files.source_file import SourceFile, beginning

_AT_EACH_END: Final = 64 << 10
"""Bytes in which lines of JSON are tried."""
_COUNTED_IN: Final = 1 << 20
"""Bytes, unpacked, by which rows are counted."""
_LOOKED_INTO: Final = 64 << 20
"""Bytes in which a carriage return is looked for."""
_PACKED_THIS_TIGHT: Final = 50
"""Unpacked bytes to packed ones, which text of rows does not reach, and an endless line does."""
_PIECE: Final = 1 << 16
_RETURN_BY_ITSELF: Final = re.compile(rb"\r(?!\n)")


def rows_per_byte(file: SourceFile) -> float:
    """About how many rows there are for each byte on the disk; 0 where the beginning tells none."""
    if file.container not in ("csv", "lines"):
        return 0.0
    try:
        with file.path.open("rb") as raw:
            stream = gzip.GzipFile(fileobj=raw) if file.is_compressed else raw
            read = stream.read(_COUNTED_IN)
            on_disk = min(raw.tell(), file.size) if file.is_compressed else len(read)
    except (OSError, *packing.DAMAGED):
        return 0.0
    return read.count(b"\n") / on_disk if on_disk else 0.0


def line_with_a_return(file: SourceFile) -> int | None:
    """The first line of a file with a carriage return by itself in it, where it has others too."""
    contents = beginning(file, _LOOKED_INTO)
    found = _RETURN_BY_ITSELF.search(contents)
    return contents.count(b"\n", 0, found.start()) + 1 if found and b"\n" in contents else None


def has_broken_ends(file: SourceFile) -> bool:
    """Whether a line near an end of a file of JSON lines is no object.

    A log that is copied while it is written breaks off in its last line. What cannot be looked up
    quickly, the end of a compressed file, is taken to be whole.
    """
    if file.container != "lines" or file.is_compressed:
        return False
    with file.path.open("rb") as stream:
        head = stream.read(_AT_EACH_END)
        start = max(stream.seek(0, os.SEEK_END) - _AT_EACH_END, 0)
        stream.seek(start)
        tail = stream.read()
    # A line that is cut by where was begun or ended is none of these.
    lines = head.split(b"\n")[: None if len(head) < _AT_EACH_END else -1]
    lines += tail.split(b"\n")[1 if start else 0 :]
    return any(line.strip() and object_in(line) is None for line in lines)


def has_endless_line(file: SourceFile, limit: int) -> bool:
    """Whether there is a line that is longer than a number of bytes.

    DuckDB counts a line beyond its limit as bad, but one beyond its buffer is gone, with what it
    was. A line of this length fills a whole block of half of it. Gzip is unpacked only where it is
    packed so tightly that it may have such a line.
    """
    block = limit // 2
    size = file.path.stat().st_size
    with file.path.open("rb") as stream:
        if not file.is_compressed:
            return any(_is_one_line(stream, at, block) for at in range(0, size - block + 1, block))
        stream.seek(-4, 2)
        unpacked = int.from_bytes(stream.read(4), "little")
        if unpacked < size * _PACKED_THIS_TIGHT:
            return False
        stream.seek(0)
        try:
            return _longest(gzip.GzipFile(fileobj=stream)) > limit
        except packing.DAMAGED:
            # Where it breaks off is said by whoever reads it.
            return False


def _is_one_line(stream: IO[bytes], at: int, length: int) -> bool:
    stream.seek(at)
    left = length
    while left > 0:
        piece = stream.read(min(_PIECE, left))
        if b"\n" in piece or not piece:
            return False
        left -= len(piece)
    return True


def _longest(stream: IO[bytes] | gzip.GzipFile) -> int:
    longest = length = 0
    while piece := stream.read(_PIECE):
        first, *others = piece.split(b"\n")
        length += len(first)
        longest = max(longest, length)
        if others:
            longest = max(longest, *map(len, others))
            length = len(others[-1])
    return longest
