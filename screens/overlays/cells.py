"""One cell of many at hand, and how one goes from it to another, as in a spreadsheet.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.widgets import Input

from rules.answers.answers import Answers, Row, Table
from rules.questions import Question
from screens.fields.settled import settled
from screens.frame.case_screen import AnswersOverlay
from screens.keys import bindings
from screens.widgets.form import QuestionForm
from screens.widgets.grid import CellChosen
from screens.widgets.table_grid import TableGrid


class Cells(AnswersOverlay):
    """The cells of a table. Whoever shows them says how."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "begin-row",
            "row-below",
            "row-above",
            "next-cell",
            "previous-cell",
            "cell-left",
            "cell-right",
            "page-down",
            "page-up",
        )
    ]

    def __init__(self, question: Question, answers: Answers) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.row_id = self.table.rows[0].id if self.table.rows else "1"
        """The row at hand, which need not be in the table yet."""
        self.column = question.columns[0]
        """The column at hand."""
        self.begun_at = self.column
        """Where the row was begun: enter goes on below it."""
        self.arrivals = 0
        """How often somebody came to a cell: what is typed in one stay is one step of undo."""
        self.text_at_arrival = ""

    def show_rows(self) -> None:
        """Show the rows as they are, and which cell is at hand."""
        # As those below; Textual's screens cannot be abstract classes.
        raise NotImplementedError

    def set_table(self, table: Table, visit: str) -> None:
        """Answer with other rows; all of one visit are one step of undo."""
        raise NotImplementedError

    def leave_cell(self) -> None:
        """Do what is to be done with a text once nobody types into it any more."""
        raise NotImplementedError

    def say_help(self, column: Question) -> None:
        """Say what the cell at hand asks, and how its text was understood."""
        raise NotImplementedError

    @property
    def table(self) -> Table:
        """The rows as they are."""
        return self.answers.table(self.question.key)

    @property
    def row(self) -> Row:
        """The row at hand; a new one until something is typed into it."""
        return self.table.row(self.row_id)

    @property
    def listed(self) -> tuple[Row, ...]:
        """The rows, and the one to begin the next one in."""
        table = self.table.with_row(self.row)
        return table.rows if self.row_id not in self.ids else table.with_row(self._new).rows

    @property
    def _new(self) -> Row:
        return Row(self.table.next_id(), {})

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self.table.rows]

    @property
    def at_hand(self) -> str:
        """The key of the table: the steps ask for it as a whole."""
        return self.question.key

    @property
    def form(self) -> QuestionForm:
        """The row at hand, of which one cell is in sight."""
        return self.query_one(QuestionForm)

    # -------------------------------------------------------------------------- moving

    async def go(self, row_id: str, column: Question | None = None) -> None:
        """Have another cell at hand, now: a key typed meanwhile waits for it.

        Args:
            row_id: of a row that there is, or of a new one.
            column: the one at hand where None.
        """
        await settled(self)
        if not self.is_attached:
            # The program is on its way out.
            return
        self.leave_cell()
        # Painted once, with the help on the new cell.
        with self.app.batch_update():
            self.row_id, self.column = row_id, column or self.column
            self.form.show(self.row.cells)
            self.show_rows()
            self.show_cell(self.form)
            await self.form.focus_question(self.column.key)
            self.arrived()
        self.check_idle()

    def show_cell(self, form: QuestionForm) -> None:
        """Have the line to type on be that of the column at hand."""
        for one in form.rows:
            one.display = one.question is self.column

    def arrived(self) -> None:
        self.arrivals += 1
        field = self.focused
        if isinstance(field, Input):
            field.cursor_position = len(field.value)
            self.text_at_arrival = field.value
        self.say_help(self.column)

    async def _move(self, rows: int = 0, columns: int = 0) -> bool:
        """Go so many cells on; False where there are none."""
        await settled(self)
        ids = [row.id for row in self.listed]
        row = min(max(ids.index(self.row_id) + rows, 0), len(ids) - 1)
        column = self.question.columns.index(self.column) + columns
        if not 0 <= column < len(self.question.columns):
            return False
        if (ids[row], self.question.columns[column]) == (self.row_id, self.column):
            return False
        await self.go(ids[row], self.question.columns[column])
        return True

    async def _wrap(self, by: int) -> None:
        """Go to the next cell, or the one before; from the end of a row to the next row."""
        if await self._move(columns=by):
            return
        ids = [row.id for row in self.listed]
        row = ids.index(self.row_id) + by
        if 0 <= row < len(ids):
            await self.go(ids[row], self.question.columns[0 if by > 0 else -1])
            self.begun_at = self.question.columns[0]

    async def action_next_cell(self) -> None:
        await self._wrap(1)

    async def action_previous_cell(self) -> None:
        await self._wrap(-1)

    async def action_cell_left(self) -> None:
        await settled(self)
        field = self.focused
        if isinstance(field, Input):
            is_new_here = field.value == self.text_at_arrival
            is_behind = is_new_here and field.cursor_position == len(field.value)
            if not is_behind and field.cursor_position > 0:
                raise SkipAction
        self.begun_at = self.column
        await self._move(columns=-1)
        self.begun_at = self.column

    async def action_cell_right(self) -> None:
        await settled(self)
        field = self.focused
        if isinstance(field, Input) and field.cursor_position < len(field.value):
            raise SkipAction
        await self._move(columns=1)
        self.begun_at = self.column

    async def action_row_below(self) -> None:
        await self._move(rows=1)

    async def action_row_above(self) -> None:
        await self._move(rows=-1)

    async def action_rows_down(self) -> None:
        if not await self._move(rows=self.query_one(TableGrid).page):
            self._say_where_it_ends("last")

    async def action_rows_up(self) -> None:
        if not await self._move(rows=-self.query_one(TableGrid).page):
            self._say_where_it_ends("first")

    def _say_where_it_ends(self, row: str) -> None:
        """Whoever goes from step to step by these keys may want to be there."""
        self.say(f"This is the {row} row. {self.keyed('{close} closes the table.')}")

    async def action_begin_row(self) -> None:
        if self.form.present is None:
            # A button is pressed.
            raise SkipAction
        await settled(self)
        ids = [row.id for row in self.listed]
        row = min(ids.index(self.row_id) + 1, len(ids) - 1)
        if ids[row] != self.row_id:
            await self.go(ids[row], self.begun_at)

    @on(CellChosen)
    async def _cell_chosen(self, event: CellChosen) -> None:
        await self.go(self.listed[event.row].id, self.question.columns[event.column])
        self.begun_at = self.column

    # ------------------------------------------------------------------ rows as a whole

    async def action_add_row(self) -> None:
        await settled(self)
        self.begun_at = self.question.columns[0]
        await self.go(self.table.next_id(), self.begun_at)

    async def action_remove_row(self) -> None:
        await settled(self)
        rows = self.ids
        if self.row_id not in rows:
            # Nothing was typed into it yet.
            if rows:
                await self.go(rows[-1])
            return
        position = rows.index(self.row_id)
        left = [row for row in rows if row != self.row_id]
        table, removed = self.table.without_row(self.row_id), self.row_id
        self.row_id = left[min(position, len(left) - 1)] if left else table.next_id()
        self.set_table(table, f"remove {removed}")
        await self.go(self.row_id)
