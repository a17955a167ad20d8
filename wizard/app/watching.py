"""Whether somebody else changes the file of the open case, noticed before it is saved."""

from __future__ import annotations

from threading import Thread

from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S
from wizard.disk import store
from wizard.disk.file_state import FileState
from wizard.problems import on_one_line

LOOKS_EVERY_S = 3.0


class Watcher:
    """Looks at the file of the open case now and then, and tells of each change once."""

    def __init__(self, app: CaseApp) -> None:
        self._app = app
        self._looking: Thread | None = None
        self._told: FileState | None = None
        """The state of the file since which a change was told."""

    def begin(self) -> None:
        """Look from now on; never twice at a time."""
        self._app.set_interval(LOOKS_EVERY_S, self._look)

    def _state(self) -> FileState | None:
        session = self._app.session
        return session.file.state if session is not None else None

    def _look(self) -> None:
        state = self._state()
        if state is None or state is self._told:
            return
        if self._looking is not None and self._looking.is_alive():
            return

        def compare() -> None:
            if store.has_changed(state):
                self._app.call_later(self._noticed, state)

        # A folder of the network may answer after minutes or never: no key waits for it, nor does
        # the end of the program.
        self._looking = Thread(target=compare, daemon=True)
        self._looking.start()

    def _noticed(self, state: FileState) -> None:
        if state is not self._state():
            # It was saved, or left, meanwhile.
            return
        self._told = state
        if not self._app.asking():
            name = on_one_line(state.path.name)
            text = f"{name} was changed by another program. Saving brings both together."
            self._app.notify(text, markup=False, timeout=PROBLEMS_S)
