"""`KEY=VALUE` as typed on the command line, applied to answers.

A value is read like one typed on a screen (`6M`, `12%`, `4.5M..8M`). One that begins with `{` or
`[` is read as TOML, in TOML's units. An empty one takes the answer back.

Source: docs/decisions/0021-changed-estimates.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.defaults import currency
from rules.answers.estimate import MEMBERS
from rules.answers.keys import from_path, join
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem, briefly
from rules.answers.validation import Path
from rules.questions import Question, locate
from wizard.problems import InputUnusable
from wizard.sessions.fields import Field, Hand, nothing, refused, unknown_key


def with_settings(
    answers: Answers,
    settings: Sequence[str],
    team: TeamPolicy | None = None,
    *,
    decimal_comma: bool = False,
) -> tuple[Answers, list[str]]:
    """Answers with every setting applied, and the settings as they were understood.

    Each sees those before it; one of the currency comes first, since amounts are in it. Arguments
    as in `with_setting`.

    Raises:
        InputUnusable: with every setting that cannot be used.
    """
    understood: list[str] = []
    problems: list[Problem] = []
    in_order = sorted(settings, key=lambda one: key_in(one) != "currency")
    for place, setting in enumerate(in_order, start=1):
        later = [_place(key_in(one))[:2] for one in in_order[place:]]
        try:
            answers, echo = with_setting(
                answers, setting, team, decimal_comma=decimal_comma, later=later
            )
        except InputUnusable as unusable:
            problems += unusable.problems
        else:
            understood.append(echo)
    if problems:
        raise InputUnusable(problems)
    return answers, understood


_Place = tuple[Question, int | str | None, str | None]


def with_setting(
    answers: Answers,
    setting: str,
    team: TeamPolicy | None = None,
    *,
    decimal_comma: bool = False,
    later: Sequence[tuple[_Place | None, str]] = (),
) -> tuple[Answers, str]:
    """Answers with one setting applied, and the setting as it was understood.

    Args:
        answers: of the case.
        setting: `KEY=VALUE`.
        team: whose currency counts where the case names none.
        decimal_comma: whether the person at hand writes the comma as the decimal sign.
        later: what is set after it in the same call, as places and members: nothing is said of
            details that are among them.

    Raises:
        InputUnusable: where the key is unknown or the value cannot be used.
    """
    key, text = _split(setting)
    place, member, number = _place(key)
    if place is None:
        raise unknown_key(key)
    key = number
    question, row, column = place
    details = {one for one in ("basis", "source") if (place, one) not in later}
    hand = Hand(currency(answers, team), decimal_comma)
    if row is not None:
        return _with_cell(answers, question, row, column, member, text, hand, details)
    field = Field(question, key, tuple(question.key.split(".")), hand, details)
    previous = answers.get(question.key)
    if question.columns:
        entry = field.table(member, text)
    else:
        entry = field.entry(member, text, previous)
    return answers.answer(question.key, entry), field.echo(entry, previous, member, text)


def _place(key: str) -> tuple[_Place | None, str, str]:
    """What a key points at, which member of a number it names, and the key without that."""
    place = locate(key)
    if place is not None:
        return place, "", key
    # `upfront.other.basis` may be a row; only what is nothing else is a member of a number.
    number, _, member = key.rpartition(".")
    return locate(number) if member in MEMBERS else None, member, number


_KEY = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=""")
"""Up to the first equals sign that is not inside a quoted part."""


def key_in(setting: str) -> str:
    """The key of a setting, as it was typed."""
    found = _KEY.match(setting)
    return found[1].strip() if found is not None else ""


def by_key(settings: Iterable[str]) -> dict[str, str]:
    """What usable settings give, as it was typed, by the key that a problem would name."""
    from rules.questions.addresses import split

    found = {}
    for setting in settings:
        key, text = _split(setting)
        *_, number = _place(key)
        found[from_path(split(number) or [number])] = text
    return found


def _split(setting: str) -> tuple[str, str]:
    if any("\ud800" <= sign <= "\udfff" for sign in setting):
        raise refused(setting, "is not UTF-8 text; type it in a terminal that is set to UTF-8")
    found = _KEY.match(setting)
    if found is None or not found[1].strip():
        raise refused(
            "", f"'{briefly(setting)}' is not KEY=VALUE; write for instance task.breadth=narrow"
        )
    return found[1].strip(), setting[found.end() :].strip()


def _with_cell(
    answers: Answers,
    question: Question,
    row: int | str,
    column: str | None,
    member: str,
    text: str,
    hand: Hand,
    details: Collection[str],
) -> tuple[Answers, str]:
    """Answers with a cell given, a row added by its first cell, or a whole row removed."""
    table = answers.table(question.key)
    if isinstance(row, str):
        found = table.named(row)
    else:
        found = table.rows[row] if row < len(table.rows) else None
    key = join(question.key, row)
    if found is None and isinstance(row, int) and (row > len(table.rows) or not text):
        raise refused(
            key, f"there is no such row; {question.key} has {len(table.rows)}, counted from 0"
        )
    if not text and not member and (column is None or isinstance(row, str)):
        if found is None:
            return answers, nothing(key)
        return _with_table(answers, question, table.without_row(found.id)), f"{key} removed"
    path: Path = (*question.key.split("."), row)
    if isinstance(row, str):
        cell = question.value_column
    elif column is not None:
        cell = next(one for one in question.columns if one.key == column)
        path, key = (*path, column), join(key, column)
    else:
        columns = ", ".join(one.key for one in question.columns)
        raise refused(key, f"is a row; set one of its columns: {columns}")
    if found is None:
        found = Row(table.next_id(), {})
        if isinstance(row, str):
            found = found.with_cell("name", Entry(row, row))
    field = Field(cell, key, path, hand, details)
    previous = found.cells.get(cell.key)
    given = field.entry(member, text, previous)
    table = table.with_row(found.with_cell(cell.key, given))
    return (
        _with_table(answers, question, table),
        field.echo(given, previous, member, text),
    )


def _with_table(answers: Answers, question: Question, table: Table) -> Answers:
    return answers.answer(question.key, Entry("", table) if table.rows else None)
