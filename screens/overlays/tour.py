"""A tour of one minute: a few cards, each beside the part of the steps that it speaks of.

The steps stay in sight beneath, as they are. It is offered, and never opens by itself.
"""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple, TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.screen import Screen
from textual.widget import Widget

from screens.frame.layers import Gesture
from screens.frame.overlay import Overlay, cover
from screens.frame.textual_private import keymap_of
from screens.keymap import with_keys
from screens.keys import bindings

WIDEST = 46
"""Columns of a card, where there are so many."""

Side: TypeAlias = Literal["above", "below", "left", "right"]
_POINTERS: dict[Side, str] = {"above": "▼", "below": "▲", "left": "►", "right": "◄"}
"""What points from a card to its part, by the side of the part on which the card is."""


class Card(NamedTuple):
    """What is said of one part."""

    part: str
    """How the part is found on the steps."""
    title: str
    text: str
    """With the id of an action in braces where its key belongs."""


CARDS = (
    Card(
        "QuestionRow:focus-within",
        "One question, one line",
        "Type numbers as you say them: 6M, 12%, 4.5M..8M for a range. {go-on} goes on. Leave gaps, "
        "come back: nothing typed is lost.",
    ),
    Card(
        "#strip",
        "What was understood",
        "And why it is asked, and where to find it. {details} opens range, basis, source, and the "
        "worksheet where a number has one.",
    ),
    Card(
        "#rail",
        "The steps, in any order",
        "{next-step} and {previous-step} turn the page; ✓ is answered, ! needs a look. {jump} goes "
        "to a question by its name.",
    ),
    Card(
        "#panel",
        "The verdict follows every key",
        "{verdict} shows it in full: what is saved, what holds it back, what it hangs on, how "
        "likely it is, and the report.",
    ),
    Card(
        "#title-bar",
        "One case, one small file",
        "{save} saves it. {undo} takes the last change back. A crash loses a second at most.",
    ),
    Card(
        "#key-bar",
        "Everything else",
        "{palette} finds every action by its name, {help} lists the keys. {home} leads to the "
        "start page, where your own case begins.",
    ),
)


class CardShown(Widget, can_focus=True):
    """A card with a frame, out of which it points."""

    class Clicked(Gesture):
        """Somebody wants to go on."""

    def __init__(self) -> None:
        super().__init__(id="card")
        self._content = Content("")

    def show(self, content: Content) -> None:
        """Show a card, frame included."""
        self._content = content
        self.refresh()

    def render(self) -> Content:
        return self._content

    def on_click(self) -> None:
        self.post_message(self.Clicked())


class TourScreen(Overlay[None]):
    """The cards, one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "help"),
        Binding("enter,space,right,down,pagedown", "on", "Next card", id="tour-on", show=False),
        Binding("left,up,pageup,backspace", "back", "Card before", id="tour-back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        """Of the card that is shown, from 0."""
        self.part = Region()
        """Where the part is that it speaks of."""

    def compose(self) -> ComposeResult:
        yield CardShown()
        yield cover()

    def on_mount(self) -> None:
        self.query_one(CardShown).focus()
        self._show_soon()
        if self._beneath is not None:
            self._beneath.screen_layout_refresh_signal.subscribe(self, lambda _: self._show_soon())

    def on_resize(self, event: events.Resize) -> None:
        self._show_soon()

    def _show_soon(self) -> None:
        # The steps beneath are laid out by then.
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        if not self.is_attached:
            return
        card, shown = CARDS[self.number], self.query_one(CardShown)
        self.part = self._region_of(card)
        width = max(20, min(WIDEST, self.size.width - 2))
        keymap = keymap_of(self.app)
        text = Content(with_keys(card.text, keymap)).wrap(width - 4)
        count = f"{self.number + 1} of {len(CARDS)}"
        is_last = self.number + 1 == len(CARDS)
        hint = "enter: done" if is_last else with_keys("enter: next   {close}: leave", keymap)
        lines = [
            Content.styled(card.title, "bold"),
            *text,
            Content(f"{hint:{width - 4 - len(count)}}{count}"),
        ]
        place, side = placed(self.part, Size(width, len(lines) + 2), self.size)
        shown.styles.width, shown.styles.height = width, len(lines) + 2
        shown.styles.offset = place
        shown.show(framed(lines, width, place, side, self.part))
        # Steps that were just opened have nothing to show before.
        self.refresh()

    @property
    def _beneath(self) -> Screen[object] | None:
        """The steps."""
        stack = self.app.screen_stack
        place = stack.index(self) if self in stack else 0
        return stack[place - 1] if place else None

    def _region_of(self, card: Card) -> Region:
        found = next(iter(self._beneath.query(card.part)), None) if self._beneath else None
        return Region() if found is None else found.region

    @on(CardShown.Clicked)
    def action_on(self) -> None:
        """Show the next card; close behind the last."""
        if self.number + 1 == len(CARDS):
            self.dismiss()
            return
        self.number += 1
        self._show()

    def action_back(self) -> None:
        """Show the card before."""
        self.number = max(self.number - 1, 0)
        self._show()


def placed(part: Region, card: Size, screen: Size) -> tuple[Offset, Side | None]:
    """Where a card lies so that it touches its part and does not hide it, and on which side.

    Where there is no such place it lies in the middle, and points nowhere.
    """
    middle = Offset((screen.width - card.width) // 2, (screen.height - card.height) // 2)
    if not part.area:
        return middle, None
    x = _within(part.x + 2, screen.width - card.width)
    y = _within(part.y, screen.height - card.height)
    beside: list[tuple[Side, Offset]] = [
        ("left", Offset(part.x - card.width, y)),
        ("right", Offset(part.right, y)),
    ]
    over: list[tuple[Side, Offset]] = [
        ("below", Offset(x, part.bottom)),
        ("above", Offset(x, part.y - card.height)),
    ]
    is_high = part.height > 2 * card.height
    for side, place in beside + over if is_high else over + beside:
        if screen.region.contains_region(Region.from_offset(place, card)):
            return place, side
    return middle, None


def framed(
    lines: list[Content], width: int, place: Offset, side: Side | None, part: Region
) -> Content:
    """Lines in a frame, with a pointer in that side of it which touches the part."""
    across = _within(part.x + 4 - place.x, width - 2, least=1)
    along = _within(part.y + part.height // 2 - place.y, len(lines), least=1)
    top, bottom = "─" * (width - 2), "─" * (width - 2)
    if side == "below":
        top = f"{top[: across - 1]}{_POINTERS[side]}{top[across:]}"
    if side == "above":
        bottom = f"{bottom[: across - 1]}{_POINTERS[side]}{bottom[across:]}"
    rows = [Content.styled(f"┌{top}┐", "$pb-accent")]
    for number, line in enumerate(lines, start=1):
        left = _POINTERS[side] if side == "right" and number == along else "│"
        right = _POINTERS[side] if side == "left" and number == along else "│"
        rows.append(
            Content.assemble(
                (left, "$pb-accent"),
                " ",
                line,
                " " * max(0, width - 4 - line.cell_length),
                " ",
                (right, "$pb-accent"),
            )
        )
    rows.append(Content.styled(f"└{bottom}┘", "$pb-accent"))
    return Content("\n").join(rows)


def _within(place: int, most: int, least: int = 0) -> int:
    return max(least, min(place, most))
