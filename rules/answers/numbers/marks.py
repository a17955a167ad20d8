"""What is copied along with a number and is none of it: spaces of all sorts, marks nobody sees."""

from __future__ import annotations

_SPACES = "\u00a0\u2007\u2009\u202f"
_UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"


_APOSTROPHES = "\u2018\u2019\u02bc"
"""What groups digits in Switzerland, as word processors write it."""


def without_marks(text: str) -> str:
    """The text with plain spaces and apostrophes, and without marks that do not show."""
    if text.isascii():
        return text.strip()
    # Compiled at its first use: few texts hold anything but ASCII.
    import re

    plain = re.sub(f"[{_APOSTROPHES}](?=[0-9])", "'", re.sub(f"[{_UNSEEN}]", "", text))
    return re.sub(f"[{_SPACES}]", " ", plain).strip()
