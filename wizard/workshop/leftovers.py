"""What workshops have left in the program's own folder, and what of it serves nobody any more.

Answers that are not revealed are never among it: they are taken up whenever the workshop is.
"""

from __future__ import annotations

import time
from contextlib import suppress

from wizard.disk.lock import is_held_beside
from wizard.disk.paths import state_dir
from wizard.workshop.door_file import SECONDS

_KINDS = ("door", "led")
"""The way in, with the names of those who came, and who led."""


def tidy(now: float | None = None) -> None:
    """Remove the way into workshops that lets nobody in any more, and who led them.

    Whether their sessions are still there does not matter, and could not be told: the names of the
    files are hashes. Where somebody leads, everything stays.

    Args:
        now: seconds since 1970; None for the present moment.
    """
    present = time.time() if now is None else now
    with suppress(OSError):
        folder = state_dir() / "workshops"
        for left in [one for kind in _KINDS for one in folder.glob(f"*.{kind}")]:
            with suppress(OSError):
                # Young ones are not asked after: for a moment nobody could begin to lead.
                if present - left.stat().st_mtime > SECONDS and not is_held_beside(left):
                    left.unlink()
