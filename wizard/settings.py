"""`KEY=VALUE` as typed on the command line, applied to answers.

A value is read like one typed on a screen (`6M`, `12%`, `4.5M..8M`). One that begins with `{` or
`[` is read as TOML, in TOML's units. An empty one takes the answer back.
"""

from __future__ import annotations

import tomllib
from typing import Any

from rules.answers import Answers, Entry, Row, Table
from rules.entries import entry_of, parse_entry, table_of, understood, with_details
from rules.estimate import BASES, MEMBERS, Estimate
from rules.keys import join
from rules.problem import Problem
from rules.questions import Kind, Question, locate, nearest
from rules.validation import Path, problem_with
from wizard.problems import InputUnusable

DEFAULT_CURRENCY = "USD"


def with_setting(answers: Answers, setting: str) -> tuple[Answers, str]:
    """Answers with one setting applied, and the setting as it was understood.

    Raises:
        InputUnusable: where the key is unknown or the value cannot be used.
    """
    key, value = _split(setting)
    member = ""
    place = locate(key)
    if place is None:
        key, _, member = key.rpartition(".")
        place = locate(key) if member in MEMBERS else None
    if place is None:
        raise _unknown(f"{key}.{member}" if member else key)
    question, row, column = place
    if row is None:
        return _with_answer(answers, question, key, member, value)
    return _with_cell(answers, question, row, column, member, value)


def _split(setting: str) -> tuple[str, str]:
    """Key and value; a quoted part of a key may hold an equals sign itself."""
    position = setting.find("=")
    while position > 0 and setting[:position].count('"') % 2:
        position = setting.find("=", position + 1)
    if position <= 0:
        raise InputUnusable(
            [Problem(f"'{setting}' is not KEY=VALUE; write for instance task.breadth=narrow")]
        )
    return setting[:position].strip(), setting[position + 1 :].strip()


def _unknown(key: str) -> InputUnusable:
    suggestion = nearest(key)
    hint = f"; did you mean {suggestion}?" if suggestion else ""
    return InputUnusable([Problem(f"is not a key that can be set{hint}", key)])


def _with_answer(
    answers: Answers, question: Question, key: str, member: str, value: str
) -> tuple[Answers, str]:
    path: Path = tuple(question.key.split("."))
    if question.kind is Kind.TABLE:
        if member:
            raise _unknown(f"{key}.{member}")
        entry = _whole_table(question, path, value)
    else:
        entry = _entry(answers, question, path, key, member, value, answers.get(question.key))
    return answers.answer(question.key, entry), _echo(answers, question, key, entry)


def _with_cell(
    answers: Answers,
    question: Question,
    row: int | str,
    column: str | None,
    member: str,
    value: str,
) -> tuple[Answers, str]:
    present = answers.get(question.key)
    table = present.value if present is not None and present.value is not None else Table()
    if isinstance(row, str):
        column = next(one.key for one in question.columns if one.key != "name")
    found = _row(table, row)
    if found is None and not _can_be_added(table, row):
        raise InputUnusable(
            [
                Problem(
                    f"there is no row {row}: {question.key} has {len(table.rows)}, counted from 0",
                    join(question.key, row),
                )
            ]
        )
    if not value and (column is None or isinstance(row, str)):
        if found is not None:
            table = table.without_row(found.id)
        changed, key = Entry("", table), join(question.key, row)
        return answers.answer(question.key, changed), f"{key} removed"
    if column is None:
        raise InputUnusable([Problem("is a row; set one of its columns", join(question.key, row))])
    if found is None:
        found = Row(table.next_id(), {})
        if isinstance(row, str):
            name = question.column("name")
            assert name is not None
            found = found.with_cell("name", entry_of(name, row))
    cell = question.column(column)
    assert cell is not None
    path: Path = (*question.key.split("."), row)
    key = join(question.key, row)
    if isinstance(row, int):
        path, key = (*path, column), join(key, column)
    entry = _entry(answers, cell, path, key, member, value, found.cells.get(column))
    table = table.with_row(found.with_cell(column, entry))
    return answers.answer(question.key, Entry("", table)), _echo(answers, cell, key, entry)


def _row(table: Table, row: int | str) -> Row | None:
    if isinstance(row, int):
        return table.rows[row] if row < len(table.rows) else None
    return next((one for one in table.rows if one.values().get("name") == row), None)


def _can_be_added(table: Table, row: int | str) -> bool:
    return isinstance(row, str) or row == len(table.rows)


def _entry(
    answers: Answers,
    question: Question,
    path: Path,
    key: str,
    member: str,
    value: str,
    previous: Entry | None,
) -> Entry | None:
    if member:
        return _with_member(question, path, key, member, value, previous)
    if value.startswith("{") and question.is_estimate:
        return _from_toml(question, path, key, value)
    entry = parse_entry(question, value, path=path, currency=currency(answers), previous=previous)
    if entry is not None and entry.problem is not None:
        raise InputUnusable([Problem(f"{entry.problem} (given: '{value}')", key)])
    return entry


def currency(answers: Answers) -> str:
    """The currency of a case."""
    return answers.value("currency") or DEFAULT_CURRENCY


def _with_member(
    question: Question, path: Path, key: str, member: str, value: str, previous: Entry | None
) -> Entry:
    """An estimate with one of its members changed."""
    if not question.is_estimate:
        raise _unknown(f"{key}.{member}")
    if previous is None or not isinstance(previous.value, Estimate):
        raise InputUnusable(
            [Problem(f"has no number yet; set {key} first, then its {member}", f"{key}.{member}")]
        )
    if member == "basis":
        if value not in BASES:
            raise InputUnusable(
                [Problem(f"needs one of {', '.join(BASES)}, not '{value}'", f"{key}.basis")]
            )
        return with_details(previous, value, previous.source)
    if member == "source":
        if len(value.splitlines()) > 1:
            raise InputUnusable([Problem("needs one line", f"{key}.source")])
        return with_details(previous, previous.basis, value)
    number = parse_entry(question, value, path=path)
    if number is None or not isinstance(number.value, Estimate) or number.value.has_range:
        raise InputUnusable([Problem("needs one number", f"{key}.{member}")])
    estimate = previous.value
    members = {
        "likely": estimate.likely,
        "low": estimate.low,
        "high": estimate.high,
        member: number.value.likely,
    }
    stated = {name: one for name, one in members.items() if one is not None}
    raw = {**stated, "basis": estimate.basis, "source": estimate.source}
    return _checked(question, path, key, raw)


def _from_toml(question: Question, path: Path, key: str, value: str) -> Entry:
    return _checked(question, path, key, _toml(key, value))


def _checked(question: Question, path: Path, key: str, raw: Any) -> Entry:
    problem = problem_with(path, raw)
    if problem is not None:
        raise InputUnusable([Problem(problem, key)])
    return entry_of(question, Estimate.from_toml(raw))


def _toml(key: str, value: str) -> Any:
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputUnusable([Problem(f"is not a TOML value: {error}", key)]) from None


def _whole_table(question: Question, path: Path, value: str) -> Entry | None:
    if not value:
        return None
    if not value.startswith(("[", "{")):
        raise InputUnusable(
            [Problem(f"has rows; set {join(question.key, 0)}, or give all as TOML", question.key)]
        )
    raw = _toml(question.key, value)
    problem = problem_with(path, raw)
    if problem is not None:
        raise InputUnusable([Problem(problem, question.key)])
    if question.named_rows:
        column = next(one.key for one in question.columns if one.key != "name")
        raw = [{"name": name, column: one} for name, one in raw.items()]
    known = {column.key: column for column in question.columns}
    rows = [
        {
            name: Estimate.from_toml(one) if known[name].is_estimate else one
            for name, one in row.items()
            if name in known
        }
        for row in raw
    ]
    return Entry("", table_of(question, rows))


def _echo(answers: Answers, question: Question, key: str, entry: Entry | None) -> str:
    if entry is None:
        return f"{key} removed"
    return f"{key} {understood(question, entry.value, currency(answers))}"
