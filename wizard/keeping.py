"""Unsaved work is kept where a crash cannot reach it, soon after every change."""

from __future__ import annotations

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
        self._slot = autosave.Slot()
        self._taken_up: Path | None = None
        self._due: Timer | None = None

    def watch(self, session: OpenSession, taken_up: Path | None = None) -> None:
        """Keep the work on this session from now on; the one before was saved, or given up.

        Args:
            session: the one that is open now.
            taken_up: where its unsaved work lay, which is forgotten once it is kept here or saved.
        """
        self.give_up()
        self._session, self._taken_up = session, taken_up
        session.listen(lambda snapshot: self.soon())
        self.now()

    def soon(self) -> None:
        """Keep it in a while: never while a key is being answered."""
        if self._due is None and self._app.is_running:
            self._due = self._app.set_timer(KEPT_AFTER_S, self.now)

    def now(self) -> None:
        """Keep what is unsaved at this moment, or forget what was kept where nothing is."""
        self._cancel()
        session = self._session
        if session is None:
            return
        if session.dirty:
            try:
                self._slot.keep(session.file, session.answers, session.title)
            except OSError:
                return
        else:
            self._slot.drop()
        if self._taken_up is not None:
            autosave.drop(self._taken_up)
            self._taken_up = None

    def finish(self) -> None:
        """The program ends: what is unsaved waits for the next one."""
        self.now()
        self._slot.release()

    def leave(self) -> None:
        """The session will be left with its unsaved work kept for another time."""
        self.finish()
        self._slot, self._taken_up = autosave.Slot(), None

    def give_up(self) -> None:
        """The unsaved work is not wanted, or is in its file."""
        self._cancel()
        self._slot.drop()
        if self._taken_up is not None:
            autosave.drop(self._taken_up)
        self._session, self._taken_up = None, None

    def _cancel(self) -> None:
        if self._due is not None:
            self._due.stop()
            self._due = None
