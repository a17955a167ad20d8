"""The last state of unsaved work, kept where a crash cannot reach it, and taken up again.

A kept state is the text of the session as it was read, every answer as it was typed, usable or not,
and the steps that undo takes back. It never touches the session file: taking it up opens the
session with the answers unsaved.

Each program keeps its work in a slot of its own, so that two windows on one file never drop or
overwrite each other's. A lock beside the slot, which the system lets go of when the program ends in
whatever way, says whether the slot is still written to.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rules.answers.answers import Answers
from wizard.disk import own_files, temporaries, writing
from wizard.disk.errors import explain
from wizard.disk.lock import beside, is_held_beside
from wizard.disk.paths import state_dir
from wizard.problems import InputUnusable
from wizard.sessions import kept_answers
from wizard.sessions.kept_answers import NO_HISTORY, History
from wizard.sessions.session_file import SessionFile, read_session, session_of

if TYPE_CHECKING:
    from filelock import BaseFileLock

Apart = Literal["changed", "gone", "unreadable"]


class Unreadable(Exception):
    """A kept state that cannot be taken up; says why, as the end of a sentence."""


class Kept(NamedTuple):
    """A state that was kept and not yet taken up."""

    place: Path
    """Where it lies."""
    title: str
    path: Path | None
    """The session file it belongs to; None for one that was never saved."""
    at: datetime
    """When it was kept, in local time."""

    @property
    def when(self) -> str:
        """When it was kept, in words."""
        return self.at.strftime("%d %b %Y, %H:%M")


class TakenUp(NamedTuple):
    """A session to go on with, and its answers that were not saved."""

    file: SessionFile
    in_file: Answers
    """What the file has by now; what it had then, where it cannot be read any more."""
    answers: Answers
    history: History = NO_HISTORY
    decided: tuple[dict[str, Any], ...] = ()
    """Decisions that were not saved."""
    apart: Apart | None = None
    """Why it no longer belongs to the file it was kept for; None where it does."""


class Slot:
    """Where one program keeps the unsaved work on one session."""

    def __init__(self) -> None:
        # A process number alone is used again by the system.
        name = f"{os.getpid()}-{secrets.token_hex(6)}.json"
        self.place = _folder() / name
        self._lock: BaseFileLock | None = None

    def keep(
        self,
        file: SessionFile,
        answers: Answers,
        title: str,
        history: History = NO_HISTORY,
        decided: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Write the state down and wait until the disk has it, replacing the one before.

        Raises:
            OSError: where it cannot be written; the work goes on without it.
        """
        state = {
            "title": title,
            "path": os.path.realpath(file.path) if file.path is not None else None,
            "text": file.text,
            "process": os.getpid(),
            "answers": kept_answers.written(answers),
            "past": kept_answers.steps_written(answers, history.past),
            "future": kept_answers.steps_written(answers, history.future),
        }
        if decided:
            state["decided"] = kept_answers.records_written(decided)
        own_files.make_folder(self.place.parent)
        if self._lock is None:
            self._lock = _locked(self.place)
        own_files.write(self.place, json.dumps(state).encode())

    def drop(self) -> None:
        """Forget the state: it was saved, or given up on purpose."""
        writing.remove(self.place)
        self.release()
        writing.remove(self.place.with_suffix(".lock"))

    def release(self) -> None:
        """Leave the state for another program to take up."""
        if self._lock is not None:
            with suppress(OSError):
                self._lock.release()
            self._lock = None


def tidy() -> None:
    """Remove the locks of programs that ended with nothing left to take up."""
    with suppress(OSError):
        for lock in _folder().glob("*.lock"):
            place = lock.with_suffix(".json")
            process, _, _ = lock.name.partition("-")
            if process.isdecimal() and not place.exists() and not _is_held(place, int(process)):
                writing.remove(lock)


def drop(place: Path) -> None:
    """Forget a state that an earlier program left behind."""
    writing.remove(place)
    writing.remove(place.with_suffix(".lock"))


def kept() -> list[Kept]:
    """The states that programs which have ended left behind, newest first."""
    found: list[tuple[float, Kept]] = []
    with suppress(OSError):
        for place in _folder().glob("*.json"):
            with suppress(*own_files.DAMAGED):
                state = json.loads(place.read_text("utf-8"))
                if _is_held(place, int(state["process"])):
                    continue
                path = Path(state["path"]) if state["path"] else None
                since = place.stat().st_mtime
                at = datetime.fromtimestamp(since).astimezone()
                found.append((since, Kept(place, str(state["title"]), path, at)))
    return [one for _, one in sorted(found, key=lambda each: -each[0])]


def kept_for(path: Path) -> list[Kept]:
    """The states left behind that belong to one session file, newest first."""
    name = os.path.normcase(os.path.realpath(path))
    return [one for one in kept() if one.path is not None and os.path.normcase(one.path) == name]


def take_up(one: Kept) -> TakenUp:
    """The session a state belongs to, and the answers that were not saved.

    Where the session file has gone or changed since, the session is the text as it was then, and
    has to be saved under a name.

    Raises:
        Unreadable: where the state cannot be read.
    """
    try:
        state = json.loads(one.place.read_text("utf-8"))
        file, in_file, apart = _session(one, str(state["text"]))
        answers = kept_answers.read(state["answers"])
        history = History(
            kept_answers.steps_read(answers, state.get("past", ())),
            kept_answers.steps_read(answers, state.get("future", ())),
        )
        decided = kept_answers.records_read(state.get("decided", ""))
    except FileNotFoundError as error:
        raise Unreadable("it is gone, taken up or discarded in another window") from error
    except OSError as error:
        raise Unreadable(explain(error)[0]) from error
    except (*own_files.DAMAGED, InputUnusable) as error:
        # Written by another version of the program, or damaged.
        raise Unreadable("what is kept of it is not complete") from error
    return TakenUp(file, in_file, answers, history, decided, apart)


def _session(one: Kept, text: str) -> tuple[SessionFile, Answers, Apart | None]:
    """The session to go on with, what its file has by now, and why that is another one."""
    then = session_of(text)
    if one.path is None:
        return then, then.answers, None
    try:
        present = read_session(one.path)
    except InputUnusable:
        return then, then.answers, "unreadable" if os.path.lexists(one.path) else "gone"
    if present.text == text:
        return present, present.answers, None
    return then, present.answers, "changed"


def _folder() -> Path:
    return state_dir() / "unsaved"


def _locked(place: Path) -> BaseFileLock | None:
    """A lock on a slot; None where the disk has no locks."""
    lock = beside(place)
    try:
        lock.acquire(blocking=False)
    except (OSError, NotImplementedError):
        return None
    return lock


def _is_held(place: Path, process: int) -> bool:
    """Whether the program that wrote a slot still runs."""
    held = is_held_beside(place)
    return temporaries.is_running(process) if held is None else held
