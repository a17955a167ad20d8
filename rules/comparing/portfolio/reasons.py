"""The reasons for which a case is not done.

Source: docs/specification.md §16.4.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Why = Literal[
    "budget",
    "people",
    "too-late",
    "excluded",
    "needs",
    "loses-money",
    "verdict",
    "impossible",
    "too-large",
    "not-proved",
]


class Reason(NamedTuple):
    """Why a member is not done."""

    why: Why
    other: str = ""
    """The member that it is about, where it is about one."""
    amount: float = math.nan
    """Money or months that are lacking; of one that loses money, what it adds."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that advise against it."""
    says: str = ""
    """What is wrong with what it needs."""
