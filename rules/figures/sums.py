"""Sums that are rounded once, whatever their order: one number in them can be exchanged.

Source: Shewchuk (1997), "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
Predicates", whose expansions hold a sum without any rounding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from rules.figures.ops import Number


def total(numbers: Iterable[Number]) -> Number:
    """The sum of floats, rounded once, or of numbers among which are arrays."""
    numbers = list(numbers)
    return _rounded(numbers) if all(isinstance(one, float) for one in numbers) else sum(numbers)


def _rounded(numbers: list[float]) -> float:
    try:
        return math.fsum(numbers)
    except OverflowError:
        return sum(numbers)


class ExactSum:
    """A sum of finite floats, held as what it is rounded to and what that leaves out."""

    def __init__(self, numbers: Iterable[float]) -> None:
        left = list(numbers)
        self._parts: list[float] = []
        while not self._parts or (self._parts[-1] and math.isfinite(self._parts[0])):
            self._parts.append(_rounded(left))
            left.append(-self._parts[-1])

    @property
    def rounded(self) -> float:
        """The float next to the sum; infinite where it is too large for one."""
        return self._parts[0]

    def with_instead(self, old: float, new: float) -> ExactSum:
        """The sum with another number in place of one of its numbers."""
        return ExactSum([*self._parts, -old, new])
