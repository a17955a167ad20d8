"""What the plan said for each month after launch is what the cash flow of the case says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.figures.cash import cash_flow
from tests.rules.review.recorded import plan

HOSTED = {
    "student.cost_per_1k_calls": None,
    "student.hosting.gpu_price_per_hour": 2,
    "student.hosting.calls_per_second_per_replica": 4,
}
CHANGES: dict[str, dict[str, Any]] = {
    "everything": {},
    "hosted": HOSTED,
    "no ramp": {"upfront.ramp_months": 0, "upfront.months_to_launch": 0},
    "retired": {"student.retires_on": date(2026, 9, 1)},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_a_month_of_the_plan_is_a_month_of_the_cash_flow(changes: dict[str, Any]) -> None:
    planned = plan(changes)
    cash = cash_flow(planned.drivers, planned.policy)
    months = planned.months(20)
    assert [one.service for one in months] == list(range(1, 21))
    for one in months:
        assert one.terms.net == pytest.approx(cash.flows[one.number], rel=1e-9, abs=1e-6)
        assert one.cash == pytest.approx(cash.balance[one.number], rel=1e-9)


def test_a_plan_goes_on_behind_its_horizon() -> None:
    planned = plan({"policy.horizon_months": 4})
    assert len(planned.months(12)) == 12


def test_a_plan_without_a_volume_says_nothing() -> None:
    assert plan({"volume.calls_per_month": None}).months(3) == ()


def test_the_launch_is_late_by_months_after_the_planned_one() -> None:
    assert plan(decided_on=date(2026, 6, 10)).months_late(date(2026, 12, 20)) == 3
    assert plan(decided_on=date(2026, 6, 1)).months_late(date(2026, 9, 1)) == 0
    assert plan(decided_on=date(2026, 6, 10)).months_late(date(2026, 6, 1)) == -3
    assert plan().months_late(date(2026, 9, 1)) is None


def test_what_served_before_its_approval_is_not_early() -> None:
    approved = plan(decided_on=date(2026, 6, 10))
    assert approved.months_late(date(2026, 5, 31)) is None
    assert approved.months_late(date(2025, 12, 1)) is None
