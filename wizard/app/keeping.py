"""Unsaved work is kept where a crash cannot reach it, soon after every change.

The disk is waited for on a thread of its own, so that no key is: see decision 0035.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from textual.app import App
from textual.timer import Timer

from rules.answers.answers import Answers
from wizard.disk import own_files, presence
from wizard.disk.errors import explain, shown
from wizard.problems import on_one_line
from wizard.sessions import autosave
from wizard.sessions.moments import Row
from wizard.sessions.open_session import OpenSession
from wizard.support.failure import where_work_is

KEPT_AFTER_S = 0.7
"""Seconds after a change until the unsaved work is kept: what a crash may cost."""

WARNING_S = 10.0
"""Seconds that a warning stays to be read."""
TIDIED_AFTER_S = 1.0
"""Seconds after the start: what that takes to load must not hold the first keys up."""

NOT_KEPT = "Unsaved work is not kept: recovery is off. Save it, or discard it."


class Keeper:
    """Keeps the unsaved work on the session it watches, and lets it go once it is saved."""

    def __init__(self, app: App[None], *, keeps: bool = True) -> None:
        """Begin.

        Args:
            app: whose work is kept.
            keeps: whether anything is; nothing is where somebody wants no trace of it.
        """
        self.keeps = keeps
        self.trouble = ""
        """Why the unsaved work is not kept at this moment, as a sentence; empty where it is."""
        self._app = app
        self._session: OpenSession | None = None
        self._slot = autosave.Slot()
        self._taken_up: Path | None = None
        self._due: Timer | None = None
        self._is_told = False
        self._disk = ThreadPoolExecutor(1, "recovery")
        self._latest: Future[None] | None = None
        self._kept: tuple[Answers, tuple[Row, ...]] | None = None
        """The answers and decisions that were kept last."""

    def watch(self, session: OpenSession, taken_up: Path | None = None) -> None:
        """Keep the work on this session from now on; the one before was saved, or given up.

        Args:
            session: the one that is open now.
            taken_up: where its unsaved work lay, which is forgotten once it is kept here or saved.
        """
        self.give_up()
        self._session, self._taken_up = session, taken_up
        self._is_told = False
        session.listen(lambda snapshot: self.soon())
        if self._app.is_running:
            self.tidy_soon()
        self.now()

    def tidy_soon(self) -> None:
        """Clear away in a while what programs that were killed left half done."""
        self._app.set_timer(TIDIED_AFTER_S, lambda: self._disk.submit(self._tidy))

    def soon(self) -> None:
        """Keep it in a while: never while a key is being answered."""
        if self._due is None and self._app.is_running:
            self._due = self._app.set_timer(KEPT_AFTER_S, self.now)

    def now(self) -> None:
        """Keep what is unsaved at this moment, or forget what was kept where nothing is."""
        self._cancel()
        session, slot = self._session, self._slot
        if session is None:
            return
        if not session.dirty:
            self._have_done(slot.drop)
        elif self.keeps:
            kept = session.file, session.answers, session.title, session.history, session.decided

            def keep() -> None:
                slot.keep(*kept)
                self._kept = kept[1], kept[4]

            self._have_done(keep)
        else:
            self.trouble = NOT_KEPT

    def finish(self) -> bool:
        """The program ends: what is unsaved waits for the next one. Whether it does."""
        self.now()
        self._wait()
        self._slot.release()
        return not self.trouble

    def last_words(self) -> str:
        """Where the work is, in a sentence, when the program ends without being asked to."""
        session = self._session
        if session is None or not session.dirty:
            return "Everything you had entered was saved."
        return where_work_is(
            session.file.path,
            is_kept=self._slot.place.exists(),
            is_latest=self._kept == (session.answers, session.decided),
        )

    def leave(self) -> bool:
        """Leave the session with its unsaved work kept for another time; False where it is not."""
        if not self.finish():
            return False
        self._slot, self._taken_up = autosave.Slot(), None
        return True

    def give_up(self) -> None:
        """The unsaved work is not wanted, or is in its file."""
        self._cancel()
        self._wait()
        self._slot.drop()
        if self._taken_up is not None:
            autosave.drop(self._taken_up)
        self._session, self._taken_up, self.trouble = None, None, ""

    def _have_done(self, job: Callable[[], None]) -> None:
        taken_up = self._taken_up

        def run() -> None:
            try:
                job()
            except OSError as error:
                reason, remedy = explain(error)
                self.trouble = f"Unsaved work cannot be kept: {reason}. {remedy}"
                self._app.call_later(self._tell)
                return
            self.trouble = ""
            if taken_up is not None:
                # Not before: until now it was the only copy.
                autosave.drop(taken_up)

        self._latest = self._disk.submit(run)
        self._latest.add_done_callback(self._look)

    def _look(self, done: Future[None]) -> None:
        """A fault of the program ends it: it must not go on without keeping, and say nothing."""
        error = done.exception()
        if error is not None:
            self._app.call_later(self._fail, error)

    @staticmethod
    def _fail(error: BaseException) -> None:
        raise error

    def _tell(self) -> None:
        """Say once for each case that nothing is kept, while that can be helped."""
        if self.trouble and not self._is_told:
            self._is_told = True
            self._app.notify(
                f"{self.trouble} Until then a crash costs what is not saved: save often.",
                severity="warning",
                markup=False,
                timeout=WARNING_S,
            )

    def _tidy(self) -> None:
        session = self._session
        file = session.file.path if session is not None else None
        backups = tidy(file)
        if file is not None and backups:
            self._app.call_later(
                self._app.notify,
                f"A save of {on_one_line(file.name)} was cut short, so the file may be damaged. As"
                f" it was before, it is at {shown(backups[0])}: compare them, and remove the copy.",
                severity="warning",
                markup=False,
                timeout=WARNING_S,
            )

    def _wait(self) -> None:
        if self._latest is not None:
            self._latest.result()
            self._latest = None

    def _cancel(self) -> None:
        if self._due is not None:
            self._due.stop()
            self._due = None


def tidy(file: Path | None) -> list[Path]:
    """Clear away what programs that were killed left in the state folder and beside a session.

    Returns:
        What `store.tidy` does.
    """
    # Nothing of a session was saved yet when a program begins.
    from wizard.disk import store
    from wizard.workshop import leftovers

    own_files.tidy()
    autosave.tidy()
    presence.tidy()
    leftovers.tidy()
    return [] if file is None else store.tidy(file)
