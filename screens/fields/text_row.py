"""A row that is typed into: numbers, dates, texts."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Input

from rules.answers.answers import Entry
from rules.questions import Kind, Question
from rules.questions.labelled import unless_said
from screens.fields.one_line import OneLine
from screens.fields.row import QuestionRow, Typed


class TextRow(QuestionRow):
    """A question answered by a line of text."""

    NOTE_IN_FIELD = True

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__(question, entry, typed)
        self.input = OneLine(
            entry.text if entry is not None else "", prose=question.kind is Kind.TEXT
        )

    def compose(self) -> ComposeResult:
        self._show_what_stands()
        yield self.input

    def watch_note(self, note: str) -> None:
        """Show the note in the empty field."""
        self._show_what_stands()

    def watch_standing(self) -> None:
        """Show what counts without an answer in the empty field."""
        self._show_what_stands()

    def _show_what_stands(self) -> None:
        whole, *shorter = unless_said(self.standing)
        self.input.shorter = () if self.note else tuple(shorter)
        self.input.placeholder = self.note or whole
        self.share()

    def wanted(self, room: int) -> int:
        """The text, with the cursor behind it; or as much as fits of what stands without one."""
        if self.input.value:
            return cell_len(self.input.value) + 1
        # Nothing leaves its column for what is gone with the first key.
        return min(room, cell_len(self.input.standing_in(room - 1)) + 1)

    def on_mount(self) -> None:
        self.watch(self.input, "value", self._value_changed, init=False)
        # A key may have been faster.
        self._value_changed(self.input.value)

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
            self.input.cursor_position = len(text)
            self.share()

    def _value_changed(self, value: str) -> None:
        # What `show` puts in is no news: the answers have it already.
        if value != (self.entry.text if self.entry is not None else ""):
            self.typed(self, value)
