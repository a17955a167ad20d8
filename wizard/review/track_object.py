"""Plan against actual as one JSON object.

Source: docs/specification.md §14.4.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from rules.review.following_up import FollowUp
from rules.review.gap import ASSUMPTIONS, MonthGap
from rules.review.measured import Measured
from rules.review.money import Terms
from wizard.review.telling import as_json

if TYPE_CHECKING:
    from wizard.review.keeping_months import Offer
    from wizard.review.tracking import Tracked


def follow_up_object(found: FollowUp) -> dict[str, Any]:
    """Plan, months, gap, what the months say of each answer, and what is wrong with them."""
    gap, plan, approved = found.gap, found.plan, found.approved
    whole: dict[str, Any] = {
        "currency": found.now.case.currency,
        "plan": {
            "approved_on": plan.decided_on,
            "approved_by": approved.by or None if approved is not None else None,
            "is_approved": approved is not None,
            "missing": list(plan.missing),
        },
        "launched_on": found.actual.launched_on,
        "launch_is_assumed": found.actual.is_assumed,
        "months_late": found.months_late,
        "months": [
            _month(one, planned, actual)
            for one, planned, actual in zip(
                gap.months, gap.planned_cash, gap.actual_cash, strict=True
            )
        ],
        "gap": {
            "net": gap.net,
            "savings": gap.savings,
            "explained": [
                {
                    "assumption": one.assumption,
                    "key": one.key,
                    "planned": one.planned,
                    "actual": one.actual,
                    "net": one.net,
                    "by_month": one.by_month,
                }
                for one in gap.effects
            ],
            "interaction": gap.interaction,
            "untold": list(gap.untold),
        },
        "measured": [_measured(one) for one in found.measured.values()],
        "missing_months": [f"{one:%Y-%m}" for one in found.actual.gaps],
        "problems": [
            {"key": one.key, "message": one.message, "severity": one.severity}
            for one in found.actual.problems
        ],
        "remarks": found.remarks,
    }
    return {name: as_json(value) for name, value in whole.items()}


def usage_object(
    offered: Sequence[Offer],
    keys: Collection[str],
    remarks: Sequence[str],
    tracked: Tracked | None,
) -> dict[str, Any]:
    """What was read, offered and kept."""
    return {
        "students": sorted(tracked.roles.students) if tracked is not None else [],
        "teachers": sorted(tracked.roles.teachers) if tracked is not None else [],
        "offered": [
            {
                "key": one.question.key,
                **as_json(one.cells),
                "doubt": one.question.doubt or None,
            }
            for one in offered
        ],
        "kept": sorted(keys),
        "remarks": list(remarks),
    }


def _month(one: MonthGap, planned_cash: float, actual_cash: float) -> dict[str, Any]:
    return {
        "month": f"{one.month.month:%Y-%m}",
        "key": one.month.key,
        "month_of_service": one.month.service,
        "month_of_plan": one.planned.number,
        "source": one.month.source or None,
        "coverage": one.month.coverage,
        "p95_latency_seconds": one.month.p95_latency_seconds,
        "untold": [name for name in ASSUMPTIONS if name in one.untold],
        "planned": _terms(one.planned.terms, planned_cash),
        "actual": _terms(one.actual, actual_cash),
    }


def _terms(terms: Terms, cash: float) -> dict[str, Any]:
    return {
        "calls": terms.calls,
        "share_moved": terms.share_moved,
        "fallback_rate": terms.fallback_rate,
        "teacher_cost_per_1k_calls": terms.teacher_cost_per_1k,
        "student_cost_per_1k_calls": terms.student_cost_per_1k,
        "without_student": terms.without,
        "teacher_cost": terms.teacher_cost,
        "student_cost": terms.student_cost,
        "savings": terms.savings,
        "upkeep": terms.upkeep,
        "errors": terms.errors,
        "error_cost": terms.error_cost,
        "net": terms.net,
        "cash": cash,
    }


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "key": one.key,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "months": one.months,
        "why_not": one.why_not or None,
        "how": one.how or None,
    }
