"""Columns of percentages of which somebody says that bare numbers in them are fractions of 1."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from rules.answers.answers import Answers, Table
from rules.questions import Question
from rules.tables.sums import has_fractions, read_as_fractions
from screens.fields.settled import settled
from screens.frame.textual_private import keymap_of
from screens.keymap import shown_key
from screens.keys import action, bindings
from screens.overlays.cells import Cells


class Fractions(Cells):
    """Cells whose bare numbers may be fractions, by column."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("fractions")]

    def __init__(self, question: Question, answers: Answers) -> None:
        super().__init__(question, answers)
        self._of_fractions: set[str] = set()
        """The columns of which somebody said so."""

    @property
    def currency(self) -> str:
        """What amounts are in."""
        # As `visit`; Textual's screens cannot be abstract classes.
        raise NotImplementedError

    @property
    def visit(self) -> str:
        """Names the present stay in a cell."""
        raise NotImplementedError

    def leave_cell(self) -> None:
        """What was typed into a column of fractions is one."""
        if self.column.key not in self._of_fractions:
            return
        field = self.focused
        is_changed = isinstance(field, Input) and field.value != self.text_at_arrival
        now = self.row_id if is_changed else ""
        table = read_as_fractions(self.question, self.column, self.table, self.currency, now)
        if table != self.table:
            self.set_table(table, self.visit)

    async def action_fractions(self) -> None:
        """Read the bare numbers of the column as fractions: those there are, and those to come.

        Again, and those to come are percentages.
        """
        await settled(self)
        column = self.column
        if column.key in self._of_fractions:
            self.leave_cell()
            self._of_fractions.discard(column.key)
            self.say_help(column)
        else:
            self._of_fractions.add(column.key)
            await self.go(self.row_id)

    def said_of_fractions(self) -> str:
        """How bare numbers of the column at hand are read, where that is worth a word."""
        if self.column.key in self._of_fractions:
            return f"0.94 is 94% and 1 is 100% in this column; {self._key} ends that"
        if has_fractions(self.column, Table((self.row,))):
            return f"{self._key} takes 0.94 for 94%, in this column"
        return ""

    @property
    def _key(self) -> str:
        return shown_key(action("fractions"), keymap_of(self.app))
