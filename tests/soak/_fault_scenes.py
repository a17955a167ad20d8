"""What writes to the disk, to be disturbed at each of its calls to the system.

A scene is prepared, played once in a process that is disturbed, and judged: nothing is lost, and
after the next run nothing lies about.
"""

from __future__ import annotations

import asyncio
import fnmatch
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from rules.answers.answers import Answers
from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range
from rules.workshop.votes import Vote
from screens.overlays.save_as import SaveAsScreen
from tests.screens.drive import driven, is_on, said, send, until
from tests.wizard.cases import COMPLETE, typed
from tests.wizard.dialogs import GROWTH, opened, type_growth
from wizard.app import keeping
from wizard.cli import run
from wizard.disk.paths import state_dir
from wizard.problems import Exit, InputUnusable
from wizard.sessions import autosave, saving
from wizard.sessions.open_session import OpenSession
from wizard.workshop import ballot_box, record

Outcome = Literal["done", "refused", "killed"]
"""What whoever played a scene was told, if they lived to hear it."""

OLD = COMPLETE.encode()
DAY = date(2026, 11, 24)
CALLS = "volume.calls_per_month"
OURS = (
    "case.toml",
    "home/state/locks/*.lock",
    "home/state/recent.json",
    "home/told",
)
"""What may lie about after any scene."""


class Scene(ABC):
    """Something that writes."""

    name: str
    leaves: tuple[str, ...] = ()
    """Patterns of what it may leave behind besides `OURS`."""

    def case(self, folder: Path) -> Path:
        """The session file."""
        return folder / "case.toml"

    def prepare(self, folder: Path) -> None:
        """Bring about the state before."""
        self.case(folder).write_text(COMPLETE, "utf-8")

    @abstractmethod
    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        """Write.

        Args:
            folder: where it was prepared.
            begin: called right before the calls that are disturbed, in their thread.
        """

    @abstractmethod
    def lost(self, folder: Path, outcome: Outcome) -> str:
        """What was lost, in words; empty where nothing was."""

    def expected(self) -> bytes:
        """What the session file holds where nothing disturbs."""
        return _undisturbed(self.name)

    def is_damaged(self, folder: Path) -> bool:
        """Whether a kill has left a file that is neither its old nor its new self."""
        return False

    def run_again(self, folder: Path) -> None:
        """The next run of the program on the same file."""
        run(["set", str(self.case(folder)), "maintenance.redistillations_per_year=3"])

    def litter(self, folder: Path, outcome: Outcome) -> list[str]:
        """What lies about after the next run, and nobody was told of."""
        allowed = [*OURS, *self.leaves]
        if outcome == "refused":
            allowed += ["*.unsaved-*", "*.backup-*"]
        elif self.is_damaged(folder):
            # All that is left of the file, which the wizard says where it opens it.
            allowed.append("*.backup-*")
        self.run_again(folder)
        # What a start of the wizard does.
        keeping.tidy(None)
        return [
            name
            for name in sorted(_files(folder))
            if not any(fnmatch.fnmatch(name, pattern) for pattern in allowed)
        ]


@cache
def _undisturbed(name: str) -> bytes:
    scene = SCENES[name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with patch.dict(os.environ, home(folder)):
            scene.prepare(folder)
            scene.play(folder, lambda: None)
        return scene.case(folder).read_bytes()


def told(folder: Path) -> str:
    """What was said on standard error."""
    place = folder / "home" / "told"
    return place.read_text("utf-8") if place.exists() else ""


def _files(folder: Path) -> Iterator[str]:
    for one in folder.rglob("*"):
        if not one.is_dir():
            yield str(one.relative_to(folder))


def _growth(answers: Answers) -> str | None:
    entry = answers.get(GROWTH)
    return None if entry is None else entry.text


def _copies(folder: Path, pattern: str) -> list[bytes]:
    return [one.read_bytes() for one in folder.rglob(pattern)]


class SetInPlace(Scene):
    """`payback set`."""

    name = "set"

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        begin()
        return _told(run(["set", str(self.case(folder)), f"{GROWTH}=2%"]))

    def lost(self, folder: Path, outcome: Outcome) -> str:
        data, new = self.case(folder).read_bytes(), self.expected()
        if data == new:
            return ""
        if outcome == "done":
            return "it said that it had saved"
        if data != OLD and OLD not in _copies(folder, "*.backup-*"):
            return "the file is neither its old nor its new self"
        if "Could not save" in told(folder) and new not in _copies(folder, "*.unsaved-*"):
            return "the text was not saved, and no copy was kept"
        return ""


class SetLinked(SetInPlace):
    """`payback set` on a file with a second name, which is written over."""

    name = "set, linked"
    leaves = ("twin.toml",)

    def is_damaged(self, folder: Path) -> bool:
        return self.case(folder).read_bytes() not in (OLD, self.expected())

    def prepare(self, folder: Path) -> None:
        super().prepare(folder)
        (folder / "twin.toml").hardlink_to(self.case(folder))


class New(Scene):
    """`payback new`."""

    name = "new"

    def prepare(self, folder: Path) -> None:
        """Nothing is there."""

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        begin()
        return _told(run(["new", str(self.case(folder))]))

    def lost(self, folder: Path, outcome: Outcome) -> str:
        case = self.case(folder)
        if not case.exists():
            return "it said that it had written it" if outcome == "done" else ""
        return "" if run(["check", str(case)]) == Exit.DONE else "half a file"

    def run_again(self, folder: Path) -> None:
        run(["new", str(self.case(folder))])


class Report(Scene):
    """`payback report`, over an older one."""

    name = "report"
    leaves = ("case.md",)

    def prepare(self, folder: Path) -> None:
        super().prepare(folder)
        (folder / "case.md").write_text("an older one\n")

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        begin()
        return _told(self._write(folder))

    def _write(self, folder: Path) -> int:
        return run(["report", str(self.case(folder)), "--format", "md", "--force"])

    def lost(self, folder: Path, outcome: Outcome) -> str:
        text = (folder / "case.md").read_text("utf-8")
        if text == "an older one\n":
            return "it said that it had written it" if outcome == "done" else ""
        self._write(folder)
        return "" if text == (folder / "case.md").read_text("utf-8") else "half a report"

    def run_again(self, folder: Path) -> None:
        self._write(folder)


def _told(status: int) -> Outcome:
    if status not in (Exit.DONE, Exit.UNUSABLE):
        raise AssertionError(f"exit status {status}")
    return "done" if status == Exit.DONE else "refused"


class Recovery(Scene):
    """Unsaved work is kept, in place of what was kept before."""

    name = "recovery"
    leaves = ("home/state/unsaved/*.json", "home/state/unsaved/*.lock")

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        session = OpenSession.open(self.case(folder))
        slot = autosave.Slot()
        for text in ("1%", "2%"):
            session.answer(GROWTH, typed(GROWTH, text))
            if text == "2%":
                begin()
            try:
                slot.keep(session.file, session.answers, session.title, session.history)
            except OSError:
                return "refused"
        return "done"

    def lost(self, folder: Path, outcome: Outcome) -> str:
        kept = autosave.kept_for(self.case(folder))
        texts = [_growth(autosave.take_up(one).answers) for one in kept]
        if texts == ["2%"] or (texts == ["1%"] and outcome != "done"):
            return ""
        return f"{texts} is offered"

    def litter(self, folder: Path, outcome: Outcome) -> list[str]:
        left = super().litter(folder, outcome)
        unsaved = state_dir() / "unsaved"
        locks = {one.stem for one in unsaved.glob("*.lock")}
        return left + sorted(locks - {one.stem for one in unsaved.glob("*.json")})


class Ballots(Scene):
    """Answers of a workshop that are not revealed are kept, in place of those kept before."""

    name = "ballots"
    leaves = ("home/state/workshops/*.box",)

    def _meeting(self, session: OpenSession) -> Meeting:
        return record.resume(session).join("Ada").ask(CALLS, DAY)

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        session = OpenSession.open(self.case(folder))
        meeting = self._meeting(session)
        is_kept = False
        for calls in (1e6, 2e6):
            meeting = meeting.vote("Ada", Vote(Range(calls, calls, calls), ""))
            if calls == 2e6:
                begin()
            is_kept = record.keep(session, meeting)
        return "done" if is_kept else "refused"

    def lost(self, folder: Path, outcome: Outcome) -> str:
        meeting = ballot_box.with_kept(self.case(folder), Meeting())
        said = [vote.said.likely for one in meeting.ballots for vote in one.votes.values()]
        if said == [2e6] or (said == [1e6] and outcome != "done"):
            return ""
        return f"{said} is in the box"


class Revealed(Ballots):
    """Answers of a workshop are revealed, and the record is written into the session."""

    name = "record"

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        session = OpenSession.open(self.case(folder))
        meeting = self._meeting(session).vote("Ada", Vote(Range(2e6, 2e6, 2e6), ""))
        record.keep(session, meeting)
        revealed = meeting.reveal()
        begin()
        record.put(session, revealed)
        try:
            saving.save(session, DAY)
        except InputUnusable:
            return "refused"
        record.keep(session, revealed)
        return "done"

    def lost(self, folder: Path, outcome: Outcome) -> str:
        meeting = record.resume(OpenSession.open(self.case(folder)))
        shown = [one.is_revealed for one in meeting.ballots]
        if shown == [True] or (shown == [False] and outcome != "done"):
            return ""
        return f"the rounds are {shown}"


class SavedOnScreen(Scene):
    """A save with ctrl+s in the wizard."""

    name = "screen"
    leaves = ("home/state/unsaved/*.json", "home/state/unsaved/*.lock")

    def play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        runner = asyncio.Runner()
        try:
            return runner.run(self._play(folder, begin))
        finally:
            # What it closes at its end are sockets of its own.
            with suppress(OSError):
                runner.close()

    async def _play(self, folder: Path, begin: Callable[[], None]) -> Outcome:
        async with driven(opened(self.case(folder))) as (app, pilot):
            await type_growth(pilot, "2%")
            app.keeper.now()
            app.keeper._wait()
            begin()
            send(pilot, "ctrl+s")

            def is_told() -> bool:
                return "aved" in said(app) or "ould not save" in said(app)

            await until(pilot, lambda: is_told() or is_on(app, SaveAsScreen))
            assert app.session is not None
            is_saved = not app.session.dirty
            app.exit()
        return "done" if is_saved else "refused"

    def lost(self, folder: Path, outcome: Outcome) -> str:
        data = self.case(folder).read_bytes()
        if data == self.expected():
            return ""
        if outcome == "done":
            return "it said that it had saved"
        if data != OLD:
            return "the file is neither its old nor its new self"
        kept = autosave.kept_for(self.case(folder))
        texts = [_growth(autosave.take_up(one).answers) for one in kept]
        return "" if texts == ["2%"] else f"{texts} is offered, and nothing saved"


SCENES: dict[str, Scene] = {
    one.name: one
    for one in (
        SetInPlace(),
        SetLinked(),
        New(),
        Report(),
        Recovery(),
        Ballots(),
        Revealed(),
        SavedOnScreen(),
    )
}


def home(folder: Path) -> dict[str, str]:
    """The program's own folders, within the folder of a scene."""
    return {**os.environ, "PAYBACK_HOME": str(folder / "home")}
