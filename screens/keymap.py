"""The keys in force, and what a keymap of one's own may say.

A keymap holds keys by the id of an action, as the config file names them; an action that is absent
from it has the keys it is declared with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from textual.keys import Keys

from screens.frame.textual_widgets import key_named
from screens.keys import ACTIONS, Action, action
from screens.keys.written import pretty, short, sign_of

Keymap = Mapping[str, str]
"""Keys by the id of an action, separated by commas; an action that is absent has its own."""

_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_IN_BRACES = re.compile(r"\{([a-z-]+)\}")
_NAMED = frozenset(key.value for key in Keys)
_EDITING = frozenset(
    ("tab", "shift+tab", "backspace", "delete", "left", "right", "home", "end", "ctrl+c")
)
"""Keys that a field, or the program as a whole, cannot do without."""
_SENT_AS = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+left_square_bracket": "escape",
    "ctrl+m": "enter",
}
"""Keys of which most terminals send what another key is."""


# ------------------------------------------------------------------ keys in force


def keys_of(one: Action, keymap: Keymap) -> list[str]:
    """The keys of an action, by the names Textual has for them."""
    return [key.strip() for key in keymap.get(one.id, one.keys).split(",")]


def shown_key(one: Action, keymap: Keymap) -> str:
    """The first key of an action, as short as a bar needs it: `^S`, `F1`."""
    return short(keys_of(one, keymap)[0])


def with_keys(text: str, keymap: Keymap) -> str:
    """A sentence of the program's own with a key in force for each `{action-id}`.

    Args:
        text: holds nothing that somebody typed, which could have braces as well.
        keymap: the keys in force.
    """
    return _IN_BRACES.sub(lambda named: shown_key(action(named[1]), keymap), text)


# --------------------------------------------------------------- keys of one's own


def problem_with(one: Action, keys: str) -> str | None:
    """Why an action cannot have keys that somebody wrote down, with what to do."""
    for written in keys.split(","):
        key = _named(written)
        if key is None:
            return 'needs keys by their names, such as "ctrl+s,f12"; the comma itself is "comma"'
        if key in _SENT_AS:
            said = f"{written.strip()}: most terminals send it as {pretty(_SENT_AS[key])}"
            return f"cannot have {said}; choose another key"
        if key in _EDITING and key not in one.keys.split(","):
            return f"cannot have {pretty(key)}, which fields need; choose another key"
        if one.priority and _is_typed(key) and key not in one.keys.split(","):
            return f"cannot have {pretty(key)}: it could not be typed any more; add ctrl+ or alt+"
    return None


def usual(keys: str) -> str:
    """Keys by the names Textual has for them: `Ctrl+S` is `ctrl+s`."""
    return ",".join(_named(key) or key for key in keys.split(","))


class Clash(NamedTuple):
    """A key of one's own that belongs to another action already."""

    id: str
    """Of the action that cannot have it."""
    key: str
    other: Action


def clashes(keymap: Keymap) -> list[Clash]:
    """What in a keymap must be left out, so that no key belongs to two actions.

    Of two that want the same key the first has it.
    """
    found: list[Clash] = []
    left = dict(keymap)
    while clash := next(filter(None, (_clash(name, left) for name in reversed(left))), None):
        found.append(clash)
        # Its own key comes back with that, and may be what another one wants.
        del left[clash.id]
    return found


def _clash(name: str, keymap: Keymap) -> Clash | None:
    one = action(name)
    for other in ACTIONS:
        # Two that share a key anyhow are never on the same screen.
        if other is one or set(one.keys.split(",")) & set(other.keys.split(",")):
            continue
        for key in keys_of(one, keymap):
            if key in keys_of(other, keymap):
                return Clash(name, key, other)
    return None


def _named(key: str) -> str | None:
    """A key by the name Textual has for it; None where there is no such key."""
    key = key.strip()
    if key == "+" or key.endswith("++"):
        # That one is what joins the others.
        key = f"{key[:-1]}plus"
    *modifiers, base = key.split("+")
    if len(base) != 1 or modifiers:
        base = base.lower()
    held = sorted(one.strip().lower() for one in modifiers)
    if not set(held) <= set(_MODIFIERS) or len(set(held)) < len(held):
        return None
    if held == ["shift"] and len(base) == 1 and base.isalpha():
        # Terminals send the capital letter.
        held, base = [], base.upper()
    base = key_named(base) if len(base) == 1 else base
    name = "+".join([*held, base])
    if name in _NAMED or base in _NAMED:
        return name
    sign = sign_of(base)
    # A word that is the name of some far-off sign is a slip.
    return name if sign is not None and (sign.isascii() or sign == base) else None


def _is_typed(key: str) -> bool:
    """Whether a key puts a sign into a field."""
    return sign_of(key.removeprefix("shift+")) is not None
