"""Which answer was most likely off, where an assumption rests on several.

Each answer would leave a mark of its own in the months: a wrong volume puts all of them off alike,
a wrong growth more from month to month. The one whose mark fits best is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from rules.review.measured import (
    CALLS,
    ERROR_RATE,
    FALLBACK,
    GROWTH,
    SHARE,
    STUDENT_COST,
    TEACHER_COST,
)
from rules.review.money import added_up
from rules.review.plan import Plan, PlannedMonth

PRICE_CHANGE: Final = "teacher.annual_price_change"
RAMP: Final = "upfront.ramp_months"
MONITORING: Final = "maintenance.monitoring_per_month"
REDISTILLATIONS: Final = "maintenance.redistillations_per_year"

_LONGEST_RAMP: Final = 60

Point = tuple[PlannedMonth, float, float]
"""A month, what was planned for it, and what it was."""


def suspect(assumption: str, plan: Plan, points: Sequence[Point]) -> str:
    """The key of the answer that was most likely off.

    Args:
        assumption: as `rules/review/gap.py` calls it.
        plan: that was off.
        points: the months that tell it.
    """
    match assumption:
        case "calls":
            return GROWTH if _drifts(points) else CALLS
        case "teacher_price":
            return PRICE_CHANGE if _drifts(points) else TEACHER_COST
        case "share_moved":
            return RAMP if _is_ramp(plan, points) else SHARE
        case "upkeep":
            return REDISTILLATIONS if plan.drivers.redistillation_cost_per_year else MONITORING
    return {"fallback_rate": FALLBACK, "student_cost": STUDENT_COST, "error_rate": ERROR_RATE}[
        assumption
    ]


def _drifts(points: Sequence[Point]) -> bool:
    """Whether months are off the more, the later they are in the plan, rather than all alike."""
    off = [
        (one.number - 1, math.log(actual) - math.log(planned))
        for one, planned, actual in points
        if 0 < planned < math.inf and 0 < actual < math.inf
    ]
    if len(off) < 2:
        return False
    mean = added_up(ratio for _, ratio in off) / len(off)
    squares = added_up(at * at for at, _ in off)
    slope = added_up(at * ratio for at, ratio in off) / squares
    return _less(_misfit(off, lambda at: slope * at), _misfit(off, lambda _: mean))


def _is_ramp(plan: Plan, points: Sequence[Point]) -> bool:
    """Whether another ramp to the planned share fits better than another share does."""
    full = plan.drivers.share_moved
    told = [(one.service, planned, actual) for one, planned, actual in points]
    squares = added_up(planned * planned for _, planned, _ in told)
    if squares <= 0:
        return False
    scale = added_up(planned * actual for _, planned, actual in told) / squares
    by_share = added_up((actual - scale * planned) ** 2 for _, planned, actual in told)
    by_ramp = min(
        added_up((actual - full * min(1.0, service / ramp)) ** 2 for service, _, actual in told)
        for ramp in range(1, _LONGEST_RAMP + 1)
    )
    return _less(by_ramp, by_share)


def _misfit(off: Sequence[tuple[int, float]], fitted: Callable[[int], float]) -> float:
    return added_up((ratio - fitted(at)) ** 2 for at, ratio in off)


def _less(one: float, other: float) -> bool:
    """Whether one misfit is less than another, by more than the rounding of figures."""
    return one < other * (1 - 1e-6) - 1e-18
