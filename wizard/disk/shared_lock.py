"""A lock on a session file itself, which other users and, where it has them, a network folder see.

Advisory, and best effort: where none can be had, what the file holds decides alone.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

POLL_S = 0.02


class Busy(Exception):
    """Somebody else holds the lock and does not let go."""


@contextmanager
def held(target: Path, until: float) -> Iterator[None]:
    """Hold the lock of a file, if there is a file and its disk has locks.

    Args:
        target: the file itself, symbolic links resolved.
        until: on the monotonic clock, when waiting ends.

    Raises:
        Busy: somebody else has held it all that time.
    """
    descriptor = None if sys.platform == "win32" else _locked(target, until)
    try:
        yield
    finally:
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)


def _locked(target: Path, until: float) -> int | None:
    import fcntl

    descriptor = _opened(target)
    while descriptor is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_there(descriptor, target):
                return descriptor
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                raise Busy from None
            time.sleep(POLL_S)
            continue
        except OSError:
            os.close(descriptor)
            return None
        # A save puts a new file in the place of the one that was locked.
        os.close(descriptor)
        descriptor = _opened(target)
    return None


def _opened(target: Path) -> int | None:
    """An open file to lock; None where there is none, or it is no plain file."""
    with suppress(OSError):
        # Opening a device may do something already.
        if not stat.S_ISREG(target.stat().st_mode):
            return None
        try:
            # A network folder locks only what is open for writing.
            return os.open(target, os.O_RDWR | os.O_NONBLOCK)
        except PermissionError:
            return os.open(target, os.O_RDONLY | os.O_NONBLOCK)
    return None


def _is_there(descriptor: int, target: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), target.stat())
    return False
