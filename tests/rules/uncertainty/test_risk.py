"""Draws through three percentiles, what they say, and what knowing a number is worth."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.case import Case
from rules.answers.estimate import Estimate
from rules.answers.policy import Policy
from rules.answers.validation import validate
from rules.uncertainty.correlation import factor, impossible
from rules.uncertainty.risk import MOST_SKEWED, P90, Risk, myerson, percentiles, reached, risk
from rules.uncertainty.worth_of_knowing import of_everything, of_one
from tests.rules.cases import BASE, FLAT, SAVINGS, Changes, case, judged, measured, raw, upfront

POLICY = Policy()
RANGED: Changes = {
    "volume.calls_per_month": measured(6e6, 4.5e6, 8e6),
    "teacher.cost_per_1k_calls": measured(4, 3.5, 4.2),
    "maintenance.redistillations_per_year": measured(2, 1, 6),
}


def drawn(changes: Changes, draws: int = 2_000, **policy: Any) -> Risk:
    found = risk(with_draws(case(changes), draws), POLICY.model_copy(update=policy))
    assert found is not None
    return found


def with_draws(one: Case, draws: int, seed: int = 20, correlations: Any = ()) -> Case:
    update = {"draws": draws, "seed": seed, "correlations": correlations}
    return one.model_copy(update={"risk": one.risk.model_copy(update=update)})


def test_a_payback_at_the_threshold_itself_is_within_it() -> None:
    # What an error costs is drawn, and changes nothing where there are no more errors.
    costs = {"quality.cost_per_error": measured(0.05, 0.01, 0.1)}
    found = drawn({**FLAT, **upfront(12 * SAVINGS), **costs})
    assert found.within_target == 1
    assert drawn({**FLAT, **upfront(12 * SAVINGS * 1.0001), **costs}).within_target == 0


# ------------------------------------------------------------------- the distribution


@given(
    likely=st.floats(-1e6, 1e6),
    below=st.floats(1e-3, 1e5),
    ratio=st.floats(1 / MOST_SKEWED, MOST_SKEWED),
)
def test_the_three_percentiles_are_those_that_were_given(
    likely: float, below: float, ratio: float
) -> None:
    estimate = Estimate(likely, likely - below, likely + below * ratio)
    found = myerson(estimate, np.array([-P90, 0.0, P90]))
    size = max(abs(likely), below * ratio)
    assert found == pytest.approx([estimate.low, likely, estimate.high], rel=1e-9, abs=1e-9 * size)


def test_a_skewed_range_is_a_shifted_lognormal() -> None:
    # Through 10, 20 and 50: sides of 10 and 30, so r = 3; 20 + 30 (3^(z/1.28) - 1) / 2.
    found = myerson(Estimate(20, 10, 50), np.array([0.5, 2.0]) * P90)
    assert found == pytest.approx([20 + 15 * (3**0.5 - 1), 20 + 15 * 8])


def test_a_range_skewed_to_the_low_side_is_its_mirror_image() -> None:
    deviates = np.linspace(-2, 2, 9)
    right, left = Estimate(20, 10, 50), Estimate(20, -10, 30)
    assert myerson(left, deviates) == pytest.approx(40 - myerson(right, -deviates))


def test_a_symmetric_range_is_normal() -> None:
    found = myerson(Estimate(10, 8, 12), np.array([-1.0, 0.0, 2.0]))
    assert found == pytest.approx([10 - 2 / P90, 10, 10 + 4 / P90])


def test_a_side_without_width_is_drawn_as_the_most_skewed() -> None:
    found = myerson(Estimate(10, 10, 30), np.array([-P90, P90]))
    assert found == pytest.approx([10 - 20 / MOST_SKEWED, 30])


# ------------------------------------------------------------------------ the draws


def test_the_same_seed_gives_the_same_figures_and_another_does_not() -> None:
    first, again = (risk(with_draws(case(RANGED), 500), POLICY) for _ in range(2))
    other = risk(with_draws(case(RANGED), 500, seed=21), POLICY)
    assert first == again
    assert other != first


def test_figures_that_every_machine_must_find() -> None:
    found = drawn(RANGED, 1_000)
    assert found.npv.p50 == pytest.approx(PINNED_NPV, rel=1e-9)
    assert found.within_target == PINNED_WITHIN


PINNED_NPV = 741_552.1567001105
PINNED_WITHIN = 0.986


def test_more_draws_begin_with_the_same_ones() -> None:
    # One stream a number, whatever the size of a block.
    few, many = drawn(RANGED, 10_000), drawn(RANGED, 20_000)
    assert abs(few.within_target - many.within_target) < 0.02
    assert few.balance != many.balance


def test_a_further_range_leaves_the_draws_of_the_others_alone() -> None:
    flat = {**FLAT, "teacher.annual_price_change": measured(0)}
    one = {**flat, "volume.calls_per_month": measured(6e6, 4.5e6, 8e6)}
    two = {**one, "quality.cost_per_error": measured(0.05, 0.04, 0.06)}
    # Nothing is lost on the slices, so the cost of an error weighs nothing.
    assert drawn(two).npv == drawn(one).npv


def test_each_draw_is_the_full_cash_flow() -> None:
    # With one number that only ever takes two values the percentiles are two cash flows.
    found = drawn({"volume.calls_per_month": measured(6e6, 5e6, 7e6)})
    at_low = judged({"volume.calls_per_month": measured(5e6)}).figures.cash
    at_high = judged({"volume.calls_per_month": measured(7e6)}).figures.cash
    assert found.npv.p10 == pytest.approx(at_low.npv, rel=0.03)
    assert found.npv.p90 == pytest.approx(at_high.npv, rel=0.03)
    assert found.payback_months.p90 == pytest.approx(at_low.payback_months, rel=0.05)


def test_without_a_range_there_is_nothing_to_draw() -> None:
    assert risk(case(), POLICY) is None
    same = {"volume.calls_per_month": measured(6e6, 6e6, 6e6)}
    assert risk(case(same), POLICY) is None


def test_an_incomplete_case_is_not_drawn() -> None:
    assert risk(case({**RANGED, "student.cost_per_1k_calls": None}), POLICY) is None


def test_one_range_is_enough() -> None:
    found = drawn({"volume.calls_per_month": measured(6e6, 5e6, 8e6)})
    assert found.drawn == ("volume.calls_per_month",)
    # Knowing the one number is knowing everything.
    (only,) = found.evppi
    assert only.value == pytest.approx(found.evpi, abs=3 * only.standard_error + 1e-6)


def test_draws_stay_within_bounds() -> None:
    found = drawn(
        {
            "volume.share_moved": measured(0.98, 0.5, 1.0),
            "volume.fallback_rate": measured(0.01, 0.0, 0.9),
            "quality.error_rate_increase": measured(0.01, 0.0, 0.4),
            "upfront.months_to_launch": measured(1, 0, 30),
        }
    )
    assert all(math.isfinite(one) for month in found.balance for one in (month.p10, month.p90))


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e16])
def test_the_spread_of_money_shows_in_any_unit(unit: float) -> None:
    money = {**FLAT, **dict.fromkeys(key for key in BASE if key.startswith("upfront."))}
    money["upfront.other"] = {"all": measured(1e4 * unit)}
    money["teacher.cost_per_1k_calls"] = measured(4 * unit, 3 * unit, 6 * unit)
    money["student.cost_per_1k_calls"] = measured(unit)
    assert sum(count > 0 for count in drawn(money, 2_000).npvs.counts) > 30


def test_the_histograms_hold_every_draw() -> None:
    found = drawn(RANGED)
    assert sum(found.paybacks.counts) + found.paybacks.beyond == found.draws
    assert sum(found.npvs.counts) + found.npvs.beyond == found.draws
    assert found.paybacks.beyond == round((1 - found.within_horizon) * found.draws)


# ---------------------------------------------------------------------- correlations


@given(st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_a_factor_is_found_just_where_the_matrix_has_no_negative_eigenvalue(
    rhos: list[float],
) -> None:
    pairs = dict(zip([("a", "b"), ("a", "c"), ("b", "c")], rhos, strict=True))
    matrix = np.eye(3)
    for (row, column), rho in zip([(0, 1), (0, 2), (1, 2)], rhos, strict=True):
        matrix[row, column] = matrix[column, row] = rho
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    found = factor(["a", "b", "c"], pairs)
    if smallest > 1e-6:
        assert found is not None
        lower = np.array([[*row, 0.0, 0.0][:3] for row in found])
        assert lower @ lower.T == pytest.approx(matrix, abs=1e-9)
    elif smallest < -1e-6:
        assert found is None


def test_the_pair_to_blame_is_named() -> None:
    assert impossible([("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", 0.9)]) is None
    assert impossible([("a", "b", 0.6), ("c", "d", 0.5), ("b", "c", -0.95)]) == 2
    # Each of the three is as much to blame.
    assert impossible([("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)]) == 2


def test_where_no_single_pair_is_to_blame_none_is_blamed_that_is_tied_to_no_other() -> None:
    knots = [(f"{knot}{a}", f"{knot}{b}", 0.9) for knot in "xy" for a, b in ("12", "23")]
    assert impossible([*knots, ("a", "b", 0.9)]) in range(len(knots))


def test_an_impossible_correlation_is_refused_by_name() -> None:
    keys = ["volume.calls_per_month", "teacher.cost_per_1k_calls",
            "maintenance.redistillations_per_year"]  # fmt: skip
    pairs = [(0, 1, 0.6), (1, 2, 0.6), (0, 2, -0.6)]
    rows = [{"a": keys[a], "b": keys[b], "rho": rho} for a, b, rho in pairs]
    _, wrong = validate({**raw(), "risk": {"correlations": rows}})
    (path,) = wrong
    message = wrong[path]
    assert path == ("risk", "correlations", 2, "rho")
    assert keys[0] in message
    assert keys[2] in message


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("volume.calls_per_month", "volume.calls_per_month", 0.5)], "itself"),
        ([("volume.calls_per_month", "teacher.cost_per_1k_calls", 0.5),
          ("teacher.cost_per_1k_calls", "volume.calls_per_month", 0.1)], "second coefficient"),
    ],
)  # fmt: skip
def test_correlations_that_say_nothing(rows: list[tuple[str, str, float]], words: str) -> None:
    stated = [{"a": a, "b": b, "rho": rho} for a, b, rho in rows]
    _, wrong = validate({**raw(), "risk": {"correlations": stated}})
    assert words in " ".join(wrong.values())


def correlated(rho: float) -> Risk:
    made, wrong = validate(
        {
            **raw(RANGED),
            "risk": {
                "draws": 5_000,
                "correlations": [
                    {"a": "volume.calls_per_month", "b": "teacher.cost_per_1k_calls", "rho": rho}
                ],
            },
        }
    )
    assert wrong == {}
    found = risk(made, POLICY)
    assert found is not None
    return found


def test_numbers_that_rise_together_spread_the_outcome() -> None:
    def spread(found: Risk) -> float:
        return found.npv.p90 - found.npv.p10

    assert spread(correlated(0.95)) > spread(correlated(0)) > spread(correlated(-0.95))


# ------------------------------------------------------------- the worth of information


def unit_normal_loss(mean: float, deviation: float) -> float:
    """E[max(X, 0)] - max(E[X], 0) for a normal X, in closed form."""
    normal = NormalDist()
    d = abs(mean) / deviation
    return deviation * (normal.pdf(d) - d * (1 - normal.cdf(d)))


@pytest.mark.parametrize("mean", [-1.0, -0.3, 0.0, 0.3, 1.0])
def test_one_normal_number_against_its_closed_form(mean: float) -> None:
    deviates = np.random.default_rng(1).standard_normal(50_000)
    outcomes = 1_000 * (mean + deviates)
    exact = 1_000 * unit_normal_loss(mean, 1.0)
    found = of_one("x", deviates, outcomes)
    assert of_everything(outcomes) == pytest.approx(exact, abs=4 * found.standard_error)
    assert found.value == pytest.approx(exact, abs=4 * found.standard_error)
    assert found.standard_error < 0.05 * 1_000


@pytest.mark.parametrize("likely", [0.7e6, 1.0e6, 1.3e6])
def test_a_case_with_one_normal_number_against_its_closed_form(likely: float) -> None:
    # Without hosting npv is linear in the volume: two judgements give the line.
    spread = 0.2e6

    def npv(volume: float) -> float:
        return float(judged({"volume.calls_per_month": measured(volume)}).figures.cash.npv)

    slope = (npv(2e6) - npv(1e6)) / 1e6
    exact = unit_normal_loss(npv(likely), slope * spread / P90)
    ranged = measured(likely, likely - spread, likely + spread)
    found = drawn({"volume.calls_per_month": ranged}, 20_000)
    (only,) = found.evppi
    assert only.value == pytest.approx(exact, abs=4 * only.standard_error)
    assert found.evpi == pytest.approx(exact, abs=4 * only.standard_error)
    deviate = NormalDist().inv_cdf(0.1) * slope * spread / P90
    assert found.npv.p10 == pytest.approx(npv(likely) + deviate, rel=0.02, abs=0.02 * slope * 1e6)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_one_of_two_normal_numbers_against_its_closed_form(share: float) -> None:
    rng = np.random.default_rng(2)
    known, unknown = rng.standard_normal(50_000), rng.standard_normal(50_000)
    outcomes = 100 + 1_000 * (share**0.5 * known + (1 - share) ** 0.5 * unknown)
    found = of_one("x", known, outcomes)
    exact = unit_normal_loss(100, 1_000 * share**0.5)
    assert found.value == pytest.approx(exact, abs=4 * found.standard_error)


def test_the_standard_error_covers_the_truth() -> None:
    exact = unit_normal_loss(300, 600)
    within = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        known, unknown = rng.standard_normal(2_000), rng.standard_normal(2_000)
        found = of_one("x", known, 300 + 600 * known + 800 * unknown)
        within += abs(found.value - exact) <= 2 * found.standard_error
    assert within >= 32


def test_a_number_that_changes_nothing_is_worth_nothing() -> None:
    rng = np.random.default_rng(3)
    found = of_one("x", rng.standard_normal(20_000), 500 + 100 * rng.standard_normal(20_000))
    assert found.value <= 3 * found.standard_error + 1e-6


def test_the_rounding_of_a_sum_is_no_worth() -> None:
    for seed in range(200):
        rng = np.random.default_rng(seed)
        deviates = rng.standard_normal(1_000)
        for outcomes in (1e5 + 1e3 * deviates, 1e4 * deviates - 1e5):
            assert of_everything(outcomes) == 0
            assert of_one("x", deviates, outcomes).value == 0


def test_knowing_one_number_is_never_worth_more_than_knowing_all() -> None:
    found = drawn({**RANGED, "volume.calls_per_month": measured(1.2e6, 4e5, 3e6)}, 20_000)
    assert found.evpi > 0
    for one in found.evppi:
        assert 0 <= one.value <= found.evpi + 3 * one.standard_error


AMOUNTS = st.floats(-1e300, 1e300, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=60))
def test_percentiles_are_those_of_numpy(amounts: list[float]) -> None:
    ordered = np.sort(amounts)
    expected = np.quantile(ordered, (0.1, 0.5, 0.9))
    found = percentiles(ordered)
    assert (found.p10, found.p50, found.p90) == tuple(expected.tolist())


@given(st.lists(AMOUNTS | st.just(math.inf), min_size=1, max_size=60))
def test_so_are_those_that_interpolate_nothing(months: list[float]) -> None:
    ordered = np.sort(months)
    expected = np.quantile(ordered, (0.1, 0.5, 0.9), method="inverted_cdf")
    found = reached(ordered)
    assert (found.p10, found.p50, found.p90) == tuple(expected.tolist())
