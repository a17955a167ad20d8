"""Rows of a table: slices, alternatives, other costs. The list above, the row at hand below."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static
from textual.widgets.option_list import Option

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.keys import join
from rules.answers.policy import TeamPolicy
from rules.answers.validation import Path
from rules.assess import assess
from rules.questions import Question
from screens import messages
from screens.fields.settled import settled
from screens.frame.case_screen import AnswersOverlay
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.overlays.provenance import ProvenanceScreen
from screens.widgets.form import QuestionFocused, QuestionForm
from screens.widgets.help_strip import HelpStrip, judged
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu
from screens.widgets.verdict_panel import VerdictPanel


class TableScreen(AnswersOverlay):
    """The rows of a table, one of them at hand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "close",
            "go-on",
            "next-question",
            "previous-question",
            "next-step",
            "previous-step",
            "add-row",
            "remove-row",
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
    ) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.team = team
        self.decimal_comma = decimal_comma
        self.assessment = assess(answers, team)
        self.row_id = self.table.rows[0].id if self.table.rows else "1"
        self._changed = self.row_id

    @property
    def table(self) -> Table:
        """The rows as they are."""
        return self.answers.table(self.question.key)

    @property
    def row(self) -> Row:
        """The row at hand; a new one until something is typed into it."""
        return self.table.row(self.row_id)

    def compose(self) -> ComposeResult:
        with Vertical(id="table"):
            yield Static(Content(self.question.prompt), id="table-title")
            yield Menu(*self._options(), id="rows")
            yield self._form()
            strip = HelpStrip(id="strip")
            strip.currency = self.assessment.case.currency
            strip.decimal_comma = self.decimal_comma
            yield strip
            panel = VerdictPanel(can_focus=False)
            panel.set_reactive(VerdictPanel.assessment, self.assessment)
            yield panel
            with Horizontal(id="table-buttons"):
                yield Button("Add a row", id="add", compact=True)
                yield Button("Remove this row", id="remove", compact=True)
                yield Button("Close", id="close", compact=True)
            yield KeyBar("next-step", "previous-step", "close", "undo", "save", "palette")
        yield cover()

    async def on_mount(self) -> None:
        self._mark()
        await self.form.focus_first()

    @property
    def form(self) -> QuestionForm:
        """The row at hand."""
        return self.query_one(QuestionForm)

    @property
    def _list(self) -> Menu:
        return self.query_one("#rows", Menu)

    def _options(self) -> list[Option]:
        if not self.table.rows:
            return [Option(Content("No row yet: type into the fields below."), id="none")]
        return [Option(Content(self._line(one)), id=one.id) for one in self._listed]

    @property
    def _listed(self) -> tuple[Row, ...]:
        """The rows, and the one at hand also while nothing has been typed into it."""
        return self.table.with_row(self.row).rows

    def _line(self, row: Row) -> str:
        if row not in self.table.rows:
            return "(new row)"
        cells = [
            f"{column.label} {row.cells[column.key].text}"
            for column in self.question.columns
            if column.key in row.cells and column.key != "name"
        ]
        name = row.cells["name"].text if "name" in row.cells else "(no name)"
        if any(self._problem_of(row, column) for column in self.question.columns):
            name = f"✗ {name}"
        return f"{name}: {', '.join(cells)}" if cells else name

    def _judged(self, row: Row, column: Question) -> Entry | None:
        """A cell, with the problem that it has beside others."""
        return judged(self.assessment, self._key(row, column), row.cells.get(column.key))

    def _problem_of(self, row: Row, column: Question) -> str | None:
        cell = self._judged(row, column)
        return None if cell is None else cell.problem

    def _key(self, row: Row, column: Question) -> str:
        """Where in the case a cell stands."""
        if self.question.named_rows:
            name = row.values().get("name")
            return self.question.key if name is None else join(self.question.key, name)
        ids = [one.id for one in self.table.rows]
        place = ids.index(row.id) if row.id in ids else len(ids)
        return join(self.question.key, place, column.key)

    def _form(self) -> QuestionForm:
        return QuestionForm(
            self.question.columns,
            self.row.cells,
            partial(self._answered, self.row_id),
            paths=self._path,
            currency=self.assessment.case.currency,
            decimal_comma=self.decimal_comma,
        )

    def _path(self, column: Question) -> Path:
        place: Path = tuple(self.question.key.split("."))
        if self.question.named_rows:
            # The name of a pair is its key and has no bounds; its value has those of the table.
            return ("table",) if column.key == "name" else (*place, "name")
        return (*place, 0, column.key)

    def _answered(self, row_id: str, column: Question, entry: Entry | None, visit: str) -> None:
        # The row its field was made for, whichever is at hand by now.
        row = self.table.row(row_id).with_cell(column.key, entry)
        self._set(self.table.with_row(row), f"{row_id} {visit}")
        self._help(column)

    def _set(self, table: Table, visit: str) -> None:
        entry = Entry("", table) if table.rows else None
        self._take(self.answers.answer(self.question.key, entry))
        self.post_message(
            messages.AnswerChanged(self.question.key, entry, f"{self.question.key} {visit}")
        )

    def _take(self, answers: Answers) -> None:
        """Judge other answers and show what follows from them."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.query_one(VerdictPanel).assessment = self.assessment
        self._list_rows()
        for one in self.form.rows:
            one.wrong = self._problem_of(self.row, one.question) is not None

    def _list_rows(self) -> None:
        """Have the list show the rows as they are."""
        rows, options = self._list, self._options()
        if [one.id for one in rows.options] == [one.id for one in options]:
            for one in options:
                rows.replace_option_prompt(str(one.id), one.prompt)
        else:
            rows.clear_options()
            rows.add_options(options)
            self._mark()

    def _mark(self) -> None:
        """Highlight the row at hand in the list."""
        ids = [one.id for one in self._list.options]
        self._list.highlighted = ids.index(self.row_id) if self.row_id in ids else None

    async def _go(self, row_id: str, column: str | None = None) -> None:
        """Show another row in the form, now: a key typed meanwhile waits for it.

        Args:
            row_id: of a row that there is, or of a new one.
            column: takes the focus; the first where None.
        """
        if not self.is_attached:
            # The program is on its way out.
            return
        self.row_id = row_id
        old = self.form
        self.set_focus(None)
        with self.app.batch_update():
            await self.query_one("#table").mount(self._form(), before=old)
            old.remove()
            self._list_rows()
            self._mark()
            if column is None or not await self.form.focus_question(column):
                await self.form.focus_first()

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        self._help(event.question)

    def _help(self, column: Question) -> None:
        strip = self.query_one(HelpStrip)
        strip.question = column
        strip.entry = self._judged(self.row, column)

    @on(Menu.OptionSelected)
    async def _row_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id and event.option.id != "none":
            await self._go(event.option.id)

    @on(Button.Pressed, "#add")
    async def action_add_row(self) -> None:
        await settled(self)
        await self._go(self.table.next_id())

    @on(Button.Pressed, "#remove")
    async def action_remove_row(self) -> None:
        await settled(self)
        rows = [row.id for row in self.table.rows]
        if self.row_id not in rows:
            # Nothing was typed into it yet.
            if rows:
                await self._go(rows[-1])
            return
        position = rows.index(self.row_id)
        self._set(self.table.without_row(self.row_id), f"remove {self.row_id}")
        left = [row for row in rows if row != self.row_id]
        await self._go(left[min(position, len(left) - 1)] if left else self.table.next_id())

    async def action_details(self) -> None:
        """Ask for basis and source of the number at hand."""
        await settled(self)
        present = self.form.present
        if present is None or present.entry is None or not present.question.is_estimate:
            return
        row_id, column, entry = self.row_id, present.question, present.entry

        def came_back(detailed: Entry | None) -> None:
            if detailed is not None and detailed != entry:
                present.show(detailed)
                self._answered(row_id, column, detailed, self.form.visit_of(column))

        await self.open(ProvenanceScreen(column, entry), came_back)

    @on(Button.Pressed, "#close")
    async def _close_pressed(self) -> None:
        await self.action_close()

    @property
    def at_hand(self) -> str:
        """The key of the table: the steps ask for it as a whole."""
        return self.question.key

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo."""
        before = {row.id: row for row in self.table.rows}
        self._take(answers)
        self._changed = next(
            (row.id for row in self.table.rows if row != before.get(row.id)), self.row_id
        )
        self.form.show(self.row.cells)
        present = self.form.present
        if present is not None:
            self._help(present.question)

    async def go_to(self, key: str) -> bool:
        """Show the row that undo changed; False where something else did."""
        if key != self.question.key:
            return False
        if self._changed != self.row_id:
            await self._go(self._changed)
        return True

    async def action_go_on(self) -> None:
        if self.form.present is None:
            # A button is pressed, a row is chosen from the list.
            raise SkipAction
        await self.form.step(1)

    async def action_next_question(self) -> None:
        if self.focused is self._list:
            raise SkipAction
        await self.form.step(1)

    async def action_previous_question(self) -> None:
        if self.focused is self._list:
            raise SkipAction
        await self.form.step(-1)

    async def action_next_step(self) -> None:
        await self._other_row(1)

    async def action_previous_step(self) -> None:
        await self._other_row(-1)

    async def _other_row(self, by: int) -> None:
        await settled(self)
        rows = [row.id for row in self.table.rows]
        position = rows.index(self.row_id) + by if self.row_id in rows else len(rows) + min(by, 0)
        if 0 <= position < len(rows):
            present = self.form.present
            await self._go(rows[position], None if present is None else present.question.key)
