"""The rows of a table in a grid: every cell as it was typed, marked where it is not usable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rules.answers.answers import Row, Table
from rules.answers.keys import join
from rules.questions import Kind, Question
from rules.tables.sums import sum_of
from screens.widgets.cell_text import plain
from screens.widgets.grid import Column, Grid, GridRow, Shown

WORDS = (Kind.TEXT, Kind.CHOICE, Kind.YES_NO)
"""What is read from its beginning; numbers stand below each other by their ends."""
NEW = "+"
"""The sign of the row that nothing has been typed into yet."""


def column_of(question: Question, total: str = "") -> Column:
    """A column with the name of its question above it."""
    return Column(question.label, question.kind not in WORDS, total)


def key_of(question: Question, number: int, row: Row, column: str) -> str:
    """Where in the case a cell of the row of a number, from 0, stands."""
    if question.named_rows:
        name = row.values().get("name")
        return question.key if name is None else join(question.key, name)
    return join(question.key, number, column)


def wrong_cells(
    question: Question, table: Table, unusable: Collection[str]
) -> dict[str, frozenset[str]]:
    """The columns of the cells that are left out, alone or beside others, by row."""
    keys = set(unusable)
    return {
        row.id: frozenset(
            column
            for column, entry in row.cells.items()
            if entry.problem is not None or (keys and key_of(question, number, row, column) in keys)
        )
        for number, row in enumerate(table.rows)
    }


class TableGrid(Grid):
    """Shows a table, and below it a row to begin the next one in."""

    SPARE = 1

    def __init__(self, question: Question, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.question = question
        self._made_of_rows: dict[str, tuple[Row, Collection[str], str, GridRow]] = {}

    @property
    def lines_needed(self) -> int:
        """Lines for its headings of two lines, all rows, and their sums."""
        has_sums = any(column.sum for column in self._columns)
        return 2 + len(self._rows) + has_sums

    def show_table(
        self,
        table: Table,
        listed: Sequence[Row],
        wrong: Mapping[str, Collection[str]],
        at: tuple[int, int],
    ) -> None:
        """Show rows.

        Args:
            table: as it counts.
            listed: its rows, and the one to begin the next one in.
            wrong: the columns of the cells that are left out, by row.
            at: row and column of the cell at hand.
        """
        columns = [
            column_of(one, sum_of(self.question, one, table, wrong))
            for one in self.question.columns
        ]
        known = {row.id for row in table.rows}
        rows = [
            self._row_of(number, row, wrong, is_new=row.id not in known)
            for number, row in enumerate(listed, start=1)
        ]
        before = self.lines_needed
        self.show(columns, rows, at)
        if self.lines_needed != before:
            self.refresh(layout=True)

    def _row_of(
        self, number: int, row: Row, wrong: Mapping[str, Collection[str]], *, is_new: bool
    ) -> GridRow:
        sign, is_wrong = NEW if is_new else str(number), wrong.get(row.id, ())
        known = self._made_of_rows.get(row.id)
        if known is not None and known[0] is row and known[1:3] == (is_wrong, sign):
            return known[3]
        cells = []
        for column in self.question.columns:
            entry = row.cells.get(column.key)
            text = "" if entry is None else plain(entry.text)
            cells.append(Shown(text, is_wrong=column.key in is_wrong))
        made = GridRow(sign, tuple(cells))
        self._made_of_rows[row.id] = row, is_wrong, sign, made
        return made
