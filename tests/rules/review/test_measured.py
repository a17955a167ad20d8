"""What months after launch say about each answer."""

from __future__ import annotations

from typing import Any

import pytest

from rules.review.measured import (
    CALLS,
    ERROR_RATE,
    FALLBACK,
    GROWTH,
    SHARE,
    STUDENT_COST,
    TEACHER_COST,
    UPKEEP,
    measured,
)
from tests.rules.review.recorded import plan, recorded


def test_a_year_as_planned_says_what_the_plan_said() -> None:
    planned = plan({"teacher.annual_price_change": 0})
    found = measured(recorded(planned).months, planned)
    drivers = planned.drivers
    assert found[CALLS].value == pytest.approx(planned.months(12)[-1].terms.calls)
    for key, value in {
        GROWTH: drivers.monthly_growth,
        SHARE: drivers.share_moved,
        FALLBACK: drivers.fallback_rate,
        TEACHER_COST: drivers.teacher_cost_per_1k,
        STUDENT_COST: drivers.student_cost_per_1k,
        UPKEEP: drivers.annual_maintenance / 12,
        ERROR_RATE: drivers.error_rate_increase,
    }.items():
        one = found[key]
        assert one.value == pytest.approx(value, rel=1e-6), key
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ({}, GROWTH, "that needs 3 months in a row, and there are 1"),
        ({"upfront.ramp_months": 2}, SHARE, "the ramp of 2 months is not over"),
    ],
)
def test_one_month_does_not_say_everything(changes: dict[str, Any], key: str, why: str) -> None:
    planned = plan(changes)
    one = measured(recorded(planned, 1).months, planned)[key]
    assert not one.is_known
    assert one.why_not == why


def test_without_months_nothing_is_said() -> None:
    assert not any(one.is_known or not one.why_not for one in measured((), plan()).values())
