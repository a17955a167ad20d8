"""A file as it was when last read or saved: what the next save compares with the disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when last read or saved."""

    path: Path
    """The file itself, symbolic links resolved."""
    mtime_ns: int
    """Time of its last change, in nanoseconds since 1970."""
    size: int
    """In bytes."""
    content: bytes = field(repr=False)
    """All of it: what alone decides whether a file has changed. A session is small."""
    inode: int
    """Number of the file on its disk."""
