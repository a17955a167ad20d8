"""Texts as cells can hold and show them."""

from __future__ import annotations

import math
from unicodedata import east_asian_width

from rules.words.wording import visible

CELL_LIMIT = 32_767
"""Characters that a cell holds, as UTF-16 counts them."""


def legible(text: str) -> str:
    """A text as a cell can hold it: nothing hidden, nothing that XML forbids, not too long."""
    shown = visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return shown
    # A letter beyond the basic plane is two units, and half of one is no letter.
    return units[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in so many characters; wide letters are two."""
    return sum(
        max(1, math.ceil(sum(2 if east_asian_width(one) in "WF" else 1 for one in line) / width))
        for line in text.split("\n")
    )
