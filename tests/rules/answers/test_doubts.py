"""What counts and is probably not meant is warned about by key, and nothing else is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.answers.doubts import doubts
from tests.rules.cases import Changes, case, estimate, judged, measured, scored

TOKENS: Changes = {
    "teacher.cost_per_1k_calls": None,
    "teacher.tokens.input": 1_200,
    "teacher.tokens.output": 60,
    "teacher.tokens.input_price": 2.5,
    "teacher.tokens.output_price": 10,
}


def warned(changes: Changes) -> dict[str, str]:
    found = judged(changes)
    assert found.errors == ()
    assert found.warnings == doubts(case(changes))
    return {one.key: one.message for one in found.warnings}


def test_a_clean_case_is_not_warned_about() -> None:
    assert warned({}) == {}
    assert warned(TOKENS) == {}


@pytest.mark.parametrize(
    "key", ["teacher.retires_on", "student.retires_on", "quality.evaluated_on"]
)
def test_a_date_is_not_judged_without_as_of(key: str) -> None:
    day = {key: date(2026, 1, 10)}
    assert warned(day) == {}
    found = warned({**day, "as_of": None})
    assert found.keys() == {key}
    assert "as_of" in found[key]


def test_an_evaluation_that_is_still_to_come_is_no_evidence_yet() -> None:
    assert warned({"quality.evaluated_on": date(2026, 1, 15), "quality.frozen": True}) == {}
    found = warned({"quality.evaluated_on": date(2026, 1, 16), "quality.frozen": True})
    assert found.keys() == {"quality.evaluated_on"}


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("teacher", "input_price"),
        ("teacher", "cached_input_price"),
        ("teacher", "cache_write_price"),
        ("student", "output_price"),
    ],
)
@pytest.mark.parametrize(
    ("price", "shown"),
    [(0.0000025, "0.0000025"), (2_500, "2,500"), (0, "0"), (0.0009, "0.0009"), (1_001, "1,001")],
)
def test_a_price_in_another_unit_names_the_unit_that_is_meant(
    role: str, name: str, price: float, shown: str
) -> None:
    key = f"{role}.tokens.{name}"
    sheet = {f"{role}.{one.partition('.')[2]}": value for one, value in TOKENS.items()}
    found = warned({**sheet, key: measured(price)})
    assert found.keys() == {key}
    assert found[key].startswith(f"is {shown} per million tokens")


@pytest.mark.parametrize("price", [0.001, 0.001 * (1 - 1e-12), 0.05, 75, 1_000])
def test_a_usual_price_is_not_warned_about(price: float) -> None:
    assert warned({**TOKENS, "teacher.tokens.output_price": measured(price)}) == {}


def test_a_price_of_training_tokens_is_per_million_too() -> None:
    at = "upfront.training_worksheet"
    sheet = {"upfront.training_compute": None, f"{at}.million_tokens": 20, "upfront.other.x": 1}
    assert warned({**sheet, f"{at}.price_per_million": 3}) == {}
    assert warned({**sheet, f"{at}.price_per_million": 0.000003}).keys() == {
        f"{at}.price_per_million"
    }


def shares(*given: float) -> Changes:
    return {"quality.slices": [scored(0.9, 0.9, share=one) for one in given]}


@pytest.mark.parametrize("given", [(0.5, 0.5), (0.6, 0.41), (0.99,), (1.0,), (0.3, 0.3, 0.4)])
def test_shares_that_make_a_whole_are_not_warned_about(given: tuple[float, ...]) -> None:
    assert warned(shares(*given)) == {}


@pytest.mark.parametrize(
    ("given", "total"),
    [((0.9, 0.74), "164%"), ((0.5, 0.4), "90%"), ((50.0, 50.0), "10,000%"), ((0.98,), "98%")],
)
def test_shares_that_make_no_whole_are_named_with_their_sum(
    given: tuple[float, ...], total: str
) -> None:
    found = warned(shares(*given))
    assert found.keys() == {"quality.slices"}
    assert f" {total} " in found["quality.slices"]


def test_shares_count_in_proportion() -> None:
    rows = [scored(0.9, 0.8, share=1.2), scored(0.9, 0.9, share=0.4)]
    assert judged({"quality.slices": rows}).figures.quality.error_rate_increase == pytest.approx(
        0.075
    )


def alternative(**cells: Any) -> Changes:
    return {"alternatives": [{"name": "prompt", **cells}]}


def test_an_alternative_that_nobody_scored_is_named() -> None:
    unscored = warned(alternative(cost_per_1k_calls=1))
    assert unscored.keys() == {"alternatives[0]"}
    assert "'prompt' has no error rate" in unscored["alternatives[0]"]
    guess = estimate(0.0, basis="assumed")
    assert warned(alternative(cost_per_1k_calls=1, error_rate_increase=guess)).keys() == {
        "alternatives[0]"
    }
    assert warned(alternative(cost_per_1k_calls=1, error_rate_increase=0)) == {}
    assert warned(alternative(upfront=1)) == {}


BILL: Changes = {"teacher.bill_per_month": 24_000}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "teacher.cost_per_1k_calls wins"),
        (TOKENS, "teacher.tokens wins"),
        ({"teacher.cost_per_1k_calls": None, "volume.calls_per_month": None}, "calls_per_month"),
    ],
)
def test_a_bill_that_gives_no_cost_says_why(changes: Changes, says: str) -> None:
    found = warned({**BILL, **changes})
    assert found.keys() == {"teacher.bill_per_month"}
    assert says in found["teacher.bill_per_month"]


def test_a_bill_that_gives_the_cost_is_not_warned_about() -> None:
    assert warned({**BILL, "teacher.cost_per_1k_calls": None}) == {}


def test_slices_that_prove_nothing_are_named_by_their_row() -> None:
    unsized = scored(0.9, 0.9, name="legal")
    del unsized["examples"]
    found = warned({"quality.slices": [scored(0.9, 0.9), unsized, {"name": "new"}]})
    assert found.keys() == {"quality.slices[1]", "quality.slices[2]"}
    assert "'legal' does not say how many examples" in found["quality.slices[1]"]
