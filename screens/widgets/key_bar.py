"""The bottom line: the keys that do something on a screen, each of which can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from screens.frame.layers import Layer, Layers
from screens.frame.textual_private import keymap_of
from screens.frame.textual_widgets import bound_ids
from screens.keymap import Keymap, shown_key
from screens.keys import ACTIONS, Action, action

HIGH = 30
"""Lines of a terminal from which on there is room for a second line of keys."""
GAP = 2
PALETTE = action("palette")


class KeyBar(Widget):
    """Keys with a word each; a click does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key"}

    _shown: tuple[Action, ...] = ()
    """Those that could be done when it was drawn last."""

    def __init__(self, *names: str, id: str | None = None) -> None:
        """Show keys: behind those named the others that the screen has, as far as there is room.

        Args:
            names: of the actions that matter most.
            id: of the widget.
        """
        super().__init__(id=id)
        # Textual would give all links one colour.
        self.auto_links = False
        self.actions = [action(name) for name in names]
        self._first: list[Action] = []
        self._all: list[Action] | None = None
        """What the keys of the screen can do; found out when it is drawn first."""

    @property
    def at_hand(self) -> tuple[Action, ...]:
        """The actions that can be done now."""
        screen = self.screen
        if self._all is None:
            self._all = [one for one in ACTIONS if one.hint and one.id in bound_ids(screen)]
        wanted = dict.fromkeys((*self._first, *self.actions, *self._all))
        if PALETTE in wanted:
            # It has all the others, and so stands where there is no room for them.
            del wanted[PALETTE]
            wanted[PALETTE] = None
        app = self.app
        if isinstance(app, Layers):
            wanted = {one: None for one in wanted if not app.nothing_for(one.call)}
        if screen.focused is not None and screen.focused.check_consume_key("a", "a"):
            # A letter would be typed into a field.
            keymap = keymap_of(app)
            wanted = {one: None for one in wanted if not _is_letter(one, keymap)}
        if not isinstance(screen, Layer):
            return tuple(wanted)
        return tuple(
            one
            for one in wanted
            if one.id not in screen.LEADS_HERE and not screen.why_not(one.call)
        )

    def look_again(self, *first: str) -> None:
        """Something else is at hand.

        Args:
            first: the actions that belong to what is at hand, which stand before all others.
        """
        self._first = [action(name) for name in first]
        self.follow()

    def follow(self) -> None:
        """Show what can be done by now, where that is something else."""
        if self.is_attached and self.at_hand != self._shown:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line; where the terminal is high and not all keys fit, two."""
        is_high = self.app.size.height >= HIGH
        return len(self._lines(width, 2)) if is_high else 1

    def render(self) -> RenderResult:
        lines = self._lines(self.size.width, max(1, self.size.height))
        return Content("\n").join(Content("  ").join(parts) for parts in lines)

    def _lines(self, width: int, most: int) -> list[list[Content]]:
        """The keys in at most so many lines; what does not fit is left out, but not the last."""
        self._shown = self.at_hand
        *parts, last = [self._part(one) for one in self._shown] or [Content("")]
        lines: list[list[Content]] = [[]]
        for part in parts:
            is_last = len(lines) == most
            room = width - (last.cell_length + GAP if is_last else 0)
            if _length(lines[-1]) + part.cell_length > room:
                if is_last:
                    break
                lines.append([])
            lines[-1].append(part)
        if _length(lines[-1]) + last.cell_length > width and len(lines) < most:
            lines.append([])
        lines[-1].append(last)
        return lines

    def _part(self, one: Action) -> Content:
        click = Style.from_meta({"@click": f"screen.{one.call}"})
        key = self.get_visual_style("bar--key")
        return Content.assemble(
            Content.styled(shown_key(one, keymap_of(self.app)), key + click),
            " ",
            Content.styled(one.hint, click),
        )


def _is_letter(one: Action, keymap: Keymap) -> bool:
    key = shown_key(one, keymap)
    return len(key) == 1 and key.isalpha()


def _length(parts: Sequence[Content]) -> int:
    """Cells that keys take, with the gap behind each."""
    return sum(one.cell_length + GAP for one in parts)
