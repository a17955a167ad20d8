"""Between which values a number may lie: stated, read off the slices, or standing in for both.

Whatever swings a number or draws it takes its range from here, so that a tornado and a simulation
never disagree on how unsure a number is.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Literal, NamedTuple

from rules.answers.bounds import inside
from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.answers.estimate import Basis
from rules.answers.policy import Policy
from rules.answers.slack import SLACK
from rules.figures.ops import FLOATS
from rules.figures.reading import Used
from rules.figures.slices import loss_over_slices
from rules.questions import Kind, question_of

Origin = Literal["stated", "slices", "stand-in"]
"""Who says how far a number may lie off: its author, the evaluation, or nobody."""

P90 = 1.2815515655
"""The standard normal deviate of one chance in ten."""
VOLUME = "volume.calls_per_month"
GROWTH = "volume.monthly_growth"
PRICE_CHANGE = "teacher.annual_price_change"
ERROR_RATE = "quality.error_rate_increase"
MONTHS = frozenset({"upfront.months_to_launch", "upfront.ramp_months"})
COUNTS = frozenset(
    {
        "student.hosting.min_replicas",
        "student.hosting.gpus_per_replica",
        "upfront.training_worksheet.runs",
    }
)
"""Numbers of which there are whole ones only, besides months."""
PART_OF_SWING: Mapping[Basis, float] = {
    "assumed": 1.0,
    "estimated": 0.5,
    "measured": 0.25,
    "quoted": 0.25,
}
"""How much of the default swing stands in for the range of a number, by its basis."""


class Range(NamedTuple):
    """One chance in ten of being lower, one in ten of being higher."""

    low: float
    high: float
    origin: Origin

    @property
    def has_width(self) -> bool:
        """Whether there is anything to draw or to vary between its ends."""
        return self.low < self.high


def ranges_of(case: Case, policy: Policy, used: Mapping[str, Used]) -> dict[str, Range]:
    """The range of every number that somebody answered, by key, in the order of use.

    Args:
        case: whose numbers they are.
        policy: says how wide a range is that stands in for one.
        used: the numbers; those that nobody answered have no range.
    """
    return {
        key: _range_of(one, case, policy.stand_in_scale)
        for key, one in used.items()
        if not one.is_default
    }


def drawn_ranges(case: Case, policy: Policy, used: Mapping[str, Used]) -> dict[str, Range]:
    """Those that have any width, and stand in for none where the case wants no such draws."""
    return {
        key: one
        for key, one in ranges_of(case, policy, used).items()
        if one.has_width and (case.risk.stand_ins or one.origin != "stand-in")
    }


def _range_of(used: Used, case: Case, scale: float) -> Range:
    estimate = used.estimate
    if estimate.low is not None and estimate.high is not None:
        return Range(estimate.low, estimate.high, "stated")
    if used.key == ERROR_RATE and case.quality.error_rate_increase is None:
        loss = loss_over_slices(case, P90)
        if loss.known:
            # The same sum, rounded elsewhere, must not lie outside its own range.
            low, high = min(loss.low, estimate.likely), max(loss.high, estimate.likely)
            return Range(low, min(high, 1.0), "slices")
    low, high = stand_in(used.key, estimate.likely, scale * PART_OF_SWING[estimate.basis])
    return Range(low, high, "stand-in")


def stand_in(key: str, likely: float, part: float = 1.0) -> tuple[float, float]:
    """What stands in for a range that nobody gave, within the bounds of the key.

    Args:
        key: of the number.
        likely: its value.
        part: how much of its default swing is taken.
    """
    by = part * _default_swing(key, likely)
    bounds = bounds_of(key)
    largest = sys.float_info.max
    low, high = max(likely - by, -largest), min(likely + by, largest)
    return inside(bounds, low, likely), inside(bounds, high, likely)


def _default_swing(key: str, likely: float) -> float:
    """How far a guess is taken to lie off, in the unit of its key."""
    size = abs(likely)
    if key == VOLUME:
        return 0.5 * size
    if key == GROWTH:
        return max(0.02, size / 2)
    if key == PRICE_CHANGE:
        return 0.25
    if key == ERROR_RATE:
        return max(size / 2, 0.01)
    question = question_of(key)
    if question is not None and question.kind is Kind.PERCENT:
        return 0.05
    return 0.25 * size


def added_before_rounding(key: str, likely: float) -> float | None:
    """What is added to a varied number before it is rounded; None where it is not rounded.

    Months are rounded up where the case is reckoned as it is, so that as much is added to others in
    their place. What is counted in parts, such as half a GPU, has no whole ones to be rounded to.
    """
    if key in MONTHS:
        return float(FLOATS.ceil(likely)) - likely
    if key in COUNTS and likely == math.floor(likely):
        return 0.0
    return None


def as_reckoned(key: str, likely: float, value: float) -> float:
    """A value in place of the likely one, as the arithmetic takes it: whole where it has to be."""
    added = added_before_rounding(key, likely)
    if added is None:
        return value
    whole = (value + added + 0.5) * (1 + SLACK)
    # Numbers without end are none; those right before it have no fraction anyhow.
    return bounds_of(key).clip(float(math.floor(whole)) if math.isfinite(whole) else value)
