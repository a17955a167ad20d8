"""The decision that is open now, and what each way is worth from here."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from rules.figures.ops import FLOATS
from rules.review.reviewed import Reviewed
from rules.review.ways_open import LEAST_AHEAD, Kind, Way
from tests.depth import sized
from tests.reference.after_launch import Record, worths
from tests.rules.cases import estimate, measured
from tests.rules.review.looked_at import looked_at, went
from tests.rules.review.recorded import months_named

GROWTH = (0.0, 0.05)


def way(case: Reviewed, kind: Kind) -> Way:
    return next(one for one in case.ways.ways if one.kind == kind)


def _world(seed: int) -> tuple[dict[str, Any], list[dict[str, Any]], int, int, dict[str, Any]]:
    chance = random.Random(seed)
    answers = {
        "volume.monthly_growth": estimate(0.02, *GROWTH),
        "volume.share_moved": measured(chance.uniform(0.6, 0.95)),
        "upfront.ramp_months": chance.randint(0, 5),
        "teacher.annual_price_change": chance.uniform(-0.4, 0.1),
        "maintenance.redistillations_per_year": chance.choice((1, 4, 12)),
        "policy.horizon_months": chance.choice((8, 24, 36)),
    }
    count = chance.randint(1, 9)
    rows = went(answers, count)
    for one in rows:
        for name in ("calls", "teacher_cost", "student_cost", "upkeep", "errors"):
            one[name] *= chance.uniform(1.0, 1.3)
        one["student_calls"] *= chance.uniform(0.9, 1.0)
    if count > 5:
        del rows[chance.randint(1, 3)]
    later = chance.randint(0, 4)
    other = {
        "cost": chance.uniform(0.5, 3),
        "upfront": chance.uniform(0, 9_000),
        "launch": chance.randint(0, 3),
        "error_rate": chance.uniform(0, 0.003),
    }
    return answers, rows, count, later, other


@pytest.mark.parametrize("seed", range(sized(30, 400)))
def test_each_way_is_worth_what_a_plain_loop_finds(seed: int) -> None:
    answers, rows, count, later, other = _world(seed)
    alternative = {
        "name": "small model",
        "cost_per_1k_calls": other["cost"],
        "upfront": other["upfront"],
        "months_to_launch": other["launch"],
        "error_rate_increase": measured(other["error_rate"]),
    }
    truth = {**answers, "alternatives": [alternative]}
    on = date.fromisoformat(f"{months_named(count + 1 + later)}-05")
    decision: dict[str, Any] = {"answers": {}, "policy": {}, "decision": "later", "review": None}
    case = looked_at(rows, on, changes=truth, decision=decision)
    # Nobody has approved it, so that the plan is the case as it is answered, launched as planned.
    assert case.followed.approved is None
    drivers = case.plan.drivers
    launch = int(FLOATS.ceil(drivers.months_to_launch))
    record = Record(
        answers={
            "growth": drivers.monthly_growth,
            "share": drivers.share_moved,
            "fallback": drivers.fallback_rate,
            "price_change": drivers.annual_price_change,
            "student": drivers.student_cost_per_1k,
            "fixed": drivers.fixed_cost_per_month,
            "upkeep": drivers.annual_maintenance,
            "redistillations": answers["maintenance.redistillations_per_year"],
            "redistillation": 12_000,
            "error_rate": drivers.error_rate_increase,
            "cost_per_error": drivers.cost_per_error,
            "ramp": answers["upfront.ramp_months"],
        },
        growth_range=GROWTH,
        months={launch + one.service: one._asdict() for one in case.actual.months},
        launch=launch,
        today=launch + count + later,
        horizon=max(case.plan.policy.horizon_months, launch + count),
        rate=case.plan.policy.discount_rate,
    )
    found = worths(record, other)
    assert {one.kind: one.npv for one in case.ways.ways} == pytest.approx(found, rel=1e-9, abs=1e-6)


def test_what_is_spent_does_not_count() -> None:
    cheap = looked_at(went(), changes={"upfront.engineering_time": 1_000})
    dear = looked_at(went(), changes={"upfront.engineering_time": 900_000})
    assert way(cheap, "keep").npv == way(dear, "keep").npv


def test_going_back_is_what_the_others_are_held_against() -> None:
    case = looked_at(went(student_cost=20.0))
    assert way(case, "teacher").npv == 0
    assert way(case, "keep").npv < 0
    assert case.ways.best.kind == "teacher"


def test_redistilling_brings_back_what_was_planned_and_costs_what_one_costs() -> None:
    case = looked_at(went(errors=20.0))
    assert way(case, "redistil").cost == 12_000
    assert way(case, "redistil").npv > way(case, "keep").npv
    assert case.ways.best_with_student.kind == "redistil"


def test_redistilling_a_student_as_good_as_planned_brings_nothing_but_its_cost() -> None:
    case = looked_at(went())
    one = way(case, "redistil")
    assert one.npv == pytest.approx(way(case, "keep").npv - one.cost)
    assert "brings nothing" in one.remark


def test_fewer_calls_than_planned_can_be_moved_up_to_the_plan_and_else_all_of_them() -> None:
    fewer = looked_at(went(student_calls=0.5, fallback_calls=0.5, errors=0.5))
    assert "the approved share" in way(fewer, "move-more").remark
    assert way(fewer, "move-more").npv > way(fewer, "keep").npv
    assert "all of them" in way(looked_at(went()), "move-more").remark


def test_an_alternative_nobody_has_shown_to_be_good_enough_is_told_and_is_not_the_best() -> None:
    unproven = {"name": "small model", "cost_per_1k_calls": 0.01}
    case = looked_at(went(), changes={"alternatives": [unproven]})
    one = way(case, "alternative")
    assert not one.counts
    assert one.npv > case.ways.best.npv
    assert "not shown to be good enough" in one.remark


def test_an_alternative_that_says_no_cost_has_no_worth() -> None:
    case = looked_at(went(), changes={"alternatives": [{"name": "small model"}]})
    one = way(case, "alternative")
    assert one.npv != one.npv
    assert one.remark == "does not say what a call costs"


def test_past_the_horizon_a_year_is_still_looked_ahead() -> None:
    case = looked_at(went(), date(2031, 1, 5))
    assert case.ways.months == LEAST_AHEAD
