"""The last state of unsaved work, kept where a crash cannot reach it, and taken up again.

A kept state is the text of the session as it was read and every answer as it was typed, usable or
not. It never touches the session file: taking it up opens the session with the answers unsaved.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.answers import Answers, Entry, Row, Table
from rules.entries import parse_entry
from rules.questions import QUESTIONS, Question
from rules.validation import Path as KeyPath
from wizard.paths import state_dir
from wizard.problems import InputUnusable
from wizard.sessions.session_file import SessionFile, read_session, session_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that was kept and not yet taken up."""

    place: Path
    """Where it lies."""
    title: str
    path: Path | None
    """The session file it belongs to; None for one that was never saved."""


def slot_for(file: SessionFile) -> Path:
    """Where the unsaved work on a session is kept: one place per file, one per new case."""
    name = str(file.path.resolve()) if file.path is not None else f"new {os.getpid()} {id(file)}"
    return state_dir() / "unsaved" / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"


def keep(slot: Path, file: SessionFile, answers: Answers, title: str) -> None:
    """Write the state down, replacing the one before.

    Raises:
        OSError: where it cannot be written; the work goes on without it.
    """
    state = {
        "title": title,
        "path": str(file.path.resolve()) if file.path is not None else None,
        "text": file.text,
        "process": os.getpid(),
        "answers": {key: _plain(entry) for key, entry in answers.items()},
    }
    slot.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = slot.with_suffix(".part")
    beside.write_text(json.dumps(state), "utf-8")
    beside.replace(slot)


def drop(slot: Path) -> None:
    """Forget a state: it was saved, or given up on purpose."""
    with suppress(OSError):
        slot.unlink(missing_ok=True)


def kept() -> list[Kept]:
    """The states that earlier runs left behind, newest first."""
    found: list[tuple[float, Kept]] = []
    with suppress(OSError):
        for place in (state_dir() / "unsaved").glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                state = json.loads(place.read_text("utf-8"))
                if _is_running(int(state["process"])):
                    continue
                path = Path(state["path"]) if state["path"] else None
                found.append((place.stat().st_mtime, Kept(place, str(state["title"]), path)))
    return [one for _, one in sorted(found, key=lambda each: -each[0])]


def take_up(one: Kept) -> tuple[SessionFile, Answers]:
    """The session a state belongs to, and the answers that were not saved.

    Where the session file has gone or changed since, the session is the text as it was then, and
    has to be saved under a name.

    Raises:
        InputUnusable, OSError, ValueError: where the state cannot be read.
    """
    state = json.loads(one.place.read_text("utf-8"))
    file = session_of(state["text"])
    if one.path is not None:
        with suppress(InputUnusable):
            present = read_session(one.path)
            file = present if present.text == state["text"] else file
    entries: dict[str, Entry] = {}
    currency = _currency(state["answers"])
    for key, plain in state["answers"].items():
        question = QUESTIONS.get(key)
        entry = None if question is None else _entry(question, plain, currency)
        if entry is not None:
            entries[key] = entry
    return file, Answers(entries)


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except OSError:
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
