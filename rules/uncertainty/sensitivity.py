"""Which number breaks the case: what each one swings, and how wrong each one may be.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.cash import LARGEST, cash_flow
from rules.figures.economics import Drivers
from rules.figures.variations import Variations
from rules.uncertainty.margins import Margin, Margins
from rules.uncertainty.ranges import Origin, Range, as_reckoned, ranges_of


class Extreme(NamedTuple):
    """The case with one number at one end of its range."""

    value: float
    npv: float
    payback_months: float
    """Of the cash flow; infinite where it never pays back."""


class Swing(NamedTuple):
    """What one number does to the case over its range."""

    key: str
    low: Extreme
    high: Extreme
    origin: Origin
    """Where its range comes from."""

    @property
    def is_default(self) -> bool:
        """Whether nobody gave a range, so that one stands in for it."""
        return self.origin == "stand-in"

    @property
    def is_cut(self) -> bool:
        """Whether its range stands in for one and ends where the number itself has to."""
        low, high, bounds = self.low.value, self.high.value, bounds_of(self.key)
        at_end = low <= bounds.clip(-math.inf) or high >= bounds.clip(math.inf)
        return self.is_default and low < high and at_end

    @property
    def npv_swing(self) -> float:
        """How far apart the ends lie, in money of today."""
        return abs(self.high.npv - self.low.npv)


class Sensitivity(NamedTuple):
    """What each number does to the case, and how wrong each may be."""

    tornado: tuple[Swing, ...]
    """Of the numbers that somebody answered, the largest swing first."""
    margins: tuple[Margin, ...]
    """Of the same numbers in the same order, then of those that stand at their default."""

    @property
    def bars(self) -> tuple[Swing, ...]:
        """Those of the tornado that a chart can show: the others move nothing over their range."""
        return tuple(one for one in self.tornado if one.npv_swing > 0)

    @property
    def load_bearing(self) -> str | None:
        """The key of the assumption that the case hangs on most."""
        return self.bars[0].key if self.bars else None


def sensitivity(case: Case, policy: Policy) -> Sensitivity | None:
    """What each number that the cash flow rests on swings, and its margin.

    None for a case that is incomplete, or too large to calculate with, be it at the end of a range.
    """
    variations = Variations(case)
    if not _is_known(_extreme(variations.drivers, policy, 0.0)):
        return None
    likely = {key: used.estimate.likely for key, used in variations.used.items()}
    ranges = ranges_of(case, policy, variations.used)
    swings = [_swing(key, likely[key], one, variations, policy) for key, one in ranges.items()]
    if not all(_is_known(end) for one in swings for end in (one.low, one.high)):
        return None
    swings.sort(key=lambda one: (-one.npv_swing, one.key))
    margins = Margins(variations, policy)
    unanswered = sorted(likely.keys() - ranges.keys())
    return Sensitivity(
        tuple(swings),
        tuple(margins.of(key, likely[key]) for key in [*(one.key for one in swings), *unanswered]),
    )


def _is_known(one: Extreme) -> bool:
    return abs(one.npv) <= LARGEST


def _swing(key: str, likely: float, reach: Range, variations: Variations, policy: Policy) -> Swing:
    """What a number swings over its range."""
    low, high = (as_reckoned(key, likely, end) for end in (reach.low, reach.high))
    return Swing(
        key,
        _extreme(variations.drivers_with(key, low), policy, low),
        _extreme(variations.drivers_with(key, high), policy, high),
        reach.origin,
    )


def _extreme(drivers: Drivers, policy: Policy, value: float) -> Extreme:
    """The cash figures of a case in which one number has this value."""
    cash = cash_flow(drivers, policy, by_month=False)
    return Extreme(value, cash.npv, cash.payback_months)
