"""What is used of Textual's widgets beyond what they promise; the rest is in `textual_private`.

Each of it has a test in tests/screens/frame/test_textual_widgets.py.
"""

from __future__ import annotations

from functools import _lru_cache_wrapper
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual._styles_cache import StylesCache
from textual.binding import Binding
from textual.command import CommandList, CommandPalette
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.events import Click
from textual.keys import _character_to_key
from textual.widget import Widget
from textual.widgets import Input, LoadingIndicator, OptionList


def own_bindings(widget: Widget, key: str) -> list[Binding]:
    """What a key is bound to in a widget itself, as it declares it: `_bindings`."""
    return [*widget._bindings.key_to_bindings.get(key, ())]


def bound_ids(node: DOMNode) -> list[str]:
    """The ids of what keys are bound to in a screen itself, inherited ones too: `_bindings`."""
    bound = node._bindings.key_to_bindings.values()
    return list(dict.fromkeys(one.id for some in bound for one in some if one.id))


def key_named(sign: str) -> str:
    """The name of the key that types a sign: `_character_to_key`."""
    return _character_to_key(sign)


def shows_cursor(field: Input) -> bool:
    """Whether a cursor that blinks is to be seen at this moment: `_cursor_visible`."""
    return field._cursor_visible


class ShownOtherwise(Input):
    """A field that shows other signs than its text has, one in the place of each.

    What is drawn (`_value`), where the cursor is (`_position_to_cell`) and what was clicked on
    (`_cell_offset_to_index`) are each counted by Textual in a way of its own: a tab takes as many
    as eight cells, up to four, or none.
    """

    @property
    def shown(self) -> str:
        """The text as it is drawn, as many signs long as it is."""
        return self.value

    @property
    def _value(self) -> Text:
        return Text(self.shown, no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(self.shown[:position])

    def _cell_offset_to_index(self, offset: int) -> int:
        ends = accumulate(cell_len(sign) for sign in self.shown)
        at = offset + self.scroll_offset.x
        return next((index for index, end in enumerate(ends) if at < end), len(self.value))


class Drawn(NamedTuple):
    """Where an option of a list is drawn."""

    line: int
    """Its first one, 0 at the beginning of the list."""
    height: int


def drawn(options: OptionList, index: int) -> Drawn | None:
    """Where an option is drawn; None before the list is: `_index_to_line`, `_heights`."""
    line = options._index_to_line.get(index)
    return None if line is None else Drawn(line, options._heights.get(index, 1))


class LoosePalette(CommandPalette):
    """A palette that may lose its parts, or its place under the mouse, before it hears of it.

    `_watch__list_visible` and `_watch__show_busy` look for parts that are gone once it closes;
    `_on_click` looks for what lies where somebody clicked, which a smaller window no longer has.
    """

    @property
    def _is_whole(self) -> bool:
        return bool(self.query(CommandList)) and bool(self.query(LoadingIndicator))

    def _watch__list_visible(self) -> None:
        if self._is_whole:
            super()._watch__list_visible()

    async def _watch__show_busy(self) -> None:
        if self._is_whole:
            await super()._watch__show_busy()

    # Textual's widgets declare it as a coroutine, and its palette, as here, does not.
    def _on_click(self, event: Click) -> None:  # type: ignore[override]
        # The handler of its palette is called after this one unless that is prevented.
        try:
            self.get_widget_at(event.screen_x, event.screen_y)
        except NoWidget:
            event.prevent_default()


def let_go_of_removed_widgets() -> bool:
    """A cache of colours of all widgets that holds none of them; whether it was as expected.

    `StylesCache.get_inner_outer` computes two colours from two colours, yet its cache has the
    instance in the key: the last thousand widgets that were removed stay, with their lines. Another
    version than the one that was tried is left as it is.
    """
    cached = vars(StylesCache).get("get_inner_outer")
    if not isinstance(cached, _lru_cache_wrapper):
        return False
    names = cached.__wrapped__.__code__.co_varnames[: cached.__wrapped__.__code__.co_argcount]
    if names != ("cls", "base_background", "background"):
        return False
    # It is called on instances, and names its first argument as what it was meant to be.
    StylesCache.get_inner_outer = classmethod(cached)  # type: ignore[assignment, arg-type]
    return True
