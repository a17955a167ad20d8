"""A session to its redacted copy: the text, and what of the session is not in it.

The copy is written from the answers alone, never by taking things out of the file, so that what the
program does not understand cannot slip through.

Source: docs/specification.md §8.2.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from rules.answers.answers import Entry, Row, Table
from rules.answers.estimate import Estimate
from rules.answers.keys import join
from rules.answers.unknown_keys import unknown_keys
from rules.questions import NOT_JUDGED, QUESTIONS, Question
from rules.words.wording import plural
from wizard import __version__
from wizard.sessions.changes import as_toml
from wizard.sessions.codec import ABSENT, lookup
from wizard.sessions.migrations import SCHEMA
from wizard.sessions.session_file import SessionFile
from wizard.support.redaction.stand_ins import NAME, NO_CURRENCY, StandIns
from wizard.support.redaction.treatment import Treatment, handling_of
from wizard.toml.building import blocks
from wizard.toml.spelling import spell_key
from wizard.toml.values import spell

LEFT_OUT = MappingProxyType(
    {
        "result": "the saved result",
        "workshop": "the workshop",
        "decisions": "decisions",
        "student.launched_on": "the day of the launch",
        "actuals": "actual figures",
        "scenarios": "scenarios",
        "portfolio": "the portfolio",
    }
)
"""Keys of a session that no verdict depends on, and that name people, days, files and money."""

_HEAD = f"""\
# A redacted copy, made by payback {__version__}. Names, texts and sources are neutral ones, and all
# money is multiplied by one factor that is written nowhere. The rest is as it was.
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A redacted copy, and what is to be said of it."""

    text: str
    """The whole file."""
    amounts: tuple[float, ...]
    """Every amount of money in it."""
    stand_ins: StandIns
    """The neutral texts."""
    left_out: tuple[str, ...]
    """What of the session is not in it, in words."""


def amounts_of(session: SessionFile) -> tuple[float, ...]:
    """Every amount of money that a session states, as far as it is usable."""
    return tuple(
        number
        for key, question, entry in _cells(session)
        if handling_of(key, question).treatment is Treatment.SCALED and entry.usable
        for number in (entry.value.values if isinstance(entry.value, Estimate) else (entry.value,))
    )


def copied(session: SessionFile, factor: Decimal) -> Copy:
    """The copy of a session with all money multiplied by a factor.

    Raises:
        OverflowError: where an amount becomes too large, or so small that it loses digits.
    """
    making = _Making(factor)
    values = {"schema": SCHEMA, "currency": NO_CURRENCY}
    for key, entry in _answers(session):
        if entry.problem is not None:
            making.unusable.append(key)
        else:
            value = making.value(key, entry)
            if value is not None:
                values[key] = value
    left_out = tuple(_left_out(session, making.unusable))
    return Copy(_HEAD + _text(values), tuple(making.amounts), making.stand_ins, left_out)


def _answers(session: SessionFile) -> Iterator[tuple[str, Entry]]:
    """What is treated one by one: the answers that something is judged by."""
    return ((key, entry) for key, entry in session.answers.items() if key not in NOT_JUDGED)


def _cells(session: SessionFile) -> Iterator[tuple[str, Question, Entry]]:
    """Every answer that stands by itself, those of a table one by one."""
    for key, entry in _answers(session):
        question = QUESTIONS[key]
        if not question.columns:
            yield key, question, entry
        for row in entry.value.rows if isinstance(entry.value, Table) else ():
            for name, cell in row.cells.items():
                yield f"{key}.{name}", _column(question, name), cell


def _column(table: Question, name: str) -> Question:
    return next(one for one in table.columns if one.key == name)


class _Making:
    """One copy in the making."""

    def __init__(self, factor: Decimal) -> None:
        self.stand_ins = StandIns()
        self.amounts: list[float] = []
        self.unusable: list[str] = []
        self._factor = factor

    def value(self, key: str, entry: Entry) -> Any:
        """What the copy says at a key, as TOML has it; None where it says nothing."""
        question = QUESTIONS[key]
        if not question.columns:
            return self._cell(key, question, entry)
        if question.named_rows:
            return self._named(question, entry.value)
        return [
            self._row(question, row, index) for index, row in enumerate(entry.value.rows)
        ] or None

    def _named(self, table: Question, rows: Table) -> dict[str, Any]:
        column = table.value_column.key
        found = {}
        for row in rows.rows:
            name, cell = row.cells[NAME].value, row.cells[column]
            if cell.problem is not None:
                self.unusable.append(f"one of {table.key}")
            else:
                stand_in = self.stand_ins.row(table, name)
                found[stand_in] = self._cell(f"{table.key}.{column}", _column(table, column), cell)
        return found

    def _row(self, table: Question, row: Row, index: int) -> dict[str, Any]:
        found = {}
        for name, cell in row.cells.items():
            if cell.problem is not None:
                self.unusable.append(join(table.key, index, name))
            else:
                value = self._cell(f"{table.key}.{name}", _column(table, name), cell)
                if value is not None:
                    found[name] = value
        return found

    def _cell(self, key: str, question: Question, entry: Entry) -> Any:
        value = entry.value
        match handling_of(key, question).treatment:
            case Treatment.LEFT_OUT:
                return None
            case Treatment.REPLACED:
                return self.stand_ins.answer(key, question, value) or None
            case Treatment.RENAMED:
                return self.stand_ins.key(value)
            case Treatment.SCALED:
                value = self._scaled(value)
            case Treatment.KEPT:
                pass
        if isinstance(value, Estimate):
            value = replace(value, source=self.stand_ins.source(value.source))
        return as_toml(entry._replace(value=value), ABSENT)

    def _scaled(self, value: Estimate | float) -> Estimate | float:
        if not isinstance(value, Estimate):
            return self._times(value)
        low, high = value.low, value.high
        return replace(
            value,
            likely=self._times(value.likely),
            low=None if low is None else self._times(low),
            high=None if high is None else self._times(high),
        )

    def _times(self, amount: float) -> float:
        # Exact in decimals, so that what ties on paper ties in the copy too.
        product = float(Decimal(repr(amount)) * self._factor)
        if amount and not sys.float_info.min <= abs(product) <= sys.float_info.max:
            raise OverflowError
        self.amounts.append(product)
        return product


def _left_out(session: SessionFile, unusable: list[str]) -> Iterator[str]:
    """What of a session is not in its copy, in words."""
    if "#" in session.text:
        yield "comments"
    yield from (
        words
        for key, words in LEFT_OUT.items()
        if lookup(session.raw, tuple(key.split("."))) is not ABSENT
    )
    unknown = [path for path in unknown_keys(session.raw) if path[0] not in LEFT_OUT]
    if unknown:
        yield plural(len(unknown), "key that is not known", "keys that are not known")
    for key, question, _ in _cells(session):
        handling = handling_of(key, question)
        if handling.treatment is Treatment.LEFT_OUT:
            yield f"{key} ({handling.why})"
    if unusable:
        yield f"what is not usable: {', '.join(unusable)}"


def _text(values: Mapping[str, Any]) -> str:
    """A session of these values by key, each table under its own header."""
    lines: list[str] = []
    tables: dict[tuple[str, ...], Any] = {}
    for key, value in values.items():
        *table, name = key.split(".")
        question = QUESTIONS.get(key)
        if question is not None and question.columns:
            tables[(*table, name)] = value
        elif table:
            tables.setdefault(tuple(table), {})[name] = value
        else:
            lines.append(f"{spell_key(name)} = {spell(value)}\n")
    sections = (f"\n{one}" for names, value in tables.items() for one in blocks(names, value))
    return "".join((*lines, *sections))
