"""How people come in from their own devices, who asks to come back, and who is taken out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rules.words.wording import first_of, listed, plural
from rules.workshop.meeting import Meeting
from rules.workshop.refused import Refused
from screens.frame.layers import Layer
from screens.frame.overlay import Overlay, cover
from screens.keymap import Keymap, with_keys
from screens.keys import bindings
from screens.overlays.confirm import ConfirmScreen
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu
from screens.workshop.ports import Desk, Door, Reception

MOST_NAMED = 12
"""Names of those who are in; of more their number is said."""
_NAMED = 5
"""Names in a question about who is taken out."""


class _Code(VerticalScroll):
    """The address for cameras; below its end down leads to what can be done."""

    def action_scroll_down(self) -> None:
        if self.is_vertical_scroll_end:
            self.screen.set_focus(self.screen.query_one(Menu))
        else:
            super().action_scroll_down()


class DoorScreen(Overlay[None]):
    """The address, as text and for cameras, with the waiting list beside it."""

    CSS_PATH = STYLES / "workshop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "let-all-in", "clear-seats", "palette")
    ]

    def __init__(self, desk: Desk, door: Door) -> None:
        super().__init__()
        self._desk, self._door = desk, door
        self._does: dict[str, Callable[[], Awaitable[None] | None]] = {}
        self._end: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="door"):
            yield Static(Content("Answer from your own device:"), id="door-heading")
            yield Static(id="door-address", markup=False)
            with Horizontal(id="door-middle"):
                with _Code(id="door-code"):
                    yield Static(id="door-picture", markup=False)
                with Vertical(id="door-side"):
                    yield Static(id="door-hint", classes="quiet", markup=False)
                    yield Static(id="door-in", markup=False)
                    yield Menu(id="claims", markup=False)
            yield KeyBar("close", "let-all-in", "clear-seats", "palette")
        yield cover()

    def on_mount(self) -> None:
        self._end = self._desk.subscribe(self._later)
        # Where nobody asks to be let in, enter is to do nothing.
        self.set_focus(self.query_one("#claims" if self._door.reception.claims else "#door-code"))
        self._show()

    def _later(self) -> None:
        # The change may come from outside the app.
        self.call_later(self._show)

    def on_unmount(self) -> None:
        if self._end is not None:
            self._end()

    def _show(self) -> None:
        """Show the address, and who says that they took part before, with what their page shows."""
        if not self.is_attached:
            return
        door, reception = self._door, self._door.reception
        self.query_one("#door-address", Static).update(Content(door.join_url))
        self.query_one("#door-picture", Static).update(Content("\n".join(door.qr_lines())))
        self.query_one("#door-hint", Static).update(Content(door.hint))
        self.query_one("#door-in", Static).update(Content(who_is_in(door, self._desk.meeting)))
        self._does, options = {}, []

        def offer(name: str, text: str, does: Callable[[], Awaitable[None] | None]) -> None:
            self._does[name] = does
            options.append(Option(Content(text), id=name))

        if len(reception.claims) > 1:
            offer(
                "all",
                f"All {len(reception.claims)} who ask are back: let them in",
                self._let_all_in,
            )
        for one in reception.claims:
            code = one.code
            offer(f"in-{code}", f"{one.name} is back with {code}: let them in",
                  partial(reception.let_in, code))  # fmt: skip
            offer(f"out-{code}", f"{one.name} is not who shows {code}: turn away",
                  partial(reception.turn_away, code))  # fmt: skip
        if reception.silent:
            said = plural(len(reception.silent), "person who has", "people who have")
            offer("clear", f"Take out {said} said nothing yet", self.action_clear_seats)
        offer("renew", "Another address: this one then lets nobody in", door.renew)
        self._offer(options)

    def _offer(self, options: list[Option]) -> None:
        """Show what can be done, with the same at hand, wherever it stands now."""
        menu = self.query_one(Menu)
        at = menu.highlighted
        at_hand = None if at is None else menu.get_option_at_index(at).id
        menu.set_options(options)
        names = [one.id for one in options]
        menu.highlighted = names.index(at_hand) if at_hand in names else 0

    @on(OptionList.OptionSelected)
    async def _decide(self, event: OptionList.OptionSelected) -> None:
        does = self._does.get(event.option_id or "")
        if does is not None:
            try:
                going_on = does()
                if going_on is not None:
                    await going_on
            except Refused as refused:
                self.notify(refused.message, severity="warning", markup=False)
        self._show()

    def _let_all_in(self) -> None:
        let_everybody_in(self, self._door.reception)

    def action_let_all_in(self) -> None:
        """Let in everybody who asks to come back."""
        self._let_all_in()
        self._show()

    async def action_clear_seats(self) -> None:
        """Take out everybody who came in and has said nothing."""
        await clear_seats(self, self._door)


def way_in(door: Door, meeting: Meeting, width: int, keymap: Keymap) -> str:
    """The address, who waits, and who is in; who waits alone once answers are on show.

    Args:
        door: by which people come in.
        meeting: the workshop.
        width: cells in a line; each of these has one.
        keymap: the keys in force.
    """
    asks = _who_asks(door, width, keymap)
    if meeting.phase not in ("idle", "voting"):
        return asks
    # Where two lines are all there is room for, who is in stands in the list of people as well.
    lines = (f"Join: {door.join_url}", asks, who_is_in(door, meeting, width))
    return "\n".join(filter(None, lines))


def _who_asks(door: Door, width: int, keymap: Keymap) -> str:
    """Who waits to be let back in, and the keys for that; empty where nobody does."""
    names = list(dict.fromkeys(one.name for one in door.reception.claims))
    if not names:
        return ""
    how = with_keys("{door} tells more, {let-all-in} lets all in.", keymap)
    asks = f"{'asks' if len(names) == 1 else 'ask'} to come back: {how}"
    said = f"{listed(names)} {asks}"
    return said if cell_len(said) <= width else f"{len(names)} {asks}"


def who_is_in(door: Door, meeting: Meeting, width: int | None = None) -> str:
    """Who takes part, and who of them has no page open; how many, where names have no room.

    Args:
        door: by which people come in.
        meeting: the workshop.
        width: cells that there are for it; None where it may wrap.
    """
    here = [one.name for one in meeting.people if one.is_here]
    if not here:
        return "Nobody is in yet."
    without = [name for name in here if name not in door.reception.connected]
    are_in = f"{'is' if len(here) == 1 else 'are'} in"
    said = f"{listed(here)} {are_in}"
    if len(without) == len(here):
        said = f"{said}; no page is open"
    elif without:
        said = f"{said}; no page is open for {listed(without)}"
    if len(here) > MOST_NAMED or (width is not None and cell_len(said) >= width):
        pages = plural(len(here) - len(without), "page is", "pages are")
        return f"{len(here)} {are_in}, {pages} open."
    return f"{said}."


def let_everybody_in(screen: Screen[Any], reception: Reception) -> None:
    """Let in all who ask to come back but those of several to be one person, and say how many."""
    if not reception.claims:
        said = "Nobody asks to come back."
    else:
        said = f"{plural(reception.let_all_in(), 'person is', 'people are')} back."
        left = list(dict.fromkeys(one.name for one in reception.claims))
        if left:
            said += f" Several ask to be {listed(left)}: compare the numbers on their pages."
    screen.app.clear_notifications()
    screen.notify(said, severity="warning", markup=False)


async def clear_seats(screen: Layer[Any], door: Door) -> None:
    """Take out all who came in and have said nothing, once that is confirmed."""
    names = list(door.reception.silent)
    if not names:
        screen.app.clear_notifications()
        said = "Everybody who came in from a device has said something."
        screen.notify(said, severity="warning", markup=False)
        return
    verb = "has" if len(names) == 1 else "have"
    text = (
        f"{listed(first_of(names, _NAMED))} {verb} said nothing yet. Whoever is taken out can come"
        " in again by the new address; the one of now then lets nobody in."
    )
    answers = [("stay", "Leave them"), ("clear", "Take them out")]

    def decided(answer: str | None) -> None:
        if answer == "clear":
            door.clear()

    await screen.open(ConfirmScreen(text, answers), decided)
