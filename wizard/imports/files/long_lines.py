"""Whether a text has a line so long that a reader of CSV would pass over it in silence.

DuckDB counts a line beyond its limit as bad, but one beyond its buffer is gone, with what it was.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, Final

from wizard.imports.files import packing

_PACKED_THIS_TIGHT: Final = 50
"""Unpacked bytes to packed ones, which text of rows does not reach, and an endless line does."""
_PIECE: Final = 1 << 16


def has_endless_line(path: Path, *, is_compressed: bool, limit: int) -> bool:
    """Whether there is a line that is longer than a number of bytes.

    Only as much is read as it takes: a line of this length fills a whole block of half of it. Gzip
    is unpacked only where it is packed so tightly that it may have such a line.
    """
    block = limit // 2
    size = path.stat().st_size
    with path.open("rb") as stream:
        if not is_compressed:
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
