"""Which numbers no draw touches, and which of them would matter most if one did.

A chance is only as honest as what was drawn for it; what was not is named beside it.

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.figures.cash import net_present_value
from rules.figures.reading import Used
from rules.figures.variations import Variations
from rules.figures.worksheets import ITEM_SHEETS
from rules.uncertainty.ranges import as_reckoned, stand_in

LARGE = 0.1
"""Of the spread of the outcome from its 10th to its 90th percentile: what swings it that much."""
CONVENTIONS = frozenset({"student.hosting.hours_per_month"})
"""Numbers that are known by definition where nobody answered them, such as a month's hours."""
_ITEMS = frozenset(f"upfront.{item}" for item in ITEM_SHEETS)


class Held(NamedTuple):
    """A number that is the same in every draw."""

    key: str
    npv_swing: float
    """How far the outcome would go over the range of a guess, in money of today."""
    is_uncounted: bool
    """Whether it is one of the upfront items, and nobody has said what it costs."""

    def is_large(self, spread: float) -> bool:
        """Whether it could move the outcome noticeably, beside how far the draws spread it."""
        return self.is_uncounted or (self.npv_swing > 0 and self.npv_swing >= LARGE * spread)


def held_still(variations: Variations, policy: Policy, drawn: Container[str]) -> tuple[Held, ...]:
    """The numbers a case rests on that are not drawn, uncounted ones first, then by their swing."""
    found = [
        _held(used, variations, policy) for key, used in variations.used.items() if key not in drawn
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_uncounted, -one.npv_swing, one.key)))


def _held(used: Used, variations: Variations, policy: Policy) -> Held:
    key, likely = used.key, used.estimate.likely
    if used.is_default and key in CONVENTIONS:
        return Held(key, 0.0, is_uncounted=False)
    low, high = (
        net_present_value(variations.drivers_with(key, as_reckoned(key, likely, end)), policy)
        for end in stand_in(key, likely)
    )
    swing = abs(high - low)
    # Beyond all numbers, where two ends overflow, there is nothing to compare.
    return Held(key, swing if swing == swing else 0.0, used.is_default and key in _ITEMS)
