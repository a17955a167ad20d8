"""Whether somebody else changes the file of the open case, noticed before it is saved."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from screens.keymap import with_keys
from wizard.app.shell import PROBLEMS_S
from wizard.disk import reading
from wizard.disk.file_state import FileState
from wizard.problems import on_one_line

if TYPE_CHECKING:
    from wizard.app.case_app import CaseApp

LOOKS_EVERY_S = 3.0


class _Change(NamedTuple):
    """A change of a file, to be told once."""

    state: FileState
    """As the case knows the file."""
    seen: tuple[int, ...]
    """What tells what lies there from what lay there before."""


class Watcher:
    """Looks at the file of the open case now and then, and tells of each change once."""

    def __init__(self, app: CaseApp) -> None:
        self._app = app
        self._looking: Thread | None = None
        self._told: _Change | None = None
        """What was told last."""

    def begin(self) -> None:
        """Look from now on; never twice at a time."""
        self._app.set_interval(LOOKS_EVERY_S, self.look)

    def _state(self) -> FileState | None:
        session = self._app.session
        return session.file.state if session is not None else None

    def look(self) -> None:
        """Look now: somebody may come back from having changed it."""
        state = self._state()
        if state is None or (self._looking is not None and self._looking.is_alive()):
            return

        def compare() -> None:
            if reading.has_changed(state):
                self._app.call_later(self._noticed, _Change(state, _seen(state.path)))

        # A folder of the network may answer after minutes or never: no key waits for it, nor does
        # the end of the program.
        self._looking = Thread(target=compare, daemon=True)
        self._looking.start()

    def _noticed(self, change: _Change) -> None:
        if change.state is not self._state() or change == self._told or self._app.asking():
            # It was saved, or left, meanwhile; or it is told once nothing is asked any more.
            return
        self._told = change
        self._app.changed_since = change.state
        name = on_one_line(change.state.path.name)
        differs = with_keys("{on-disk} shows what differs. ", self._app.config.keys)
        how = differs if self._app.workshop is None else ""
        text = f"{name} was changed by another program. {how}Saving brings both together."
        self._app.notify(text, markup=False, timeout=PROBLEMS_S)
        self._app.show_what_works()


def _seen(path: Path) -> tuple[int, ...]:
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size, found.st_ino
    return ()
