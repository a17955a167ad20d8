"""Whether somebody else changes the file of the open case, noticed before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from textual.app import App

from wizard.disk import store
from wizard.disk.file_state import FileState
from wizard.sessions.open_session import OpenSession

LOOKS_EVERY_S = 3.0


class Watcher:
    """Looks at the file of a session now and then, and tells of each change once."""

    def __init__(self, app: App[None], tell: Callable[[OpenSession], None]) -> None:
        self._app = app
        self._tell = tell
        self._looking: Thread | None = None
        self._told: FileState | None = None
        """The state of the file since which a change was told."""

    def look(self, session: OpenSession | None) -> None:
        """Look whether the file was changed; never twice at a time."""
        state = session.file.state if session is not None else None
        if session is None or state is None or state is self._told:
            return
        if self._looking is not None and self._looking.is_alive():
            return

        def compare() -> None:
            if store.has_changed(state):
                self._app.call_later(self._noticed, session, state)

        # A folder of the network may answer after minutes or never: no key waits for it, nor does
        # the end of the program.
        self._looking = Thread(target=compare, daemon=True)
        self._looking.start()

    def _noticed(self, session: OpenSession, state: FileState) -> None:
        if session.file.state is state:
            self._told = state
            self._tell(session)
