"""The numbers that months not yet on record rest on: what is known by now, then the answers.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from rules.figures.economics import Drivers
from rules.figures.ops import FLOATS, Number, Ops
from rules.review.measured import ERROR_RATE, FALLBACK, SHARE, TEACHER_COST, UPKEEP
from rules.review.timeline import Timeline

_FIELDS: Final[Mapping[str, str]] = {
    SHARE: "share_moved",
    FALLBACK: "fallback_rate",
    ERROR_RATE: "error_rate_increase",
}
"""The numbers that are taken as months tell them, and lie from 0 to 1."""


class Told(NamedTuple):
    """Values of what months tell, at which the months ahead are reckoned: floats, or draws."""

    rates: Mapping[str, Number]
    """By key."""
    student_cost: Number | None
    """A multiple of what the case has the same calls cost; None where months do not tell."""
    level: Number | None
    """Logarithm of the calls of the last month on record, on trend; None where none tells."""
    slope: Number | None
    price_month: float
    """The month after approval that the teacher's price is of, on average."""


def numbers_ahead(drivers: Drivers, now: Drivers, told: Told, at: Timeline, ops: Ops) -> Drivers:
    """The numbers of the months after the last one on record.

    Args:
        drivers: of the case as it is answered, from approval.
        now: the same at its likely values, which what is told of the student's cost is held
            against.
        told: what months tell, which wins.
        at: where the case stands.
        ops: for floats or for arrays of draws.
    """
    last = at.last
    rates = told.rates
    growth = drivers.monthly_growth
    if told.level is not None and told.slope is not None:
        growth = ops.power(math.e, told.slope) - 1
        calls = ops.power(math.e, told.level + told.slope)
    else:
        calls = drivers.calls_per_month * ops.power(1 + growth, last)
    dearer = 1 + drivers.annual_price_change
    if TEACHER_COST in rates:
        price = ops.maximum(rates[TEACHER_COST], 0.0)
        price = price * ops.power(dearer, (last + 1 - told.price_month) / 12)
    else:
        price = drivers.teacher_cost_per_1k * ops.power(dearer, last / 12)
    # Launches are rounded up to whole months, give or take a little that is for those ahead: one
    # that lies behind would come a month later for it.
    launch = drivers.months_to_launch * 0 + (at.launch - last - 0.5)
    if not at.is_set:
        launch = ops.maximum(ops.ceil(drivers.months_to_launch), float(at.today)) - last - 0.5
    found = drivers._replace(
        calls_per_month=calls,
        monthly_growth=growth,
        teacher_cost_per_1k=price,
        upfront_total=calls * 0,
        months_to_launch=launch,
        months_of_service=drivers.months_of_service - last,
        **{
            field: ops.minimum(ops.maximum(rates[key], 0.0), 1.0)
            for key, field in _FIELDS.items()
            if key in rates
        },
    )
    if SHARE in rates:
        # It is that of the months after the ramp.
        found = found._replace(ramp_months=0.0)
    if UPKEEP in rates:
        found = found._replace(
            redistillation_cost_per_year=12 * ops.maximum(rates[UPKEEP], 0.0),
            monitoring_per_month=0.0,
        )
    if told.student_cost is not None:
        times = ops.maximum(told.student_cost, 0.0)
        hosting = now.hosting
        found = found._replace(
            student_cost_per_1k=now.student_cost_per_1k * times,
            fixed_cost_per_month=now.fixed_cost_per_month * times,
            hosting=None
            if hosting is None
            else hosting._replace(cost_per_replica=hosting.cost_per_replica * times),
        )
    return found


def shifted(drivers: Drivers, months: int) -> Drivers:
    """The same numbers as they are so many months later, or earlier."""
    return drivers._replace(
        calls_per_month=drivers.calls_per_month * FLOATS.power(1 + drivers.monthly_growth, months),
        teacher_cost_per_1k=drivers.teacher_cost_per_1k
        * FLOATS.power(1 + drivers.annual_price_change, months / 12),
        months_to_launch=drivers.months_to_launch - months,
        months_of_service=drivers.months_of_service - months,
    )
