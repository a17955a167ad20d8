"""A row: label, field and a word about it, on one line.

Label and note are drawn by the row itself and only the field is a widget of its own: a step of
twelve questions is then twenty-four widgets and not forty-eight, which a first paint feels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rules.answers.answers import Entry
from rules.questions import Question
from rules.questions.labelled import with_unit

Typed = Callable[["QuestionRow", str], None]
"""Called in the same repaint with every text typed."""


class QuestionRow(Widget):
    """The answer to one question."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--label", "row--note", "row--problem"}
    NOTE_IN_FIELD: ClassVar[bool] = False
    """Whether the note stands in the empty field, where there is more room for it."""

    entry: reactive[Entry | None] = reactive(None, init=False)
    """The answer as it stands."""
    note: reactive[str] = reactive("", init=False)
    """What there is to say where the entry says nothing: a default, a sum."""
    needed: reactive[bool] = reactive(False, init=False)
    """Whether a verdict waits for this answer."""
    currency: reactive[str] = reactive("", init=False)
    """What amounts are in, for the label."""
    standing: reactive[str] = reactive("", init=False)
    """What counts as long as there is no answer, in words; empty where nothing does."""
    wrong: reactive[int] = reactive(0, init=False)
    """How much of the answer is left out, also where nothing is wrong with it alone."""

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__()
        self.question = question
        self.typed = typed
        self.set_reactive(QuestionRow.entry, entry)
        self.set_reactive(QuestionRow.standing, question.default)

    @property
    def field(self) -> Widget:
        """The widget that takes the focus."""
        # Each kind of row has its own; Textual's widgets cannot be abstract classes.
        raise NotImplementedError

    def show(self, entry: Entry | None) -> None:
        """Put another answer into the field, as undo does."""
        # As above.
        raise NotImplementedError

    def watch_entry(self, entry: Entry | None) -> None:
        """A field with a problem is marked by a class as well as by the note beside it."""
        self.field.set_class(entry is not None and entry.problem is not None, "-problem")

    def word(self) -> tuple[str, str]:
        """The note at the right, and the component class it is drawn in."""
        entry = self.entry
        if entry is not None and entry.problem is not None:
            return f"✗ {entry.word or 'not usable'}", "row--problem"
        if self.wrong:
            said = f"{self.wrong} wrong" if self.question.columns else "conflict"
            return f"✗ {said}", "row--problem"
        if self.needed:
            return "○ needed", "row--note"
        if entry is not None and entry.basis is not None and entry.value is not None:
            return entry.basis, "row--note"
        return "" if self.NOTE_IN_FIELD else self.note, "row--note"

    def render(self) -> RenderResult:
        return self.first_line()

    def first_line(self) -> Content:
        """Label at the left, note at the right; the field covers the middle."""
        field = self.field.region
        room = max(4, self.region.right - field.right - 2)
        marker = "▌" if self.field.has_focus else " "
        word, component = self.word()
        named = self.get_visual_style("row--label")
        place = field.x - self.region.x
        if place > 0:
            words = with_unit(self.question, self.currency, place - 1)
            label = Content.styled(f"{marker}{words}", named).truncate(place, ellipsis=True)
        else:
            label = Content.styled(f"{marker}{self.question.label}", named)
        note = Content.styled(word, self.get_visual_style(component)).truncate(room, ellipsis=True)
        gap = max(1, self.size.width - label.cell_length - note.cell_length - 1)
        return Content.assemble(label, " " * gap, note)

    def on_descendant_focus(self) -> None:
        """Show the marker of the row at hand."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Hide the marker."""
        self.refresh()
