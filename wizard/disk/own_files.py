"""Files of the program's own state: whole or not at all, and for their owner alone.

What people typed and have not saved, what they said in a workshop and which files they opened is
nobody else's business, whatever the umask says and whoever made the folder.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from wizard.disk import temporaries, writing
from wizard.disk.paths import state_dir

DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    # Numbers beyond any bound, and values within values without end.
    OverflowError,
    RecursionError,
)
"""What reading such a file may raise where it is damaged, or another version wrote it."""


def write(place: Path, data: bytes, *, is_synced: bool = True) -> None:
    """Give a file of the state folder new bytes in one step, making its folder where needed.

    Args:
        place: the file.
        data: all of its bytes.
        is_synced: wait until the disk has them, so that they survive a power cut.

    Raises:
        OSError: where it cannot be written; it is as it was, and nothing else is left behind.
    """
    folder = place.parent
    make_folder(folder)
    temporary = temporaries.beside(place, folder)
    try:
        writing.write_new(temporary, data, is_synced=is_synced)
        writing.move_over(temporary, place)
    finally:
        writing.remove(temporary)
    if is_synced:
        writing.sync_folder(folder)


def make_folder(folder: Path) -> None:
    """Make sure of a folder below the state folder that only its owner may enter.

    Raises:
        OSError: where there can be none.
    """
    # Of several folders that are missing only the last is given the mode.
    for one in dict.fromkeys((state_dir(), folder)):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
        _narrow(one)


def tidy() -> None:
    """Take away from others what an earlier program let them read, and what killed ones left."""
    state = state_dir()
    folders = [state]
    with suppress(OSError):
        folders += [one for one in state.iterdir() if one.is_dir() and not one.is_symlink()]
    for folder in folders:
        with suppress(OSError):
            for one in (folder, *folder.iterdir()):
                if not one.is_symlink():
                    _narrow(one)
        temporaries.sweep(folder, [folder])


def _narrow(path: Path) -> None:
    if os.name == "nt":
        return
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            path.chmod(mode & 0o700)
