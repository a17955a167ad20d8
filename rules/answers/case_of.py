"""From answers to a Case; an entry that is not usable counts as missing."""

from __future__ import annotations

from typing import Any

from rules.answers.answers import Answers, Table
from rules.answers.case import Case
from rules.answers.entries import half_rows
from rules.answers.keys import join
from rules.answers.problem import Problem
from rules.answers.validation import as_problems, validate
from rules.questions import QUESTIONS
from rules.questions.question import Question


def case_of(answers: Answers) -> tuple[Case, tuple[Problem, ...]]:
    """The case that answers describe, and everything that keeps an answer from counting."""
    if isinstance(answers.case, Case):
        return answers.case, ()
    raw: dict[str, Any] = {"schema": 1}
    problems: list[Problem] = []
    for key, entry in answers.items():
        if entry.problem is not None:
            problems.append(Problem(entry.problem, key=key))
        value = entry.value
        if isinstance(value, Table):
            problems += _cell_problems(key, value)
            value = _rows(key, value)
        if value is not None and entry.problem is None:
            *tables, name = key.split(".")
            holder = raw
            for table in tables:
                holder = holder.setdefault(table, {})
            holder[name] = value
    case, wrong = validate(raw)
    # A value that was left out is not absent besides.
    said = {one.key for one in problems}
    return case, (*problems, *(one for one in as_problems(wrong) if one.key not in said))


def _rows(key: str, table: Table) -> Any:
    question = QUESTIONS[key]
    if question.named_rows:
        return named_values(question, table)
    return [row.values() for row in table.rows]


def named_values(question: Question, table: Table) -> dict[str, Any]:
    """The values of a table by their names, of rows that have both; of several the last."""
    rows, value = (row.values() for row in table.rows), question.value_column.key
    return {row["name"]: row[value] for row in rows if "name" in row and value in row}


def _cell_problems(key: str, table: Table) -> list[Problem]:
    question = QUESTIONS[key]
    found = [
        Problem(message, key=_place(question, key, table, index, column))
        for index, column, message in table.problems
    ]
    for row in half_rows(question, table):
        (given,) = row.cells
        (absent,) = (one.key for one in question.columns if one.key != given)
        name = row.values().get("name")
        found.append(
            Problem(
                f"{'a row ' if name is None else ''}has no {absent} yet; until then it neither"
                " counts nor goes into the file",
                key=key if name is None else join(key, name),
            )
        )
    if question.named_rows:
        found += [
            Problem("is a name used twice; give each row its own", key=join(key, name))
            for name in table.repeated_names
        ]
    return found


def _place(question: Question, key: str, table: Table, index: int, column: str) -> str:
    """Where a cell stands: in a named row by its name, and without one by that of the table."""
    if not question.named_rows:
        return join(key, index, column)
    name = table.rows[index].values().get("name")
    return key if name is None else join(key, name)
