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
from rules.answers.policy import Policy
from rules.answers.validation import validate
from rules.catalog.rule import VerdictId
from rules.figures.variations import Variations
from rules.uncertainty.correlation import factor, impossible
from rules.uncertainty.draws import FURTHEST, MOST_SKEWED, Drawn, Draws, Shape
from rules.uncertainty.ranges import P90, Range
from rules.uncertainty.risk import Risk, percentiles, percentiles_of, reached, risk
from rules.uncertainty.worth_of_knowing import Regressions, of_everything
from tests.rules.cases import BASE, FLAT, SAVINGS, Changes, case, judged, measured, raw, upfront

POLICY = Policy()
UNSCORED: Changes = {"quality.slices": None, "quality.basis": None}
"""Without an evaluation, whose examples would leave open how many more errors there are."""
RANGED: Changes = {
    "volume.calls_per_month": measured(6e6, 4.5e6, 8e6),
    "teacher.cost_per_1k_calls": measured(4, 3.5, 4.2),
    "maintenance.redistillations_per_year": measured(2, 1, 6),
}


def drawn(changes: Changes, draws: int = 2_000, **policy: Any) -> Risk:
    """What the draws of the stated ranges alone say."""
    alone = {**UNSCORED, **changes}
    found = risk(with_draws(case(alone), draws), POLICY.model_copy(update=policy))
    assert found is not None
    return found


def with_draws(one: Case, draws: int, seed: int = 20, stand_ins: bool = False) -> Case:
    update = {"draws": draws, "seed": seed, "stand_ins": stand_ins}
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
    low, high = likely - below, likely + below * ratio
    found = Shape.through(likely, low, high).at(np.array([-P90, 0.0, P90]))
    size = max(abs(likely), below * ratio)
    assert found == pytest.approx([low, likely, high], rel=1e-9, abs=1e-9 * size)


def test_a_skewed_range_is_a_shifted_lognormal() -> None:
    # Through 10, 20 and 50: sides of 10 and 30, so r = 3; 20 + 30 (3^(z/1.28) - 1) / 2.
    found = Shape.through(20, 10, 50).at(np.array([0.5, 2.0]) * P90)
    assert found == pytest.approx([20 + 15 * (3**0.5 - 1), 20 + 15 * 8])


def test_a_range_skewed_to_the_low_side_is_its_mirror_image() -> None:
    deviates = np.linspace(-2, 2, 9)
    right, left = (20, 10, 50), (20, -10, 30)
    mirrored = 40 - Shape.through(*right).at(-deviates)
    assert Shape.through(*left).at(deviates) == pytest.approx(mirrored)


def test_a_symmetric_range_is_normal() -> None:
    found = Shape.through(10, 8, 12).at(np.array([-1.0, 0.0, 2.0]))
    assert found == pytest.approx([10 - 2 / P90, 10, 10 + 4 / P90])


def test_a_side_without_width_is_drawn_as_the_most_skewed() -> None:
    found = Shape.through(10, 10, 30).at(np.array([-P90, P90]))
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
PINNED_WITHIN = 0.987


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
    assert risk(with_draws(case(UNSCORED), 500), POLICY) is None
    same = {**UNSCORED, "volume.calls_per_month": measured(6e6, 6e6, 6e6)}
    assert risk(with_draws(case(same), 500), POLICY) is None


def test_a_guess_is_drawn_and_what_nobody_answered_is_held() -> None:
    found = risk(with_draws(case(UNSCORED), 500, stand_ins=True), POLICY)
    assert found is not None
    keys = [one.key for one in found.drawn]
    assert "teacher.cost_per_1k_calls" in keys
    assert {one.range.origin for one in found.drawn} == {"stand-in"}
    assert not set(keys) & set(found.held)
    assert {"volume.fallback_rate", "teacher.annual_price_change"} <= set(found.held)


def test_a_range_without_width_is_held() -> None:
    changes = {"volume.calls_per_month": measured(6e6, 6e6, 6e6)}
    found = risk(with_draws(case(changes), 500, stand_ins=True), POLICY)
    assert found is not None
    assert "volume.calls_per_month" in found.held


def test_every_number_the_cash_flow_rests_on_is_either_drawn_or_held() -> None:
    changes = {**UNSCORED, **RANGED}
    for stand_ins in (False, True):
        found = risk(with_draws(case(changes), 500, stand_ins=stand_ins), POLICY)
        assert found is not None
        numbers = [*(one.key for one in found.drawn), *found.held]
        assert sorted(numbers) == sorted(Variations(case(changes)).used)


def test_what_is_large_and_held_is_known() -> None:
    changes = {
        "upfront.engineering_time": None,
        "volume.monthly_growth": None,
        "maintenance.monitoring_per_month": None,
    }
    found = risk(with_draws(case(changes), 2_000, stand_ins=True), POLICY)
    assert found is not None
    # What it costs is not counted at all, so that no swing says how much it matters.
    assert found.large_held[0] == "upfront.engineering_time"
    assert {"volume.monthly_growth", "teacher.annual_price_change"} < set(found.large_held)
    assert "maintenance.monitoring_per_month" not in found.large_held
    assert "upfront.ramp_months" not in found.large_held


def test_the_hours_of_a_month_are_nothing_to_be_unsure_of() -> None:
    hosted = {
        "student.cost_per_1k_calls": None,
        "student.hosting.gpu_price_per_hour": measured(2),
        "student.hosting.calls_per_second_per_replica": measured(2),
    }
    found = risk(with_draws(case(hosted), 500, stand_ins=True), POLICY)
    assert found is not None
    assert "student.hosting.hours_per_month" in found.held
    assert "student.hosting.hours_per_month" not in found.large_held


@pytest.mark.parametrize(
    ("upfront", "verdict", "supported"),
    [
        (150_000, "strong", True),
        (400_000, "strong", False),
        (400_000, "defensible", False),
        (400_000, "reconsider", True),
        (9e6, "do-not-distill", True),
    ],
)
def test_a_verdict_that_most_draws_contradict_is_not_supported(
    upfront: float, verdict: VerdictId, supported: bool
) -> None:
    changes = {**RANGED, "upfront.engineering_time": measured(upfront)}
    found = risk(with_draws(case(changes), 1_000), POLICY, verdict=verdict)
    assert found is not None
    assert (found.within_target >= 0.5 and found.mean_npv > 0) == (upfront < 4e5)
    assert found.supports_verdict == supported


def test_a_mean_below_zero_supports_no_verdict_either() -> None:
    # Mostly in time, and ruinous where it is not.
    changes = {"quality.error_rate_increase": measured(0.0, 0.0, 0.4)}
    found = risk(with_draws(case(changes), 4_000), POLICY, verdict="strong")
    assert found is not None
    assert found.within_target >= 0.5
    assert found.mean_npv <= 0
    assert not found.supports_verdict


def test_an_incomplete_case_is_not_drawn() -> None:
    assert risk(case({**RANGED, "student.cost_per_1k_calls": None}), POLICY) is None


def test_one_range_is_enough() -> None:
    found = drawn({"volume.calls_per_month": measured(6e6, 5e6, 8e6)})
    assert [one.key for one in found.drawn] == ["volume.calls_per_month"]
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


@given(low=st.floats(1e-3, 1), high=st.floats(1, 1e3))
def test_a_number_that_has_to_be_above_zero_never_comes_near_it(low: float, high: float) -> None:
    key = "student.hosting.calls_per_second_per_replica"
    made = Draws({key: Drawn(key, 1.0, Range(low, high, "stated"))}, {}, 1)
    values = made.values(key, np.linspace(-FURTHEST, FURTHEST, 99))
    assert values.min() >= low**2 * (1 - 1e-12)


def test_nothing_further_out_than_one_chance_in_a_thousand_is_drawn() -> None:
    key = "volume.monthly_growth"
    made = Draws({key: Drawn(key, 0.02, Range(0.0, 0.04, "stated"))}, {}, 3)
    normal = made.normal(200_000)[key]
    assert (normal.min(), normal.max()) == (-FURTHEST, FURTHEST)
    assert (normal == FURTHEST).mean() == pytest.approx(0.001, abs=0.0003)


def test_months_are_drawn_whole_and_as_long_as_they_are_reckoned() -> None:
    key = "upfront.months_to_launch"
    made = Draws({key: Drawn(key, 2.4, Range(1.0, 5.0, "stated"))}, {}, 5)
    values = made.values(key, made.normal(4_001)[key])
    assert set(values.tolist()) <= set(range(61))
    # 2.4 months are reckoned as 3.
    assert np.median(values) == 3


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
            **raw({**UNSCORED, **RANGED}),
            "risk": {
                "draws": 5_000,
                "stand_ins": False,
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
    found = Regressions(outcomes).of_one("x", deviates)
    assert of_everything(outcomes) == pytest.approx(exact, abs=4 * found.standard_error)
    assert found.value == pytest.approx(exact, abs=4 * found.standard_error)
    assert found.standard_error < 0.05 * 1_000


@pytest.mark.parametrize("mean", [-1.0, 0.0, 0.5])
def test_a_case_with_one_normal_number_against_its_closed_form(mean: float) -> None:
    # What is spent upfront is worth what it is: npv falls by each unit of it.
    key, spread = "upfront.engineering_time", 60_000.0
    deviation = spread / P90

    def npv(cost: float) -> float:
        return float(judged({**UNSCORED, key: measured(cost)}).figures.cash.npv)

    likely = npv(0.0) - mean * deviation
    exact = unit_normal_loss(mean * deviation, deviation)
    found = drawn({key: measured(likely, likely - spread, likely + spread)}, 20_000)
    (only,) = found.evppi
    assert only.value == pytest.approx(exact, abs=4 * only.standard_error)
    assert found.evpi == pytest.approx(exact, abs=4 * only.standard_error)
    for percentile, deviates in ((found.npv.p10, -P90), (found.npv.p90, P90)):
        assert percentile == pytest.approx((mean + deviates) * deviation, abs=0.03 * deviation)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_one_of_two_normal_numbers_against_its_closed_form(share: float) -> None:
    rng = np.random.default_rng(2)
    known, unknown = rng.standard_normal(50_000), rng.standard_normal(50_000)
    outcomes = 100 + 1_000 * (share**0.5 * known + (1 - share) ** 0.5 * unknown)
    found = Regressions(outcomes).of_one("x", known)
    exact = unit_normal_loss(100, 1_000 * share**0.5)
    assert found.value == pytest.approx(exact, abs=4 * found.standard_error)


def test_the_standard_error_covers_the_truth() -> None:
    exact = unit_normal_loss(300, 600)
    within = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        known, unknown = rng.standard_normal(2_000), rng.standard_normal(2_000)
        found = Regressions(300 + 600 * known + 800 * unknown).of_one("x", known)
        within += abs(found.value - exact) <= 2 * found.standard_error
    assert within >= 32


def test_a_number_that_changes_nothing_is_worth_nothing() -> None:
    rng = np.random.default_rng(3)
    deviates = rng.standard_normal(20_000)
    found = Regressions(500 + 100 * rng.standard_normal(20_000)).of_one("x", deviates)
    assert found.value <= 3 * found.standard_error + 1e-6


def test_the_rounding_of_a_sum_is_no_worth() -> None:
    for seed in range(200):
        rng = np.random.default_rng(seed)
        deviates = rng.standard_normal(1_000)
        for outcomes in (1e5 + 1e3 * deviates, 1e4 * deviates - 1e5):
            assert of_everything(outcomes) == 0
            assert Regressions(outcomes).of_one("x", deviates).value == 0


def test_knowing_one_number_is_never_worth_more_than_knowing_all() -> None:
    found = drawn({**RANGED, "volume.calls_per_month": measured(1.2e6, 4e5, 3e6)}, 20_000)
    assert found.evpi > 0
    for one in found.evppi:
        assert 0 <= one.value <= found.evpi


def test_a_load_test_that_may_be_off_by_a_call_a_second_is_worth_no_fortune() -> None:
    # A tail that comes near no call at all a second would rent any number of replicas.
    changes = {
        **UNSCORED,
        "student.cost_per_1k_calls": None,
        "student.hosting.gpu_price_per_hour": measured(2),
        "student.hosting.calls_per_second_per_replica": measured(20, 19, 20),
    }
    found = drawn(changes, 10_000)
    assert 0 <= found.evppi[0].value <= found.evpi < found.npv.p90


AMOUNTS = st.floats(-1e300, 1e300, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=60))
def test_percentiles_are_those_of_numpy(amounts: list[float]) -> None:
    ordered = np.sort(amounts)
    expected = np.quantile(ordered, (0.1, 0.5, 0.9))
    found = percentiles(ordered)
    assert (found.p10, found.p50, found.p90) == tuple(expected.tolist())
    assert percentiles_of(np.array(amounts)) == found


@given(st.lists(AMOUNTS | st.just(math.inf), min_size=1, max_size=60))
def test_so_are_those_that_interpolate_nothing(months: list[float]) -> None:
    ordered = np.sort(months)
    expected = np.quantile(ordered, (0.1, 0.5, 0.9), method="inverted_cdf")
    found = reached(ordered)
    assert (found.p10, found.p50, found.p90) == tuple(expected.tolist())
