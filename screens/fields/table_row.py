"""A row that stands for repeated things; what is in it opens on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rules.answers.answers import Entry, Table
from rules.questions import Question
from screens.fields.cut import cut
from screens.fields.row import QuestionRow, Typed
from screens.frame.layers import Gesture
from screens.frame.textual_private import keymap_of
from screens.keymap import with_keys

if TYPE_CHECKING:
    from rules.tables.sheet import Sheet

EMPTY = "none, {go-on} adds one; or paste a table"


class TableOpened(Gesture):
    """Somebody wants to see the rows of a table."""

    def __init__(self, key: str, pasted: Sheet | None = None) -> None:
        super().__init__()
        self.key = key
        self.pasted = pasted
        """Rows and columns that were pasted onto it."""


class TableField(Widget, can_focus=True):
    """Says how many rows there are and which; enter or a click opens them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "open", "Open the rows", id="open-rows", show=False),
    ]

    summary: reactive[str] = reactive("", init=False)

    def __init__(self, question: Question, entry: Entry | None) -> None:
        super().__init__()
        self.question = question
        self.set_reactive(TableField.summary, summary_of(entry))

    def render(self) -> RenderResult:
        said = self.summary or with_keys(EMPTY, keymap_of(self.app))
        return Content(cut(f"▸ {said}", self.size.width))

    def action_open(self) -> None:
        self.post_message(TableOpened(self.question.key))

    def on_paste(self, event: events.Paste) -> None:
        from rules.tables.sheet import sheet_of

        sheet = sheet_of(event.text)
        if sheet is not None:
            event.stop()
            self.post_message(TableOpened(self.question.key, sheet))

    def on_click(self, event: events.Click) -> None:
        self.focus()
        self.action_open()


def summary_of(entry: Entry | None) -> str:
    """The rows of a table in one line: how many, and their names; empty without any."""
    if entry is None or not isinstance(entry.value, Table) or not entry.value.rows:
        return ""
    rows = entry.value.rows
    names = [row.cells["name"].text for row in rows if "name" in row.cells]
    return f"{len(rows)}: {', '.join(names)}" if names else f"{len(rows)}"


class TableRow(QuestionRow):
    """A question answered by rows."""

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__(question, entry, typed)
        self.table = TableField(question, entry)

    def compose(self) -> ComposeResult:
        yield self.table

    @property
    def field(self) -> TableField:
        return self.table

    def wanted(self, room: int) -> int:
        """The rows, summed up."""
        return cell_len(self.table.summary) + 2

    def show(self, entry: Entry | None) -> None:
        self.table.summary = summary_of(entry)
        self.entry = entry
