"""What is computed beside headline and cash: growth that counts, redemption, delay, upside."""

from __future__ import annotations

import math
from datetime import date

import pytest

from rules.answers.policy import Policy
from rules.figures.cash import cash_flow
from rules.figures.figures import Figures
from tests.rules.cases import FLAT, UPFRONT, VOLUME, Changes, estimate, judged, measured, upfront

FLAT_MONTHS: Changes = FLAT
DAY_ONE = date(2026, 1, 15)


def figures(changes: Changes) -> Figures:
    return judged(changes).figures


# ------------------------------------------------------------------------ headline


def test_no_student_saves_more_than_is_at_stake() -> None:
    found = figures({"volume.share_moved": measured(0.8), "student.cost_per_1k_calls": measured(0)})
    assert found.headline.most_at_stake == pytest.approx(12 * 0.8 * VOLUME / 1_000 * 4)
    assert found.headline.annual_savings == pytest.approx(found.headline.most_at_stake)


def test_the_calls_until_payback_are_those_of_its_months() -> None:
    head = figures({}).headline
    assert head.calls_to_payback == pytest.approx(UPFRONT / 0.0036)
    assert figures({"student.cost_per_1k_calls": 5}).headline.calls_to_payback == math.inf


# ------------------------------------------------------------------ growth, redemption


@pytest.mark.parametrize(
    ("growth", "counts"),
    [
        (measured(0.01), True),
        (measured(0.01 * (1 - 1e-12)), True),
        (measured(0.0099), False),
        (estimate(0.02, basis="estimated"), True),
        (estimate(0.02, basis="assumed"), False),
        (None, False),
    ],
)
def test_growing_is_one_percent_a_month_that_is_more_than_a_guess(
    growth: object, counts: bool
) -> None:
    assert figures({"volume.monthly_growth": growth}).growing is counts


def test_cash_that_comes_back_redeems_and_cash_that_does_not_does_not() -> None:
    assert figures({}).redeemed
    assert not figures({"student.cost_per_1k_calls": 5}).redeemed
    assert not figures({**FLAT_MONTHS, **upfront(770_000)}).redeemed
    assert not figures({"volume.calls_per_month": None}).redeemed


@pytest.mark.parametrize("key", ["volume.monthly_growth", "teacher.annual_price_change"])
def test_a_rise_that_is_assumed_redeems_nothing(key: str) -> None:
    # 777,600 would come back in 36 flat months; discounted only with the rise.
    dear = {**FLAT_MONTHS, **upfront(760_000)}
    rise = 0.02 if key == "volume.monthly_growth" else 0.3
    assert not figures(dear).redeemed
    assert figures({**dear, key: measured(rise)}).redeemed
    assert not figures({**dear, key: estimate(rise, basis="assumed")}).redeemed


def test_an_assumed_fall_is_not_held_back() -> None:
    falling = {**FLAT_MONTHS, **upfront(600_000)}
    assert figures(falling).redeemed
    fall = estimate(-0.05, basis="assumed")
    assert not figures({**falling, "volume.monthly_growth": fall}).redeemed


# ---------------------------------------------------------------------------- delay


@pytest.mark.parametrize(
    "changes",
    [
        {},
        FLAT_MONTHS,
        {"upfront.ramp_months": measured(3), "upfront.months_to_launch": measured(1.5)},
        {
            "student.hosting.gpu_price_per_hour": 2,
            "student.hosting.calls_per_second_per_replica": 4,
        },
        {"student.retires_on": date(2027, 3, 1)},
    ],
)
def test_a_delay_costs_what_launching_a_month_later_takes_from_the_value(changes: Changes) -> None:
    found = figures(changes)
    launch = math.ceil(found.drivers.months_to_launch) + 1.0
    later = cash_flow(found.drivers._replace(months_to_launch=launch), Policy())
    assert found.cost_of_delay == pytest.approx(found.cash.npv - later.npv, abs=1e-6)


def test_in_flat_months_a_delay_costs_the_last_month_that_falls_out_of_the_horizon() -> None:
    found = figures(FLAT_MONTHS)
    first = found.cash.flows[1] / 1.1 ** (1 / 12)
    assert found.cost_of_delay == pytest.approx(first)


def test_launching_earlier_is_worth_nothing_where_every_month_loses() -> None:
    assert figures({"student.cost_per_1k_calls": 5}).cost_of_delay < 0


# ------------------------------------------------------------------------ retirement


@pytest.mark.parametrize(
    ("as_of", "retires_on", "months"),
    [
        (DAY_ONE, date(2026, 2, 14), 0),
        (DAY_ONE, date(2026, 2, 15), 1),
        (DAY_ONE, date(2027, 1, 15), 12),
        (DAY_ONE, date(2025, 1, 15), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 30), date(2024, 2, 29), 1),
        (date(2026, 8, 31), date(2026, 9, 30), 1),
        (date(2026, 1, 15), date(9999, 12, 31), 95_687),
        (None, date(2026, 2, 15), math.inf),
        (DAY_ONE, None, math.inf),
    ],
)
def test_the_student_serves_for_the_whole_months_before_it_retires(
    as_of: date | None, retires_on: date | None, months: float
) -> None:
    found = figures({"as_of": as_of, "student.retires_on": retires_on})
    assert found.drivers.months_of_service == months


def test_nothing_is_saved_and_nothing_spent_once_the_student_has_retired() -> None:
    whole, ended = figures({}), figures({"student.retires_on": date(2027, 2, 1)})
    assert ended.cash.flows[:13] == whole.cash.flows[:13]
    assert set(ended.cash.flows[13:]) == {0}
    assert len(ended.cash.flows) == len(whole.cash.flows)
    assert ended.headline == whole.headline


def test_the_teacher_retiring_ends_no_flow() -> None:
    assert figures({"teacher.retires_on": date(2026, 5, 1)}).cash == figures({}).cash


# ------------------------------------------------------------------ labels, alternatives


@pytest.mark.parametrize(
    ("labelled_by", "cost"),
    [("teacher", 160), ("other-model", 160), ("people", 0), ("existing-labels", 0), (None, 160)],
)
def test_labels_cost_calls_where_a_model_writes_them(labelled_by: str | None, cost: float) -> None:
    sheet = "upfront.data_generation_worksheet"
    changes = {
        "upfront.data_generation": None,
        "upfront.labelled_by": labelled_by,
        f"{sheet}.examples": 40_000,
    }
    assert figures(changes).inputs.upfront_items["data_generation"] == cost
    reviewed = {**changes, f"{sheet}.review_share": 1, f"{sheet}.cost_per_review": 0.5}
    assert figures(reviewed).inputs.upfront_items["data_generation"] == cost + 20_000
    stated = {**changes, f"{sheet}.teacher_cost_per_1k_calls": 10}
    assert figures(stated).inputs.upfront_items["data_generation"] == 400


def test_labels_by_people_need_no_cost_of_the_teacher() -> None:
    found = judged(
        {
            "teacher.cost_per_1k_calls": None,
            "upfront.data_generation": None,
            "upfront.labelled_by": "people",
            "upfront.data_generation_worksheet.examples": 40_000,
        }
    )
    assert found.figures.inputs.upfront_items["data_generation"] == 0
    assert found.figures.headline.upfront_total == UPFRONT - 8_000


@pytest.mark.parametrize(
    ("rate", "counted", "proven"),
    [
        (None, 0.03, False),
        (estimate(0.0, basis="assumed"), 0.03, False),
        (estimate(0.0, basis="estimated"), 0.0, True),
        (measured(0.05), 0.05, True),
        (0.04, 0.04, True),
    ],
)
def test_an_alternative_that_nobody_scored_has_the_errors_of_the_student(
    rate: object, counted: float, proven: bool
) -> None:
    row: dict[str, object] = {"name": "prompt", "cost_per_1k_calls": 1}
    if rate is not None:
        row["error_rate_increase"] = rate
    changes = {"quality.error_rate_increase": measured(0.03), "alternatives": [row]}
    (one,) = figures(changes).alternatives
    assert (one.error_rate_increase, one.is_proven) == (counted, proven)
    assert one.annual_error_cost == pytest.approx(12 * VOLUME * counted * 0.05)


def test_an_alternative_does_not_retire_with_the_student() -> None:
    row = {"name": "prompt", "cost_per_1k_calls": 1, "error_rate_increase": 0}
    (kept,) = figures({"alternatives": [row]}).alternatives
    (ended,) = figures({"alternatives": [row], "student.retires_on": DAY_ONE}).alternatives
    assert ended.npv == kept.npv


# ------------------------------------------------------------------------------ upside


@pytest.mark.parametrize("what", ["latency", "quality"])
def test_a_value_is_upside_where_it_names_its_metric(what: str) -> None:
    value = {f"upside.{what}_value_per_month": 500}
    assert figures(value).annual_upside == 0
    assert figures({**value, f"upside.{what}_metric": " "}).annual_upside == 0
    assert figures({**value, f"upside.{what}_metric": "conversion"}).annual_upside == 6_000
