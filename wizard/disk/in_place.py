"""Writing over a file that must stay the same file, for its hard links or its owner.

A crash halfway leaves a mixture. That is why its old bytes lie complete beside it until the disk
has confirmed the new ones.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from wizard.disk import temporaries, writing

_EXISTING = (
    os.O_WRONLY | writing.BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
)


class DamagedError(OSError):
    """The file may hold neither its old nor its new bytes, or the disk may."""

    backup: Path
    """Where its old bytes are, complete."""


def overwrite(
    target: Path, data: bytes, *, original: bytes, confirm: Callable[[], None], spare: Path
) -> os.stat_result:
    """Write over a file, with a backup until that has succeeded, and return its status.

    The arguments are those of `atomic.replace`.

    Raises:
        DamagedError: it failed and could not be undone for certain; the backup stays.
        OSError: it failed and the file is as it was.
    """
    label = f"{_label(target)}-{os.getpid()}-{_digest(data)}"
    backup = writing.keep_copy(original, target, label, (target.parent, spare))
    whole = True
    try:
        confirm()
        descriptor = os.open(target, _EXISTING)
        try:
            whole = False
            _lay_down(descriptor, data, replacing=len(original))
            writing.flush_to_disk(descriptor)
            status = os.fstat(descriptor)
            whole = True
        except BaseException as error:
            # After a failed sync nothing that the disk says about this file can be believed.
            believed = not isinstance(error, writing.SyncError)
            whole = _put_back(descriptor, original, sync=believed) and believed
            raise
        finally:
            # After the disk's confirmation an error here means nothing; before it, another one
            # is on its way already.
            with suppress(OSError):
                os.close(descriptor)
    except OSError as error:
        if whole:
            raise
        damaged = DamagedError(error.errno, error.strerror)
        damaged.backup = backup
        raise damaged from error
    finally:
        if whole:
            writing.remove(backup)
    return status


def sweep(target: Path, present: bytes, folders: Iterable[Path]) -> list[Path]:
    """Remove backups of programs that were killed, where the file is whole; return the others.

    A file is whole where it holds what the backup does, so that nothing was written yet, or what
    was to be written. Any other backup may be all that is left of the file.

    Args:
        target: the file itself.
        present: all of its bytes.
        folders: where backups of it may lie.
    """
    needed = []
    for folder in folders:
        for backup in sorted(folder.glob(f"*.{_label(target)}-*")):
            process, _, rest = backup.name.partition(f".{_label(target)}-")[2].partition("-")
            if not process.isdecimal() or temporaries.is_running(int(process)):
                continue
            with suppress(OSError):
                if rest.startswith(_digest(present)) or backup.read_bytes() == present:
                    backup.unlink()
                else:
                    needed.append(backup)
    return needed


def _label(target: Path) -> str:
    return f"backup-{temporaries.made_here(target)[:8]}"


def _digest(data: bytes) -> str:
    """Digits that stand for a text."""
    # It loads a cryptographic library, which reading a session should not pay for.
    import hashlib

    return hashlib.sha256(data).hexdigest()[:8]


def _lay_down(descriptor: int, data: bytes, *, replacing: int) -> None:
    """Write over a file of `replacing` bytes.

    What goes beyond its end comes first, so that a full disk shows while the old bytes are whole.
    """
    writing.write_at(descriptor, replacing, data[replacing:])
    writing.write_at(descriptor, 0, data[:replacing])
    os.ftruncate(descriptor, len(data))


def _put_back(descriptor: int, original: bytes, *, sync: bool) -> bool:
    """Restore a file that was half written over; return whether every step succeeded."""
    try:
        # First, because it frees the space that the rest may need.
        os.ftruncate(descriptor, len(original))
        writing.write_at(descriptor, 0, original)
        if sync:
            writing.flush_to_disk(descriptor)
    except OSError:
        return False
    return True
