"""The order of many cases."""

from __future__ import annotations

import math
from typing import Any

import pytest

from rules.answers.validation import validate
from rules.assess import assess_case, outcome_of
from rules.comparing.ranking import Standing, rank, standing
from tests.reference.generate import generate
from tests.rules.cases import NOTHING, case


def one(name: str, npv: float, **other: Any) -> Standing:
    values: dict[str, Any] = {
        "title": name,
        "currency": "USD",
        "verdict": "strong",
        "payback_months": 2.0,
        "upfront_total": 10.0,
        "missing": (),
    }
    return Standing(name=name, npv=npv, **values | other)


def names(found: tuple[Standing, ...]) -> list[str]:
    return [each.name for each in found]


def test_the_one_that_is_worth_most_comes_first_then_the_one_that_is_back_first() -> None:
    found = rank(
        [
            one("d", 1, payback_months=math.inf),
            one("c", 1, payback_months=5.0),
            one("b", 1, payback_months=5.0),
            one("a", -7),
            one("e", 9),
        ]
    )
    assert names(found.by_currency["USD"]) == ["e", "b", "c", "d", "a"]


def test_currencies_have_orders_of_their_own() -> None:
    found = rank([one("a", 1, currency="USD"), one("b", 2, currency="EUR"), one("c", 3)])
    assert {currency: names(each) for currency, each in found.by_currency.items()} == {
        "EUR": ["b"],
        "USD": ["c", "a"],
    }
    assert list(found.by_currency) == ["EUR", "USD"]


def test_incomplete_ones_stay_apart_those_that_lack_least_first() -> None:
    found = rank(
        [
            one("a", math.nan, verdict=None, missing=("x", "y")),
            one("b", math.nan, verdict=None, missing=("x",)),
        ]
    )
    assert found.by_currency == {}
    assert names(found.incomplete) == ["b", "a"]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_ranked_is_what_is_assessed(seed: int) -> None:
    judged = validate(generate(seed))[0]
    found, whole = standing("x", "y", judged, outcome_of(judged)), assess_case(judged)
    head = whole.figures.headline
    assert found.verdict == (whole.verdict and whole.verdict.id)
    assert found.missing == whole.missing
    for mine, theirs in (
        (found.npv, whole.figures.cash.npv),
        (found.payback_months, head.payback_months),
        (found.upfront_total, head.upfront_total),
    ):
        assert mine == theirs or (math.isnan(mine) and math.isnan(theirs))


def test_a_case_without_answers_has_a_standing_too() -> None:
    empty = case(NOTHING)
    found = standing("x", "y", empty, outcome_of(empty))
    assert found.verdict is None
    assert "volume.calls_per_month" in found.missing
