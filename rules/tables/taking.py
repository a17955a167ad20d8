"""What becomes of a table by a paste: rows changed and added, and what of it is not usable.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from math import fsum, isclose
from typing import NamedTuple

from rules.answers.answers import Entry, Row, Table
from rules.answers.days import NotADay, month_of
from rules.answers.estimate import Estimate
from rules.questions.question import Kind, Question
from rules.tables.columns import (
    as_typed,
    dots_that_may_group,
    fraction_columns,
    has_decimal_commas,
    headings,
)
from rules.tables.rows import cell_entry
from rules.tables.sheet import MOST_ROWS, Sheet

_LEAST_OF_A_TOTAL = 2
"""Rows that a total adds up: of one row it would be that row again."""
_TOTALS = frozenset(("total", "totals", "grand total", "sum", "all", "overall", "together"))
_ROUNDED = 0.01
"""By how much a total may differ from the sum of numbers that are rounded, of itself."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a paste is read. A person may have it read otherwise before it is taken."""

    question: Question
    """Of the table."""
    sheet: Sheet
    start: str
    """Key of the column at hand."""
    has_headings: bool
    """Whether the first row names columns."""
    columns: tuple[str | None, ...]
    """The column each of the paste goes into; None for one that is left out."""
    fractions: frozenset[int]
    """The columns of the paste, by place, in which 0.94 means 94%."""
    decimal_comma: bool = False
    """Whether the person at hand writes the comma as the decimal sign."""
    decimal_commas: bool = False
    """Whether a comma is the decimal sign in this paste. Nobody but a person says so."""
    replaces: bool = False
    """Whether rows that are not in the paste go."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows without the headings, as many as are taken."""
        return self._beyond_headings[:MOST_ROWS]

    @property
    def left_out(self) -> int:
        """How many rows are not taken, because they are too many."""
        return self.sheet.left_out + len(self._beyond_headings) - len(self.rows)

    @property
    def _beyond_headings(self) -> tuple[tuple[str, ...], ...]:
        return self.sheet.rows[1:] if self.has_headings else self.sheet.rows

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above each column; nothing where there are no headings."""
        return self.sheet.rows[0] if self.has_headings else ("",) * self.sheet.width

    @property
    def told_by(self) -> Question | None:
        """The column of names or months, by which rows are told.

        None where there is none: they go downwards from the row at hand.
        """
        return next((one for one in self.questions if one is not None and _tells(one)), None)

    @property
    def asks_about_commas(self) -> bool:
        """Whether it has numbers that a decimal comma would explain."""
        return self.decimal_commas or has_decimal_commas(self.questions, self.rows)

    @property
    def asks_about_dots(self) -> str | None:
        """A number such as 1.200, which is 1.2 here and may be 1200; None where there is none."""
        if self.decimal_comma or self.decimal_commas:
            return None
        return dots_that_may_group(self.questions, self.rows)

    @property
    def questions(self) -> tuple[Question | None, ...]:
        """The column of the table that each of the paste goes into, as `columns`."""
        return tuple(None if key is None else self.question.column(key) for key in self.columns)

    def read_as_next(self, at: int, by: int = 1) -> Plan:
        """With one column of the paste going into the next that no other goes into, or left out."""
        others = {one for place, one in enumerate(self.columns) if place != at}
        keys = (None, *(one.key for one in self.question.columns if one.key not in others))
        key = keys[(keys.index(self.columns[at]) + by) % len(keys)]
        columns = tuple(key if place == at else one for place, one in enumerate(self.columns))
        return replace(self, columns=columns).with_fractions()

    def is_percent(self, at: int) -> bool:
        """Whether a column of the paste goes into one of percentages."""
        column = self.questions[at]
        return column is not None and column.kind is Kind.PERCENT

    def turned(self, at: int) -> Plan:
        """With the bare numbers of one column read the other way: fractions, or percentages."""
        return replace(self, fractions=self.fractions ^ {at}) if self.is_percent(at) else self

    def with_commas(self) -> Plan:
        """With commas read the other way: as decimal signs, or as what groups digits."""
        return replace(self, decimal_commas=not self.decimal_commas)

    def replacing(self) -> Plan:
        """With the rows that are not in the paste going, or staying."""
        return replace(self, replaces=not self.replaces)

    def other_headings(self) -> Plan:
        """With the first row read the other way: as headings, or as a row like the others."""
        turned = plan_of(
            self.question,
            self.sheet,
            self.start,
            has_headings=not self.has_headings,
            decimal_comma=self.decimal_comma,
        )
        return replace(turned, replaces=self.replaces, decimal_commas=self.decimal_commas)

    def with_fractions(self) -> Plan:
        """With the columns of fractions as they look by themselves."""
        found = fraction_columns(self.questions, self.heads, self.rows)
        return replace(self, fractions=found)


def plan_of(
    question: Question,
    sheet: Sheet,
    start: str,
    *,
    has_headings: bool | None = None,
    decimal_comma: bool = False,
) -> Plan:
    """How a paste is read at first.

    Args:
        question: of the table.
        sheet: the paste.
        start: key of the column at hand; columns without headings go there and to the right of it.
        has_headings: whether the first row names columns; looked for where None.
        decimal_comma: whether the person at hand writes the comma as the decimal sign.
    """
    named = None if has_headings is False else headings(question, sheet.rows)
    keys = [column.key for column in question.columns]
    onwards: list[str | None] = [*keys[keys.index(start) :], *[None] * sheet.width]
    columns = named or tuple(onwards[: sheet.width])
    is_headed = named is not None or has_headings is True
    plan = Plan(question, sheet, start, is_headed, columns, frozenset(), decimal_comma)
    plan = replace(plan, decimal_commas=decimal_comma and plan.asks_about_commas)
    return plan.with_fractions()


class Unusable(NamedTuple):
    """A cell of a paste that is no answer; its text is kept."""

    row: str
    """Its name, or its number."""
    column: str
    text: str
    problem: str


class Taken(NamedTuple):
    """What becomes of a table."""

    table: Table
    read: tuple[tuple[Entry | None, ...], ...]
    """What each cell of the paste comes to; None where it is left out or holds no answer."""
    into: tuple[str | None, ...]
    """The id of the row that each of the paste goes into; None where it says nothing."""
    touched: tuple[str, ...]
    """Ids of the rows the paste speaks of, in its order."""
    added: int
    changed: int
    """Rows that were there, and have other cells by the paste."""
    removed: int
    unusable: tuple[Unusable, ...]
    total: str = ""
    """What the last row is called where it adds up the others, and is left out."""


def taken(plan: Plan, table: Table, row_id: str, currency: str) -> Taken:
    """What a paste makes of a table.

    A cell without an answer changes nothing; a row without any cell is passed over.

    Args:
        plan: how it is read.
        table: as it is.
        row_id: of the row at hand, from which on rows without names go downwards.
        currency: of the case.
    """
    ids = {row.id for row in table.rows}
    result, read, touched, places = table, [], [], _places(plan, table, row_id)
    total = _total(plan, currency)
    if total:
        places[-1] = None
    for cells, at in zip(plan.rows, places, strict=True):
        entries: list[Entry | None] = []
        for place, text in enumerate(cells):
            entry = None if at is None else _entry(plan, place, text, result, at, currency)
            key = plan.columns[place]
            if entry is not None and at is not None and key is not None:
                result = result.with_row(result.row(at).with_cell(key, entry))
            entries.append(entry)
        read.append(tuple(entries))
        if at is not None and any(entries):
            touched.append(at)
    removed = 0
    if plan.replaces:
        removed = len(ids - set(touched))
        result = Table(tuple(row for row in result.rows if row.id in touched))
    return Taken(
        result,
        tuple(read),
        tuple(places),
        tuple(touched),
        added=sum(one not in ids for one in touched),
        changed=sum(one in ids and table.row(one) != result.row(one) for one in touched),
        removed=removed,
        unusable=tuple(_unusable(plan, result, touched, read)),
        total=total,
    )


def _entry(
    plan: Plan, place: int, text: str, table: Table, row_id: str, currency: str
) -> Entry | None:
    """What a cell of a paste comes to in its row."""
    column = plan.questions[place]
    if column is None:
        return None
    present = table.row(row_id).cells.get(column.key)
    if column == plan.told_by and present is not None:
        # The row is told by it, however it is spelled.
        return present
    typed = as_typed(
        column,
        text,
        fraction=place in plan.fractions,
        decimal_commas=plan.decimal_commas,
    )
    # What a comma stood for has a dot by now.
    has_commas = plan.decimal_comma and not plan.decimal_commas
    return cell_entry(
        plan.question, column, typed, table, row_id, currency, decimal_comma=has_commas
    )


def _unusable(
    plan: Plan, table: Table, touched: Sequence[str], read: Iterable[Sequence[Entry | None]]
) -> Iterator[Unusable]:
    for row_id, entries in zip(touched, (one for one in read if any(one)), strict=True):
        for column, entry in zip(plan.questions, entries, strict=True):
            if entry is not None and entry.problem is not None and column is not None:
                yield Unusable(_called(table, row_id), column.label, entry.text, entry.problem)


def _total(plan: Plan, currency: str) -> str:
    """What the last row is called where it is the total of the others; empty where it is none.

    It has a word for one where names or months stand, and a sum in each column that it has a
    number in.
    """
    told_by = plan.told_by
    if told_by is None or len(plan.rows) <= _LEAST_OF_A_TOTAL:
        return ""
    name = plan.rows[-1][plan.columns.index(told_by.key)]
    if _told(told_by, name).strip(":*") not in _TOTALS:
        return ""
    sums = [
        (numbers[-1], fsum(filter(None, numbers[:-1])))
        for place, column in enumerate(plan.questions)
        if column is not None and column.summed
        for numbers in [_numbers(plan, place, currency)]
        if numbers[-1] is not None
    ]
    return name if sums and all(isclose(*both, rel_tol=_ROUNDED) for both in sums) else ""


def _numbers(plan: Plan, place: int, currency: str) -> list[float | None]:
    """The numbers of a column of a paste, row by row; None where a cell has none."""
    column = plan.questions[place]
    entries = (_entry(plan, place, row[place], Table(), "1", currency) for row in plan.rows)
    values = (one.value if one is not None and column is not None else None for one in entries)
    return [one.likely if isinstance(one, Estimate) else one for one in values]


def _places(plan: Plan, table: Table, row_id: str) -> list[str | None]:
    """The id of the row that each of the paste goes into; None where it says nothing."""
    free = count(int(table.next_id()))
    ids = [row.id for row in table.rows]
    onwards = iter(ids[ids.index(row_id) :] if row_id in ids else [])
    told_by = plan.told_by
    named: dict[str, str] = {}
    for row in table.rows:
        if told_by is not None and told_by.key in row.cells:
            named.setdefault(_told(told_by, row.cells[told_by.key].text), row.id)
    places: list[str | None] = []
    for cells in plan.rows:
        if told_by is not None:
            known = named.pop(_told(told_by, cells[plan.columns.index(told_by.key)]), None)
        else:
            known = next(onwards, None)
        is_said = any(text for text, key in zip(cells, plan.columns, strict=True) if key)
        places.append(known or (str(next(free)) if is_said else None))
    return places


def _tells(column: Question) -> bool:
    """Whether the rows of a table are told apart by a column."""
    return column.key == "name" or column.kind is Kind.MONTH


def _told(column: Question, text: str) -> str:
    """What rows are told apart by: names however spaced or capitalised, months however written."""
    if column.kind is Kind.MONTH:
        with suppress(NotADay):
            return month_of(text)
    return " ".join(text.split()).casefold()


def _called(table: Table, row_id: str) -> str:
    """A row's name, or its number among the others."""
    row: Row = table.row(row_id)
    if "name" in row.cells:
        return row.cells["name"].text
    ids = [one.id for one in table.rows]
    return f"row {ids.index(row_id) + 1}" if row_id in ids else "a row"
