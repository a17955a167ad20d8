"""A row that is typed into: numbers, dates, texts."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Input

from rules.answers.answers import Entry
from rules.questions import Kind, Question
from rules.questions.labelled import opens_a_sheet, unless_said
from screens.fields.one_line import OneLine
from screens.fields.row import QuestionRow, Typed
from screens.frame.textual_private import keymap_of
from screens.keymap import keys_of, shown_key
from screens.keys import action


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

    def _show_what_stands(self) -> None:
        """Show the note, what counts without an answer, or what opens, in the empty field."""
        if not self.is_attached:
            # Whoever takes it in shows it.
            return
        opens, keymap = action("worksheet"), keymap_of(self.app)
        # Its own key as well: Textual looks before it puts another one in its place.
        keys = (*keys_of(opens, {}), *keys_of(opens, keymap))
        self.input.left_to_others = keys if self.sheets else ()
        whole, *shorter = self._what_stands(shown_key(opens, keymap))
        self.input.shorter = tuple(shorter)
        self.input.placeholder = whole
        self.share()

    watch_note = watch_shorter_note = watch_standing = watch_sheets = _show_what_stands

    def _what_stands(self, opens: str) -> tuple[str, ...]:
        """What the empty field says, the longest that there is to say first."""
        if self.note:
            return (self.note, self.shorter_note) if self.shorter_note else (self.note,)
        if self.sheets and self.standing == self.question.default:
            return opens_a_sheet(self.question, self.sheets, opens)
        return unless_said(self.standing)

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
        return self.input

    def show(self, entry: Entry | None) -> None:
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
