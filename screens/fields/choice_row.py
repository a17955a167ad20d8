"""A row that offers a few answers: choices, yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rules.answers import Entry
from rules.questions import Choice, Kind, Question
from screens.fields.row import QuestionRow, Typed

YES_NO = (Choice("yes", "yes"), Choice("no", "no"))


def options(question: Question) -> tuple[Choice, ...]:
    """The answers a question offers."""
    return YES_NO if question.kind is Kind.YES_NO else question.choices


class ChoiceField(Widget, can_focus=True):
    """All options on one line, the chosen one marked; arrows and digits choose."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen", "choice--other"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", "Next option", id="next-option", show=False),
        Binding("left", "step(-1)", "Previous option", id="previous-option", show=False),
        Binding("backspace,delete", "clear", "Take the answer back", id="clear", show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    def __init__(self, question: Question, value: str) -> None:
        super().__init__()
        self.options = options(question)
        self.set_reactive(ChoiceField.value, value)

    def render(self) -> RenderResult:
        chosen, other = (
            self.get_visual_style("choice--chosen"),
            self.get_visual_style("choice--other"),
        )
        parts = []
        for option in self.options:
            is_chosen = option.value == self.value
            mark = "●" if is_chosen else "○"
            parts.append(Content.styled(f"{mark} {option.value}", chosen if is_chosen else other))
        line = Content("  ").join(parts)
        if self._all_fit:
            return line
        if not self.value:
            return line.truncate(self.size.width, ellipsis=True)
        # Where not all fit, the chosen one stands alone, with its place among the others.
        values = [option.value for option in self.options]
        place = values.index(self.value) + 1 if self.value in values else 0
        return Content.styled(f"● {self.value} ({place} of {len(values)})", chosen)

    @property
    def _all_fit(self) -> bool:
        widths = [len(option.value) + 2 for option in self.options]
        return sum(widths) + 2 * (len(widths) - 1) <= self.size.width

    def action_step(self, by: int) -> None:
        values = [option.value for option in self.options]
        present = values.index(self.value) if self.value in values else (-1 if by > 0 else 0)
        self.value = values[(present + by) % len(values)]

    def action_clear(self) -> None:
        self.value = ""

    def on_key(self, event: events.Key) -> None:
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self.options):
            self.value = self.options[int(event.key) - 1].value
            event.stop()

    def on_click(self, event: events.Click) -> None:
        self.focus()
        place = event.get_content_offset(self)
        if place is None:
            return
        if not self._all_fit and self.value:
            self.action_step(1)
            return
        cell = place.x
        for option in self.options:
            width = len(option.value) + 4
            if cell < width:
                self.value = option.value
                return
            cell -= width


class ChoiceRow(QuestionRow):
    """A question answered by picking."""

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__(question, entry, typed)
        self.choice = ChoiceField(question, entry.text if entry is not None else "")

    def compose(self) -> ComposeResult:
        yield self.choice

    def on_mount(self) -> None:
        self.watch(self.choice, "value", self._value_changed, init=False)
        # A key may have been faster.
        self._value_changed(self.choice.value)

    @property
    def field(self) -> ChoiceField:
        """The field of options."""
        return self.choice

    def show(self, entry: Entry | None) -> None:
        """Mark another option."""
        self.entry = entry
        self.choice.value = entry.text if entry is not None else ""

    def _value_changed(self, value: str) -> None:
        if value != (self.entry.text if self.entry is not None else ""):
            self.typed(self, value)
