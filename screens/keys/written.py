"""How keys are written: as people name them, and as short as a bar needs them."""

from __future__ import annotations

from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character

_LONG_NAMES = {short: name for name, short in KEY_NAME_REPLACEMENTS.items()}
_WRITTEN = {
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "question_mark": "?",
    "escape": "esc",
    "delete": "del",
    "space": "space",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "down": "↓",
    "up": "↑",
    "ctrl+underscore": "ctrl+_",
}
_SHORT = {"left": "←", "right": "→"}


def pretty(key: str) -> str:
    """A key as people write it: `ctrl+s`, `PgDn`, `?`."""
    if key in _WRITTEN:
        return _WRITTEN[key]
    if len(key) <= 3 and key.startswith("f") and key[1:].isdecimal():
        return key.upper()
    return sign_of(key) or key


def short(key: str) -> str:
    """A key as short as a bar needs it: `^S`, `F1`, `←`."""
    letter = key.removeprefix("ctrl+")
    if key != letter and len(letter) == 1:
        return f"^{letter.upper()}"
    return _SHORT.get(key) or pretty(key)


def sign_of(key: str) -> str | None:
    """What a key puts into a field; None for one that does something instead."""
    # Textual has shorter names for some signs, and knows no way back from them.
    *held, base = key.split("+")
    sign = key_to_character("+".join([*held, _LONG_NAMES.get(base, base)]))
    return sign if sign is not None and sign.isprintable() else None
