"""Worksheets: numbers by hand, defaults, and what a missing input makes of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.validation import validate
from rules.argument.quality_evidence import evidence_of
from rules.figures.inputs import missing_keys, resolve
from rules.figures.ops import FLOATS
from rules.figures.reading import Reading
from rules.figures.worksheets import Hosting, error_rate_from_slices, hosting, sheet_basis
from tests.rules.cases import case, estimate, measured, scored
from tests.rules.drivers import hostings, size


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-12)


TOKENS = {"input": 1_200, "output": 150, "input_price": 2.5, "output_price": 10}
CACHED = {"cached_input": 800, "cached_input_price": 0.25}


def teacher_cost(sheet: dict[str, Any]) -> float:
    made, wrong = validate({"teacher": {"tokens": sheet}})
    assert wrong == {}
    cost: float = resolve(made).drivers.teacher_cost_per_1k
    return cost


def test_tokens_by_hand() -> None:
    assert teacher_cost(TOKENS) == close(1_000 * (1_200 * 2.5 + 150 * 10) / 1e6)
    everything = {
        **TOKENS,
        "cached_input": 800,
        "cache_write_input": 100,
        "cached_input_price": 0.25,
        "cache_write_price": 3,
        "batch_share": 0.4,
        "batch_discount": 0.25,
    }
    per_call = (300 * 2.5 + 800 * 0.25 + 100 * 3 + 150 * 10) / 1e6
    assert teacher_cost(everything) == close(1_000 * per_call * 0.9)


def test_cached_tokens_without_a_price_of_their_own_cost_the_full_price() -> None:
    sheet = {**TOKENS, "cached_input": 800, "cache_write_input": 100}
    assert teacher_cost(sheet) == close(teacher_cost(TOKENS))


@pytest.mark.parametrize(
    ("key", "value", "plain", "cached"),
    [("input", 700, 0, 800), ("cached_input", 1_500, 0, 1_500), ("input", 900, 100, 800)],
)
def test_an_input_below_what_is_cached_of_it_is_what_is_cached(
    key: str, value: float, plain: float, cached: float
) -> None:
    """One number varied or drawn alone leaves no tokens of which there are fewer than none."""
    made, wrong = validate({"teacher": {"tokens": {**TOKENS, **CACHED}}})
    assert wrong == {}
    by_hand = 1_000 * (plain * 2.5 + cached * 0.25 + 150 * 10) / 1e6
    drawn = np.array([value, value])
    for numbers in (float(value), drawn):
        read = Reading({f"teacher.tokens.{key}": numbers})
        cost = resolve(made, read).drivers.teacher_cost_per_1k
        assert np.max(cost) == np.min(cost) == close(by_hand)


def test_a_batch_is_half_price_unless_said_otherwise() -> None:
    assert teacher_cost({**TOKENS, "batch_share": 1}) == close(teacher_cost(TOKENS) / 2)


@pytest.mark.parametrize("absent", TOKENS)
def test_a_sheet_without_a_required_input_gives_nothing_and_names_it(absent: str) -> None:
    sheet = {key: value for key, value in TOKENS.items() if key != absent}
    made, _ = validate({"teacher": {"tokens": sheet}})
    inputs = resolve(made)
    assert math.isnan(inputs.drivers.teacher_cost_per_1k)
    assert f"teacher.tokens.{absent}" in inputs.missing
    assert "teacher.cost_per_1k_calls" not in inputs.missing


def items(changes: dict[str, Any]) -> dict[str, float]:
    dropped = dict.fromkeys(
        f"upfront.{item}"
        for item in ("data_generation", "training_compute", "evaluation_build", "engineering_time")
    )
    return dict(resolve(case({**dropped, **changes})).upfront_items)


def test_upfront_worksheets_by_hand() -> None:
    found = items(
        {
            "upfront.data_generation_worksheet": {
                "examples": 10_000,
                "attempts_per_example": 2,
                "acceptance_rate": 0.8,
                "review_share": 0.1,
                "cost_per_review": 0.5,
            },
            "upfront.training_worksheet": {
                "gpu_hours": 20,
                "gpu_price_per_hour": 3,
                "million_tokens": 10,
                "price_per_million": 4,
                "epochs": 3,
                "runs": 5,
            },
            "upfront.evaluation_worksheet": {
                "days": 4,
                "day_rate": 700,
                "labels": 500,
                "cost_per_label": 2,
            },
            "upfront.engineering_worksheet": {"people": 2, "days_each": 10, "day_rate": 800},
        }
    )
    assert found == {
        # The teacher's 4 per 1,000 calls stands in for a price of its own.
        "data_generation": close(10_000 / 0.8 * 2 * 4 / 1_000 + 500),
        "training_compute": close(5 * (60 + 120)),
        "evaluation_build": close(3_800),
        "engineering_time": close(16_000),
    }


def test_upfront_worksheets_use_their_defaults() -> None:
    found = items(
        {
            "upfront.data_generation_worksheet": {
                "examples": 1_000,
                "teacher_cost_per_1k_calls": 7,
            },
            "upfront.training_worksheet": {"gpu_hours": 20, "gpu_price_per_hour": 3},
            "upfront.evaluation_worksheet": {"days": 4, "day_rate": 700},
            "upfront.engineering_worksheet": {"days_each": 10, "day_rate": 800},
        }
    )
    assert list(found.values()) == [close(7), close(60), close(2_800), close(8_000)]


def test_a_direct_answer_wins_over_its_worksheet() -> None:
    sheet = {"days": 4, "day_rate": 700}
    made = case({"upfront.evaluation_worksheet": sheet})
    assert resolve(made).upfront_items["evaluation_build"] == 6_000
    incomplete = case({"upfront.evaluation_worksheet": {"days": 4}})
    assert list(missing_keys(incomplete)) == []


def test_a_worksheet_is_as_weak_as_its_weakest_input() -> None:
    made = case(
        {
            "upfront.evaluation_build": None,
            "upfront.evaluation_worksheet": {
                "days": measured(4),
                "day_rate": estimate(700, basis="assumed"),
            },
        }
    )
    assert sheet_basis(made.upfront.evaluation_worksheet) == "assumed"
    assert resolve(made).bases["upfront.evaluation_build"] == "assumed"


def test_other_items_and_contingency_are_in_the_total() -> None:
    made = case(
        {"upfront.other": {"licences": 1_500, "legal advice": 500}, "upfront.contingency": 0.1}
    )
    assert resolve(made).drivers.upfront_total == close(40_000 * 1.1)


def test_a_redistillation_costs_data_and_training_unless_said_otherwise() -> None:
    made = case({"maintenance.cost_per_redistillation": None})
    assert resolve(made).drivers.redistillation_cost_per_year == close(2 * 12_000)


SERVER = {"gpu_price_per_hour": 2.0, "calls_per_second_per_replica": 5.0}


def served(**other: float) -> Hosting:
    made, wrong = validate({"student": {"hosting": {**SERVER, **other}}})
    assert wrong == {}
    found = hosting(made.student.hosting, Reading())
    assert found is not None
    return found


def test_hosting_by_hand() -> None:
    serving = served(
        gpus_per_replica=2,
        peak_to_average=4,
        target_load=0.5,
        min_replicas=2,
        hours_per_month=700,
        overhead=0.25,
    )
    calls_per_second = 3.0
    handled = calls_per_second * 700 * 3_600
    assert serving.average_calls_per_second(handled) == close(calls_per_second)
    assert serving.replicas(handled, FLOATS) == math.ceil(3 * 4 / (5 * 0.5))
    assert serving.cost(handled, FLOATS) == close(5 * 2 * 2.0 * 700 * 1.25)
    assert serving.load_factor(handled, FLOATS) == close(3 / 25)
    assert serving.capacity == close(5 * 0.5 / 4 * 700 * 3_600)


def test_hosting_uses_its_defaults() -> None:
    serving = served()
    assert serving.cost_per_replica == close(2 * 730)
    assert (serving.peak_to_average, serving.target_load, serving.min_replicas) == (3, 0.7, 1)


def test_without_any_input_there_is_no_hosting() -> None:
    assert hosting(validate({})[0].student.hosting, Reading()) is None


def test_a_replica_is_not_bought_for_a_rounding_error() -> None:
    serving = served(peak_to_average=1, target_load=0.7)
    assert serving.replicas(3 * serving.capacity, FLOATS) == 3
    assert serving.replicas(3 * serving.capacity * (1 + 1e-12), FLOATS) == 3
    assert serving.replicas(3 * serving.capacity * (1 + 1e-6), FLOATS) == 4


@given(hostings, size(1, 1e9), size(1, 100))
def test_utilisation_never_makes_hosting_cheaper(
    serving: Hosting, handled: float, more: float
) -> None:
    least = serving.min_replicas * serving.cost_per_replica
    assert serving.cost(handled, FLOATS) >= least
    assert serving.cost(handled * more, FLOATS) >= serving.cost(handled, FLOATS)


@given(hostings, size(1, 1e9))
def test_replicas_carry_the_peak_at_the_target_load(serving: Hosting, handled: float) -> None:
    replicas = serving.replicas(handled, FLOATS)
    assert replicas * serving.capacity >= handled * (1 - 1e-8)
    if replicas > max(serving.min_replicas, 1):
        assert (replicas - 1) * serving.capacity < handled


def loss(*slices: dict[str, Any]) -> float | None:
    made, wrong = validate({"quality": {"slices": list(slices)}})
    assert wrong == {}
    return error_rate_from_slices(made.quality)


def test_a_gain_on_one_slice_never_pays_for_a_loss_on_another() -> None:
    assert loss(scored(0.9, 0.8), scored(0.5, 0.9)) == pytest.approx(0.05)
    assert loss(scored(0.9, 0.8, share=3), scored(0.5, 0.9, share=1)) == pytest.approx(0.075)


@pytest.mark.parametrize("share", [5e-324, 1e-308, 1e308, 1.7976931348623157e308])
def test_shares_of_any_size_count_in_proportion(share: float) -> None:
    found = loss(scored(0.9, 0.8, share=share), scored(0.9, 0.6, share=share))
    assert found == pytest.approx(0.2)
    case = validate({"quality": {"slices": [scored(0.9, 0.8, share=share)] * 3}})[0]
    assert sum(one.weight for one in evidence_of(case).slices) == pytest.approx(1)


def test_a_slice_without_both_scores_counts_nowhere() -> None:
    half = {"teacher_score": 0.9}
    assert loss(scored(0.9, 0.8), half) == pytest.approx(0.1)
    assert loss(half) is None
    assert loss() is None


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), size(1e-6, 1e6)), min_size=1, max_size=6)
)
def test_the_loss_is_a_share_of_the_calls(rows: list[tuple[float, float, float]]) -> None:
    found = loss(*(scored(teacher, student, share=share) for teacher, student, share in rows))
    assert found is not None
    assert 0 <= found <= 1
    worst = max(max(0.0, teacher - student) for teacher, student, _ in rows)
    assert found <= worst * (1 + 1e-9) + 1e-300


def test_an_answer_for_the_loss_wins_over_the_slices() -> None:
    made = case({"quality.slices": [scored(0.9, 0.8)], "quality.error_rate_increase": 0.01})
    assert resolve(made).drivers.error_rate_increase == 0.01
    derived = case({"quality.slices": [scored(0.9, 0.8)]})
    assert resolve(derived).drivers.error_rate_increase == pytest.approx(0.1)


def test_every_number_used_is_on_record_and_defaults_are_marked() -> None:
    used = resolve(case()).read.used
    assert used["volume.calls_per_month"].estimate.basis == "measured"
    assert not used["volume.calls_per_month"].is_default
    assert used["volume.share_moved"].is_default
    assert used["volume.share_moved"].estimate.likely == 1


def test_another_value_can_be_put_in_for_a_key() -> None:
    made = case()
    swapped = resolve(made, Reading({"volume.calls_per_month": 1.0, "volume.share_moved": 0.5}))
    assert (swapped.drivers.calls_per_month, swapped.drivers.share_moved) == (1.0, 0.5)
    assert swapped.read.used["volume.calls_per_month"].estimate.likely == 6_000_000
