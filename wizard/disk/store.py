"""Saving session files as bytes, so that nobody's text is lost or undone.

A save compares the file with the state in which it was read and never replaces bytes that the
caller has not seen. What the bytes mean is not known here.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from wizard.disk import atomic, in_place, lock, paths, temporaries, writing
from wizard.disk.errors import ChangedOnDisk, SaveFailed, UnusableFile, explain
from wizard.disk.file_state import FileState
from wizard.disk.reading import MAX_BYTES, look, resolve, state_of


def save(
    path: Path,
    data: bytes,
    *,
    expected: FileState | None,
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
            target = resolve(path)
        with _rescuing(target, precious):
            _refuse_too_much(target, len(data))
            is_held = until_saved.enter_context(lock.held(target))
            found = look(target)
            if is_held:
                _sweep(target, found)
            if not replace_changed:
                _compare(target, found, expected, data)
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
    return state_of(target, data, written)


def refuse_new(path: Path) -> None:
    """Say before a text is made that a new file of it could not be saved there.

    Raises:
        ChangedOnDisk: there is something of that name.
        SaveFailed: nothing can be there.
    """
    with _rescuing(path, None):
        target = resolve(path)
        found = look(target)
        if found is None:
            _refuse_folder(target.parent)
    _compare(target, found, None, b"")


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
            until_done.enter_context(lock.held(resolve(path), patience))
        yield


def tidy(path: Path) -> list[Path]:
    """Remove what saves of a file that were killed left behind, where nobody is saving it.

    Returns:
        Copies of the file from before a save that was cut short while it wrote over it. The file
        may be neither what it was nor what it should have become.
    """
    with suppress(OSError, lock.LockedError, UnusableFile):
        target = resolve(path)
        with lock.held(target) as is_held:
            if is_held:
                return _sweep(target, look(target))
    return []


def _sweep(target: Path, found: tuple[bytes, FileState] | None) -> list[Path]:
    """Remove what killed saves left; to be called with the lock held."""
    folders = target.parent, _spare_folder()
    temporaries.sweep(target, folders)
    return [] if found is None else in_place.sweep(target, found[0], folders)


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
    if os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        return
    if hasattr(os, "statvfs") and os.statvfs(target).f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    raise SaveFailed(
        target,
        "the file may only be read",
        "Permit writing to it and save again, or save under another name.",
    )


def _refuse_folder(folder: Path) -> None:
    folder.stat()
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


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
    """Look once more right before the file is touched: writing took its time."""
    if replace_changed:
        return
    found = look(target)
    if found is None:
        raise ChangedOnDisk(target, "disappeared")
    if found[0] != seen.content:
        raise ChangedOnDisk(target, "changed", found[1])


def _create(target: Path, data: bytes) -> os.stat_result:
    try:
        return atomic.create(target, data)
    except FileExistsError as error:
        found = look(target)
        raise ChangedOnDisk(target, "appeared", found and found[1]) from error


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
            failed.kept_at = keep(target, precious, *folders)
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


def keep(target: Path, data: bytes, *folders: Path) -> Path | None:
    """Keep a copy of a text that was not saved to its file; None where no place takes it."""
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
