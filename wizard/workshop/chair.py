"""Who leads the workshop on a session: one program at a time.

Answers that are not revealed lie in one box for each session. A second program that led the same
workshop would write its own in their place, so it is not let.

Source: docs/decisions/0039-what-outlives-the-facilitators-program.md.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rules.answers.problem import Problem
from wizard.disk import own_files, writing
from wizard.problems import InputUnusable
from wizard.workshop.places import place

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Chair:
    """The right to lead on one session, which the system takes back when the program ends."""

    def __init__(self) -> None:
        self._place: Path | None = None
        self._lock: BaseFileLock | None = None

    def take(self, session: Path) -> None:
        """Lead on a session from now on, and on no other; on the same one nothing happens.

        Advisory, as every lock: where the disk has none it goes on without.

        Raises:
            InputUnusable: where another program leads on it; what was led before is led further.
        """
        wanted = place(session, "lock")
        if wanted == self._place:
            return
        lock = _locked(wanted, session)
        self.leave()
        self._place, self._lock = wanted, lock
        note = json.dumps({"process": os.getpid(), "since": datetime.now().isoformat()})
        with suppress(OSError):
            own_files.write(_note(session), note.encode(), is_synced=False)

    def leave(self) -> None:
        """Let another program lead."""
        if self._place is not None and self._lock is not None:
            writing.remove(self._place.with_suffix(".led"))
            with suppress(OSError):
                self._lock.release()
        self._place = self._lock = None


def _locked(wanted: Path, session: Path) -> BaseFileLock | None:
    # Only who leads a workshop should pay for it.
    import filelock

    lock = filelock.FileLock(wanted, fallback_to_soft=False, thread_local=False)
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire(blocking=False)
    except filelock.Timeout:
        message = (
            f"a workshop is led on it already{_by_whom(session)}; go on there, or end it there"
        )
        raise InputUnusable([Problem(message, file=str(session))]) from None
    except (OSError, NotImplementedError):
        return None
    return lock


def _by_whom(session: Path) -> str:
    """`, since 14:02 on 24 Nov, by process 4711`, as far as it is known."""
    with suppress(*own_files.DAMAGED):
        found = json.loads(_note(session).read_text("utf-8"))
        since = datetime.fromisoformat(found["since"])
        return f", since {since:%H:%M on %d %b}, by process {int(found['process'])}"
    return ""


def _note(session: Path) -> Path:
    return place(session, "led")
