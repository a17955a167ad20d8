"""A row that offers a few answers: choices, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rules.answers.answers import Entry
from rules.answers.entries import spell
from rules.questions import Choice, Kind, Question
from screens.fields.cut import cut
from screens.fields.own_keys import run_own_binding
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

    def __init__(
        self,
        choices: Sequence[Choice],
        value: str,
        *,
        required: bool = False,
        id: str | None = None,
    ) -> None:
        """Offer choices.

        Args:
            choices: all there are.
            value: the one chosen; empty where none is.
            required: whether one stays chosen.
            id: of the widget.
        """
        super().__init__(id=id)
        self.options = tuple(choices)
        self.required = required
        self.set_reactive(ChoiceField.value, value)

    def render(self) -> RenderResult:
        chosen, other = (
            self.get_visual_style("choice--chosen"),
            self.get_visual_style("choice--other"),
        )
        values = [option.value for option in self.options]
        if self.value and (self.value not in values or self._fitting < len(values)):
            # Where not all fit, the chosen one stands alone, with its place among the others.
            return Content.styled(self._alone(values), chosen)
        parts = []
        for value in values[: self._fitting]:
            is_chosen = value == self.value
            mark = "●" if is_chosen else "○"
            parts.append(Content.styled(f"{mark} {value}", chosen if is_chosen else other))
        if left := len(values) - self._fitting:
            parts.append(Content.styled(f"+{left} more" if parts else f"○ {left} to choose", other))
        return Content("  ").join(parts)

    def _alone(self, values: list[str]) -> str:
        """The answer without the others: in full wherever it fits, else cut with a sign."""
        if self.value not in values:
            return cut(f"✗ {self.value}", self.size.width)
        place = values.index(self.value) + 1
        alone = f"● {self.value}"
        for beside in (f" ({place} of {len(values)})", f" {place}/{len(values)}"):
            if cell_len(alone + beside) <= self.size.width:
                return alone + beside
        return cut(alone, self.size.width)

    @property
    def _fitting(self) -> int:
        """How many options there is room for, beside the count of the others."""
        widths = [len(option.value) + 4 for option in self.options]
        if sum(widths) - 2 <= self.size.width:
            return len(widths)
        room = self.size.width - len("+9 more")
        return sum(1 for end in accumulate(widths) if end <= room)

    def action_step(self, by: int) -> None:
        values = [option.value for option in self.options]
        present = values.index(self.value) if self.value in values else (-1 if by > 0 else 0)
        self.value = values[(present + by) % len(values)]

    def action_clear(self) -> None:
        if not self.required:
            self.value = ""

    async def on_key(self, event: events.Key) -> None:
        if await run_own_binding(self, event):
            return
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self.options):
            self.value = self.options[int(event.key) - 1].value
            event.stop()

    def on_click(self, event: events.Click) -> None:
        self.focus()
        place = event.get_content_offset(self)
        if place is None:
            return
        if self.value and self._fitting < len(self.options):
            self.action_step(1)
            return
        cell = place.x
        # Right of those that are shown a click takes the first of the others.
        for option in self.options[: self._fitting + 1]:
            width = len(option.value) + 4
            if cell < width:
                self.value = option.value
                return
            cell -= width


class ChoiceRow(QuestionRow):
    """A question answered by picking."""

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__(question, entry, typed)
        self.choice = ChoiceField(options(question), self._option(entry))

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
        self.choice.value = self._option(entry)

    def _option(self, entry: Entry | None) -> str:
        """The option an answer is of, however it was typed; its text where it is none."""
        if entry is None:
            return ""
        return spell(self.question, entry.value) if entry.usable else entry.text

    def _value_changed(self, value: str) -> None:
        if value != self._option(self.entry):
            self.typed(self, value)
