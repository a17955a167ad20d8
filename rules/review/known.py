"""What is known by now of the numbers that the months ahead rest on, and how surely.

A month differs from the next by chance; what many of them have in common is known the better, the
more there are. How far the mean of months may lie off is Student's, since the months themselves
tell how much they differ. Fewer than three do not, and a measured number's stand-in range is taken.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import stdev
from typing import Final, NamedTuple

from rules.figures.economics import Drivers
from rules.review.actual_months import Month
from rules.review.measured import (
    ERROR_RATE,
    FALLBACK,
    LATEST,
    SHARE,
    STUDENT_COST,
    TEACHER_COST,
    UPKEEP,
    a_month_of_calls,
    latest_run,
    measured,
    priced,
)
from rules.review.plan import Plan
from rules.review.suspects import MONITORING
from rules.review.timeline import Timeline
from rules.uncertainty.ranges import P90, PART_OF_SWING, Range, stand_in
from rules.usage.months import LEAST_FOR_GROWTH

SCATTER: Final = 0.05
"""How far the calls of a month lie off their trend, as a fraction, where too few months say."""
LEAST_SCATTER: Final = 1e-4
LEAST_FOR_SCATTER: Final = LEAST_FOR_GROWTH + 1


class Known(NamedTuple):
    """A number that months tell."""

    value: float
    error: float
    """How far it may lie off: of a normal distribution, the standard deviation."""


class Volume(NamedTuple):
    """Calls where months lead to: the logarithm of those of the last month on trend, and its slope.

    The slope is what months show and what was expected of them, each by how sure it is.
    """

    level: float
    slope: float
    level_error: float
    slope_error: float
    correlation: float
    month: int
    """After approval, which the level is of."""


def students(freedom: float) -> float:
    """By how much a standard error is widened where it is itself told by few months.

    So that the 10th and 90th percentile of a normal distribution are those of Student's.

    Args:
        freedom: degrees of freedom, 1 or more.
    """
    first = (P90**3 + P90) / 4
    second = (5 * P90**5 + 16 * P90**3 + 3 * P90) / 96
    third = (3 * P90**7 + 19 * P90**5 + 17 * P90**3 - 15 * P90) / 384
    return (P90 + first / freedom + second / freedom**2 + third / freedom**3) / P90


def known_rates(
    months: Sequence[Month], plan: Plan, redistillations_per_year: float
) -> dict[str, Known]:
    """What months tell of shares, prices and upkeep, by key.

    Args:
        months: those that count.
        plan: what was decided, which they are read by.
        redistillations_per_year: as planned: of a rare cost, few months without it say nothing.
    """
    found = measured(months, plan)
    tells: dict[str, list[float]] = {
        SHARE: [one.share_moved for one in months],
        FALLBACK: [one.fallback_rate for one in months],
        ERROR_RATE: [one.error_rate for one in months],
        TEACHER_COST: [one.teacher_cost_per_1k for one in priced(months, plan)],
        UPKEEP: [one.upkeep for one in months],
    }
    known = {}
    for key, told in tells.items():
        if not found[key].is_known:
            continue
        single = [value for value in told if not math.isnan(value)]
        # As many of the latest as the value is of: a ramp, or older prices, say nothing of it.
        single = single[-found[key].months :]
        known[key] = Known(found[key].value, _error(key, found[key].value, single))
    every = 12 / redistillations_per_year if redistillations_per_year > 0 else 1.0
    if UPKEEP in known and found[UPKEEP].months < every:
        del known[UPKEEP]
    return known


def known_student_cost(drivers: Drivers, months: Sequence[Month]) -> Known | None:
    """What the student costs, as a multiple of what the case has the same calls cost.

    So that months with few calls are not taken for a dear student. None where no month tells, or
    the case has it cost nothing.
    """
    told = [one for one in months if one.student_calls > 0 and not math.isnan(one.student_cost)]
    pairs = [(one.student_cost, drivers.student_cost(one.student_calls)) for one in told[-LATEST:]]
    if not pairs or min(planned for _, planned in pairs) <= 0:
        return None
    value = math.fsum(actual for actual, _ in pairs) / math.fsum(planned for _, planned in pairs)
    return Known(
        value, _error(STUDENT_COST, value, [actual / planned for actual, planned in pairs])
    )


def _error(key: str, value: float, single: Sequence[float]) -> float:
    count = len(single)
    if count < LEAST_FOR_GROWTH:
        # Upkeep is no answer itself; it is as unsure as its part that is one.
        low, high = stand_in(MONITORING if key == UPKEEP else key, value, PART_OF_SWING["measured"])
        return (high - low) / (2 * P90)
    return students(count - 1) * stdev(single) / math.sqrt(count)


def known_volume(
    months: Sequence[Month], expected: float, reach: Range | None, at: Timeline
) -> Volume | None:
    """Where the calls of the latest months in a row lead to; None where none tells.

    Bayesian regression of the logarithms of their calls on time, by the day, with what was expected
    as the prior of the slope: a few months alone would be carried on into the distance.

    Args:
        months: those that count.
        expected: growth per month, as the case has it.
        reach: between which values it may lie, as the case has it; None where nobody said.
        at: where the case stands.
    """
    run = [one for one in latest_run(months, lambda one: one.calls) if one.calls > 0]
    if not run:
        return None
    logs = [math.log(a_month_of_calls(one)) for one in run]
    places = [one.service - run[-1].service for one in run]
    count, freedom = len(run), len(run) - 2
    scatter, widened = SCATTER, 1.0
    if count >= LEAST_FOR_SCATTER:
        scatter = max(LEAST_SCATTER, math.sqrt(_misfit(places, logs) / freedom))
        widened = students(freedom)
    slope = math.log1p(expected)
    wide = 0.0 if reach is None else math.log1p(reach.high) - math.log1p(reach.low)
    prior = max(LEAST_SCATTER, wide / (2 * P90))
    precision = 1 / scatter**2
    one, two, three = (
        count * precision,
        math.fsum(places) * precision,
        math.fsum(x * x for x in places) * precision + 1 / prior**2,
    )
    right = math.fsum(logs) * precision
    left = math.fsum(x * y for x, y in zip(places, logs, strict=True)) * precision
    left += slope / prior**2
    whole = one * three - two * two
    level_variance, slope_variance = three / whole, one / whole
    return Volume(
        level=(three * right - two * left) / whole,
        slope=(one * left - two * right) / whole,
        level_error=widened * math.sqrt(level_variance),
        slope_error=min(widened * math.sqrt(slope_variance), prior),
        correlation=-two / whole / math.sqrt(level_variance * slope_variance),
        month=at.month_of(run[-1].service),
    )


def _misfit(places: Sequence[int], logs: Sequence[float]) -> float:
    """The sum of squares around the line that fits best."""
    count = len(logs)
    across, mean = math.fsum(places) / count, math.fsum(logs) / count
    squares = math.fsum((x - across) ** 2 for x in places)
    slope = (
        math.fsum((x - across) * (y - mean) for x, y in zip(places, logs, strict=True)) / squares
    )
    return math.fsum(
        (y - mean - slope * (x - across)) ** 2 for x, y in zip(places, logs, strict=True)
    )
