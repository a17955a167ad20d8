"""Reading session files as bytes, whole and together with what identifies them, `FileState`.

What the bytes mean is not known here.
"""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from wizard.disk import writing
from wizard.disk.errors import NoSuchFile, UnusableFile, explain
from wizard.disk.file_state import FileState

MAX_BYTES: Final = 5_000_000
"""A session is text typed by people; whatever is larger is something else."""

STANDARD_INPUT: Final = Path("-")
"""What stands for standard input where a file is named, as for other programs."""

_SIGNS_OF_PATTERNS: Final = frozenset("*?[")

_READ_ATTEMPTS: Final = 3

_OPEN_FLAGS: Final = (
    # Non-blocking, so that a pipe put there after the first look does not hang the program.
    os.O_RDONLY | writing.BINARY | getattr(os, "O_NONBLOCK", 0)
)

_INTO_A_FILE: Final = "Name a file; what comes through a pipe goes into one first."

_KINDS: Final = (
    (stat.S_ISDIR, "a folder", "Name a file inside it."),
    (stat.S_ISFIFO, "a pipe", _INTO_A_FILE),
    (stat.S_ISSOCK, "a socket", "Name a file."),
    (stat.S_ISCHR, "a device", "Name a file."),
    (stat.S_ISBLK, "a device", "Name a file."),
)


def read(path: Path) -> tuple[bytes, FileState]:
    """Return all bytes of a session file and the state to give to `save` later.

    Raises:
        NoSuchFile: there is none.
        UnusableFile: it is a folder, device, pipe or socket, larger than `MAX_BYTES`, not
            permitted, being written at this moment, or on a broken disk.
    """
    if path == STANDARD_INPUT:
        raise UnusableFile(path, "nothing can be written back to it", _INTO_A_FILE)
    try:
        found = look(resolve(path), asked_for=path)
    except NotADirectoryError as error:
        raise NoSuchFile(path, *explain(error)) from error
    except OSError as error:
        raise UnusableFile(path, *explain(error)) from error
    if found is None:
        if path.is_symlink():
            raise UnusableFile(
                path, "it is a symbolic link to a file that is not there", "Repair the link."
            )
        raise NoSuchFile(path, "there is no such file", "Check the name.")
    return found


def has_changed(state: FileState) -> bool:
    """Whether a file holds something else than it did; no, where that cannot be seen."""
    try:
        now = state.path.stat()
        if (now.st_mtime_ns, now.st_size, now.st_ino) == (
            state.mtime_ns,
            state.size,
            state.inode,
        ):
            return False
        found = look(state.path)
    except (OSError, UnusableFile):
        return False
    return found is not None and found[0] != state.content


def is_pattern(name: str) -> bool:
    """Whether a shell would look for files that fit this name."""
    return not _SIGNS_OF_PATTERNS.isdisjoint(name)


def resolve(path: Path) -> Path:
    """The file that a path leads to, whether or not it is there.

    Raises:
        UnusableFile: where it leads to what has no name on any disk.
        OSError: the system refused.
    """
    try:
        try:
            return Path(os.path.realpath(path, strict=True))
        except FileNotFoundError:
            # What is open in this program may have no name on any disk.
            with suppress(FileNotFoundError):
                _refuse_unusable(path, path.stat())
            # Only for a missing file: the lenient way takes a link that it cannot read for a
            # file, and the link would be replaced.
            return Path(os.path.realpath(path))
    except ValueError as error:  # a name that no system accepts, as with a NUL in it
        raise OSError(errno.EINVAL, str(error)) from error


def look(target: Path, asked_for: Path | None = None) -> tuple[bytes, FileState] | None:
    """Return a file's bytes and state, or None where there is no file.

    Raises:
        UnusableFile: what is there cannot be a session.
        OSError: the system refused.
    """
    named = target if asked_for is None else asked_for
    try:
        # Before opening it, because opening some devices already does something.
        _refuse_unusable(named, target.stat())
        descriptor = os.open(target, _OPEN_FLAGS)
    except FileNotFoundError:
        return None
    try:
        for _ in range(_READ_ATTEMPTS):
            before = os.fstat(descriptor)
            _refuse_unusable(named, before)
            data = _read_all(descriptor, before.st_size)
            refuse_size(named, len(data))
            after = os.fstat(descriptor)
            if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
                return data, state_of(target, data, after)
    finally:
        os.close(descriptor)
    raise UnusableFile(named, "another program is writing it right now", "Try again in a moment.")


def _read_all(descriptor: int, expected: int) -> bytes:
    """Return all bytes of an open file, or one more than a session may have.

    Args:
        descriptor: of the file.
        expected: how many bytes it has. It may have come to have more: what is not asked for at
            once is read afterwards, and asking takes memory.
    """
    os.lseek(descriptor, 0, os.SEEK_SET)
    chunks: list[bytes] = []
    wanted, at_once = MAX_BYTES + 1, expected + 1
    while wanted > 0 and (chunk := os.read(descriptor, min(wanted, at_once))):
        chunks.append(chunk)
        wanted -= len(chunk)
    return b"".join(chunks)


def _refuse_unusable(named: Path, status: os.stat_result) -> None:
    for is_kind, kind, remedy in _KINDS:
        if is_kind(status.st_mode):
            raise UnusableFile(named, f"it is {kind}, not a file", remedy)
    refuse_size(named, status.st_size)


def refuse_size(named: Path, size: int) -> None:
    """Refuse what is too large to be a session.

    Raises:
        UnusableFile: it is.
    """
    if size > MAX_BYTES:
        raise UnusableFile(
            named,
            f"it is larger than {MAX_BYTES // 1_000_000} MB, more than anybody types",
            "Check the name; logs of calls are read by `payback import usage`.",
        )


def state_of(target: Path, data: bytes, status: os.stat_result) -> FileState:
    """What identifies a file that holds these bytes."""
    return FileState(
        path=target,
        mtime_ns=status.st_mtime_ns,
        size=len(data),
        content=data,
        inode=status.st_ino,
    )
