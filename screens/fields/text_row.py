"""A row that is typed into: numbers, dates, texts."""

from __future__ import annotations

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.widgets import Input

from rules.answers import Entry
from rules.questions import Kind, Question
from screens.fields.row import QuestionRow, Typed

LINE_END = " ⏎ "
"""What stands for a line end in a field of one line: several numbers must not become one."""


class TextField(Input):
    """An input that keeps all of a paste."""

    def __init__(self, value: str, *, prose: bool) -> None:
        super().__init__(value, compact=True, select_on_focus=False)
        self._prose = prose

    def action_copy(self) -> None:
        """Copy what is selected; without a selection ctrl+c means what it means elsewhere."""
        if not self.selected_text:
            raise SkipAction
        super().action_copy()

    def _on_paste(self, event: events.Paste) -> None:
        lines = [line.strip() for line in event.text.strip().splitlines()]
        self.replace((" " if self._prose else LINE_END).join(lines), *self.selection)
        # Textual's own handler, which keeps the first line alone, must not run as well.
        event.prevent_default()
        event.stop()


class TextRow(QuestionRow):
    """A question answered by a line of text."""

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__(question, entry, typed)
        self.input = TextField(
            entry.text if entry is not None else "", prose=question.kind is Kind.TEXT
        )

    def compose(self) -> ComposeResult:
        yield self.input

    def on_mount(self) -> None:
        self.watch(self.input, "value", self._value_changed, init=False)

    @property
    def field(self) -> Input:
        """The input."""
        return self.input

    def show(self, entry: Entry | None) -> None:
        """Put another answer into the input."""
        self.entry = entry
        text = entry.text if entry is not None else ""
        if self.input.value != text:
            self.input.value = text

    def _value_changed(self, value: str) -> None:
        # What `show` puts in is no news: the answers have it already.
        if value != (self.entry.text if self.entry is not None else ""):
            self.typed(self, value)
