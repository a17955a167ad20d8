"""The palette: every action by name. Textual's own, as a layer among ours."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.widgets import LoadingIndicator

from screens.frame.pointing import Pointing
from screens.frame.textual_widgets import LoosePalette
from screens.widgets.menu import Steady


class Commands(CommandList, Steady, can_focus=False):
    """The actions found, which may be others between a glance and a click."""


class Palette(LoosePalette, Pointing[None]):
    """Runs one action, once, and nothing any more when it is closed."""

    def compose(self) -> ComposeResult:
        # As Textual's own, but for the list.
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                line = CommandInput(placeholder="Search for commands…", select_on_focus=False)
                line.cursor_blink = self.app.animation_level != "none"
                yield line
            with Vertical(id="--results"):
                yield Commands()
                yield LoadingIndicator()
