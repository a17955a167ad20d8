"""The small steps of writing: make a file, make sure that the disk has it, keep a copy, clean up.

Everything goes through `os`, one call per step, so that the tests can let each of them fail.
"""

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from wizard.disk import temporaries

BINARY: Final = getattr(os, "O_BINARY", 0)
"""Flag against the translation of line ends on Windows."""

NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY | getattr(os, "O_NOFOLLOW", 0)
"""Flags that open a file for writing only if nothing has its name, not even a dangling link."""

UNSUPPORTED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""Numbers of errors by which a disk says that it lacks a feature, not that something failed."""

_REMOVAL_ATTEMPTS: Final = 3

_HELD_OPEN_ON_WINDOWS: Final = frozenset({5, 32, 33})
"""Access denied, sharing violation, lock violation: virus scanners and indexers let go soon."""

_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts while another program holds a file open on Windows."""


class SyncError(OSError):
    """The disk did not confirm that it holds the bytes.

    The file must not be synced again: the system drops the pages that it could not write, and a
    second call can report a success that never happened.
    """


def write_new(
    path: Path,
    data: bytes,
    *,
    mode: int = 0o600,
    prepare: Callable[[int], None] | None = None,
    is_synced: bool = True,
) -> os.stat_result:
    """Write a file that does not exist yet, make sure of it, and return its status.

    Args:
        path: its name.
        data: all of its bytes.
        mode: its permissions, from which the system takes the umask away.
        prepare: called with the open, empty file before the bytes go in.
        is_synced: wait for the disk; not worth it for what is only a convenience.

    Raises:
        FileExistsError: something has that name already; it was not touched.
        SyncError: the disk did not confirm; the file is removed.
        OSError: any other step failed; the file is removed.
    """
    try:
        descriptor = os.open(path, NEW_FILE, mode)
        try:
            if prepare is not None:
                prepare(descriptor)
            write_at(descriptor, 0, data)
            if is_synced:
                flush_to_disk(descriptor)
        finally:
            # Some network folders report a full disk only here.
            os.close(descriptor)
        return path.stat()
    except FileExistsError:
        raise
    except BaseException:
        remove(path)
        raise


def keep_copy(data: bytes, original: Path, label: str, folders: Iterable[Path]) -> Path:
    """Write a complete copy into the first folder that takes it and return its path.

    A copy of the same text under the same label is used again, so that trying to save over and
    over does not fill the folder.

    Raises:
        OSError: no folder took it; the last folder's error.
    """
    # It loads a cryptographic library, which reading a session should not pay for.
    import hashlib

    refusal: OSError = FileNotFoundError(errno.ENOENT, "no folder to keep a copy in")
    name = f"{_harmless(original.stem)}.{label}-{hashlib.sha256(data).hexdigest()[:12]}"
    suffix = f".{_harmless(original.suffix)}" if original.suffix else ""
    for folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            copy = folder / f"{name}{suffix}"
            present = _bytes_of(copy)
            if present != data:
                if present is not None:
                    # Somebody has been working in the copy since.
                    copy = folder / f"{name}-{secrets.token_hex(4)}{suffix}"
                _write_and_name(copy, data, original)
        except OSError as error:
            refusal = error
        else:
            sync_folder(folder)
            return copy
    raise refusal


def move_over(temporary: Path, target: Path) -> None:
    """Give a file the name of another, which it replaces.

    Raises:
        OSError: the system refused; both are as they were.
    """
    for pause in (*_PAUSES, None):
        try:
            temporary.replace(target)
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD_OPEN_ON_WINDOWS:
                raise
            time.sleep(pause)
        else:
            return


def remove(path: Path) -> None:
    """Remove a file of our own if it is there; what cannot be removed is left behind."""
    for _ in range(_REMOVAL_ATTEMPTS):
        try:
            path.unlink()
        except FileNotFoundError:
            return
        except OSError:
            continue
        return


def write_at(descriptor: int, offset: int, data: bytes) -> None:
    """Write all of the bytes at a place in an open file.

    Raises:
        OSError: the system refused; some of them may be written.
    """
    rest = memoryview(data)
    if rest:
        os.lseek(descriptor, offset, os.SEEK_SET)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def flush_to_disk(descriptor: int) -> None:
    """Wait until the disk itself holds the bytes of an open file, as far as it can tell.

    Raises:
        SyncError: it does not; call this on a new file only.
    """
    try:
        if sys.platform == "darwin":
            import fcntl

            # fsync alone leaves the bytes in the drive's own memory there.
            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            except OSError as error:
                if error.errno not in {*UNSUPPORTED, errno.ENOTTY}:
                    raise
            else:
                return
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise SyncError(error.errno, error.strerror) from error


def sync_folder(folder: Path) -> None:
    """Ask the disk to remember the names in a folder, as far as it can.

    A failure is no failed save: the bytes are safe, and after a power cut the name leads to the
    old file or to the new one.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_and_name(copy: Path, data: bytes, original: Path) -> None:
    """Give a copy its name only once the disk has it: the name is taken as proof later."""
    temporary = temporaries.beside(copy, original)
    try:
        write_new(temporary, data)
        try:
            temporary.replace(copy)
        except BaseException:
            # A network folder can lose the answer to a request that it carried out.
            remove(copy)
            raise
    finally:
        remove(temporary)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _harmless(name: str) -> str:
    """Return what of a name every disk accepts, and not too much of it."""
    return "".join(c for c in name if c.isalnum() or c in "-_")[:40] or "session"
