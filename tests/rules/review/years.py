"""Years with the student whose truth is known, by seed.

Every number is somewhere in its stated range, as often as the range says, and one of them was
plainly wrong: at an end of its range. Each month lies off that by chance; the first are on record.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any, NamedTuple

from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.review.actual_months import ActualMonths, actual_months
from rules.review.ahead import Ahead, ahead
from rules.review.gap import Gap, gap
from rules.review.plan import Plan
from rules.review.timeline import timeline
from rules.uncertainty.ranges import P90
from tests.rules.cases import case, estimate
from tests.rules.review.recorded import LAUNCHED, SHAPED, actuals, months_named, plan_of, row

YEAR = 12
DECIDED = date(2026, 7, 20)
"""Approved so that a launch three months later is the planned one."""

RANGES: dict[str, tuple[float, float]] = {
    "volume.calls_per_month": (6_000_000, 1_500_000),
    "volume.monthly_growth": (0.02, 0.015),
    "volume.share_moved": (0.8, 0.08),
    "volume.fallback_rate": (0.06, 0.03),
    "teacher.cost_per_1k_calls": (4.0, 0.8),
    "teacher.annual_price_change": (-0.1, 0.08),
    "student.cost_per_1k_calls": (0.5, 0.2),
    "quality.error_rate_increase": (0.004, 0.002),
}
"""Likely values, and how far from them one chance in ten lies on either side."""
EXPECTED: dict[str, Any] = {
    **SHAPED,
    "policy.horizon_months": 15,
    "risk.stand_ins": False,
    **{
        key: estimate(likely, likely - half, likely + half)
        for key, (likely, half) in RANGES.items()
    },
}
WRONG = tuple(RANGES)


class Year(NamedTuple):
    """A case, what was planned, and what came of it."""

    case: Case
    plan: Plan
    actual: ActualMonths
    truth: float
    """The balance at the end of the year of service."""

    def ahead(self, on: date) -> tuple[Ahead, Gap]:
        beside = gap(self.plan, self.actual.months)
        at = timeline(self.plan, self.actual, on)
        return ahead(self.case, self.plan.policy, beside, at), beside


def year(seed: int, recorded: int, off: float = 0.05) -> Year:
    """A year of which so many months are on record, each off by chance by about this share."""
    chance = random.Random(seed)
    wrong = WRONG[seed % len(WRONG)]
    true = {
        key: bounds_of(key).clip(
            likely + half * (chance.choice((-1, 1)) if key == wrong else chance.gauss(0, 1 / P90))
        )
        for key, (likely, half) in RANGES.items()
    }
    judged = case(EXPECTED)
    true_case = case({**EXPECTED, **true})
    truth = plan_of(true_case)

    def about(value: float, most: float = float("inf")) -> float:
        return min(value * (1 + off * chance.gauss(0, 1)), most)

    rows = []
    balance = -float(truth.drivers.upfront_total)
    for one in truth.months(YEAR):
        terms = one.terms._replace(
            calls=about(one.terms.calls),
            share_moved=about(one.terms.share_moved, 1.0),
            fallback_rate=about(one.terms.fallback_rate),
            error_rate=about(one.terms.error_rate),
        )
        terms = terms._replace(student_cost=about(truth.student_cost(terms.handled)))
        balance += terms.net
        rows.append(
            row(
                months_named(one.service),
                calls=terms.calls,
                student_calls=terms.handled,
                fallback_calls=terms.handled * terms.fallback_rate,
                teacher_cost=terms.teacher_cost,
                student_cost=terms.student_cost,
                upkeep=terms.upkeep,
                errors=terms.errors,
            )
        )
    return Year(
        judged,
        plan_of(judged, DECIDED),
        actual_months(actuals(*rows[:recorded]), LAUNCHED),
        balance,
    )
