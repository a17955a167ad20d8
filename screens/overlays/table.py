"""Rows of a table, as in a spreadsheet: all cells in sight, the one at hand with its help below."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from rules.answers.answers import Answers, Entry, Table
from rules.answers.policy import TeamPolicy
from rules.answers.validation import Path
from rules.assess import assess
from rules.questions import Kind, Question
from rules.tables.plan import plan_of
from rules.tables.sheet import Sheet, sheet_of, text_of
from rules.tables.taking import Taken
from screens import messages
from screens.fields.one_line import OneLine
from screens.fields.settled import settled
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.overlays.fractions import Fractions
from screens.overlays.paste import PasteScreen, SheetPasted
from screens.overlays.provenance import ProvenanceScreen
from screens.widgets.drawer import Drawer
from screens.widgets.form import QuestionFocused, QuestionForm
from screens.widgets.help_strip import HelpStrip, judged
from screens.widgets.key_bar import KeyBar
from screens.widgets.table_grid import TableGrid, key_of, wrong_cells
from screens.widgets.verdict_panel import VerdictPanel


class TableScreen(Fractions):
    """The rows of a table, one cell of them at hand.

    That cell is typed into on a line of its own, where there is room for all of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "close",
            "add-row",
            "remove-row",
            "copy-rows",
            "details",
        )
    ]

    def __init__(
        self,
        question: Question,
        answers: Answers,
        *,
        team: TeamPolicy | None = None,
        decimal_comma: bool = False,
        pasted: Sheet | None = None,
    ) -> None:
        """Show a table.

        Args:
            question: of the table.
            answers: of the case.
            team: a team's policy values.
            decimal_comma: whether numbers are typed with the comma as the decimal sign.
            pasted: rows and columns to show what would become of at once.
        """
        super().__init__(question, answers)
        self.team = team
        self.decimal_comma = decimal_comma
        self.assessment = assess(answers, team)
        self._changed = self.row_id
        self._pasted = pasted
        self._wrong = wrong_cells(question, self.table, self.assessment.unusable)

    @property
    def _grid(self) -> TableGrid:
        return self.query_one(TableGrid)

    # -------------------------------------------------------------------------- layout

    def compose(self) -> ComposeResult:
        with Drawer(id="table"):
            yield Static(Content(self.question.prompt), id="table-title")
            yield TableGrid(self.question, id="rows")
            form = QuestionForm(
                self.question.columns,
                self.row.cells,
                self._answered,
                paths=self._path,
                currency=self.assessment.case.currency,
                decimal_comma=self.decimal_comma,
            )
            self.show_cell(form)
            for one in form.rows:
                if isinstance(one.field, OneLine):
                    one.field.is_cell = True
            yield form
            strip = HelpStrip(self.currency, decimal_comma=self.decimal_comma)
            strip.arrows_choose = False
            yield strip
            yield VerdictPanel(self.assessment, can_focus=False)
            with Horizontal(id="table-buttons"):
                yield Button("Add a row", id="add", compact=True)
                yield Button("Remove this row", id="remove", compact=True)
                yield Button("Copy all", id="copy", compact=True)
                yield Button("Close", id="close", compact=True)
            yield KeyBar(
                "next-cell",
                "add-row",
                "remove-row",
                "copy-rows",
                "close",
                "undo",
                "save",
                "palette",
            )
        yield cover()

    async def on_mount(self) -> None:
        self.show_rows()
        await self.form.focus_first()
        self.arrived()
        if self._pasted is not None:
            self.post_message(SheetPasted(self._pasted))

    # ------------------------------------------------------------------- the live path

    def _path(self, column: Question) -> Path:
        place: Path = tuple(self.question.key.split("."))
        if self.question.named_rows:
            # The name of a pair is its key and has no bounds; its value has those of the table.
            return ("table",) if column.key == "name" else (*place, "name")
        return (*place, 0, column.key)

    def _answered(self, column: Question, entry: Entry | None, _visit: str) -> None:
        row = self.row.with_cell(column.key, entry)
        # One that is begun and taken back again is none, as long as nothing stands below it.
        is_last = self.ids[-1:] == [self.row_id]
        table = self.table.with_row(row)
        self.set_table(table if row.cells or not is_last else table.without_row(row.id), self.visit)
        self.say_help(column)

    @property
    def currency(self) -> str:
        return self.assessment.case.currency

    @property
    def visit(self) -> str:
        """Names the present stay in a cell."""
        return f"{self.row_id} {self.column.key} {self.arrivals}"

    def set_table(self, table: Table, visit: str) -> None:
        entry = Entry("", table) if table.rows else None
        self._take(self.answers.answer(self.question.key, entry))
        self.post_message(
            messages.AnswerChanged(self.question.key, entry, f"{self.question.key} {visit}")
        )

    def _take(self, answers: Answers) -> None:
        """Judge other answers and show what follows from them."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self._wrong = wrong_cells(self.question, self.table, self.assessment.unusable)
        self.query_one(VerdictPanel).assessment = self.assessment
        self.show_rows()

    def show_rows(self) -> None:
        listed = self.listed
        rows = [row.id for row in listed]
        at = rows.index(self.row_id), self.question.columns.index(self.column)
        self._grid.show_table(self.table, listed, self._wrong, at)
        wrong = self._wrong.get(self.row_id, frozenset())
        for one in self.form.rows:
            one.wrong = one.question.key in wrong

    def say_help(self, column: Question) -> None:
        strip = self.query_one(HelpStrip)
        strip.question = column
        self.query_one(KeyBar).look_again()
        number = self.ids.index(self.row_id) if self.row_id in self.ids else len(self.ids)
        key = key_of(self.question, number, self.row, column.key)
        strip.entry = judged(self.assessment, key, self.row.cells.get(column.key))
        # Behind the basis of an estimate there is no room for more.
        pasted = (
            "" if column.is_estimate else "Rows and columns copied elsewhere can be pasted here."
        )
        strip.hint = self.said_of_fractions() or pasted

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        self.say_help(self.column)

    # ---------------------------------------------------------------------- what is done

    def why_not(self, call: str) -> str:
        is_new = self.row_id not in self.ids
        if call == "add_row" and is_new:
            return "This row is a new one: type into it."
        if call == "remove_row" and is_new and not self.ids:
            return "There is no row to remove."
        if call == "copy_rows" and not self.ids:
            return "There is no row to copy."
        if call == "fractions" and self.column.kind is not Kind.PERCENT:
            return "Only a column of percentages can be read as fractions."
        if call == "details" and not self.column.is_estimate:
            return f"{self.column.label} has no basis and source; numbers that are guessed have."
        if call == "details" and self.row.cells.get(self.column.key) is None:
            return "Type the number first; then it has a basis and a source."
        return super().why_not(call)

    @on(Button.Pressed, "#copy")
    async def action_copy_rows(self) -> None:
        """Put all rows on the clipboard, to be pasted into a spreadsheet, or here again."""
        await self.request(messages.CopyRequested(text_of(self.question, self.table)))

    async def action_details(self) -> None:
        """Ask for basis and source of the number at hand."""
        await settled(self)
        present = self.form.present
        if present is None or present.entry is None:
            return
        column, entry = present.question, present.entry

        def came_back(detailed: Entry | None) -> None:
            if detailed is not None and detailed != entry:
                present.show(detailed)
                self._answered(column, detailed, self.visit)

        await self.open(ProvenanceScreen(column, entry), came_back)

    def on_paste(self, event: events.Paste) -> None:
        """A paste of rows and columns, which no single cell takes."""
        sheet = sheet_of(event.text)
        if sheet is not None:
            self.post_message(SheetPasted(sheet))

    @on(SheetPasted)
    async def _sheet_pasted(self, event: SheetPasted) -> None:
        await settled(self)
        plan = plan_of(
            self.question, event.sheet, self.column.key, decimal_comma=self.decimal_comma
        )
        currency = self.assessment.case.currency
        await self.open(PasteScreen(plan, self.table, self.row_id, currency), self._pasted_taken)

    async def _pasted_taken(self, taken: Taken | None) -> None:
        if taken is None or not taken.touched:
            return
        self.arrivals += 1
        self.row_id = taken.touched[0]
        self.set_table(taken.table, f"paste {self.arrivals}")
        await self.go(self.row_id)

    @on(Button.Pressed, "#add")
    async def _add_pressed(self) -> None:
        await self.action_add_row()

    @on(Button.Pressed, "#remove")
    async def _remove_pressed(self) -> None:
        await self.action_remove_row()

    @on(Button.Pressed, "#close")
    async def _close_pressed(self) -> None:
        await self.action_close()

    async def action_close(self) -> None:
        await settled(self)
        self.leave_cell()
        await super().action_close()

    # ------------------------------------------------------------------------------ undo

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo."""
        before = {row.id: row for row in self.table.rows}
        self.answers = answers
        self._changed = next(
            (row.id for row in self.table.rows if row != before.get(row.id)), self.row_id
        )
        if self.row_id not in self.ids:
            self.row_id = self.table.next_id()
        self._take(answers)
        self.form.show(self.row.cells)
        self.arrived()

    async def go_to(self, key: str) -> bool:
        """Show the row that undo changed; False where something else did."""
        if key != self.question.key:
            return False
        if self._changed != self.row_id and self._changed in self.ids:
            await self.go(self._changed)
        return True
