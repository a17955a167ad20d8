"""Records of months after launch: those that a plan leads to, and plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.answers.case import Case
from rules.answers.records import Actual
from rules.answers.validation import validate
from rules.figures.inputs import drivers_of, missing_keys
from rules.figures.reading import Reading
from rules.review.actual_months import ActualMonths, actual_months
from rules.review.money import Terms
from rules.review.plan import Plan
from rules.usage.months import DAYS_PER_MONTH, days_in
from tests.rules.cases import case

LAUNCHED = date(2026, 11, 1)

SHAPED: Mapping[str, Any] = {
    "volume.share_moved": 0.9,
    "volume.fallback_rate": 0.05,
    "teacher.annual_price_change": -0.2,
    "student.fixed_cost_per_month": 800,
    "upfront.months_to_launch": 3,
    "upfront.ramp_months": 2,
    "quality.error_rate_increase": 0.002,
    "quality.cost_per_error": 0.2,
}
"""What makes the base case one in which every assumption counts."""


def plan_of(of: Case, decided_on: date | None = None) -> Plan:
    """The plan that a case is, by its own policy."""
    return Plan(drivers_of(of, Reading()), of.policy, decided_on, tuple(missing_keys(of)))


def plan(changes: Mapping[str, Any] | None = None, decided_on: date | None = None) -> Plan:
    """The plan of the base case with everything that a plan can have."""
    return plan_of(case({**SHAPED, **(changes or {})}), decided_on)


def row(month: str, **figures: Any) -> dict[str, Any]:
    """A month with these figures; with one that says little where none is named."""
    return {"month": month, **(figures or {"upkeep": 0})}


def actuals(*rows: Mapping[str, Any]) -> tuple[Actual, ...]:
    found, wrong = validate({"schema": 1, "actuals": [dict(one) for one in rows]})
    assert not wrong
    return found.actuals


def months_named(number: int, launched_on: date = LAUNCHED) -> str:
    """The name of a month of service, counted from 1."""
    index = launched_on.year * 12 + launched_on.month - 1 + number - 1
    return f"{index // 12}-{index % 12 + 1:02}"


def by_its_days(truth: Plan, terms: Terms, month: date) -> Terms:
    """What a month of a plan comes to in a month of the calendar, which is longer or shorter."""
    longer = terms._replace(calls=terms.calls * days_in(month) / DAYS_PER_MONTH)
    return longer._replace(student_cost=truth.student_cost(longer.handled))


def as_planned(truth: Plan, count: int, *, by_the_day: bool = False) -> list[dict[str, Any]]:
    """The rows that a record has where everything went as some plan said.

    Args:
        truth: the plan that came true.
        count: of months of service.
        by_the_day: whether a long month has more calls than a short one, as in life; else each has
            those of the plan.
    """
    return [
        _row_of(truth, one.service, one.terms, by_the_day=by_the_day) for one in truth.months(count)
    ]


def _row_of(truth: Plan, service: int, terms: Terms, *, by_the_day: bool) -> dict[str, Any]:
    if by_the_day:
        terms = by_its_days(truth, terms, date.fromisoformat(f"{months_named(service)}-01"))
    return row(
        months_named(service),
        calls=terms.calls,
        student_calls=terms.handled,
        fallback_calls=terms.handled * terms.fallback_rate,
        teacher_cost=terms.teacher_cost,
        student_cost=terms.student_cost,
        upkeep=terms.upkeep,
        errors=terms.errors,
    )


def recorded(truth: Plan, count: int = 12, *, by_the_day: bool = False) -> ActualMonths:
    return actual_months(actuals(*as_planned(truth, count, by_the_day=by_the_day)), LAUNCHED)
