"""Intervals of shares, their differences, and the bound on the loss over all slices."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.figures.intervals import (
    Interval,
    correlation,
    difference,
    paired_difference,
    weighted_loss,
    wilson,
)

SCORES = st.floats(0, 1)
COUNTS = st.integers(1, 100_000)


@pytest.mark.parametrize(
    ("right", "examples", "low", "high"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
        # Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_published_values(
    right: int, examples: int, low: float, high: float
) -> None:
    found = wilson(right / examples, examples)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_ends_are_the_shares_that_a_score_test_just_admits() -> None:
    found = wilson(0.9, 400)
    for end in (found.low, found.high):
        deviate = abs(0.9 - end) / math.sqrt(end * (1 - end) / 400)
        assert deviate == pytest.approx(1.959963984540054)


@given(SCORES, COUNTS)
def test_an_interval_holds_its_score_and_stays_a_share(score: float, examples: int) -> None:
    found = wilson(score, examples)
    assert 0 <= found.low <= score + 1e-12
    assert score - 1e-12 <= found.high <= 1


@given(SCORES, COUNTS)
def test_more_examples_never_widen_it(score: float, examples: int) -> None:
    few, many = wilson(score, examples), wilson(score, examples * 2)
    assert many.high - many.low <= few.high - few.low + 1e-12


def test_without_a_number_of_examples_nothing_is_known() -> None:
    assert not wilson(0.9, None).known
    assert not difference(wilson(0.9, 10), wilson(0.9, None)).known


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        # Newcombe, "Interval estimation for the difference between independent proportions",
        # Statistics in Medicine 17 (1998), table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ],
)
def test_a_difference_agrees_with_published_values(
    a: tuple[int, int], b: tuple[int, int], low: float, high: float
) -> None:
    found = difference(wilson(a[0] / a[1], a[1]), wilson(b[0] / b[1], b[1]))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_a_gain_on_one_slice_pays_for_no_loss_on_another() -> None:
    loss, gain = Interval(0.04, 0.02, 0.06), Interval(-0.5, -0.6, -0.4)
    found = weighted_loss([(1, loss), (1, gain)])
    assert found.value == pytest.approx(0.02)
    assert found.high == pytest.approx(0.03)


def test_one_slice_bounds_the_whole_by_itself() -> None:
    found = weighted_loss([(0.3, Interval(0.04, 0.02, 0.06))])
    assert (found.value, found.low, found.high) == pytest.approx((0.04, 0.02, 0.06))


def test_a_slice_of_unknown_size_leaves_the_bound_open() -> None:
    found = weighted_loss([(1, Interval(0.04, 0.02, 0.06)), (1, wilson(0.01, None))])
    assert not found.known
    assert found.value == pytest.approx(0.025)


def test_no_slice_gives_nothing() -> None:
    assert math.isnan(weighted_loss([]).value)


def fourfold(both: int, first: int, second: int, neither: int) -> tuple[list[float], list[float]]:
    """Answers to the same examples, by how many both, only one, or none got right."""
    counts = ((1.0, 1.0, both), (1.0, 0.0, first), (0.0, 1.0, second), (0.0, 0.0, neither))
    pairs = [(a, b) for a, b, count in counts for _ in range(count)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def test_the_paired_interval_agrees_with_published_values() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), pp. 2635-2650, table II, method 10."""
    found = paired_difference(*fourfold(36, 12, 2, 0))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0569, 0.3404), abs=5e-5)


CELLS = st.tuples(*[st.integers(0, 60)] * 4).filter(any)


@given(CELLS)
def test_the_paired_interval_is_that_of_the_fourfold_table(cells: tuple[int, ...]) -> None:
    """The formula as Altman et al. print it, "Statistics with Confidence" (2000), p. 52."""
    r, s, t, u = cells
    n = r + s + t + u
    product = (r + s) * (t + u) * (r + t) * (s + u)
    excess = r * u - s * t
    corrected = max(excess - n / 2, 0) if excess > 0 else excess
    phi = corrected / math.sqrt(product) if product else 0.0
    one, other = wilson((r + s) / n, n), wilson((r + t) / n, n)
    below, above = (
        (one.value - one.low, other.high - other.value),
        (
            one.high - one.value,
            other.value - other.low,
        ),
    )
    low, high = (math.sqrt(max(0.0, a * a - 2 * phi * a * b + b * b)) for a, b in (below, above))
    found = paired_difference(*fourfold(r, s, t, u))
    assert found.value == pytest.approx((s - t) / n)
    assert found.low == pytest.approx(found.value - low, abs=1e-9)
    assert found.high == pytest.approx(found.value + high, abs=1e-9)


@given(st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=40))
def test_the_paired_interval_holds_the_difference_and_turns_with_it(
    pairs: list[tuple[float, float]],
) -> None:
    a, b = [one for one, _ in pairs], [other for _, other in pairs]
    found, turned = paired_difference(a, b), paired_difference(b, a)
    assert found.low <= found.value <= found.high
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
    assert -1 <= correlation(a, b) <= 1
    apart = difference(wilson(math.fsum(a) / len(a), len(a)), wilson(math.fsum(b) / len(b), len(b)))
    if correlation(a, b) >= 0:
        # Erring on the same examples, two systems differ by less than if each erred by itself.
        assert found.low >= apart.low - 1e-9
        assert found.high <= apart.high + 1e-9
