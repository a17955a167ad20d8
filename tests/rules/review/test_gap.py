"""Plan against actual: what went as planned leaves no gap, and what did not is named."""

from __future__ import annotations

import math
from typing import Any

import pytest

from rules.review.actual_months import actual_months
from rules.review.gap import Gap, gap
from rules.review.gap_in_words import behind, explained
from rules.words.money import Words
from tests.rules.review.recorded import (
    LAUNCHED,
    actuals,
    as_planned,
    months_named,
    plan,
    recorded,
    row,
)

WRONG: dict[str, dict[str, Any]] = {
    "volume.calls_per_month": {"volume.calls_per_month": 4_100_000},
    "volume.monthly_growth": {"volume.monthly_growth": -0.02},
    "volume.share_moved": {"volume.share_moved": 0.6},
    "upfront.ramp_months": {"upfront.ramp_months": 7},
    "volume.fallback_rate": {"volume.fallback_rate": 0.2},
    "teacher.cost_per_1k_calls": {"teacher.cost_per_1k_calls": 2.5},
    "teacher.annual_price_change": {"teacher.annual_price_change": -0.6},
    "student.cost_per_1k_calls": {"student.cost_per_1k_calls": 0.9},
    "maintenance.redistillations_per_year": {"maintenance.redistillations_per_year": 9},
    "quality.error_rate_increase": {"quality.error_rate_increase": 0.015},
}
HOSTING = {
    "student.cost_per_1k_calls": None,
    "student.hosting.gpu_price_per_hour": 2,
    "student.hosting.calls_per_second_per_replica": 4,
}


def held_against(truth: dict[str, Any], planned: dict[str, Any] | None = None) -> Gap:
    return gap(plan(planned), recorded(plan({**(planned or {}), **truth})).months)


def test_a_year_as_planned_leaves_no_gap() -> None:
    found = held_against({})
    assert len(found.months) == 12
    assert found.net == pytest.approx(0, abs=1e-4)
    assert all(one.net == pytest.approx(0, abs=1e-4) for one in found.effects)


@pytest.mark.parametrize("key", WRONG)
def test_the_one_assumption_that_was_wrong_is_named_and_explains_the_gap(key: str) -> None:
    found = held_against(WRONG[key])
    first = found.effects[0]
    assert first.key == key
    assert abs(found.net) > 1_000
    assert first.net == pytest.approx(found.net, rel=0.01)
    assert found.interaction == pytest.approx(0, abs=0.01 * abs(found.net))


@pytest.mark.parametrize("key", ["volume.calls_per_month", "volume.share_moved"])
def test_idle_hardware_is_no_dear_student(key: str) -> None:
    found = held_against(WRONG[key], HOSTING)
    assert found.effects[0].key == key
    assert found.effects[0].net == pytest.approx(found.net, rel=0.01)


@pytest.mark.parametrize("count", [2, 4, 12])
def test_months_of_other_lengths_put_no_answer_off(count: int) -> None:
    found = gap(plan(), recorded(plan(), count, by_the_day=True).months)
    calls = next(one for one in found.effects if one.assumption == "calls")
    assert calls is found.effects[0]
    assert calls.by_length
    assert behind(calls, found) == "(length of the months)"
    assert {behind(one, found) for one in found.effects[1:]} == {""}


def test_fewer_calls_in_months_of_other_lengths_are_fewer_calls() -> None:
    truth = plan(WRONG["volume.calls_per_month"])
    found = gap(plan(), recorded(truth, 4, by_the_day=True).months)
    assert not found.effects[0].by_length
    assert behind(found.effects[0], found) == "Calls per month"


def test_what_is_explained_and_what_is_not_add_up_to_the_gap() -> None:
    found = held_against({name: value for one in WRONG.values() for name, value in one.items()})
    explained = math.fsum(one.net for one in found.effects)
    assert abs(found.interaction) > 1
    assert explained + found.interaction == pytest.approx(found.net)


def test_the_cash_of_both_begins_with_the_planned_upfront() -> None:
    found = held_against(WRONG["volume.share_moved"])
    assert found.actual_cash[-1] - found.planned_cash[-1] == pytest.approx(found.net)
    assert found.planned_cash[-1] == pytest.approx(found.months[-1].planned.cash)


def test_what_a_month_does_not_tell_is_as_planned() -> None:
    planned = plan()
    rows = [
        {name: one[name] for name in ("month", "calls", "student_calls")}
        for one in as_planned(planned, 3)
    ]
    found = gap(planned, actual_months(actuals(*rows), LAUNCHED).months)
    assert [one.assumption for one in found.effects] == ["calls", "share_moved"]
    assert found.net == pytest.approx(0, abs=1e-6)
    assert found.untold == (
        "fallback_rate",
        "teacher_price",
        "student_cost",
        "upkeep",
        "error_rate",
    )


def test_a_month_without_calls_on_the_teacher_has_the_planned_price() -> None:
    everything = {"volume.share_moved": 1, "volume.fallback_rate": 0, "upfront.ramp_months": 0}
    found = held_against({}, everything)
    assert found.unpriced == found.months


def test_the_teachers_price_is_told_where_nobody_knows_what_fell_back() -> None:
    rows = as_planned(plan(WRONG["teacher.cost_per_1k_calls"]), 3)
    for one in rows:
        del one["fallback_calls"]
    found = gap(plan(), actual_months(actuals(*rows), LAUNCHED).months)
    assert found.effects[0].key == "teacher.cost_per_1k_calls"
    assert found.effects[0].actual == pytest.approx(2.5, rel=0.1)


def test_a_month_of_which_no_money_is_known_counts_as_planned() -> None:
    rows = actuals(row(months_named(1), p95_latency_seconds=0.4))
    found = gap(plan(), actual_months(rows, LAUNCHED).months)
    assert found.net == 0
    assert found.effects == ()


def test_a_month_that_tells_the_calls_on_the_student_alone_goes_by_them() -> None:
    planned = plan()
    (terms,) = (one.terms for one in planned.months(1))
    half = terms.handled / 2
    cost = planned.student_cost(half)
    rows = actuals(row(months_named(1), student_calls=half, student_cost=cost))
    found = gap(planned, actual_months(rows, LAUNCHED).months)
    (month,) = found.months
    assert month.actual.handled == pytest.approx(half)
    assert month.actual.student_cost_per_1k == pytest.approx(1000 * cost / half)
    explains = {one.assumption: one.net for one in found.effects}
    assert explains["calls"] == pytest.approx(found.net)
    assert explains["student_cost"] == pytest.approx(0, abs=1e-6)
    # How many calls there were in all, the month does not tell.
    assert not month.tells("calls")
    assert month.tells("student_cost")


def test_what_the_student_cost_says_nothing_of_a_call_where_its_calls_are_not_known() -> None:
    rows = actuals(row(months_named(1), calls=5e6, student_cost=2_000))
    (month,) = gap(plan(), actual_months(rows, LAUNCHED).months).months
    assert month.tells("calls")
    assert not month.tells("student_cost")


def test_what_explains_a_gap_adds_up_as_printed() -> None:
    def number_in(text: str) -> float:
        return float(text.replace("$", "").replace(",", ""))

    planned = plan()
    for odd in range(1, 40):
        calls = 5_000_000 + 61_803 * odd
        rows = actuals(
            row(
                months_named(1),
                calls=calls,
                student_calls=calls * 0.8,
                fallback_calls=calls * 0.03,
                teacher_cost=calls / 1_000,
                student_cost=1_000.7 + 31 * odd,
                upkeep=300.3 * odd,
            )
        )
        found = gap(planned, actual_months(rows, LAUNCHED).months)
        effects, interaction = explained(found, Words())
        shown = sum(map(number_in, (*effects, interaction)))
        assert abs(shown - number_in(Words().money(found.net))) <= 0.5 + 1e-9


def test_without_months_there_is_no_gap() -> None:
    found = gap(plan(), ())
    assert (found.net, found.months, found.effects) == (0, (), ())
