"""A few answers to pick from, all in sight where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from rules.questions import Choice
from screens.fields.cut import cut
from screens.fields.laid_out import GAP, Line, in_rows, painted, piece_at
from screens.fields.settled import run_own_binding


class Letters:
    """What was typed so far of the name of an option: `unk` is the one that begins so."""

    def __init__(self, values: Sequence[str]) -> None:
        """Pick among options, in their order."""
        self.values = tuple(values)
        self._typed = ""

    def forget(self) -> None:
        """Begin anew with the next letter: something else was done meanwhile."""
        self._typed = ""

    def pick(self, letter: str, present: str) -> str | None:
        """The option that one more letter leads to.

        A letter that goes on with none of them begins another name. At its beginning it goes from
        one option to the next, where several begin alike.

        Args:
            letter: as typed.
            present: the option chosen so far; empty where none is.

        Returns:
            The option; None where none begins so.
        """
        letter = letter.lower()
        for typed in dict.fromkeys((self._typed + letter, letter)):
            found = [value for value in self.values if value.startswith(typed)]
            if not found:
                continue
            self._typed = typed
            if present not in found:
                return found[0]
            is_next = len(typed) == 1
            return found[(found.index(present) + is_next) % len(found)]
        return None


class ChoiceField(Widget, can_focus=True):
    """The options, the chosen one marked; arrows, digits and first letters choose.

    On one line it shows the chosen one alone where not all fit; higher, it shows all of them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen", "choice--other"}
    # A click on it without the focus gives it the focus and nothing else: see on_mouse_down.
    FOCUS_ON_CLICK: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", "Next option", id="next-option", show=False),
        Binding("left", "step(-1)", "Previous option", id="previous-option", show=False),
        Binding("backspace,delete", "clear", "Take the answer back", id="clear", show=False),
    ]

    value: reactive[str] = reactive("", init=False)
    standing: reactive[str] = reactive("", init=False)
    """The option that counts as long as none is chosen; empty where none does."""

    def __init__(
        self,
        choices: Sequence[Choice],
        value: str,
        *,
        required: bool = False,
        keys: bool = False,
        id: str | None = None,
    ) -> None:
        """Offer choices.

        Args:
            choices: all there are.
            value: the one chosen; empty where none is.
            required: whether one stays chosen.
            keys: whether the key of each stands before it also without the focus.
            id: of the widget.
        """
        super().__init__(id=id)
        self.options = tuple(choices)
        self.values = tuple(option.value for option in choices)
        self.required = required
        self.keys = keys
        self._letters = Letters(self.values)
        self._had_focus = False
        """Whether it had the focus before the mouse was pressed."""
        self.set_reactive(ChoiceField.value, value)

    # ----------------------------------------------------------------------- as shown

    def texts(self, *, keys: bool, standing: bool = True) -> list[str]:
        """Each option with its sign, and with its key.

        Args:
            keys: whether the keys are part of it.
            standing: whether the one that counts without an answer has a sign of its own.
        """
        texts = []
        for number, value in enumerate(self.values, start=1):
            is_standing = standing and not self.value and value == self.standing
            text = f"{'●' if value == self.value else '○'} {value}"
            texts.append((f"{number} " if keys else "") + (f"({value})" if is_standing else text))
        return texts

    def _lines(self, width: int) -> list[Line]:
        """The options, with their keys where all fit so."""
        lines = in_rows(self.texts(keys=self.keys or self.has_focus), width)
        if self.keys or len(lines) == 1:
            return lines
        return in_rows(self.texts(keys=False), width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    @property
    def shows_all(self) -> bool:
        """Whether all options are in sight in the field itself."""
        is_known = not self.value or self.value in self.values
        return is_known and len(self._lines(self.size.width)) <= max(1, self.size.height)

    def wanted(self, room: int) -> int:
        """Cells for all options on a line where there is that room, else for one alone."""
        texts = self.texts(keys=False)
        whole = sum(map(cell_len, texts)) + GAP * (len(texts) - 1)
        return whole if whole <= room else cell_len(self._alone(room))

    def render(self) -> RenderResult:
        chosen = self.get_visual_style("choice--chosen")
        other = self.get_visual_style("choice--other")
        if not self.shows_all:
            return Content.styled(self._alone(self.size.width), chosen if self.value else other)
        looks = [chosen if one == self.value else other for one in self.values]
        return Content("\n").join(painted(line, looks) for line in self._lines(self.size.width))

    def _alone(self, width: int) -> str:
        """The answer, or what counts without one: in full wherever it fits, else cut."""
        value = self.value
        if not value and self.standing:
            whole = f"{self.standing} unless you say"
            return cut(whole if cell_len(whole) <= width else f"({self.standing})", width)
        if not value:
            return cut(f"○ {len(self.values)} to choose", width)
        if value not in self.values:
            return cut(f"✗ {value}", width)
        place, alone = self.values.index(value) + 1, f"● {value}"
        for beside in (f" ({place} of {len(self.values)})", f" {place}/{len(self.values)}"):
            if cell_len(alone + beside) <= width:
                return alone + beside
        return cut(alone, width)

    # ------------------------------------------------------------------------- picked

    def action_step(self, by: int) -> None:
        self._letters.forget()
        present = self.value or self.standing
        at = self.values.index(present) if present in self.values else (-1 if by > 0 else 0)
        self.value = self.values[(at + by) % len(self.values)]

    def action_clear(self) -> None:
        self._letters.forget()
        if not self.required:
            self.value = ""

    def choose(self, at: int) -> None:
        """Choose an option by its place, from 0."""
        self._letters.forget()
        self.value = self.values[at]

    async def on_key(self, event: events.Key) -> None:
        if await run_own_binding(self, event):
            return
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self.values):
            self.choose(int(event.key) - 1)
            event.stop()
        elif event.is_printable and event.character is not None:
            picked = self._letters.pick(event.character, self.value)
            if picked is not None:
                self.value = picked
                event.stop()

    def said_of(self, key: str) -> str:
        """What to say of a letter or digit that picks none of the options; empty of other keys."""
        if len(key) != 1 or not key.isalnum():
            return ""
        *before, last = (f"{at} {value}" for at, value in enumerate(self.values, start=1))
        return f"{key} is none of these: {', '.join(before)} or {last}."

    def on_blur(self) -> None:
        self._letters.forget()

    def on_mouse_down(self) -> None:
        self._had_focus = self.has_focus
        self.focus()

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked on; not by the click that came for the focus."""
        place = event.get_content_offset(self)
        if place is None or not self._had_focus or not self.shows_all:
            return
        at = piece_at(self._lines(self.size.width), place.x, place.y)
        if at is not None:
            self.choose(at)
