"""A row that offers a few answers: choices, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.widget import Widget

from rules.answers.answers import Entry
from rules.answers.entries import spell
from rules.questions import Choice, Kind, Question
from screens.fields.choice_field import ChoiceField
from screens.fields.laid_out import GAP, LEAST_MEANING, LEFT, Line, in_a_list, painted, piece_at
from screens.fields.row import QuestionRow, Typed

YES_NO = (Choice("yes", "yes"), Choice("no", "no"))


def options(question: Question) -> tuple[Choice, ...]:
    """The answers a question offers."""
    return YES_NO if question.kind is Kind.YES_NO else question.choices


class ChoiceRow(QuestionRow):
    """A question answered by picking.

    At hand it opens: below it stands each option with its key and what it means.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--chosen", "row--option"}

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__(question, entry, typed)
        self.choice = ChoiceField(options(question), self._option(entry))
        self.choice.set_reactive(ChoiceField.standing, self._standing_option())
        self._below: Sequence[Line] = ()
        """The options as they stand below the row; none while it is not at hand."""

    def compose(self) -> ComposeResult:
        yield self.choice

    def on_mount(self) -> None:
        self.watch(self.choice, "value", self._value_changed, init=False)
        # A key may have been faster.
        self._value_changed(self.choice.value)

    @property
    def field(self) -> ChoiceField:
        return self.choice

    def wanted(self, room: int) -> int:
        """All options side by side, or else the answer without the others."""
        return self.choice.wanted(room)

    def most_lines(self, width: int) -> int:
        """Its options below it, each with what it means."""
        names = LEFT + GAP + max(map(cell_len, self.choice.texts(keys=True)))
        room = max(LEAST_MEANING, width - names)
        return 1 + sum(-(-len(one.meaning) // room) for one in self.question.choices)

    def show(self, entry: Entry | None) -> None:
        self.entry = entry
        self.choice.value = self._option(entry)

    def watch_standing(self) -> None:
        self.choice.standing = self._standing_option()
        self._open()

    def _standing_option(self) -> str:
        values = [one.value for one in options(self.question)]
        return self.standing if self.standing in values else ""

    def _option(self, entry: Entry | None) -> str:
        """The option an answer is of, however it was typed; its text where it is none."""
        if entry is None:
            return ""
        return spell(self.question, entry.value) if entry.usable else entry.text

    def _value_changed(self, value: str) -> None:
        if self._below:
            self._below = self._listed()
            self.refresh()
        if value != self._option(self.entry):
            self.typed(self, value)

    # -------------------------------------------------------------- what stands below

    def _listed(self) -> Sequence[Line]:
        """The options with their meanings, in the room there is."""
        choices = self.question.choices
        if not self.choice.has_focus or (not choices and self.choice.shows_all):
            return ()
        form = self.parent.size.height if isinstance(self.parent, Widget) else 0
        # Some forms are as high as what is in them.
        room = max(form, self.screen.size.height // 3) - 1
        indent = max(0, self.field.region.x - self.region.x)
        return in_a_list(
            self.choice.texts(keys=True, standing=False),
            self._meanings(),
            self.size.width,
            indent,
            room,
        )

    def _meanings(self) -> list[str]:
        """What each option means, and which of them counts without an answer."""
        if not self.question.choices:
            return [""] * len(YES_NO)
        return [
            f"{one.meaning} (unless you say)" if one.value == self.choice.standing else one.meaning
            for one in self.question.choices
        ]

    def _open(self) -> None:
        """Take as many lines as the options need, and give them back without the focus."""
        before, self._below = self._below, self._listed() if self.is_attached else ()
        if len(before) != len(self._below):
            self.styles.height = 1 + len(self._below)
            if isinstance(self.parent, Widget):
                # What stands below the form is placed by how high the rows are: with them, once.
                self.parent.refresh(layout=True, repaint=False)
        elif before != self._below:
            self.refresh()

    def on_descendant_focus(self) -> None:
        self._open()

    on_descendant_blur = on_descendant_focus

    def on_resize(self) -> None:
        """Lay the options out anew, and have all of them in sight where they have just opened."""
        self._open()
        if self.choice.has_focus and isinstance(self.parent, Widget):
            self.parent.scroll_to_widget(self, animate=False)

    def render(self) -> RenderResult:
        chosen, other = map(self.get_visual_style, ("row--chosen", "row--option"))
        looks = [chosen if one == self.choice.value else other for one in self.choice.values]
        below = [painted(line, looks) for line in self._below]
        return Content("\n").join([self.first_line(), *below])

    def on_click(self, event: events.Click) -> None:
        """Choose the option that is clicked on below the row."""
        at = piece_at(self._below, event.x, event.y - 1)
        if event.widget is self and at is not None:
            self.choice.choose(at)
