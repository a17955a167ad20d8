"""What becomes of a table by a paste: rows changed and added, and what of it is not usable.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from math import fsum, isclose
from typing import NamedTuple

from rules.answers.answers import Entry, Row, Table
from rules.answers.estimate import Estimate
from rules.tables.columns import as_typed
from rules.tables.plan import Plan
from rules.tables.rows import cell_entry, told_apart_by

_LEAST_OF_A_TOTAL = 2
"""Rows that a total adds up: of one row it would be that row again."""
_TOTALS = frozenset(("total", "totals", "grand total", "sum", "all", "overall", "together"))
_ROUNDED = 0.01
"""By how much a total may differ from the sum of numbers that are rounded, of itself."""


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

    A cell without an answer changes nothing; a row without any cell is passed over. Rows without
    names go downwards from the row at hand.
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
        plan.months.get(text, text) if column == plan.told_by else text,
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
    name = plan.telling(plan.rows[-1])
    if told_apart_by(told_by, name).strip(":*") not in _TOTALS:
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
            named.setdefault(told_apart_by(told_by, row.cells[told_by.key].text), row.id)
    places: list[str | None] = []
    for cells in plan.rows:
        if told_by is not None:
            known = named.pop(told_apart_by(told_by, plan.telling(cells)), None)
        else:
            known = next(onwards, None)
        is_said = any(text for text, key in zip(cells, plan.columns, strict=True) if key)
        places.append(known or (str(next(free)) if is_said else None))
    return places


def _called(table: Table, row_id: str) -> str:
    """A row's name, or its number among the others."""
    row: Row = table.row(row_id)
    if "name" in row.cells:
        return row.cells["name"].text
    ids = [one.id for one in table.rows]
    return f"row {ids.index(row_id) + 1}" if row_id in ids else "a row"
