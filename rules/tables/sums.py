"""What the columns of a table come to, and fractions in them that somebody says are meant.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from math import fsum

from rules.answers.answers import Entry, Table
from rules.answers.estimate import Estimate
from rules.answers.numbers import Unit, spell
from rules.questions.question import NUMERIC, Kind, Question
from rules.tables.columns import as_typed
from rules.tables.rows import cell_entry


def sum_of(column: Question, table: Table) -> str:
    """The sum of a column as one would type it; empty where it says nothing, or nobody answered.

    Of estimates it is that of the likely values. Cells that are not usable are left out.
    """
    if not column.summed:
        return ""
    cells = [row.cells[column.key] for row in table.rows if column.key in row.cells]
    found = [cell.value for cell in cells if cell.usable]
    numbers = [one.likely if isinstance(one, Estimate) else one for one in found]
    if not numbers:
        return ""
    total = float(f"{fsum(numbers):.10g}")
    unit = NUMERIC.get(column.kind)
    return f"{total:,.0f}" if unit is None else spell(total, unit if total < 1e15 else Unit.PLAIN)


def has_fractions(column: Question, table: Table) -> bool:
    """Whether numbers of a column wait for somebody to say that they are fractions."""
    cells = [row.cells[column.key] for row in table.rows if column.key in row.cells]
    return any(_typed(column, cell) for cell in cells if not cell.usable)


def read_as_fractions(question: Question, column: Question, table: Table, currency: str) -> Table:
    """The table with the bare numbers of a column that were refused read as fractions of 1."""
    result = table
    for row in table.rows:
        cell = row.cells.get(column.key)
        text = "" if cell is None or cell.usable else _typed(column, cell)
        if text:
            entry = cell_entry(question, column, text, result, row.id, currency)
            result = result.with_row(result.row(row.id).with_cell(column.key, entry))
    return result


def _typed(column: Question, cell: Entry) -> str:
    """A fraction as one types a percentage; empty where a text is none."""
    typed = as_typed(column, cell.text, fraction=True, decimal_commas=cell.decimal_comma)
    return (
        typed
        if typed.endswith("%") and "%" not in cell.text and column.kind is Kind.PERCENT
        else ""
    )
