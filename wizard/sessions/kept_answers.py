"""Answers and their history as plain data, each answer as it was typed, usable or not.

Of a history only what changes from one step to the next is written down.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import parse_entry
from rules.answers.validation import Path as KeyPath
from rules.questions import QUESTIONS, Question

MOST_STEPS = 100
"""Steps of a history that are written down, in each direction: it is done after every change."""

Plain = dict[str, Any]


class History(NamedTuple):
    """The answers that undo and redo lead to, the nearest first."""

    past: tuple[Answers, ...] = ()
    future: tuple[Answers, ...] = ()


NO_HISTORY = History()


def written(answers: Answers) -> Plain:
    """Answers as plain data."""
    return {key: _plain(entry) for key, entry in answers.items()}


def read(plain: Mapping[str, Any]) -> Answers:
    """Answers from plain data; what nobody asks any more is left out.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: where it is no such data.
    """
    return _patched(Answers(), plain)


def records_written(rows: Iterable[Mapping[str, Any]]) -> str:
    """Decisions as TOML, which unlike JSON has dates."""
    from wizard.toml.values import spell

    return f"rows = {spell([dict(row) for row in rows])}"


def records_read(text: str) -> tuple[Plain, ...]:
    """Decisions from that.

    Raises:
        ValueError, KeyError, TypeError: where it is no such text.
    """
    return tuple(tomllib.loads(text)["rows"]) if text else ()


def steps_written(present: Answers, steps: Iterable[Answers]) -> list[Plain]:
    """The changes from each answers to the next, beginning with the present ones."""
    changes = []
    for answers in steps:
        changes.append(_changes(present, answers))
        present = answers
        if len(changes) == MOST_STEPS:
            break
    return changes


def steps_read(present: Answers, changes: Iterable[Mapping[str, Any]]) -> tuple[Answers, ...]:
    """What the present answers become by one change after the other.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: as `read`.
    """
    steps = []
    for change in changes:
        present = _patched(present, change)
        steps.append(present)
    return tuple(steps)


def _changes(before: Answers, after: Answers) -> Plain:
    changed: Plain = {key: None for key in before if key not in after}
    for key, entry in after.items():
        # Most are the very same, which is quicker to see than that they are equal.
        if before.get(key) is not entry and before.get(key) != entry:
            changed[key] = _plain(entry)
    return changed


def _patched(answers: Answers, change: Mapping[str, Any]) -> Answers:
    entries = dict(answers.entries)
    currency = _currency(answers, change)
    for key, plain in change.items():
        entries.pop(key, None)
        question = QUESTIONS.get(key)
        entry = None if question is None or plain is None else _entry(question, plain, currency)
        if entry is not None:
            entries[key] = entry
    return Answers(entries)


def _currency(answers: Answers, change: Mapping[str, Any]) -> str:
    """What amounts are typed in: as the change has it, or as it was."""
    if "currency" in change:
        return str((change["currency"] or {}).get("text", ""))
    entry = answers.get("currency")
    return entry.text if entry is not None else ""


def _plain(entry: Entry) -> Plain:
    if isinstance(entry.value, Table):
        return {
            "rows": [
                {"id": row.id, "cells": {name: _plain(cell) for name, cell in row.cells.items()}}
                for row in entry.value.rows
            ]
        }
    plain = {"text": entry.text, "basis": entry.basis, "source": entry.source}
    return plain | {"decimal_comma": True} if entry.decimal_comma else plain


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
        question,
        str(plain["text"]),
        path=path,
        currency=currency,
        previous=previous,
        # As it was typed, whatever the config file says by now.
        decimal_comma=plain.get("decimal_comma") is True,
    )
