"""Numbers spelled with the dot, as somebody writes them who writes the comma."""

from __future__ import annotations

import re

_NUMBER = r"(?<![0-9A-Za-z,])(?<![^.]\.)[0-9]+(?:[.,][0-9]+)*"


def in_hand(text: str, *, decimal_comma: bool) -> str:
    """A text of numbers spelled with the dot, as somebody writes them who writes the comma."""
    return re.sub(_NUMBER, _exchanged, text) if decimal_comma else text


def _exchanged(found: re.Match[str]) -> str:
    whole, _, fraction = found[0].partition(".")
    if whole.count(",") == 1 and not fraction:
        # One group of three alone could be decimals.
        return whole.replace(",", "")
    if len(fraction) == 3 and "," not in whole and len(whole) <= 3 and whole != "0":
        fraction += "0"
    grouped = whole.replace(",", ".")
    return f"{grouped},{fraction}" if fraction else grouped
