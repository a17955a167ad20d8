"""Jump: type part of a question's name, go there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from rules.questions import QUESTIONS, Question, step_of
from rules.questions.search import matching
from screens.fields.one_line import OneLine
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu

Result = TypeVar("Result")


class SearchScreen(Overlay[Result]):
    """A line to type into, and a menu of what is found by it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding("down", "move(1)", "Next match", id="next-match", show=False, priority=True),
        Binding("up", "move(-1)", "Previous match", id="previous-match", show=False, priority=True),
    ]

    def on_mount(self) -> None:
        self.set_focus(self.query_one(OneLine))

    def action_move(self, by: int) -> None:
        found = self.query_one(Menu)
        if found.highlighted is not None:
            found.highlighted = (found.highlighted + by) % found.option_count


class JumpScreen(SearchScreen[str | None]):
    """Returns the key of the question chosen, or None."""

    def __init__(self, among: Iterable[Question] = QUESTIONS.values()) -> None:
        """Offer questions.

        Args:
            among: all that there are to choose from.
        """
        super().__init__()
        self._among = tuple(among)

    def compose(self) -> ComposeResult:
        with Vertical(id="jump"):
            yield OneLine(placeholder="part of a question's name")
            yield Menu(*self._options(""))
            yield KeyBar("close")
        yield cover()

    def _options(self, words: str) -> list[Option]:
        found = [
            Option(Content(f"{one.label:30} {step_of(one.key).title}"), id=one.key)
            for one in matching(words, self._among)
        ]
        nothing = Option(Content(f"No question has {words.strip()} in its name."), disabled=True)
        return found or [nothing]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options(self._options(event.value))
        found.highlighted = None if found.get_option_at_index(0).disabled else 0

    @on(Input.Submitted)
    def _take_highlighted(self) -> None:
        found = self.query_one(OptionList)
        if found.highlighted is not None:
            self.dismiss(found.get_option_at_index(found.highlighted).id)

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
