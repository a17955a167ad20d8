"""Sessions that come through a pipe: `-`, `/dev/stdin`, `<(...)` or a named pipe.

They are read once, as they come, by whoever only judges; nothing can be written back to them.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from wizard.disk import reading, writing
from wizard.disk.errors import UnusableFile, explain
from wizard.disk.file_state import FileState

_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")
_STDIN = (str(reading.STANDARD_INPUT), "/dev/stdin")


def descriptor_of(path: Path) -> int | None:
    """The number of the open file that a path stands for; None for a file with a name."""
    if str(path) in _STDIN:
        return 0
    match = _DESCRIPTOR.fullmatch(str(path))
    return int(match[1]) if match is not None else None


def named(path: Path) -> str:
    """What a path is called in a message."""
    return "standard input" if descriptor_of(path) == 0 else str(path)


def status_of(path: Path) -> os.stat_result:
    """The status of what a path leads to.

    Raises:
        OSError, ValueError: as `Path.stat`.
    """
    return os.fstat(0) if path == reading.STANDARD_INPUT else path.stat()


def read(path: Path) -> tuple[bytes, FileState | None]:
    """Return all bytes of a session that is only read, with its state where it is a file.

    Raises:
        UnusableFile: as `reading.read`; and where nothing comes.
    """
    if not _is_piped(path):
        return reading.read(path)
    try:
        data = _all_that_comes(path)
    except OSError as error:
        raise UnusableFile(path, *_explained(error)) from error
    reading.refuse_size(path, len(data))
    if not data.strip():
        remedy = "Look at the command that writes into it; what was read once does not come again."
        raise UnusableFile(path, "nothing came through it", remedy)
    return data, None


def _is_piped(path: Path) -> bool:
    if path == reading.STANDARD_INPUT:
        return True
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    if stat.S_ISFIFO(mode):
        return True
    if descriptor_of(path) is None:
        return False
    # A file that was redirected into the program has a name, which reads better in a message. One
    # that was deleted since has none.
    return not (stat.S_ISREG(mode) and os.path.exists(os.path.realpath(path)))  # noqa: PTH110


def _all_that_comes(path: Path) -> bytes:
    """Everything until the other end closes, or one byte more than a session may have."""
    given = descriptor_of(path)
    descriptor = os.open(path, os.O_RDONLY | writing.BINARY) if given is None else given
    try:
        chunks: list[bytes] = []
        wanted = reading.MAX_BYTES + 1
        while wanted > 0 and (chunk := _next(descriptor, wanted)):
            chunks.append(chunk)
            wanted -= len(chunk)
        return b"".join(chunks)
    finally:
        if given is None:
            os.close(descriptor)


def _next(descriptor: int, most: int) -> bytes:
    while True:
        try:
            return os.read(descriptor, most)
        except BlockingIOError:
            # Whoever shares it has made it so that reading does not wait.
            import select

            select.select([descriptor], [], [])


def _explained(error: OSError) -> tuple[str, str]:
    if error.errno == errno.EISDIR:
        return "it is a folder, not a file", "Name a file inside it."
    if error.errno == errno.EBADF:
        return "it is not open for reading", "Name a file, or send one into it with <."
    return explain(error)
