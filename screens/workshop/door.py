"""How people come in from their own devices, and who asks to come back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rules.workshop.refused import Refused
from screens.keys import bindings
from screens.overlay import Overlay, cover
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu
from screens.workshop.desk import Desk, Door


class DoorScreen(Overlay[None]):
    """The address, as text and for cameras."""

    CSS_PATH = STYLES / "workshop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close", "palette")]

    def __init__(self, desk: Desk, door: Door) -> None:
        super().__init__()
        self._desk, self._door = desk, door
        self._does: list[partial[None]] = []
        self._end: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="door"):
            yield Static(Content("Answer from your own device:"))
            yield Static(Content(self._door.address), id="door-address")
            yield Static(Content(self._door.hint), classes="quiet")
            yield Menu(id="claims", markup=False)
            with VerticalScroll(id="door-middle"):
                yield Static(id="door-picture", markup=False)
            yield KeyBar("close", "palette")
        yield cover()

    def on_mount(self) -> None:
        self._end = self._desk.subscribe(self._later)
        # Where nobody asks to be let in, enter is to do nothing.
        self.set_focus(self.query_one("#claims" if self._door.claims else "#door-middle"))
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
        self.query_one("#door-address", Static).update(Content(self._door.address))
        picture = Content("\n".join(self._door.picture))
        self.query_one("#door-picture", Static).update(picture)
        self._does, options = [], []
        for claim in self._door.claims:
            code = claim.code
            self._does += [partial(self._door.let_in, code), partial(self._door.turn_away, code)]
            options.append(Option(Content(f"{claim.name} is back with {code}: let them in")))
            options.append(Option(Content(f"{claim.name} is not who shows {code}: turn away")))
        self._does.append(partial(self._door.renew))
        options.append(Option(Content("Another address: this one then lets nobody in")))
        menu = self.query_one(Menu)
        at_hand = menu.highlighted or 0
        menu.set_options(options)
        menu.highlighted = min(at_hand, len(options) - 1)

    @on(OptionList.OptionSelected)
    def _decide(self, event: OptionList.OptionSelected) -> None:
        try:
            self._does[event.option_index]()
        except Refused as refused:
            self.notify(refused.message, severity="warning", markup=False)
        self._show()

    def action_close(self) -> None:
        self.dismiss(None)
