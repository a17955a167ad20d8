"""A rule names the cause at hand: what is said of it, what to do about it, where to look."""

from __future__ import annotations

from datetime import date

import pytest

from rules.assess import Assessment
from rules.verdict import Fired
from tests.rules.cases import FLAT, SAVINGS, Changes, estimate, judged, measured, scored, upfront
from tests.rules.catalog.edge import (
    NO_GROWTH,
    UPKEEP_OF_ALL,
    alternative,
    falling,
    hosted,
    mistaken,
    monitored,
    redistilled,
    volume,
)


def found(rule: str, changes: Changes) -> Fired:
    return of(judged(changes), rule)


def of(assessment: Assessment, rule: str) -> Fired:
    return next(one for one in assessment.fired if one.rule.id == rule)


IN_TIME = {**FLAT, **upfront(6 * SAVINGS)}
"""Paid back in six months, were there nothing that slows it."""


@pytest.mark.parametrize(
    ("changes", "advice", "about"),
    [
        (
            {"upfront.months_to_launch": measured(8)},
            "Shorten the time until all calls have moved",
            "upfront.months_to_launch",
        ),
        (
            {"upfront.ramp_months": measured(24)},
            "Shorten the time until all calls have moved",
            "upfront.months_to_launch",
        ),
        (mistaken(0.01, 0.24), "Bring the additional errors down", "quality.cost_per_error"),
        (
            {"teacher.annual_price_change": measured(-0.95)},
            "Let the teacher's falling price do the saving",
            "teacher.annual_price_change",
        ),
        (
            {"volume.monthly_growth": measured(-0.15)},
            "Find out why calls leave",
            "volume.monthly_growth",
        ),
        (
            monitored(SAVINGS * 0.7),
            "Make upkeep cheaper",
            "maintenance.cost_per_redistillation",
        ),
        (
            {"student.retires_on": date(2026, 5, 1)},
            "Choose a base model that is supported",
            "student.retires_on",
        ),
        (
            {**upfront(11 * SAVINGS), "policy.horizon_months": 8},
            "Show that the endpoint will be needed for longer than 8 months",
            "upfront.months_to_launch",
        ),
        (upfront(14 * SAVINGS), "Cut the upfront, or raise", "upfront.months_to_launch"),
    ],
)
def test_slow_cash_has_a_remedy_for_what_makes_it_slow(
    changes: Changes, advice: str, about: str
) -> None:
    slow = found("slow-cash", {**IN_TIME, **changes})
    assert slow.remedy.startswith(advice)
    assert slow.about == about


def test_of_several_causes_of_slow_cash_the_one_that_counts_most_is_named() -> None:
    both = {"upfront.months_to_launch": measured(1), **mistaken(0.01, 0.24)}
    assert "errors" in found("slow-cash", {**IN_TIME, **both}).remedy
    other = {"upfront.months_to_launch": measured(8), **mistaken(0.01, 0.01)}
    assert "time until all calls" in found("slow-cash", {**IN_TIME, **other}).remedy


def test_a_student_that_pays_until_prices_have_fallen_is_to_be_switched_off() -> None:
    slow = found("slow-cash", falling(0.99))
    assert "from month 24 on; switched off at the end of month 23" in slow.message
    assert slow.remedy == "Commit to switching the student off at the end of month 23."


def test_cash_slow_only_within_its_horizon_is_said_to_come_back_after_it() -> None:
    changes = {**FLAT, **upfront(11 * SAVINGS), "policy.horizon_months": 8}
    assert found("slow-cash", changes).message.endswith(
        "not back within 8 months; over a longer time it would be, after 11 months."
    )


def test_what_slows_the_cash_is_named_before_another_cause_as_severe() -> None:
    eaten = judged({**FLAT, **upfront(6.2 * SAVINGS), **mistaken(0.01, 0.32)})
    assert {"half-volume-breaks", "errors-outweigh-savings", "slow-cash"} <= {
        one.rule.id for one in eaten.fired
    }
    assert eaten.verdict is not None
    assert eaten.verdict.headline.startswith(
        "Do not distil: errors outweigh savings, cash does not come back."
    )
    assert eaten.verdict.steps[0].startswith("Bring the additional errors down")


def test_a_late_launch_is_not_blamed_on_half_the_volume() -> None:
    late = judged({**FLAT, **upfront(6.2 * SAVINGS), "upfront.months_to_launch": measured(32)})
    assert "half-volume-breaks" in {one.rule.id for one in late.fired}
    assert late.verdict is not None
    assert late.verdict.headline.startswith("Do not distil: cash does not come back.")
    assert late.verdict.steps[0].startswith("Shorten the time until all calls have moved")


def test_what_is_never_back_is_not_told_to_be_switched_off_in_time() -> None:
    never = found("savings-run-out", {**IN_TIME, "teacher.annual_price_change": measured(-0.95)})
    assert never.remedy.startswith("Let the teacher's falling price do the saving")


def test_a_retirement_after_the_horizon_slows_no_cash() -> None:
    late = {**IN_TIME, "upfront.months_to_launch": measured(8)}
    within = found("slow-cash", {**late, "student.retires_on": date(2028, 12, 15)})
    after = found("slow-cash", {**late, "student.retires_on": date(2039, 12, 15)})
    assert "the end of the student's service" in within.message
    assert "service" not in after.message


def test_no_upfront_is_to_be_cut_where_nothing_is_saved() -> None:
    dearer = found("slow-cash", {"student.cost_per_1k_calls": measured(5)})
    assert "Cut the upfront" not in dearer.remedy
    assert dearer.remedy.startswith("Bring down what the student costs")


@pytest.mark.parametrize(
    "changes",
    [
        redistilled(12, 0),
        # Nobody has said so: what they would repeat counts as nothing.
        {
            **redistilled(12, 0),
            "maintenance.cost_per_redistillation": None,
            "upfront.data_generation": None,
            "upfront.training_compute": None,
        },
    ],
)
def test_redistillations_are_told_that_count_as_costing_nothing(changes: Changes) -> None:
    free = found("unstable-teacher", changes)
    assert free.message == "Planned: 12 redistillations a year, counted as costing nothing."


def test_a_loss_stated_as_none_is_told_as_none() -> None:
    stated = {"quality.error_rate_increase": measured(0), "quality.slices": [scored(0.95, 0.92)]}
    disagree = found("quality-figures-disagree", stated)
    assert disagree.message.startswith("The case counts no more wrong answers (measured), but")


def test_errors_of_no_slice_point_to_no_slice() -> None:
    stated = found("errors-outweigh-savings", mistaken(0.01, 0.24))
    assert "slice" not in stated.remedy
    assert stated.remedy.startswith("Bring the additional errors down")


def test_a_small_volume_with_one_redistillation_a_year_is_no_unstable_teacher() -> None:
    judgement = judged({**volume(20_000), **redistilled(1, 12_000)})
    fired = [one.rule.id for one in judgement.fired]
    assert "unstable-teacher" not in fired
    assert "low-volume" in fired
    assert of(judgement, "low-volume").message.startswith("At 20k calls a month payback takes")


def test_where_payback_is_in_time_low_volume_speaks_of_upkeep() -> None:
    low = found("low-volume", monitored(SAVINGS))
    assert "upkeep of" in low.message
    assert "paying back" not in low.message
    assert low.remedy.startswith("Bring the upkeep down")
    assert low.about == "maintenance.monitoring_per_month"
    often = found("low-volume", redistilled(3, 100_000))
    assert often.about == "maintenance.redistillations_per_year"


def test_a_spend_that_is_too_small_leaves_low_volume_without_advice() -> None:
    judgement = judged(volume(20_000))
    assert of(judgement, "low-volume").remedy == ""
    advice = of(judgement, "spend-too-small").remedy
    assert advice == (
        "Stay with the teacher: as things are today no more than $960 a year could be saved."
    )


def test_a_spend_that_is_too_small_points_to_an_alternative_that_pays() -> None:
    cheap = alternative(upfront=0, annual_upkeep=0, months_to_launch=0, error_rate_increase=0.0)
    advice = found("spend-too-small", {**volume(20_000), **cheap}).remedy
    assert advice == "Take the alternative 'a cache' instead."


@pytest.mark.parametrize("growth", [0.03, 0.1, 0.25])
def test_growth_that_carries_reaches_break_even_in_the_month_named(growth: float) -> None:
    judgement = judged({**FLAT, **volume(200_000), "volume.monthly_growth": measured(growth)})
    needed = judgement.figures.break_even_calls_per_month
    month = int(of(judgement, "growth-carries").evidence["break_even_month"])
    assert f"in month {month} after approval" in of(judgement, "growth-carries").message
    assert 200_000 * (1 + growth) ** (month - 2) < needed <= 200_000 * (1 + growth) ** (month - 1)


def test_growth_that_carries_names_no_month_where_break_even_is_here_already() -> None:
    errors = {**FLAT, **upfront(SAVINGS), **mistaken(0.01, 0.36 * 0.98)}
    told = found("growth-carries", {**errors, "volume.monthly_growth": measured(0.1)})
    assert "break-even" not in told.message


@pytest.mark.parametrize(
    ("changes", "about", "advice"),
    [
        ({"student.cost_per_1k_calls": measured(5)}, "student.cost_per_1k_calls", "smaller"),
        ({"volume.fallback_rate": measured(0.95)}, "volume.fallback_rate", "fallback rate down"),
        (
            hosted(100),
            "student.hosting.calls_per_second_per_replica",
            "more calls on each replica",
        ),
    ],
)
def test_what_saves_nothing_by_a_call_is_named(changes: Changes, about: str, advice: str) -> None:
    one = found("no-unit-saving", changes)
    assert one.about == about
    assert advice in one.remedy


@pytest.mark.parametrize(
    ("changes", "about", "advice"),
    [
        ({"student.cost_per_1k_calls": measured(5)}, "student.cost_per_1k_calls", "student costs"),
        (mistaken(0.01, 1), "quality.cost_per_error", "errors down"),
        (monitored(2 * SAVINGS), "maintenance.monitoring_per_month", "upkeep cheaper"),
    ],
)
def test_what_leaves_no_net_is_named(changes: Changes, about: str, advice: str) -> None:
    one = found("no-net-benefit", {**NO_GROWTH, **changes})
    assert one.about == about
    assert advice in one.remedy


def test_amounts_that_are_nothing_are_not_said_to_leave_no_net() -> None:
    message = found("no-net-benefit", {**NO_GROWTH, **mistaken(0.01, 1), **monitored(0)}).message
    assert "additional errors cost $720,000" in message
    quiet = {"quality.cost_per_error": 0, "student.cost_per_1k_calls": measured(5), **FLAT}
    assert found("no-net-benefit", quiet).message == (
        "As things are today a year costs $72,000 more than with the teacher."
    )


def test_what_nobody_would_miss_is_said_to_be_nothing() -> None:
    as_dear = {**NO_GROWTH, "student.cost_per_1k_calls": measured(4 * (1 - 1e-13))}
    assert found("no-net-benefit", as_dear).message == (
        "As things are today a year saves nothing and upkeep takes $30,000: net -$30,000."
    )
    carried = {**NO_GROWTH, **monitored(UPKEEP_OF_ALL + 1e-7)}
    upside = {"upside.capability_revenue_per_month": 100}
    assert found("no-net-benefit", carried).message.endswith(": net $0.")
    assert "the case saves nothing" in found("upside-only", {**carried, **upside}).message


@pytest.mark.parametrize(
    ("upside", "remedy", "about"),
    [
        (
            {"capability_revenue_per_month": 900},
            "the feature on its own revenue",
            "capability_revenue",
        ),
        (
            {"latency_metric": "conversion", "latency_value_per_month": 900},
            "lower latency for what the metric shows",
            "latency_value",
        ),
        (
            {
                "latency_metric": "conversion",
                "latency_value_per_month": 900,
                "capability_revenue_per_month": 900,
            },
            "the feature on its own revenue",
            "capability_revenue",
        ),
        (
            {
                "quality_metric": "refunds",
                "quality_value_per_month": 900,
                "latency_value_per_month": 5,
            },
            "better answers for what the metric shows",
            "quality_value",
        ),
    ],
)
def test_what_alone_carries_a_case_is_what_is_to_be_proposed(
    upside: dict[str, object], remedy: str, about: str
) -> None:
    changes = {f"upside.{name}": value for name, value in upside.items()}
    one = found("upside-only", {**NO_GROWTH, **monitored(UPKEEP_OF_ALL), **changes})
    assert one.remedy == f"Propose {remedy}, as a product decision, not as a saving."
    assert one.about == f"upside.{about}_per_month"


def test_cost_lines_that_are_missing_are_named_with_the_largest_first() -> None:
    one = found("cost-line-missing", {"upfront.evaluation_build": 0, "upfront.training_compute": 0})
    assert one.message.startswith("Counted as 0: evaluation build and training compute.")
    assert one.about == "upfront.evaluation_build"


def test_mostly_guesswork_points_to_a_guess() -> None:
    guesses = {
        key: estimate(1, basis="assumed")
        for key in (
            "upfront.data_generation",
            "upfront.training_compute",
            "upfront.evaluation_build",
            "upfront.engineering_time",
            "maintenance.redistillations_per_year",
        )
    }
    one = found("guesswork", guesses)
    assert one.about == "upfront.data_generation"
    assert one.message.endswith("engineering time and redistillations a year.")
