"""Signs that a terminal obeys, hides or cannot count the cells of, and how they are shown instead.

They are what Unicode calls controls, formats (directions, joiners, zero width), line and paragraph
separators, surrogates, private use and unassigned, and the few letters that have no shape. Where a
language or an emoji is spelled with one of them, it is shown as it is.
"""

from __future__ import annotations

import re
from unicodedata import category

JOINERS = ("\u200c", "\u200d")
"""They do not show, and are spelling: Persian and Hindi keep letters apart by them or join them,
and one picture is made of several."""

_SHAPELESS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
# Patterns are compiled by the first text that needs them: most have no sign beyond ASCII.
_ANY_SHAPELESS = f"[{_SHAPELESS}]"
_EMOJI_TO_COME = range(0x1F000, 0x1FB00)
"""Blocks reserved for emoji: younger ones than Python knows are shown as well."""
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,7}\U000e007f"
"""England, Scotland, Wales: a black flag, the letters of the region, an end."""

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)}
_PICTURES |= {0x7F: "\u2421", 0x2028: "\u240a", 0x2029: "\u240a"}


def is_plain(text: str) -> bool:
    """Whether nothing in it needs a closer look; line ends and tabs do."""
    return text.isprintable() and (text.isascii() or re.search(_ANY_SHAPELESS, text) is None)


def hidden(text: str) -> list[int]:
    """Where in a text the signs stand that must not reach a terminal as they are."""
    if is_plain(text):
        return []
    flags = {at for flag in re.finditer(_FLAG, text) for at in range(*flag.span())}
    return [
        at
        for at, sign in enumerate(text)
        if _is_hidden(sign) and at not in flags and not _joins(text, at)
    ]


def picture(sign: str) -> str:
    """What is shown in place of a hidden sign."""
    code = ord(sign)
    if 0xD800 <= code < 0xE000:
        # Bytes of a file's name that are no text; no terminal could be sent them.
        return "\ufffd"
    return _PICTURES.get(code) or f"<U+{code:04X}>"


def _is_hidden(sign: str) -> bool:
    if sign.isprintable():
        return sign in _SHAPELESS
    kind = category(sign)
    return kind != "Zs" and not (kind == "Cn" and ord(sign) in _EMOJI_TO_COME)


def _joins(text: str, at: int) -> bool:
    """Whether a sign joins two letters or two emoji."""
    if text[at] not in JOINERS or not 0 < at < len(text) - 1:
        return False
    before, after = text[at - 1], text[at + 1]
    return (_is_letter(before) or _is_pictorial(before)) and (
        _is_letter(after) or _is_pictorial(after)
    )


def _is_letter(sign: str) -> bool:
    return category(sign)[0] in "LM"


def _is_pictorial(sign: str) -> bool:
    return ord(sign) in _EMOJI_TO_COME or category(sign) == "So"
