"""What the columns of a table come to, and fractions in them that somebody says are meant.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import fsum, inf

from rules.answers.answers import Entry, Table
from rules.answers.case_of import named_values
from rules.answers.estimate import Estimate
from rules.answers.numbers import Unit, spell
from rules.questions.question import NUMERIC, Kind, Question
from rules.tables.columns import as_typed
from rules.tables.rows import cell_entry


def sum_of(
    question: Question, column: Question, table: Table, wrong: Mapping[str, Collection[str]]
) -> str:
    """The sum of a column as one would type it; empty where it says nothing, or nobody answered.

    Of estimates it is that of the likely values. Only what a case takes of the table counts; where
    it takes nothing, as long as something lacks, all of it.

    Args:
        question: of the table.
        column: which has the numbers.
        table: as it is.
        wrong: the columns of the cells that are left out, by row.
    """
    if not column.summed:
        return ""
    if question.named_rows:
        found = list(named_values(question, table).values())
    else:
        rows = ((row.id, row.values()) for row in table.rows)
        every = {at: values[column.key] for at, values in rows if column.key in values}
        taken = [value for at, value in every.items() if column.key not in wrong.get(at, ())]
        # Shares are all left out while one lacks: their sum says how large that one has to be.
        found = taken or [*every.values()]
    numbers = [one.likely if isinstance(one, Estimate) else one for one in found]
    if not numbers:
        return ""
    total = float(f"{fsum(numbers):.10g}")
    unit = NUMERIC.get(column.kind)
    return f"{total:,.0f}" if unit is None else spell(total, unit if total < 1e15 else Unit.PLAIN)


def has_fractions(column: Question, table: Table) -> bool:
    """Whether numbers of a column wait for somebody to say that they are fractions."""
    return any(_typed(column, cell) for cell in _cells(column, table) if not cell.usable)


def read_as_fractions(
    question: Question, column: Question, table: Table, currency: str, typed_now: str = ""
) -> Table:
    """The table with bare numbers of a column read as fractions of 1.

    Those that were refused; and a bare 1 or 0, which is one of them where others wait beside it, or
    where it was typed when they were known to be meant, into the row `typed_now`. Beside a number
    above 1 it is none.
    """
    result = table
    is_of_fractions = has_fractions(column, table) and not any(
        _is_bare(cell, above=0.01) for cell in _cells(column, table)
    )
    for row in table.rows:
        cell = row.cells.get(column.key)
        is_meant = is_of_fractions or row.id == typed_now
        if cell is None or (cell.usable and not (is_meant and _is_bare(cell, most=0.01))):
            continue
        text = _typed(column, cell)
        if text:
            entry = cell_entry(question, column, text, result, row.id, currency)
            result = result.with_row(result.row(row.id).with_cell(column.key, entry))
    return result


def _cells(column: Question, table: Table) -> list[Entry]:
    return [row.cells[column.key] for row in table.rows if column.key in row.cells]


def _is_bare(cell: Entry, *, above: float = -1.0, most: float = inf) -> bool:
    """Whether a cell has a single percentage without its sign, within limits."""
    value = cell.value.likely if isinstance(cell.value, Estimate) else cell.value
    if not cell.usable or not isinstance(value, float) or "%" in cell.text:
        return False
    return above < value <= most


def _typed(column: Question, cell: Entry) -> str:
    """A fraction as one types a percentage; empty where a text is none."""
    typed = as_typed(column, cell.text, fraction=True, decimal_commas=cell.decimal_comma)
    is_one = column.kind is Kind.PERCENT and typed.endswith("%") and "%" not in cell.text
    return typed if is_one else ""
