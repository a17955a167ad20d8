"""Reading and saving session files as bytes, so that nobody's text is lost or undone.

A file is read whole together with what identifies it, `FileState`. A save compares that with the
disk first and never replaces bytes that the caller has not seen. What the bytes mean is not known
here: the caller checks them through `verify`.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from wizard.disk import atomic, in_place, lock, paths, temporaries, writing
from wizard.disk.errors import (
    ChangedOnDisk,
    ChangeReason,
    SaveFailed,
    UnusableFile,
    explain,
    shown,
)
from wizard.disk.file_state import FileState

__all__ = [
    "MAX_BYTES",
    "STANDARD_INPUT",
    "ChangeReason",
    "ChangedOnDisk",
    "SaveFailed",
    "UnusableFile",
    "alone",
    "has_changed",
    "keep",
    "read",
    "refuse_size",
    "save",
    "tidy",
]

MAX_BYTES: Final = 5_000_000
"""A session is text typed by people; whatever is larger is something else."""

STANDARD_INPUT: Final = Path("-")
"""What stands for standard input where a file is named, as for other programs."""

_READ_ATTEMPTS: Final = 3

_OPEN_FLAGS: Final = (
    # Non-blocking, so that a pipe put there after the first look does not hang the program.
    os.O_RDONLY | writing.BINARY | getattr(os, "O_NONBLOCK", 0)
)

_INTO_A_FILE: Final = "Name a file; what comes through a pipe goes into one first."

_KINDS: Final = (
    (stat.S_ISDIR, "a folder", "Name a session file inside it."),
    (stat.S_ISFIFO, "a pipe", _INTO_A_FILE),
    (stat.S_ISSOCK, "a socket", "Name a session file."),
    (stat.S_ISCHR, "a device", "Name a session file."),
    (stat.S_ISBLK, "a device", "Name a session file."),
)


def read(path: Path) -> tuple[bytes, FileState]:
    """Return all bytes of a session file and the state to give to `save` later.

    Raises:
        UnusableFile: there is no such file, or it is a folder, device, pipe or socket, larger
            than `MAX_BYTES`, not permitted, being written at this moment, or on a broken disk.
    """
    if path == STANDARD_INPUT:
        raise UnusableFile(path, "nothing can be written back to it", _INTO_A_FILE)
    try:
        found = _look(_resolve(path), asked_for=path)
    except OSError as error:
        raise UnusableFile(path, *explain(error)) from error
    if found is None:
        if path.is_symlink():
            raise UnusableFile(
                path, "it is a symbolic link to a file that is not there", "Repair the link."
            )
        raise UnusableFile(
            path,
            "there is no such file",
            f"Check the name, or begin a session with `payback new {shown(path)}`.",
        )
    return found


def save(
    path: Path,
    data: bytes,
    *,
    expected: FileState | None,
    verify: Callable[[bytes], None] | None = None,
    replace_changed: bool = False,
    is_precious: bool = True,
) -> FileState:
    """Make a file hold exactly these bytes and return its new state.

    After any exception the file holds what it held before, except where `SaveFailed.backup_at`
    says otherwise. A file that holds the bytes already is not written.

    Args:
        path: may be a symbolic link, which stays one.
        data: all of the file.
        expected: what `read` or the last `save` returned; None for a file that must not exist.
        verify: called with `data` before anything is written; what it raises passes unchanged.
        replace_changed: save although the file is not as expected, because the user decided so.
        is_precious: keep a copy elsewhere where saving fails; not worth it for a text that the
            program can write again.

    Raises:
        ChangedOnDisk: the file is not as expected; nothing was written.
        SaveFailed: it could not be written; the text is kept elsewhere if at all possible.
    """
    with ExitStack() as until_saved:
        precious = data if is_precious else None
        with _rescuing(path, precious):
            target = _resolve(path)
        with _rescuing(target, precious):
            _refuse_too_much(target, len(data))
            is_held = until_saved.enter_context(lock.held(target))
            found = _look(target)
            if is_held:
                _sweep(target, found)
            if not replace_changed:
                _compare(target, found, expected, data)
        if verify is not None:
            verify(data)
        if found is not None and found[0] == data:
            return found[1]
        with _rescuing(target, precious):
            if found is None:
                written = _create(target, data)
            else:
                _refuse_read_only(target)
                written = atomic.replace(
                    target,
                    data,
                    original=found[0],
                    confirm=lambda: _confirm(target, found[1], replace_changed),
                    spare=_spare_folder(),
                )
    return _state(target, data, written)


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
        found = _look(state.path)
    except (OSError, UnusableFile):
        return False
    return found is not None and found[0] != state.content


@contextmanager
def alone(path: Path, patience: float | None = None) -> Iterator[None]:
    """Keep other processes from saving a file while it is read, changed and saved.

    What `lock.held` says of its limits holds here too: `save` compares all the same.

    Args:
        path: may be a symbolic link.
        patience: as for `lock.held`.

    Raises:
        SaveFailed: others have not let go for all that time; nothing was read or written.
    """
    with ExitStack() as until_done:
        with _rescuing(path, None):
            until_done.enter_context(lock.held(_resolve(path), patience))
        yield


def keep(path: Path, data: bytes) -> Path | None:
    """Keep a copy of a text that was not saved to its file; None where no place takes it."""
    return _rescue(path, data)


def tidy(path: Path) -> list[Path]:
    """Remove what saves of a file that were killed left behind, where nobody is saving it.

    Returns:
        Copies of the file from before a save that was cut short while it wrote over it. The file
        may be neither what it was nor what it should have become.
    """
    with suppress(OSError, lock.LockedError, UnusableFile):
        target = _resolve(path)
        with lock.held(target) as is_held:
            if is_held:
                return _sweep(target, _look(target))
    return []


def _sweep(target: Path, found: tuple[bytes, FileState] | None) -> list[Path]:
    """Remove what killed saves left; to be called with the lock held."""
    folders = target.parent, _spare_folder()
    temporaries.sweep(target, folders)
    return [] if found is None else in_place.sweep(target, found[0], folders)


def _resolve(path: Path) -> Path:
    try:
        try:
            return Path(os.path.realpath(path, strict=True))
        except FileNotFoundError:
            _refuse_what_has_no_name(path)
            # Only for a missing file: the lenient way takes a link that it cannot read for a
            # file, and the link would be replaced.
            return Path(os.path.realpath(path))
    except ValueError as error:  # a name that no system accepts, as with a NUL in it
        raise OSError(errno.EINVAL, str(error)) from error


def _look(target: Path, asked_for: Path | None = None) -> tuple[bytes, FileState] | None:
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
            data = _read_all(descriptor)
            refuse_size(named, len(data))
            after = os.fstat(descriptor)
            if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
                return data, _state(target, data, after)
    finally:
        os.close(descriptor)
    raise UnusableFile(named, "another program is writing it right now", "Try again in a moment.")


def _read_all(descriptor: int) -> bytes:
    """Return all bytes of an open file, or one more than a session may have."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    chunks: list[bytes] = []
    wanted = MAX_BYTES + 1
    while wanted > 0 and (chunk := os.read(descriptor, wanted)):
        chunks.append(chunk)
        wanted -= len(chunk)
    return b"".join(chunks)


def _refuse_what_has_no_name(path: Path) -> None:
    """Say what a path leads to that is open in this program, and has no name on any disk."""
    with suppress(FileNotFoundError):
        _refuse_unusable(path, path.stat())


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
            f"it is larger than {MAX_BYTES // 1_000_000} MB, so it cannot be a session",
            "Check the name.",
        )


def _refuse_too_much(target: Path, size: int) -> None:
    if size > MAX_BYTES:
        raise SaveFailed(
            target,
            f"the session is larger than {MAX_BYTES // 1_000_000} MB and could not be opened again",
            "Shorten its longest notes and save again.",
        )


def _refuse_read_only(target: Path) -> None:
    # Replacing a file needs no permission for the file itself, yet whoever took that permission
    # away meant the file to stay as it is.
    if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise SaveFailed(
            target,
            "the file may only be read",
            "Permit writing to it and save again, or save under another name.",
        )


def _compare(
    target: Path,
    found: tuple[bytes, FileState] | None,
    expected: FileState | None,
    data: bytes,
) -> None:
    if expected is None:
        if found is not None:
            raise ChangedOnDisk(target, "appeared", found[1])
    elif found is None:
        raise ChangedOnDisk(target, "disappeared")
    # A file that holds the new bytes already loses nothing: an earlier save got that far.
    elif found[0] not in (expected.content, data):
        raise ChangedOnDisk(target, "changed", found[1])


def _confirm(target: Path, seen: FileState, replace_changed: bool) -> None:
    """Look once more right before the file is touched: verifying and writing took their time."""
    if replace_changed:
        return
    found = _look(target)
    if found is None:
        raise ChangedOnDisk(target, "disappeared")
    if found[0] != seen.content:
        raise ChangedOnDisk(target, "changed", found[1])


def _create(target: Path, data: bytes) -> os.stat_result:
    try:
        return atomic.create(target, data)
    except FileExistsError as error:
        found = _look(target)
        raise ChangedOnDisk(target, "appeared", found and found[1]) from error


def _state(target: Path, data: bytes, status: os.stat_result) -> FileState:
    return FileState(
        path=target,
        mtime_ns=status.st_mtime_ns,
        size=len(data),
        content=data,
        inode=status.st_ino,
    )


@contextmanager
def _rescuing(target: Path, precious: bytes | None) -> Iterator[None]:
    """Turn failures into `SaveFailed`, with a copy of a precious text where one can be kept."""
    try:
        yield
    except (SaveFailed, UnusableFile, lock.LockedError, OSError) as error:
        failed = _failure(target, error)
        failed.is_precious = precious is not None
        if precious is not None:
            # A new file in the same folder may do where a sync failed: that is of one file's pages.
            folders = (target.parent,) if isinstance(error, writing.SyncError) else ()
            failed.kept_at = _rescue(target, precious, *folders)
        if failed is error:
            raise
        raise failed from error


def _failure(target: Path, error: Exception) -> SaveFailed:
    match error:
        case SaveFailed():
            return error
        case UnusableFile():
            return SaveFailed(target, error.reason, error.remedy)
        case lock.LockedError():
            return SaveFailed(
                target,
                "another window or program of yours has been saving it for several seconds",
                "Try again in a moment, or save under another name.",
            )
        case in_place.DamagedError():
            return SaveFailed(target, *explain(error), backup_at=error.backup)
    assert isinstance(error, OSError)
    return SaveFailed(target, *explain(error))


def _rescue(target: Path, data: bytes, *folders: Path) -> Path | None:
    # Loaded only when a save has failed.
    import tempfile

    places = [*folders, _spare_folder()]
    with suppress(OSError):
        places.append(Path(tempfile.gettempdir()))
    with suppress(OSError):
        return writing.keep_copy(data, target, "unsaved", places)
    return None


def _spare_folder() -> Path:
    return paths.state_dir() / "kept"
