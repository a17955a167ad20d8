"""Unsaved work is kept where a crash cannot reach it, soon after every change."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from textual.app import App
from textual.timer import Timer

from wizard.session import OpenSession
from wizard.sessions import autosave

KEPT_AFTER_S = 0.7
"""Seconds after a change until the unsaved work is kept: what a crash may cost."""


class Keeper:
    """Keeps the unsaved work on the session it watches, and lets it go once it is saved."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._session: OpenSession | None = None
        self._slot: Path | None = None
        self._due: Timer | None = None

    def watch(self, session: OpenSession) -> None:
        """Keep the work on this session from now on."""
        self._session = session
        self._slot = autosave.slot_for(session.file)
        session.listen(lambda snapshot: self.soon())

    def soon(self) -> None:
        """Keep it in a while: never while a key is being answered."""
        if self._due is None and self._app.is_running:
            self._due = self._app.set_timer(KEPT_AFTER_S, self._now)

    def _now(self) -> None:
        self._due = None
        session, slot = self._session, self._slot
        if session is None or slot is None:
            return
        if not session.dirty:
            autosave.drop(slot)
            return
        with suppress(OSError):
            autosave.keep(slot, session.file, session.answers, session.title)

    def finish(self) -> None:
        """The program ends: what is due is kept at once."""
        if self._due is not None:
            self._now()

    def give_up(self) -> None:
        """The unsaved work is not wanted, or is in its file."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        if self._slot is not None:
            autosave.drop(self._slot)
