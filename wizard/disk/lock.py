"""A lock on one session between windows and programs, those of one user above all."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.disk import paths, shared_lock

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE_S: Final = 3.0
"""A save takes milliseconds; whoever holds a lock for longer is stuck."""

_mine: Final = threading.local()
"""`targets`: what this thread holds already, and whether there was a lock to be had for it."""


class LockedError(Exception):
    """Another process holds the lock and does not let go."""


def beside(place: Path) -> BaseFileLock:
    """A lock beside a file, for as long as a program is there; loaded only by who takes one."""
    import filelock

    return filelock.FileLock(
        place.with_suffix(".lock"), mode=0o600, fallback_to_soft=False, thread_local=False
    )


def is_held_beside(place: Path) -> bool | None:
    """Whether a program that runs holds the lock beside a file; None where that cannot be told."""
    import filelock

    # Asking for one that has gone meanwhile would make it.
    if not place.with_suffix(".lock").exists():
        return None
    lock = beside(place)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        return True
    except (OSError, NotImplementedError):
        return None
    lock.release()
    return False


@contextmanager
def held(target: Path, patience: float | None = None) -> Iterator[bool]:
    """Keep other processes from saving the same file at the same time.

    Gives whether there is a lock. Whoever holds it may ask for it again, as a save does within a
    change of a file in place.

    Advisory and best effort: where no lock can be had, as on some network folders, it goes on
    without one, and comparing the file with what was read is what protects it. The lock lies in
    the user's own folder, where it litters nobody's repository, and for other users on the file
    itself.

    Args:
        target: the file itself, symbolic links resolved.
        patience: seconds to wait for others, `PATIENCE_S` where None.

    Raises:
        LockedError: others have been saving this file for all that time.
    """
    targets: dict[Path, bool] = _mine.__dict__.setdefault("targets", {})
    if target in targets:
        yield targets[target]
        return
    until = time.monotonic() + (PATIENCE_S if patience is None else patience)
    with ExitStack() as until_done:
        try:
            is_locked = until_done.enter_context(_among_own(target, until))
            until_done.enter_context(shared_lock.held(target, until))
        except shared_lock.Busy as error:
            raise LockedError(str(target)) from error
        targets[target] = is_locked
        until_done.callback(targets.pop, target)
        yield is_locked


@contextmanager
def _among_own(target: Path, until: float) -> Iterator[bool]:
    # 50 ms that only a save should pay.
    # It loads a cryptographic library, which reading a session should not pay for.
    import hashlib

    import filelock

    name = hashlib.sha256(os.fsencode(os.path.normcase(target))).hexdigest()[:32]
    folder = paths.state_dir() / "locks"
    acquired: filelock.BaseFileLock | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Without the fallback to marker files: one left by a crash would block saving for good.
        lock = filelock.FileLock(folder / f"{name}.lock", fallback_to_soft=False)
        lock.acquire(timeout=max(until - time.monotonic(), 0), poll_interval=shared_lock.POLL_S)
        acquired = lock
    except filelock.Timeout as error:
        raise LockedError(str(target)) from error
    except (OSError, NotImplementedError):
        pass
    try:
        yield acquired is not None
    finally:
        if acquired is not None:
            with suppress(OSError):
                acquired.release()
