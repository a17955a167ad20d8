"""Giving a file new bytes in one step, so that it is always its old self or its new self.

What cannot be done in one step without losing something goes to `in_place`. What to tell people
is decided in `store`.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wizard.disk import in_place, temporaries, writing

_FOLDER_REFUSES = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NAME_IS_FIXED = frozenset({errno.EBUSY, errno.EXDEV, errno.EPERM})


class _IrreplaceableError(Exception):
    """A replacement would lose something that the file has, or its folder does not allow one."""


def create(target: Path, data: bytes) -> os.stat_result:
    """Make a new file that appears complete or not at all, and return its status.

    Raises:
        FileExistsError: something has that name already; it was not touched.
        disk.SyncError: the disk did not confirm; there is no new file.
        OSError: any other step failed; there is no new file.
    """
    temporary = temporaries.beside(target, target)
    try:
        # 0666 less the umask, which the system subtracts: asking for the umask means setting it
        # for a moment, for every thread.
        written = writing.write_new(temporary, data, mode=0o666)
        _put_where_nothing_is(temporary, target)
    finally:
        writing.remove(temporary)
    writing.sync_folder(target.parent)
    return written


def replace(
    target: Path, data: bytes, *, original: bytes, confirm: Callable[[], None], spare: Path
) -> os.stat_result:
    """Give an existing file new bytes and return its status; its mode and attributes stay.

    The file is exchanged for a new one in a single step. Where that would lose hard links, its
    owner or an attribute, or where the folder does not allow it, it is written in place.

    Args:
        target: the file itself, not a link to it.
        data: all of its new bytes.
        original: all of its present bytes.
        confirm: called right before the file is touched; what it raises stops everything.
        spare: folder for a backup where the file's own folder does not take one.

    Raises:
        disk.SyncError: the disk did not confirm; the file is as it was.
        in_place.DamagedError: writing in place failed and could not be undone for certain.
        OSError: any other step failed; the file is as it was.
    """
    if target.stat().st_nlink == 1:
        try:
            return _exchange(target, data, confirm)
        except _IrreplaceableError:
            pass
    return in_place.overwrite(target, data, original=original, confirm=confirm, spare=spare)


def _exchange(target: Path, data: bytes, confirm: Callable[[], None]) -> os.stat_result:
    temporary = temporaries.beside(target, target)
    try:
        written = _write_twin(temporary, data, target)
        confirm()
        _move_over(temporary, target)
    finally:
        writing.remove(temporary)
    writing.sync_folder(target.parent)
    return written


def _write_twin(temporary: Path, data: bytes, target: Path) -> os.stat_result:
    """Write new bytes into a file that is otherwise like the target."""
    try:
        return writing.write_new(temporary, data, prepare=lambda twin: _carry_over(target, twin))
    except writing.SyncError:
        raise
    except OSError as error:
        # The file may be writable although its folder is not.
        if error.errno in _FOLDER_REFUSES:
            raise _IrreplaceableError from error
        raise


def _carry_over(target: Path, twin: int) -> None:
    """Give the open file the target's owner, extended attributes and mode, in that order.

    A change of owner clears mode bits, and an access list among the attributes rewrites them.
    """
    if sys.platform == "win32":
        return
    try:
        wanted, given = target.stat(), os.fstat(twin)
        if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
            os.fchown(twin, wanted.st_uid, wanted.st_gid)
        _carry_attributes_over(target, twin)
        os.fchmod(twin, stat.S_IMODE(wanted.st_mode))
    except OSError as error:
        raise _IrreplaceableError from error


def _carry_attributes_over(target: Path, twin: int) -> None:
    # Python reaches extended attributes on Linux only.
    if sys.platform != "linux":
        return
    try:
        names = os.listxattr(target)
    except OSError as error:
        if error.errno in writing.UNSUPPORTED:
            return
        raise
    present = set(os.listxattr(twin))
    for name in names:
        value = os.getxattr(target, name)
        # Security labels often come with the folder, and setting them again is not permitted.
        if name not in present or os.getxattr(twin, name) != value:
            os.setxattr(twin, name, value)


def _move_over(temporary: Path, target: Path) -> None:
    try:
        writing.move_over(temporary, target)
    except OSError as error:
        # A file mounted by itself, as containers do, or one in a folder with the sticky bit.
        if error.errno in _NAME_IS_FIXED:
            raise _IrreplaceableError from error
        raise


def _put_where_nothing_is(temporary: Path, target: Path) -> None:
    if sys.platform == "win32":
        temporary.rename(target)  # refuses a name that is taken
        return
    try:
        target.hardlink_to(temporary)
    except OSError as error:
        # A network folder can lose the answer to a request that it carried out.
        with suppress(OSError):
            if os.path.samestat(target.lstat(), temporary.lstat()):
                return
        if isinstance(error, FileExistsError):
            raise
        _reserve_and_replace(temporary, target)


def _reserve_and_replace(temporary: Path, target: Path) -> None:
    """Take a name on a disk without hard links: for a moment an empty file stands there."""
    descriptor = os.open(target, writing.NEW_FILE, 0o666)
    try:
        os.close(descriptor)
        temporary.replace(target)
    except BaseException:
        writing.remove(target)
        raise
