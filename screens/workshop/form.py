"""A few fields to fill in, checked together: an answer, a name, a reason.

What is wrong stands below its field, and what is typed stays until it is given or dropped on
purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from rules.workshop.refused import Refused
from rules.workshop.votes import VoteUnusable
from screens.fields.one_line import OneLine
from screens.fields.settled import settled
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.overlays.confirm import asks_to_drop
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar

Result = TypeVar("Result")
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a form."""

    name: str
    label: str
    value: str = ""
    is_number: bool = False


class FormScreen(Overlay[Result | None]):
    """Returns what `read` makes of the texts; None where it was closed."""

    CSS_PATH = STYLES / "workshop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "go-on", "next-question", "previous-question", "palette")
    ]

    def __init__(
        self,
        heading: str,
        prompt: str,
        blanks: Sequence[Blank],
        read: Callable[[Texts], Result],
        *,
        give: str,
        echo: Callable[[str, str], str] = lambda name, text: "",
    ) -> None:
        """Ask.

        Args:
            heading: who is asked, or for what.
            prompt: the question in full, and what helps to answer it.
            blanks: the fields.
            read: makes the result of all texts; raises Refused where it cannot.
            give: what the button says.
            echo: says back how the text of a field is understood.
        """
        super().__init__()
        self._heading, self._prompt, self._give = heading, prompt, give
        self._read, self._echo = read, echo
        self._blanks = blanks
        self._fields = {
            one.name: OneLine(one.value, prose=not one.is_number, id=f"blank-{one.name}")
            for one in blanks
        }
        self._notes = {
            one.name: Static(id=f"note-{one.name}", classes="blank-note", markup=False)
            for one in blanks
        }
        self._tried = False

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Static(Content(self._heading), id="form-heading")
            with VerticalScroll(can_focus=False, id="form-middle"):
                yield Static(Content(self._prompt), id="form-prompt")
                for one in self._blanks:
                    with Horizontal(classes="blank"):
                        yield Static(Content(one.label), classes="blank-label")
                        yield self._fields[one.name]
                    yield self._notes[one.name]
                yield Button(Content(self._give), id="give", compact=True)
            yield KeyBar("close", "palette")
        yield cover()

    def on_mount(self) -> None:
        self.set_focus(self._fields[self._blanks[0].name])
        self._look()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: field.value for name, field in self._fields.items()}

    @property
    def has_typed(self) -> bool:
        return any(self.texts[one.name] != one.value for one in self._blanks)

    # ------------------------------------------------------------------ checking

    @on(Input.Changed)
    def _typed(self) -> None:
        self._look()

    def _look(self) -> Result | None:
        """Say below each field how it is understood, or what is wrong; what all fields make."""
        texts, wrong, result = self.texts, dict[str, str](), None
        try:
            result = self._read(texts)
        except VoteUnusable as unusable:
            wrong = unusable.fields
        except Refused as refused:
            wrong = {self._blanks[0].name: refused.message}
        for one in self._blanks:
            text = texts[one.name]
            # Of a field that nobody has come to yet nothing is wrong.
            problem = wrong.get(one.name) if text.strip() or self._tried else None
            note = self._notes[one.name]
            note.set_class(problem is not None, "-problem")
            note.update(Content(f"✗ {problem}" if problem else self._echo(one.name, text)))
        return result

    def _finish(self) -> None:
        self._tried = True
        result = self._look()
        if result is not None:
            self.dismiss(result)
            return
        for one in self._blanks:
            if self._notes[one.name].has_class("-problem"):
                self.set_focus(self._fields[one.name])
                return

    # -------------------------------------------------------------------- moving

    async def action_go_on(self) -> None:
        await settled(self)
        if self.focused in (self._fields[self._blanks[-1].name], self.query_one("#give")):
            self._finish()
        else:
            self.focus_next()

    async def action_next_question(self) -> None:
        await settled(self)
        # What is typed after one press too many would be lost on the button at the other end.
        if self.focused is not self.query_one("#give"):
            self.focus_next()

    async def action_previous_question(self) -> None:
        await settled(self)
        if self.focused is not self._fields[self._blanks[0].name]:
            self.focus_previous()

    @on(Button.Pressed, "#give")
    def _given(self) -> None:
        self._finish()

    async def action_close(self) -> None:
        """Close; asked first where something would be lost by it."""
        await settled(self)
        if self.has_typed:
            await self.open(asks_to_drop("Drop it"), self._dropped)
        else:
            self.dismiss(None)

    def _dropped(self, answer: str | None) -> None:
        if answer == "drop":
            self.dismiss(None)
