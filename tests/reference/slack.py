"""Comparisons with a relative slack (docs/specification.md, 3, first paragraph)."""

from __future__ import annotations

import math
from typing import TypeVar

NEVER = math.inf
SLACK = 1e-9


def same(a: float, b: float) -> bool:
    """Equal within the relative slack; infinity equals only infinity."""
    if math.isinf(a) or math.isinf(b):
        return a == b
    return abs(a - b) <= SLACK * max(abs(a), abs(b))


def at_most(a: float, b: float) -> bool:
    """a <= b, in favour of equality."""
    return a <= b or same(a, b)


def at_least(a: float, b: float) -> bool:
    """a >= b, in favour of equality."""
    return a >= b or same(a, b)


def below(a: float, b: float) -> bool:
    """a < b, and not merely by rounding."""
    return a < b and not same(a, b)


def above(a: float, b: float) -> bool:
    """a > b, and not merely by rounding."""
    return a > b and not same(a, b)


def is_gain(gain: float, size: float) -> bool:
    """gain > 0, and more than the rounding of a subtraction of amounts of that size."""
    return gain > 0 and gain > SLACK * abs(size)


def ceiling(x: float) -> int:
    """Round up, but not because of a rounding error in the last digits."""
    return math.ceil(x - SLACK * abs(x))


Known = TypeVar("Known")


def known(value: Known | None) -> Known:
    """A value that cannot be missing here."""
    if value is None:
        raise AssertionError("a value that should be known is missing")
    return value
