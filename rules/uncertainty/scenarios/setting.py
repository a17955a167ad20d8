"""Other values for answers of a case, by key: as texts somebody typed, or as a file holds them.

They are taken as `--set` takes them: basis and source of a number stay where only the number is
another, and its range belongs to the number before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.answers.answers import Answers, Entry, Row
from rules.answers.defaults import currency
from rules.answers.entries import entry_from, parse_entry, table_from, with_details
from rules.answers.estimate import MEMBERS, Estimate
from rules.answers.keys import from_path, join
from rules.answers.problem import briefly
from rules.answers.unknown_keys import unknown_keys
from rules.answers.validation import Path, refusal_of
from rules.figures.bill import BILL, with_bill_of
from rules.questions import NOT_ASKED, QUESTIONS, Question, locate, nearest


class Refused(ValueError):
    """A key that cannot be set, or a value that cannot be used, in words for the user."""


def with_values(answers: Answers, values: Mapping[str, Any]) -> tuple[Answers, dict[str, str]]:
    """Answers with others in their place, and what keeps any of these from being taken, by key.

    Another volume leaves what a call costs as it is, also where that is taken from a bill, unless
    another bill is set with it. Amounts are in the currency that is set with them.
    """
    refused: dict[str, str] = {}
    found = answers
    for key in sorted(values, key=lambda one: one != "currency"):
        try:
            found = _with_value(found, key, values[key])
        except Refused as why:
            refused[key] = str(why)
    return (found if BILL in values else with_bill_of(answers, found)), refused


def _with_value(answers: Answers, key: str, value: Any) -> Answers:
    place = locate(key)
    if place is None:
        raise Refused(_why_unknown(key, value))
    question, row, column = place
    if row is not None:
        return _with_cell(answers, question, row, column, value)
    path: Path = tuple(question.key.split("."))
    entry = _entry(answers, question, path, value, answers.get(question.key))
    return answers.answer(question.key, entry)


def _why_unknown(key: str, value: Any) -> str:
    reason = NOT_ASKED.get(key.partition("[")[0])
    if reason is not None:
        return f"is not set here: {reason}"
    if isinstance(value, Mapping) and value:
        inner = join(key, str(next(iter(value))))
        if inner in QUESTIONS or any(one.startswith(f"{inner}.") for one in QUESTIONS):
            return f'is part of a key; put the whole key in quotes, such as "{inner}" = ...'
    number, _, member = key.rpartition(".")
    if member in MEMBERS and locate(number) is not None:
        return f'is part of a number; set "{number}" as a text or {{ likely = ..., low = ... }}'
    suggestion = nearest(key)
    return f"is not a key that can be set{f'; did you mean {suggestion}?' if suggestion else ''}"


def _entry(
    answers: Answers, question: Question, path: Path, value: Any, previous: Entry | None
) -> Entry | None:
    """The entry that a value makes; None where it takes the answer back."""
    if question.columns:
        return _table(question, path, value)
    if isinstance(value, str):
        entry = parse_entry(
            question, value, path=path, currency=currency(answers), previous=previous
        )
        if entry is not None and entry.problem is not None:
            raise Refused(f"{entry.problem} (given: '{briefly(value)}')")
        return entry
    _check(path, value)
    entry = entry_from(question, value)
    if not question.is_estimate or isinstance(value, Mapping | Estimate) or previous is None:
        return entry
    return with_details(entry, previous.basis, previous.source)


def _table(question: Question, path: Path, value: Any) -> Entry | None:
    if value == "":
        return None
    if isinstance(value, str):
        raise Refused(f"has rows; {question.how_rows_are_set}, or give all of them")
    _check(path, value)
    return Entry("", table_from(question, value)) if value else None


def _check(path: Path, value: Any) -> None:
    if isinstance(value, Estimate):
        return
    refusal = refusal_of(path, value)
    if refusal is not None:
        place = f"{from_path(path)}{refusal.within} " if refusal.within else ""
        raise Refused(f"{place}{refusal.message}")
    nested: Any = value
    for part in reversed(path):
        nested = [nested] if isinstance(part, int) else {part: nested}
    for unknown in unknown_keys(nested):
        raise Refused(f"{from_path(unknown)} is no key of a session")


def _with_cell(
    answers: Answers, question: Question, row: int | str, column: str | None, value: Any
) -> Answers:
    """Answers with another cell; of a table of names and values a row may be new."""
    table = answers.table(question.key)
    path: Path
    if isinstance(row, str):
        cell, path = question.value_column, (*question.key.split("."), row)
        found = table.named(row) or Row(table.next_id(), {"name": Entry(row, row)})
    elif row >= len(table.rows):
        count = len(table.rows)
        raise Refused(f"there is no such row; {question.key} has {count}, counted from 0")
    elif column is None:
        names = ", ".join(one.key for one in question.columns)
        raise Refused(f"is a row; set one of its columns: {names}")
    else:
        found = table.rows[row]
        cell = next(one for one in question.columns if one.key == column)
        path = (*question.key.split("."), row, column)
    entry = _entry(answers, cell, path, value, found.cells.get(cell.key))
    if entry is None and isinstance(row, str):
        return answers.answer(question.key, Entry("", table.without_row(found.id)))
    return answers.answer(question.key, Entry("", table.with_row(found.with_cell(cell.key, entry))))
