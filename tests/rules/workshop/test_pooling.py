"""Pooling by hand and by publication; the verdict under each number against the edited case."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.workshop.pooling import (
    Range,
    estimate_at,
    outliers,
    pooled,
    spread,
    stand,
    weigh,
    with_estimate,
    worth,
)
from tests.rules.cases import FLAT, case, estimate, judged

VOLUME = "volume.calls_per_month"


def sure(value: float) -> Range:
    return Range(value, value, value)


def test_each_quantile_is_averaged_by_itself() -> None:
    assert pooled([Range(1, 2, 6), Range(3, 4, 8)]) == Range(2, 3, 7)
    assert pooled([Range(1, 2, 6), Range(3, 4, 8)], [3, 1]) == Range(1.5, 2.5, 6.5)
    assert pooled([Range(1, 2, 6), Range(3, 4, 8)], [0, 1]) == Range(3, 4, 8)


def test_normal_forecasts_pool_to_the_normal_of_their_mean_parameters() -> None:
    """Lichtendahl, Grushka-Cockayne and Winkler (2013), section 2; Ratcliff (1979), appendix."""
    experts = [NormalDist(10, 2), NormalDist(16, 4), NormalDist(19, 6)]
    quantiles = [Range(*(one.inv_cdf(p) for p in (0.1, 0.5, 0.9))) for one in experts]
    pool, expected = pooled(quantiles), NormalDist(15, 4)
    for found, p in zip((pool.low, pool.likely, pool.high), (0.1, 0.5, 0.9), strict=True):
        assert found == pytest.approx(expected.inv_cdf(p))


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], [1, math.nan], [1, math.inf]])
def test_weights_that_do_not_fit_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        pooled([sure(1), sure(2)], weights)


def test_nothing_cannot_be_pooled() -> None:
    with pytest.raises(ValueError, match="nothing"):
        pooled([])


numbers = st.floats(allow_nan=False, allow_infinity=False)
ranges = st.lists(numbers, min_size=3, max_size=3).map(lambda one: Range(*sorted(one)))


@given(st.lists(st.tuples(ranges, st.floats(0, 1e9)), min_size=1, max_size=12))
def test_a_pool_is_a_range_between_its_parts(given_: list[tuple[Range, float]]) -> None:
    said, weights = [one for one, _ in given_], [weight for _, weight in given_]
    pool = pooled(said, weights if any(weights) else None)
    assert pool.low <= pool.likely <= pool.high
    assert min(one.low for one in said) <= pool.low
    assert pool.high <= max(one.high for one in said)


def test_equal_numbers_pool_to_themselves_so_that_none_leaves_its_bounds() -> None:
    for value in (0.1, 1.0, 60.0, 365.0, 1.7e308):
        assert pooled([sure(value)] * 3) == sure(value)
        assert pooled([sure(value)] * 3, [0.3, 0.3, 0.4]) == sure(value)
    assert spread([sure(1.7e308)] * 2).median == 1.7e308


def test_the_median_and_the_spread_are_of_the_likely_values() -> None:
    found = spread([sure(9), Range(1, 2, 50), sure(4)])
    assert (found.median, found.lowest, found.highest) == (4, 2, 9)


def test_what_lies_between_two_numbers_has_no_digits_that_nobody_typed() -> None:
    assert spread([sure(-0.05), sure(-0.025)]).median == -0.0375
    assert pooled([sure(0.1), sure(0.2), sure(0.6)]) == sure(0.3)


def test_a_value_beyond_tukeys_fences_stands_apart() -> None:
    # Quartiles of 1, 2, 3, 4 and x >= 4 are 2 and 4, so that the upper fence is at 7.
    at = {str(value): sure(value) for value in (1, 2, 3, 4)}
    assert outliers(at | {"x": sure(7)}) == ()
    assert outliers(at | {"x": sure(7.01)}) == ("x",)
    # And below, mirrored.
    mirrored = {name: sure(-one.likely) for name, one in at.items()}
    assert outliers(mirrored | {"x": sure(-7.01)}) == ("x",)


def test_three_people_have_no_outlier_and_who_agrees_has_none() -> None:
    assert outliers({"a": sure(1), "b": sure(1), "c": sure(100)}) == ()
    assert outliers(dict.fromkeys("abcd", sure(0.1 + 0.2))) == ()


def test_the_verdict_under_a_number_is_that_of_the_edited_case() -> None:
    for volume in (400_000, 1_500_000, 6_000_000):
        edited = judged({VOLUME: estimate(volume, volume / 2, volume * 2)})
        found = stand("Ada", case(), VOLUME, Range(volume / 2, volume, volume * 2))
        assert edited.verdict is not None
        assert found.verdict == edited.verdict.id
        assert found.payback_months == edited.figures.headline.payback_months
        assert found.npv == edited.figures.cash.npv


def test_a_number_that_is_missing_can_be_judged_too() -> None:
    draft = case({VOLUME: None})
    assert stand("Ada", draft, VOLUME, sure(6e6)).verdict is not None
    assert stand("Ada", case({"task.breadth": None}), VOLUME, sure(6e6)).verdict is None


def test_a_direct_number_wins_over_its_worksheet() -> None:
    sheet = {
        "teacher.cost_per_1k_calls": None,
        "teacher.tokens.input": 1_000,
        "teacher.tokens.output": 100,
        "teacher.tokens.input_price": 3,
        "teacher.tokens.output_price": 10,
    }
    found = stand("Ada", case(sheet), "teacher.cost_per_1k_calls", sure(4))
    assert found.npv == judged().figures.cash.npv


def test_a_number_out_of_bounds_gets_no_verdict() -> None:
    found = stand("Ada", case(), "volume.fallback_rate", sure(1.5))
    assert found.verdict is None
    assert math.isnan(found.npv)


def test_a_number_that_contradicts_another_gets_no_verdict() -> None:
    sheet = {
        "teacher.cost_per_1k_calls": None,
        "teacher.tokens.input": 1_000,
        "teacher.tokens.output": 100,
        "teacher.tokens.input_price": 3,
        "teacher.tokens.output_price": 10,
    }
    key = "teacher.tokens.cached_input"
    assert stand("Ada", case(sheet), key, sure(900)).is_possible
    found = stand("Bo", case(sheet), key, sure(1_100))
    assert (found.verdict, found.is_possible) == (None, False)


def test_a_number_too_large_to_calculate_with_gets_no_verdict() -> None:
    found = stand("Ada", case(), VOLUME, sure(1.7e308))
    assert (found.verdict, found.is_possible) == (None, True)
    assert math.isnan(found.payback_months)


def test_an_answer_is_found_where_it_was_put() -> None:
    given = case({"upfront.other": {"a b": 5}, "alternatives": [{"name": "a", "upfront": 1}]})
    for key in (VOLUME, 'upfront.other."a b"', "alternatives[0].upfront"):
        assert estimate_at(with_estimate(given, key, Estimate(7)), key) == Estimate(7)
    for key in ("upfront.other.gone", "alternatives[3].upfront", "volume.share_moved", "title"):
        assert estimate_at(given, key) is None


def test_a_guess_can_be_judged_as_one() -> None:
    assert stand("Ada", case(), VOLUME, sure(6e6)).verdict == "strong"
    assert stand("Ada", case(), VOLUME, sure(6e6), basis="assumed").verdict == "defensible"


def test_a_team_judges_by_its_own_thresholds() -> None:
    strict = TeamPolicy({"strong_payback_months": 0.1, "defensible_payback_months": 0.2}, "team")
    assert stand("Ada", case(), VOLUME, sure(6e6), strict).verdict == "reconsider"
    found = weigh(case(), VOLUME, {"Ada": sure(6e6)}, strict)
    assert found.verdicts == ("reconsider",)


def test_rows_and_named_rows_can_be_replaced() -> None:
    given = case({"upfront.other": {"gateway": 5}, "alternatives": [{"name": "a", "upfront": 1}]})
    changed = with_estimate(given, "upfront.other.gateway", Estimate(7))
    assert changed.upfront.other == {"gateway": Estimate(7)}
    changed = with_estimate(given, "alternatives[0].upfront", Estimate(7))
    assert changed.alternatives[0].upfront == Estimate(7)
    with pytest.raises(ValueError, match="no row 3"):
        with_estimate(given, "alternatives[3].upfront", Estimate(7))


def test_agreement_about_a_strong_case_does_not_matter() -> None:
    found = weigh(case(), VOLUME, {"Ada": sure(6e6), "Bo": sure(6.1e6)})
    assert not found.matters
    assert found.worth == 0


def test_a_disagreement_that_changes_the_verdict_has_a_worth() -> None:
    found = weigh(case(FLAT), VOLUME, {"Ada": Range(1e5, 6e6, 9e6), "Bo": Range(1e4, 1e5, 2e5)})
    assert found.matters
    # By hand: npv is linear in volume here, so it is known from two of its values.
    one, two = (
        judged({**FLAT, VOLUME: estimate(volume)}).figures.cash.npv for volume in (1e6, 2e6)
    )

    def npv(volume: float) -> float:
        return one + (two - one) * (volume - 1e6) / 1e6

    low, likely, _ = (npv(volume) for volume in (55_000, 3.05e6, 4.6e6))
    assert low < 0 < likely
    assert found.worth == pytest.approx(-0.3 * low)


def test_the_worth_of_knowing_by_hand() -> None:
    # Distilled now: 0.3 * -100 + 0.4 * 50 + 0.3 * 200 = 50; knowing: 0.4 * 50 + 0.3 * 200 = 80.
    assert worth((-100, 50, 200)) == pytest.approx(30)
    # Kept now, as the mean is -47; knowing: 0.3 * 10 = 3.
    assert worth((-100, -50, 10)) == pytest.approx(3)
    assert worth((1, 2, 3)) == 0
    assert worth((-1, -2, -3)) == 0
    assert math.isnan(worth((math.nan, 1, 2)))


def test_weights_shift_the_pool() -> None:
    found = weigh(case(), VOLUME, {"Ada": sure(2e6), "Bo": sure(6e6)}, weights={"Ada": 3})
    assert found.pool.said == sure(3e6)
