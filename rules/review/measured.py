"""What the months after launch say about the answers of a case.

A rate is that of all months together, a price that of the latest ones, a volume where the months
lead to. Ranges are how single months spread, as in what is read from logs: three or more have one.

Source: docs/specification.md §14.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from rules.figures.ops import FLOATS, UNKNOWN
from rules.review.actual_months import Month, months_between
from rules.review.money import added_up
from rules.review.plan import Plan
from rules.usage.months import LEAST_FOR_GROWTH, monthly_growth, of_average_length, quantile

CALLS: Final = "volume.calls_per_month"
GROWTH: Final = "volume.monthly_growth"
SHARE: Final = "volume.share_moved"
FALLBACK: Final = "volume.fallback_rate"
TEACHER_COST: Final = "teacher.cost_per_1k_calls"
STUDENT_COST: Final = "student.cost_per_1k_calls"
UPKEEP: Final = "upkeep_per_month"
"""No answer is it: what a month of upkeep costs follows from several."""
ERROR_RATE: Final = "quality.error_rate_increase"
P95: Final = "student.p95_latency_seconds"

LATEST: Final = 3
"""Months whose price counts as the present one."""
LEAST_CALLS: Final = 100
"""On the teacher in a month, for what they cost to say what a call costs."""


class Measured(NamedTuple):
    """What the months say about one answer."""

    key: str
    value: float
    """In the unit of the answer; NaN where they do not say."""
    low: float | None
    """P10 and P90 of single months; None for fewer than three."""
    high: float | None
    months: int
    """How many months it is from."""
    why_not: str = ""
    """Why there is no value, as a clause; empty where there is one."""
    how: str = ""
    """What the value is of, where that is not plain."""

    @property
    def is_known(self) -> bool:
        """Whether the months say anything."""
        return not math.isnan(self.value)


def measured(months: Sequence[Month], plan: Plan) -> dict[str, Measured]:
    """What months after launch say about each answer, by key.

    Args:
        months: those that count, in order.
        plan: whose ramp, prices and fixed cost they are read by.
    """
    found = (
        *_volume(months, plan),
        _share_moved(months, plan),
        _rate(FALLBACK, months, "fallback_calls", "calls that fell back"),
        _teacher_cost(months, plan),
        _student_cost(months, plan),
        _mean(UPKEEP, months, lambda one: one.upkeep, "what upkeep cost"),
        _rate(ERROR_RATE, months, "errors", "additional wrong answers"),
        _mean(P95, months, lambda one: one.p95_latency_seconds, "the student's P95"),
    )
    return {one.key: one for one in found}


def _unknown(key: str, why: str) -> Measured:
    return Measured(key, UNKNOWN, None, None, 0, why)


def _with_range(key: str, value: float, single: Sequence[float], how: str = "") -> Measured:
    """A value with the spread of single months around it, never on one side of it alone."""
    low = high = None
    if len(single) >= LEAST_FOR_GROWTH:
        low, high = min(quantile(single, 0.1), value), max(quantile(single, 0.9), value)
    return Measured(key, value, low, high, len(single), how=how)


def latest_run(months: Sequence[Month], tells: Callable[[Month], float]) -> list[Month]:
    """The last months in a row that tell something, oldest first."""
    run: list[Month] = []
    for one in reversed(months):
        if math.isnan(tells(one)) or (run and months_between(one.month, run[0].month) != 1):
            if run:
                break
            continue
        run.insert(0, one)
    return run


def a_month_of_calls(month: Month) -> float:
    """The calls of a month as a month of a case has them: one of average length."""
    return of_average_length(month.calls, month.month)


def _volume(months: Sequence[Month], plan: Plan) -> Iterator[Measured]:
    """Calls where the last month stands on their trend, and the trend.

    Both are of months of average length, as those of a case are.
    """
    run = [one for one in latest_run(months, lambda one: one.calls) if one.calls > 0]
    if not run:
        why = "no month tells how many calls there were"
        yield from (_unknown(key, why) for key in (CALLS, GROWTH))
        return
    last = f"in {run[-1].month:%Y-%m}, by the day"
    calls = [a_month_of_calls(one) for one in run]
    if len(run) < LEAST_FOR_GROWTH:
        yield Measured(CALLS, calls[-1], None, None, len(run), how=last)
        yield _unknown(
            GROWTH, f"that needs {LEAST_FOR_GROWTH} months in a row, and there are {len(run)}"
        )
        return
    growth = monthly_growth({one.month: one.calls for one in run})
    middle = added_up(map(math.log, calls)) / len(calls)
    # Where next to nothing is left of each month in the next, the growth rounds to -1.
    slope = math.log1p(growth) if growth > -1 else -math.inf
    fitted = [
        FLOATS.power(math.e, middle + (at - (len(calls) - 1) / 2) * slope)
        for at in range(len(calls))
    ]
    if not all(0 < one < math.inf for one in fitted):
        why = "the months lie too far apart for a trend"
        yield from (_unknown(key, why) for key in (CALLS, GROWTH))
        return
    off = [actual / trend for actual, trend in zip(calls, fitted, strict=True)]
    yield _with_range(CALLS, fitted[-1], [fitted[-1] * one for one in off], f"on trend {last}")
    yield Measured(GROWTH, growth, *_growth_range(off, growth), len(run))


_Z90: Final = 1.2815515655


def _growth_range(off: Sequence[float], growth: float) -> tuple[float | None, float | None]:
    """P10 and P90 of the growth, by how far months lie off their trend; None of three months."""
    count = len(off)
    if count <= LEAST_FOR_GROWTH:
        return None, None
    squares = added_up(math.log(one) ** 2 for one in off) / (count - 2)
    spread = added_up((at - (count - 1) / 2) ** 2 for at in range(count))
    half = _Z90 * math.sqrt(squares / spread)
    trend = math.log1p(growth)
    low, high = (FLOATS.power(math.e, one) - 1 for one in (trend - half, trend + half))
    return min(low, growth), max(high, growth)


def _share_moved(months: Sequence[Month], plan: Plan) -> Measured:
    """The share of all months after the ramp."""
    told = [one for one in months if not math.isnan(one.share_moved)]
    if not told:
        return _unknown(SHARE, "no month tells both all calls and those on the student")
    rolled_out = [one for one in told if one.service >= max(plan.ramp, 1)]
    if not rolled_out:
        return _unknown(SHARE, f"the ramp of {plan.ramp} months is not over")
    return _pooled(SHARE, rolled_out, "student_calls", "calls")


def _rate(key: str, months: Sequence[Month], part: str, words: str) -> Measured:
    told = [one for one in months if not math.isnan(getattr(one, part)) and one.student_calls > 0]
    if not told:
        return _unknown(key, f"no month tells {words}")
    return _pooled(key, told, part, "student_calls")


def _pooled(key: str, months: Sequence[Month], part: str, whole: str) -> Measured:
    shares = [getattr(one, part) / getattr(one, whole) for one in months]
    value = added_up(getattr(one, part) for one in months) / added_up(
        getattr(one, whole) for one in months
    )
    return _with_range(key, value, shares)


def with_fallbacks(month: Month, plan: Plan) -> Month:
    """A month that tells how many calls fell back: as many as planned where it does not.

    It is what the calls on the teacher are counted by, where their price is asked for.
    """
    if not math.isnan(month.fallback_calls):
        return month
    return month._replace(fallback_calls=month.student_calls * plan.drivers.fallback_rate)


def has_price(month: Month) -> bool:
    """Whether enough calls still ran on the teacher for their cost to say what a call costs."""
    return month.teacher_calls >= LEAST_CALLS and month.teacher_cost > 0


def priced(months: Sequence[Month], plan: Plan) -> list[Month]:
    """Those that tell what a call on the teacher costs, with what fell back, told or planned."""
    return [one for each in months if has_price(one := with_fallbacks(each, plan))]


def _teacher_cost(months: Sequence[Month], plan: Plan) -> Measured:
    told = priced(months, plan)
    if not told:
        return _unknown(
            TEACHER_COST,
            f"no month tells what {LEAST_CALLS} or more calls cost that still ran on the teacher",
        )
    recent = told[-LATEST:]
    value = (
        1_000
        * added_up(one.teacher_cost for one in recent)
        / added_up(one.teacher_calls for one in recent)
    )
    prices = [one.teacher_cost_per_1k for one in recent]
    return _with_range(TEACHER_COST, value, prices, "of the calls that still ran on it")


def _student_cost(months: Sequence[Month], plan: Plan) -> Measured:
    """Per call, once what the plan pays by the month is taken off."""
    told = [one for one in months if one.student_calls > 0 and not math.isnan(one.student_cost)]
    if not told:
        return _unknown(STUDENT_COST, "no month tells what the student cost")
    recent = told[-LATEST:]
    fixed = {one.month: plan.drivers.fixed_cost(one.student_calls, FLOATS) for one in recent}
    prices = [1_000 * (one.student_cost - fixed[one.month]) / one.student_calls for one in recent]
    calls = added_up(one.student_calls for one in recent)
    value = 1_000 * added_up(one.student_cost - fixed[one.month] for one in recent) / calls
    if value < 0:
        why = "the student cost less than the plan has it cost by the month alone"
        return _unknown(STUDENT_COST, why)
    is_fixed = any(fixed.values())
    how = "beside what the plan pays by the month" if is_fixed else ""
    return _with_range(STUDENT_COST, value, [max(one, 0.0) for one in prices], how)


def _mean(
    key: str, months: Sequence[Month], tells: Callable[[Month], float], words: str
) -> Measured:
    values = [value for one in months if not math.isnan(value := tells(one))]
    if not values:
        return _unknown(key, f"no month tells {words}")
    return _with_range(key, added_up(values) / len(values), values)
