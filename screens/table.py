"""Rows of a table: slices, alternatives, other costs. The list above, the row at hand below."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from rules.answers import Answers, Entry, Row, Table
from rules.questions import Question
from rules.validation import Path
from screens import messages
from screens.keys import bindings
from screens.widgets.form import QuestionFocused, QuestionForm
from screens.widgets.help_strip import HelpStrip
from screens.widgets.key_bar import KeyBar


class TableScreen(ModalScreen[Answers | None]):
    """Returns the answers as they are when it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "close",
            "next-question",
            "previous-question",
            "next-step",
            "previous-step",
            "add-row",
            "remove-row",
            "undo",
            "redo",
            "save",
        )
    ]

    def __init__(self, question: Question, answers: Answers, *, currency: str) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.currency = currency
        self.row_id = self.table.rows[0].id if self.table.rows else "1"

    @property
    def table(self) -> Table:
        """The rows as they are."""
        entry = self.answers.get(self.question.key)
        return entry.value if entry is not None and isinstance(entry.value, Table) else Table()

    @property
    def row(self) -> Row:
        """The row at hand; a new one until something is typed into it."""
        return next((one for one in self.table.rows if one.id == self.row_id), Row(self.row_id, {}))

    def compose(self) -> ComposeResult:
        with Vertical(id="table"):
            yield Static(Content(self.question.prompt), id="table-title")
            yield OptionList(*self._options(), id="rows")
            yield self._form()
            strip = HelpStrip(id="strip")
            strip.currency = self.currency
            yield strip
            with Horizontal(id="table-buttons"):
                yield Button("Add a row", id="add", compact=True)
                yield Button("Remove this row", id="remove", compact=True)
                yield Button("Close", id="close", compact=True)
            yield KeyBar("next-step", "previous-step", "add-row", "remove-row", "close", "undo")

    def on_mount(self) -> None:
        self._focus_first()
        self._mark()

    def _options(self) -> list[Option]:
        shown = [Option(Content(self._line(one)), id=one.id) for one in self.table.rows]
        return shown or [Option(Content("No row yet: type into the fields below."), id="none")]

    def _line(self, row: Row) -> str:
        cells = [
            f"{column.label} {row.cells[column.key].text}"
            for column in self.question.columns
            if column.key in row.cells and column.key != "name"
        ]
        name = row.cells["name"].text if "name" in row.cells else "(no name)"
        return f"{name}: {', '.join(cells)}" if cells else name

    def _form(self) -> QuestionForm:
        return QuestionForm(
            self.question.columns,
            self.row.cells,
            self._answered,
            paths=self._path,
            currency=self.currency,
        )

    def _path(self, column: Question) -> Path:
        place: Path = tuple(self.question.key.split("."))
        if self.question.named_rows:
            # The name of a pair is its key and has no bounds; its value has those of the table.
            return ("table",) if column.key == "name" else (*place, "name")
        return (*place, 0, column.key)

    def _answered(self, column: Question, entry: Entry | None, visit: str) -> None:
        row = self.row.with_cell(column.key, entry)
        self._set(self.table.with_row(row), f"{self.row_id} {visit}")
        self.query_one(HelpStrip).entry = entry

    def _set(self, table: Table, visit: str) -> None:
        entry = Entry("", table)
        self.answers = self.answers.answer(self.question.key, entry)
        rows = self.query_one("#rows", OptionList)
        if [option.id for option in rows.options] == [row.id for row in table.rows]:
            rows.replace_option_prompt(self.row_id, Content(self._line(self.row)))
        else:
            rows.clear_options()
            rows.add_options(self._options())
            self._mark()
        self.post_message(
            messages.AnswerChanged(self.question.key, entry, f"{self.question.key} {visit}")
        )

    def _mark(self) -> None:
        """Highlight the row at hand in the list."""
        ids = [row.id for row in self.table.rows]
        self.query_one("#rows", OptionList).highlighted = (
            ids.index(self.row_id) if self.row_id in ids else None
        )

    def _go(self, row_id: str) -> None:
        """Show another row in the form."""
        self.row_id = row_id
        old = self.query_one(QuestionForm)
        self.query_one("#table").mount(self._form(), after=old)
        old.remove()
        self._mark()
        self.call_after_refresh(self._focus_first)

    def _focus_first(self) -> None:
        self.query(QuestionForm).last().rows[0].field.focus()

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        strip = self.query_one(HelpStrip)
        strip.question = event.question
        strip.entry = self.row.cells.get(event.question.key)

    @on(OptionList.OptionSelected)
    def _row_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id and event.option.id != "none":
            self._go(event.option.id)

    @on(Button.Pressed, "#add")
    def action_add_row(self) -> None:
        self._go(self.table.next_id())

    @on(Button.Pressed, "#remove")
    def action_remove_row(self) -> None:
        rows = [row.id for row in self.table.rows]
        if self.row_id not in rows:
            return
        position = rows.index(self.row_id)
        self._set(self.table.without_row(self.row_id), f"remove {self.row_id}")
        left = [row for row in rows if row != self.row_id]
        self._go(left[min(position, len(left) - 1)] if left else self.table.next_id())

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        self.dismiss(self.answers)

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo."""
        self.answers = answers
        rows = self.query_one("#rows", OptionList)
        rows.clear_options()
        rows.add_options(self._options())
        self._mark()
        self.query_one(QuestionForm).show(self.row.cells)

    def action_next_question(self) -> None:
        self.query_one(QuestionForm).step(1)

    def action_previous_question(self) -> None:
        self.query_one(QuestionForm).step(-1)

    def action_next_step(self) -> None:
        self._other_row(1)

    def action_previous_step(self) -> None:
        self._other_row(-1)

    def _other_row(self, by: int) -> None:
        rows = [row.id for row in self.table.rows]
        if self.row_id in rows:
            position = rows.index(self.row_id) + by
            if 0 <= position < len(rows):
                self._go(rows[position])

    def action_undo(self) -> None:
        self.post_message(messages.UndoRequested())

    def action_redo(self) -> None:
        self.post_message(messages.RedoRequested())

    def action_save(self) -> None:
        self.post_message(messages.SaveRequested())
