"""Rows of a table by number, and cell by cell."""

from __future__ import annotations

from contextlib import suppress

from rules.answers.answers import Entry, Row, Table
from rules.answers.days import NotADay, month_of
from rules.answers.entries import parse_entry
from rules.answers.validation import Path
from rules.questions.question import Kind, Question


def row_counted(table: Table, which: str) -> Row | None:
    """The row of a number as people count, from 1."""
    if which.isdecimal() and 1 <= int(which) <= len(table.rows):
        return table.rows[int(which) - 1]
    return None


def with_cell(table: Table, row_id: str, column: Question, entry: Entry | None) -> Table:
    """The table with one cell answered anew, or emptied by None; a row without any is no row."""
    row = table.row(row_id).with_cell(column.key, entry)
    return table.with_row(row) if row.cells else table.without_row(row_id)


def cell_entry(
    question: Question,
    column: Question,
    text: str,
    table: Table,
    row_id: str,
    currency: str,
    decimal_comma: bool = False,
) -> Entry | None:
    """What was typed into a cell of a row, there already or not; None where that is nothing."""
    if not text.strip():
        return None
    path: Path = tuple(question.key.split("."))
    if not question.named_rows:
        ids = [row.id for row in table.rows]
        path = (*path, ids.index(row_id) if row_id in ids else len(ids), column.key)
    elif column.key != "name":
        path = (*path, "name")
    else:
        # The name is the key of the pair, so all it must be is the only one.
        others = [row.values() for row in table.rows if row.id != row_id]
        if any(row.get("name") == text.strip() for row in others):
            return Entry(text, problem="Another row has this name")
        return Entry(text.strip(), text.strip())
    previous = table.row(row_id).cells.get(column.key)
    return parse_entry(
        column, text, path=path, currency=currency, previous=previous, decimal_comma=decimal_comma
    )


def tells_rows(column: Question) -> bool:
    """Whether the rows of a table are told apart by a column."""
    return column.key == "name" or column.kind is Kind.MONTH


def told_apart_by(column: Question, text: str) -> str:
    """What rows are told apart by: names however spaced or capitalised, months however written."""
    if column.kind is Kind.MONTH:
        with suppress(NotADay):
            return month_of(text)
    return " ".join(text.split()).casefold()
