"""Which headings, keys and ids of a file are names, and may be told: a prompt may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LONGEST_NAME: Final = 120
"""Signs of a name; what is longer is text, and no name."""
_LONGEST_TOLD: Final = 40
_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def is_name(text: str) -> bool:
    """Whether a text can be the name of something: short, and nobody's address."""
    return 0 < len(text.strip()) <= LONGEST_NAME and _ADDRESS.search(text) is None


def without_addresses(text: str) -> str:
    """A name as it may be kept: keys and users are called by addresses, which are not."""
    return _ADDRESS.sub("(an address)", text)


def told(names: Iterable[str], words: int = 3) -> list[str]:
    """Those of a file's headings and keys that can be told: a prompt may stand in place of one."""
    return [
        one
        for one in names
        if is_name(one)
        and len(one) <= _LONGEST_TOLD
        and len(one.split()) <= words
        and not any(sign in one for sign in '[{"\n')
    ]
