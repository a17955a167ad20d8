"""What months after launch say about each answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rules.review.actual_months import actual_months
from rules.review.measured import (
    CALLS,
    ERROR_RATE,
    FALLBACK,
    GROWTH,
    P95,
    SHARE,
    STUDENT_COST,
    TEACHER_COST,
    UPKEEP,
    Measured,
    measured,
)
from rules.usage.months import DAYS_PER_MONTH
from tests.rules.review.recorded import LAUNCHED, actuals, months_named, plan, recorded, row


def test_a_year_as_planned_says_what_the_plan_said() -> None:
    planned = plan({"teacher.annual_price_change": 0})
    found = measured(recorded(planned, by_the_day=True).months, planned)
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


def months(*rows: dict[str, float]) -> dict[str, Measured]:
    named = [row(months_named(number), **one) for number, one in enumerate(rows, start=1)]
    return measured(actual_months(actuals(*named), LAUNCHED).months, plan())


def test_what_no_month_tells_is_told_for_each_answer() -> None:
    assert {key: one.why_not for key, one in measured((), plan()).items()} == {
        CALLS: "no month tells how many calls there were",
        GROWTH: "no month tells how many calls there were",
        SHARE: "no month tells both all calls and those on the student",
        FALLBACK: "no month tells calls that fell back",
        TEACHER_COST: "no month tells what 100 or more calls cost that still ran on the teacher",
        STUDENT_COST: "no month tells what the student cost",
        UPKEEP: "no month tells what upkeep cost",
        ERROR_RATE: "no month tells additional wrong answers",
        P95: "no month tells the student's P95",
    }


def test_three_months_in_a_row_are_a_trend_and_two_are_none() -> None:
    # As many days as the months have, times calls a day.
    two = months({"calls": 30 * 100}, {"calls": 31 * 110})
    assert two[CALLS].value == pytest.approx(DAYS_PER_MONTH * 110)
    assert two[CALLS].how == "in 2026-12, by the day"
    assert two[GROWTH].why_not == "that needs 3 months in a row, and there are 2"
    three = months({"calls": 30 * 100}, {"calls": 31 * 110}, {"calls": 31 * 121})
    assert three[GROWTH].value == pytest.approx(0.1)
    assert (three[GROWTH].low, three[GROWTH].high) == (None, None)
    assert three[CALLS].value == pytest.approx(DAYS_PER_MONTH * 121)
    assert three[CALLS].how == "on trend in 2027-01, by the day"


def test_as_many_calls_on_each_day_are_no_growth_however_long_the_months_are() -> None:
    launched = date(2027, 2, 1)
    rows = [
        row(months_named(number, launched), calls=days * 1_000)
        for number, days in enumerate((28, 31, 30, 31), start=1)
    ]
    found = measured(actual_months(actuals(*rows), launched).months, plan())
    assert found[GROWTH].value == pytest.approx(0, abs=1e-12)
    for value in (found[CALLS].low, found[CALLS].value, found[CALLS].high):
        assert value == pytest.approx(DAYS_PER_MONTH * 1_000)


@pytest.mark.parametrize("calls", [(1e-300, 1e300, 1e300, 1e300), (1e300, 1e300, 1e-300, 1e-300)])
def test_months_that_no_trend_joins_tell_neither_calls_nor_growth(calls: Sequence[float]) -> None:
    found = months(*({"calls": one} for one in calls))
    why = "the months lie too far apart for a trend"
    assert found[CALLS].why_not == found[GROWTH].why_not == why


def test_a_teacher_who_cost_nothing_has_no_price() -> None:
    calls = {"calls": 1_000, "student_calls": 0, "fallback_calls": 0}
    assert months({**calls, "teacher_cost": 5})[TEACHER_COST].value == 5
    assert not months({**calls, "teacher_cost": 0})[TEACHER_COST].is_known


def test_a_student_who_cost_less_than_by_the_month_alone_has_no_price_per_call() -> None:
    found = months({"student_calls": 1_000, "student_cost": 0})[STUDENT_COST]
    assert found.why_not == ("the student cost less than the plan has it cost by the month alone")
    dear = months({"student_calls": 1_000, "student_cost": 1e6})[STUDENT_COST]
    assert dear.how == "beside what the plan pays by the month"
