"""The last state of unsaved work, kept where a crash cannot reach it, and taken up again.

A kept state is the text of the session as it was read and every answer as it was typed, usable or
not. It never touches the session file: taking it up opens the session with the answers unsaved.

Each program keeps its work in a slot of its own, so that two windows on one file never drop or
overwrite each other's. A lock beside the slot, which the system lets go of when the program ends in
whatever way, says whether the slot is still written to.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rules.answers import Answers, Entry, Row, Table
from rules.entries import parse_entry
from rules.questions import QUESTIONS, Question
from rules.validation import Path as KeyPath
from wizard.paths import state_dir
from wizard.problems import InputUnusable
from wizard.sessions.session_file import SessionFile, read_session, session_of

if TYPE_CHECKING:
    from filelock import BaseFileLock

Apart = Literal["changed", "gone", "unreadable"]


@dataclass(frozen=True, slots=True)
class Kept:
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


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A session to go on with, and its answers that were not saved."""

    file: SessionFile
    answers: Answers
    apart: Apart | None = None
    """Why it no longer belongs to the file it was kept for; None where it does."""


class Slot:
    """Where one program keeps the unsaved work on one session."""

    def __init__(self) -> None:
        # A process number alone is used again by the system.
        name = f"{os.getpid()}-{secrets.token_hex(6)}.json"
        self.place = _folder() / name
        self._lock: BaseFileLock | None = None

    def keep(self, file: SessionFile, answers: Answers, title: str) -> None:
        """Write the state down, replacing the one before.

        Raises:
            OSError: where it cannot be written; the work goes on without it.
        """
        state = {
            "title": title,
            "path": os.path.realpath(file.path) if file.path is not None else None,
            "text": file.text,
            "process": os.getpid(),
            "answers": {key: _plain(entry) for key, entry in answers.items()},
        }
        self.place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._lock is None:
            self._lock = _locked(self.place)
        beside = self.place.with_suffix(".part")
        beside.write_text(json.dumps(state), "utf-8")
        beside.replace(self.place)

    def drop(self) -> None:
        """Forget the state: it was saved, or given up on purpose."""
        _forget(self.place)
        self.release()
        _forget(_lock_file(self.place))

    def release(self) -> None:
        """Leave the state for another program to take up."""
        if self._lock is not None:
            with suppress(OSError):
                self._lock.release()
            self._lock = None


def drop(place: Path) -> None:
    """Forget a state that an earlier program left behind."""
    _forget(place)
    _forget(_lock_file(place))


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def kept() -> list[Kept]:
    """The states that programs which have ended left behind, newest first."""
    found: list[tuple[float, Kept]] = []
    with suppress(OSError):
        for place in _folder().glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError):
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
        InputUnusable, OSError, ValueError, KeyError, TypeError: where the state cannot be read.
    """
    state = json.loads(one.place.read_text("utf-8"))
    file, apart = _session(one, str(state["text"]))
    entries: dict[str, Entry] = {}
    currency = _currency(state["answers"])
    for key, plain in state["answers"].items():
        question = QUESTIONS.get(key)
        entry = None if question is None else _entry(question, plain, currency)
        if entry is not None:
            entries[key] = entry
    return TakenUp(file, Answers(entries), apart)


def _session(one: Kept, text: str) -> tuple[SessionFile, Apart | None]:
    then = session_of(text)
    if one.path is None:
        return then, None
    try:
        present = read_session(one.path)
    except InputUnusable:
        return then, "unreadable" if os.path.lexists(one.path) else "gone"
    return (present, None) if present.text == text else (then, "changed")


def _folder() -> Path:
    return state_dir() / "unsaved"


def _lock_file(place: Path) -> Path:
    return place.with_suffix(".lock")


def _locked(place: Path) -> BaseFileLock | None:
    """A lock on a slot; None where the disk has no locks."""
    # What nobody changes needs no slot, and should not pay for it.
    import filelock

    lock = filelock.FileLock(_lock_file(place), fallback_to_soft=False, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (OSError, NotImplementedError):
        return None
    return lock


def _is_held(place: Path, process: int) -> bool:
    """Whether the program that wrote a slot still runs."""
    import filelock

    if not _lock_file(place).exists():
        return _is_running(process)
    lock = filelock.FileLock(_lock_file(place), fallback_to_soft=False, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        return True
    except (OSError, NotImplementedError):
        return _is_running(process)
    lock.release()
    return False


def _is_running(process: int) -> bool:
    """What a process number alone can say: the best there is on a disk without locks."""
    if process == os.getpid():
        return True
    if os.name == "nt":
        # Asking by a signal would end the process there.
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _plain(entry: Entry) -> dict[str, Any]:
    if isinstance(entry.value, Table):
        return {
            "rows": [
                {"id": row.id, "cells": {name: _plain(cell) for name, cell in row.cells.items()}}
                for row in entry.value.rows
            ]
        }
    return {"text": entry.text, "basis": entry.basis, "source": entry.source}


def _currency(answers: Mapping[str, Any]) -> str:
    return str(answers.get("currency", {}).get("text", ""))


def _entry(question: Question, plain: Mapping[str, Any], currency: str) -> Entry | None:
    path: KeyPath = tuple(question.key.split("."))
    if "rows" not in plain:
        return _typed(question, plain, path, currency)
    rows = []
    for index, row in enumerate(plain["rows"]):
        cells = {}
        for name, cell in row["cells"].items():
            column = question.column(name)
            if column is None:
                continue
            at = (*path, index, name) if not question.named_rows else (*path, "name")
            is_key = question.named_rows and name == "name"
            text = str(cell["text"])
            entry = Entry(text, text) if is_key else _typed(column, cell, at, currency)
            if entry is not None:
                cells[name] = entry
        rows.append(Row(str(row["id"]), cells))
    return Entry("", Table(tuple(rows)))


def _typed(
    question: Question, plain: Mapping[str, Any], path: KeyPath, currency: str
) -> Entry | None:
    previous = Entry("", basis=plain["basis"], source=str(plain["source"]))
    return parse_entry(
        question, str(plain["text"]), path=path, currency=currency, previous=previous
    )
