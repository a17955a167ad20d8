"""The pitch, and how numbers read in it."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.words.money import Words
from rules.words.wording import (
    count,
    listed,
    months,
    percent,
    seconds,
    whole,
)
from tests.rules.cases import FLAT, NOTHING, SAVINGS, Changes, judged, measured, scored, upfront


def pitched(changes: Changes | None = None) -> dict[str, str]:
    return {one.part: one.text for one in judged(changes).pitch}


def test_the_parts_come_in_the_order_of_a_budget_holders_questions() -> None:
    assert list(pitched()) == ["savings", "payback", "risk", "ask"]


def test_a_strong_case_names_its_numbers() -> None:
    said = pitched({"task.endpoint": "ticket routing"})
    assert "$259,200" in said["savings"]
    assert "90%" in said["savings"]
    assert "ticket routing" in said["savings"]
    assert "$38,000" in said["payback"]
    assert "1.8 months" in said["payback"]
    assert "3.9 months" in said["payback"]
    assert "2 slices" in said["risk"]
    for amount in ("$20,000", "$12,000", "$6,000", "2 months"):
        assert amount in said["ask"]


def test_a_case_that_saves_nothing_says_what_it_would_cost() -> None:
    said = pitched({"student.cost_per_1k_calls": 5})
    assert "nothing" in said["savings"]
    assert "$72,000" in said["savings"]
    assert "never" in said["payback"]
    assert "no budget" in said["ask"]
    assert "$20,000" not in said["ask"]


def test_a_case_against_distilling_asks_for_what_to_do_instead() -> None:
    changes = {"teacher.training_terms": "prohibited"}
    verdict = judged(changes).verdict
    assert verdict is not None
    assert verdict.instead[0] in pitched(changes)["ask"]


def test_savings_that_upkeep_takes_are_not_praised() -> None:
    said = pitched({"maintenance.monitoring_per_month": measured(50_000)})
    assert "$624,000" in said["savings"]


def test_cash_that_is_never_back_is_said_beside_the_payback() -> None:
    said = pitched({**FLAT, **upfront(4 * SAVINGS), "maintenance.monitoring_per_month": 21_000})
    assert (
        "equals 4 months of savings, but the cash is not back within 36 months" in said["payback"]
    )


def test_savings_beyond_the_horizon_are_no_contrast_to_cash_that_is_never_back() -> None:
    said = pitched({**FLAT, **upfront(40 * SAVINGS)})
    assert (
        "equals 40 months of savings, and the cash is not back within 36 months" in said["payback"]
    )


def test_quality_that_nobody_measured_is_the_risk() -> None:
    assert "no measured evaluation" in pitched({"quality.basis": "quoted"})["risk"]
    assert "no measured evaluation" in pitched({"quality.slices": []})["risk"]


def test_measured_quality_bounds_the_risk() -> None:
    said = pitched({"quality.slices": [scored(0.95, 0.94)], "quality.frozen": True})["risk"]
    assert "1 percentage point" in said
    assert "a frozen evaluation of 1 slice finds" in said
    assert "frozen" in said
    assert "$36,000" in said


def test_what_holds_the_case_back_is_in_the_risk() -> None:
    said = pitched({"teacher.training_terms": "unreviewed"})["risk"]
    assert "terms not reviewed" in said


def test_only_parts_whose_numbers_are_known_are_said() -> None:
    assert pitched(NOTHING) == {}
    assert list(pitched({"upfront.engineering_worksheet": None, **NOTHING})) == []
    assert list(pitched({"volume.calls_per_month": None})) == ["ask"]
    no_upfront = dict.fromkeys(
        f"upfront.{item}"
        for item in ("data_generation", "training_compute", "evaluation_build", "engineering_time")
    )
    assert list(pitched(no_upfront)) == ["savings", "risk"]


@pytest.mark.parametrize("scale", [0.1, 1 / 3, 1_234.567, 1e-3])
def test_the_rounding_of_a_sum_is_not_asked_for(scale: float) -> None:
    said = pitched(
        {
            "upfront.data_generation": measured(scale),
            "upfront.training_compute": measured(2 * scale),
            "upfront.evaluation_build": measured(0),
            "upfront.engineering_time": measured(3 * scale),
        }
    )
    assert "evaluation" not in said["ask"]


# ---------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (223_200, "USD", "$223,200"),
        (4.2, "USD", "$4.20"),
        (0, "USD", "$0"),
        (-0.0, "USD", "$0"),
        (-4.2, "USD", "-$4.20"),
        (-1_200, "CHF", "-CHF 1,200"),
        (99.994, "EUR", "\u20ac99.99"),
        (99.999, "EUR", "\u20ac100"),
        (1_234.56, "GBP", "\u00a31,235"),
        (500, "JPY", "\u00a5500"),
        (0.004, "USD", "$0.004"),
        (0.001_25, "USD", "$0.0013"),
        (0.000_5, "USD", "$0.0005"),
        (0.054, "USD", "$0.054"),
        (0.999_6, "USD", "$1.00"),
        (1e-9, "USD", "just over $0"),
        (-1e-9, "USD", "just under $0"),
        (1.5e300, "USD", "$1.5e+300"),
        (math.nan, "USD", "not known"),
    ],
)
def test_money(amount: float, currency: str, words: str) -> None:
    assert Words(currency).money(amount) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (223_200, "CHF 223k"),
        (-1.2e6, "-CHF 1.2M"),
        (0, "CHF 0"),
        (math.nan, "not known"),
        (-math.inf, "more than can be calculated"),
    ],
)
def test_money_on_an_axis(amount: float, words: str) -> None:
    assert Words("CHF").short_money(amount) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 months"),
        (1, "1 month"),
        (0.96, "1 month"),
        (2.34, "2.3 months"),
        (12.0000001, "12 months"),
        (99.96, "100 months"),
        (1_234.4, "1,234 months"),
        (1e300, "more than 1,000 years"),
        (math.inf, "never"),
        (math.nan, "not known"),
    ],
)
def test_months(number: float, words: str) -> None:
    assert months(number) == words


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        (0, "0%"),
        (-0.0, "0%"),
        (0.87, "87%"),
        (0.025, "2.5%"),
        (0.0004, "0.04%"),
        (0.000_004, "0.0004%"),
        (-0.012, "-1.2%"),
        (0.9999, "99.99%"),
        (0.999_999_999, "just under 100%"),
        (-0.999_999_999, "just over -100%"),
        (1 - 1e-15, "100%"),
        (1e-12, "just over 0%"),
        (-1e-12, "just under 0%"),
        (1, "100%"),
        (12.345, "1,230%"),
        (1_118.54, "112,000%"),
        (0.1 + 0.2, "30%"),
        (1e300, "1e+302%"),
        (math.nan, "not known"),
    ],
)
def test_percent(fraction: float, words: str) -> None:
    assert percent(fraction) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (6e6, "6M"),
        (4_123_456, "4.12M"),
        (1_200, "1.2k"),
        (999.4, "999"),
        (999.6, "1k"),
        (999_999, "1M"),
        (0, "0"),
        (2.345, "2.35"),
        (1e300, "1e300"),
        (math.inf, "no number"),
        (math.nan, "not known"),
    ],
)
def test_count(number: float, words: str) -> None:
    assert count(number) == words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (1.8, "1.8 s"),
        (0.45, "450 ms"),
        (0.999_499, "999 ms"),
        (0.9995, "1 s"),
        (0.000_1, "0.1 ms"),
        (999.6, "1,000 s"),
        (math.nan, "not known"),
    ],
)
def test_seconds(duration: float, words: str) -> None:
    assert seconds(duration) == words


def test_whole_numbers() -> None:
    assert [whole(one) for one in (0, 1_234.5, 1e15)] == ["0", "1,234", "1e+15"]


def test_lists() -> None:
    assert [listed(list("abc"[:size])) for size in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"


@given(st.floats(), st.sampled_from(["USD", "CHF"]))
def test_any_number_is_short_and_readable(number: float, currency: str) -> None:
    for words in (
        Words(currency).money(number),
        months(abs(number)),
        percent(number),
        count(number),
        seconds(number),
        whole(number),
    ):
        assert len(words) <= 32
        assert not re.search(r"\b(?:nan|inf|infinity)\b", words, re.IGNORECASE)


# ---------------------------------------------------------------- what a budget holder is told


def test_savings_are_told_gross_and_net_and_add_up_as_printed() -> None:
    said = pitched({"quality.slices": [scored(0.95, 0.94)]})["savings"]
    assert "saves $259,200 a year" in said
    assert "after upkeep of $30,000 and additional errors of $36,000 it leaves $193,200." in said


def test_only_what_a_case_has_is_taken_off_its_savings() -> None:
    said = pitched({**FLAT, "quality.cost_per_error": measured(5)})["savings"]
    assert said.endswith("spends on the teacher.")


def test_a_stated_trend_is_told_by_the_first_and_the_last_full_year() -> None:
    # By hand: launched after 2 months, so years 2 and 3 of three are full ones.
    falling = pitched({"teacher.annual_price_change": measured(-0.5)})["savings"]
    assert "and prices falling by 50% a year that becomes $78,668 in year 2 (the first" in falling
    assert "and $13,021 in year 3." in falling
    found = judged({"teacher.annual_price_change": measured(-0.5)}).figures.cash.net_by_year
    assert [f"{one:,.0f}" for one in found[1:]] == ["78,668", "13,021"]


def test_a_trend_that_changes_less_than_a_fifth_is_left_out() -> None:
    slow: Changes = {**FLAT, "volume.monthly_growth": measured(0.004)}
    assert "becomes" not in pitched(slow)["savings"]
    assert "becomes" in pitched({**FLAT, "volume.monthly_growth": measured(0.008)})["savings"]


def test_a_single_full_year_is_said_to_be_the_only_one() -> None:
    said = pitched({"policy.horizon_months": 24})["savings"]
    assert said.endswith("in year 2 (the only full one).")


def test_what_is_over_within_a_year_is_told_by_the_month() -> None:
    said = pitched({"policy.horizon_months": 6, "quality.slices": [scored(0.95, 0.94)]})
    assert "saves $21,600 a month" in said["savings"]
    assert "Over the 6 months that count, all of it comes to $" in said["savings"]
    assert "$3,000 a month" in said["risk"]
    assert not any("a year" in one for one in said.values())
    assert "Over the one month that counts, all" in pitched({"policy.horizon_months": 1})["savings"]


def test_a_student_that_serves_less_than_a_year_is_told_by_the_month() -> None:
    # Launched after two months, retired after ten, of a horizon of three years.
    brief: Changes = {"student.retires_on": date(2026, 11, 15), "upfront.months_to_launch": 2}
    found = judged(brief)
    said = {one.part: one.text for one in found.pitch}
    months_of_it = found.figures.drivers.months_served
    assert months_of_it == 8
    assert "saves $21,600 a month" in said["savings"]
    total = found.words.money(sum(found.figures.cash.flows[1:]))
    assert f"Over the 8 months in which it serves, all of it comes to {total}." in said["savings"]
    assert not any(
        "a year" in one for one in (*said.values(), *(one.message for one in found.fired))
    )
    a_year = pitched({**brief, "student.retires_on": date(2027, 3, 15)})["savings"]
    assert "saves $259,200 a year" in a_year


def test_a_student_that_never_serves_brings_no_sum() -> None:
    gone = pitched({"student.retires_on": date(2026, 1, 20)})["savings"]
    assert "a month, " in gone
    assert "all of it comes to" not in gone


def test_a_launch_beyond_the_horizon_is_not_said_to_be_a_retirement() -> None:
    said = pitched({"upfront.months_to_launch": measured(36)})["savings"]
    assert "retires" not in said
    assert said.endswith("Launch is after the 36 months that count, so that none of it is counted.")


def test_where_nothing_was_invested_nothing_is_said_not_to_come_back() -> None:
    items = ("data_generation", "training_compute", "evaluation_build", "engineering_time")
    changes: Changes = {
        **{f"upfront.{item}": measured(0) for item in items},
        "quality.slices": [scored(0.95, 0.90)],
        "quality.cost_per_error": measured(1),
    }
    found = judged(changes)
    assert found.verdict is not None
    said = [found.verdict.headline, found.pitch[1].text]
    said += [one.message for one in found.fired if one.rule.id == "slow-cash"]
    assert len(said) == 3
    for one in said:
        assert "over 36 months" in one
    retiring = {"teacher.retires_on": date(2027, 6, 1), "volume.monthly_growth": measured(-0.02)}
    rules = ("teacher-retires", "shrinking-volume")
    more = judged({**changes, **retiring}).fired
    said += [one.message for one in more if one.rule.id in rules]
    assert len(said) == 5
    for one in said:
        assert "costs more than it saves" in one
        assert not re.search(r"\$0 upfront|0 months of|invested|not back", one)


def test_savings_that_end_before_the_horizon_does_are_said_to() -> None:
    retired = pitched({"student.retires_on": date(2027, 1, 15)})["savings"]
    assert retired.endswith(" The student's base model retires after month 12.")
    gone = pitched({"student.retires_on": date(2026, 1, 20)})["savings"]
    assert gone.endswith(" The student's base model retires before it serves.")
    falling = judged({"teacher.annual_price_change": measured(-0.8)})
    end = falling.figures.cash.savings_end_month
    assert end is not None
    assert f"From month {end} on nothing is saved any more." in falling.pitch[0].text
    assert "nothing is saved any more" not in pitched()["savings"]


def test_only_effects_that_are_in_the_case_are_said_to_slow_the_payback() -> None:
    everything = {"upfront.ramp_months": measured(2), "quality.slices": [scored(0.95, 0.94)]}
    assert (
        "once launch, ramp, upkeep, errors and growth are counted"
        in (pitched(everything)["payback"])
    )
    delayed: Changes = {**FLAT, "upfront.months_to_launch": measured(3)}
    assert pitched(delayed)["payback"].endswith("after approval once launch is counted.")
    assert pitched(FLAT)["payback"].endswith("is recovered in 1.8 months, in cash as well.")
    erring: Changes = {**FLAT, "quality.slices": [scored(0.95, 0.94)]}
    assert pitched(erring)["payback"].endswith("once errors are counted.")


def test_the_bound_on_errors_is_told_in_points_and_in_money() -> None:
    said = pitched({"quality.slices": [scored(0.95, 0.94)]})["risk"]
    assert "with 95% confidence no more than 1.4 percentage points, $52,106 a year" in said
    unpriced = pitched(
        {"quality.slices": [scored(0.95, 0.94)], "quality.cost_per_error": measured(0)}
    )["risk"]
    assert unpriced.endswith("no more than 1.4 percentage points, on which nobody has put a price.")


def test_a_student_that_is_surely_no_worse_is_not_bounded_by_nothing() -> None:
    said = pitched({"quality.slices": [scored(0.80, 0.95)]})["risk"]
    assert said.endswith("finds no more wrong answers; with 95% confidence there are none.")


def test_where_nothing_bounds_the_errors_that_is_said() -> None:
    slices = [{"name": "a", "teacher_score": 0.95, "student_score": 0.94}]
    assert "nothing bounds" in pitched({"quality.slices": slices})["risk"]


def test_an_error_rate_that_was_stated_is_not_said_to_be_what_the_evaluation_finds() -> None:
    said = pitched({"quality.error_rate_increase": measured(0.03)})["risk"]
    assert "3 percentage points more wrong answers are stated" in said


def test_no_loss_is_told_as_none() -> None:
    stated = pitched({"quality.error_rate_increase": measured(0)})["risk"]
    assert "no more wrong answers are stated, beside" in stated
    slices = [scored(0.95, 0.94), scored(0.95, 0.96, name="b", critical=True)]
    assert ", none on the worst critical slice," in pitched({"quality.slices": slices})["risk"]


@pytest.mark.parametrize(
    ("other", "contingency", "says"),
    [
        ({"pii": 500}, None, "$500 for other items,"),
        ({"pii": 500}, 0.1, "$4,350 for other items and contingency,"),
        ({"pii": 0}, 0.1, "$3,800 for contingency,"),
        ({}, 0.1, "$3,800 for contingency,"),
    ],
)
def test_what_else_is_asked_for_goes_by_its_name(
    other: dict[str, float], contingency: float | None, says: str
) -> None:
    assert says in pitched({"upfront.other": other, "upfront.contingency": contingency})["ask"]


def test_what_is_not_counted_is_not_asked_for_and_said_to_be_missing() -> None:
    said = pitched({"upfront.data_generation": None, "upfront.evaluation_build": None})["ask"]
    assert "for training" in said
    assert said.endswith("Not counted in it: evaluation and data generation.")
