"""Texts that are longer than their room, ending so that nobody takes the piece for the whole."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

_IN_A_NUMBER = re.compile(r"[^\s]*[0-9][0-9.,]*$")
_FIRST_NUMBER = re.compile(r"[^0-9]*(?P<number>[0-9][0-9.,]*)")


def cut(text: str, width: int) -> str:
    """A text in so many cells, with `…` where it does not fit; a number stays whole or goes.

    Of one with which the text begins it is said how long it is.
    """
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    kept = set_cell_size(text, width - 1).rstrip()
    if text[len(kept) : len(kept) + 1] in "0123456789.,":
        kept = _IN_A_NUMBER.sub("", kept).rstrip()
        first = _FIRST_NUMBER.match(text)
        if first is not None and not any(sign.isalnum() for sign in kept):
            digits = sum(sign.isdecimal() for sign in first["number"])
            said = f"{kept} {digits} digits{'…' if text[first.end() :] else ''}".lstrip()
            return said if cell_len(said) <= width else f"{kept}…"
    return f"{kept}…"
