"""Comparisons with a threshold, with a relative slack in favour of equality.

Figures that are equal on paper differ in their last digits in binary; nobody's verdict should hang
on that. A number that is not known (NaN) is on neither side.

Source: docs/specification.md §3.
"""

from __future__ import annotations

SLACK = 1e-9


def at_most(value: float, limit: float) -> bool:
    """Whether value <= limit, give or take the slack."""
    return value <= limit or _equal(value, limit)


def at_least(value: float, limit: float) -> bool:
    """Whether value >= limit, give or take the slack."""
    return value >= limit or _equal(value, limit)


def above(value: float, limit: float) -> bool:
    """Whether value > limit by more than the slack."""
    return value > limit and not _equal(value, limit)


def below(value: float, limit: float) -> bool:
    """Whether value < limit by more than the slack."""
    return value < limit and not _equal(value, limit)


def _equal(a: float, b: float) -> bool:
    if a == b:
        return True
    size = max(abs(a), abs(b))
    return size != float("inf") and abs(a - b) <= SLACK * size
