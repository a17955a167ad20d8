"""A lock on one session between the windows and programs of one user."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from wizard import paths

PATIENCE_S: Final = 3.0
"""A save takes milliseconds; whoever holds a lock for longer is stuck."""

_POLL_S: Final = 0.02


class LockedError(Exception):
    """Another process holds the lock and does not let go."""


@contextmanager
def held(target: Path, patience: float | None = None) -> Iterator[None]:
    """Keep other processes of this user from saving the same file at the same time.

    Whoever holds it may ask for it again, as a save does within a change of a file in place.

    Advisory and best effort: where no lock can be had, as on some network folders, it goes on
    without one, and comparing the file with what was read is what protects it. The lock lies in
    the user's own folder, where it litters nobody's repository.

    Args:
        target: the file itself, symbolic links resolved.
        patience: seconds to wait for others, `PATIENCE_S` where None.

    Raises:
        LockedError: others have been saving this file for all that time.
    """
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
        # One for the whole process is what makes it count how often this thread holds it.
        lock = filelock.FileLock(folder / f"{name}.lock", fallback_to_soft=False, is_singleton=True)
        lock.acquire(timeout=PATIENCE_S if patience is None else patience, poll_interval=_POLL_S)
        acquired = lock
    except filelock.Timeout as error:
        raise LockedError(str(target)) from error
    except (OSError, NotImplementedError):
        pass
    try:
        yield
    finally:
        if acquired is not None:
            with suppress(OSError):
                acquired.release()
