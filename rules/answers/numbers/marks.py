"""What is copied along with a number and is none of it: spaces of all sorts, marks nobody sees.

And what stands before one to say that it is rough.
"""

from __future__ import annotations

_SPACES = "\u00a0\u2007\u2009\u202f"
_UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u201e": "\u201c"}
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x301C: "~",
    0x3002: ".",
    0xFFE5: "\u00a5",
}
"""Signs of East Asian keyboards, as wide as two others, by those that they stand for."""
_ABOUT = r"""(?x)\s*(?:
    [~\u223c\u2248]
    | [cC]a(?:\.|(?=\s)) | approx(?:\.|(?=\s))
    | (?i:about|around|roughly|approximately|circa)(?=\s)
    )\s*"""
_APOSTROPHES = "\u2018\u2019\u02bc"
"""What groups digits in Switzerland, as word processors write it."""


def without_marks(text: str) -> str:
    """The text with plain spaces, apostrophes and digits, and without marks that do not show.

    Without the quotes around it, either, or the apostrophe by which a spreadsheet keeps a text one.
    """
    if text.isascii():
        return _unquoted(text.strip())
    # Compiled at its first use: few texts hold anything but ASCII.
    import re

    narrow = re.sub(f"[{_UNSEEN}]", "", text).translate(_WIDE)
    plain = re.sub(f"[{_APOSTROPHES}](?=[0-9])", "'", narrow)
    return _unquoted(re.sub(f"[{_SPACES}]", " ", plain).strip())


def without_about(text: str) -> str:
    """The text of a number without what says that it is rough: `6M` of `~6M` and `about 6M`."""
    import re

    found = re.match(_ABOUT, text)
    return text[found.end() :] if found else text


def _unquoted(text: str) -> str:
    if text[:1] not in _QUOTES:
        return text
    inner = text[1:-1] if text[-1] == _QUOTES[text[0]] else text[1:] if text[0] == "'" else text
    return inner.strip()
