"""What is said of a key that does nothing where it was pressed: why, or where it works."""

from __future__ import annotations

from collections.abc import Iterator

from textual.screen import Screen

from screens.fields.choice_field import ChoiceField
from screens.frame.layers import Layer
from screens.frame.textual_widgets import bound_ids
from screens.keymap import Keymap, keys_of, with_keys
from screens.keys import ACTIONS, SHELVES
from screens.keys.written import pretty

MOVES = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "tab", "shift+tab"),
        *("enter", "space", "backspace", "delete", "escape"),
    )
)
"""Keys that move about or edit: nobody wonders at the end of a list that they do nothing."""


def said_of(key: str, screen: Screen[object], keymap: Keymap) -> str:
    """What to say of a key that the screen on top has no use for; empty where nothing is to say."""
    meant = [one for one in ACTIONS if key in keys_of(one, keymap)]
    if isinstance(screen, Layer):
        for one in meant:
            if why := screen.why_not(one.call):
                return why
    if isinstance(screen.focused, ChoiceField) and not _has_letters(screen):
        if fits := screen.focused.said_of(key):
            return fits
    if key in MOVES or (len(key) == 1 and not _has_letters(screen)):
        return ""
    if not meant:
        return ""
    places = "; ".join(_places(key, keymap)) or with_keys("close this first: {close}", keymap)
    return f"{pretty(key)} does nothing here. {places[0].upper()}{places[1:]}."


def _has_letters(screen: Screen[object]) -> bool:
    """Whether letters are keys there, and no answers."""
    bound = {*bound_ids(screen)}
    return any(len(key) == 1 for one in ACTIONS if one.id in bound for key in one.keys.split(","))


def _places(key: str, keymap: Keymap) -> Iterator[str]:
    """Where a key works and what it does there: `on the steps: look up prices`."""
    for shelf in SHELVES:
        for one in shelf.actions:
            if shelf.at and key in keys_of(one, keymap):
                does = one.label.rpartition(": ")[2]
                yield f"{with_keys(shelf.at, keymap)}: {does[0].lower()}{does[1:]}"
