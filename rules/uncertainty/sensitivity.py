"""Which number breaks the case: what each one swings, and how wrong each one may be.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from rules.answers.bounds import bounds_of, inside
from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.cash import LARGEST, cash_flow
from rules.figures.economics import Drivers
from rules.figures.reading import Used
from rules.figures.variations import Variations
from rules.questions import Kind, question_of
from rules.uncertainty.margins import Margin, Margins

DIFFERENCES = {"volume.monthly_growth": 0.02, "teacher.annual_price_change": 0.25}
"""Rates that swing by a difference of their own where no range was given."""
OF_A_SHARE = 0.05
OF_VOLUME = 0.5
OF_AN_AMOUNT = 0.25
VOLUME = "volume.calls_per_month"


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
    is_default: bool
    """Whether nobody gave a range, so that one stands in for it."""

    @property
    def npv_swing(self) -> float:
        """How far apart the ends lie, in money of today."""
        return abs(self.high.npv - self.low.npv)


class Sensitivity(NamedTuple):
    """The tornado, its largest swing first, and the margins in the same order."""

    tornado: tuple[Swing, ...]
    margins: tuple[Margin, ...]

    @property
    def load_bearing(self) -> str | None:
        """The key of the assumption that the case hangs on most."""
        return self.tornado[0].key if self.tornado and self.tornado[0].npv_swing > 0 else None


def sensitivity(case: Case, policy: Policy) -> Sensitivity | None:
    """What each answered number that the cash flow rests on swings, and its margin.

    None for a case that is incomplete, or too large to calculate with, be it at the end of a range.
    """
    variations = Variations(case)
    if not _is_known(_extreme(variations.drivers, policy, 0.0)):
        return None
    answered = {key: used for key, used in variations.used.items() if not used.is_default}
    swings = [_swing(one, variations, policy) for one in answered.values()]
    if not all(_is_known(end) for one in swings for end in (one.low, one.high)):
        return None
    swings.sort(key=lambda one: (-one.npv_swing, one.key))
    margins = Margins(variations, policy)
    return Sensitivity(
        tuple(swings),
        tuple(margins.of(one.key, answered[one.key].estimate.likely) for one in swings),
    )


def _is_known(one: Extreme) -> bool:
    return abs(one.npv) <= LARGEST


def default_range(key: str, likely: float) -> tuple[float, float]:
    """What stands in for a range that nobody gave, within the bounds of the key."""
    if key in DIFFERENCES:
        by = DIFFERENCES[key]
    elif _is_share(key):
        by = OF_A_SHARE
    else:
        by = abs(likely) * (OF_VOLUME if key == VOLUME else OF_AN_AMOUNT)
    bounds = bounds_of(key)
    largest = sys.float_info.max
    low, high = max(likely - by, -largest), min(likely + by, largest)
    return inside(bounds, low, likely), inside(bounds, high, likely)


def _is_share(key: str) -> bool:
    question = question_of(key)
    return question is not None and question.kind is Kind.PERCENT


def _swing(used: Used, variations: Variations, policy: Policy) -> Swing:
    """What a number swings over its range, or over the one that stands in for it."""
    key, estimate = used.key, used.estimate
    if estimate.low is not None and estimate.high is not None:
        low, high = estimate.low, estimate.high
    else:
        low, high = default_range(key, estimate.likely)
    return Swing(
        key,
        _extreme(variations.drivers_with(key, low), policy, low),
        _extreme(variations.drivers_with(key, high), policy, high),
        is_default=not estimate.has_range,
    )


def _extreme(drivers: Drivers, policy: Policy, value: float) -> Extreme:
    """The cash figures of a case in which one number has this value."""
    cash = cash_flow(drivers, policy)
    return Extreme(value, cash.npv, cash.payback_months)
