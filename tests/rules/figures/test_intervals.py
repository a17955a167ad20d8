"""Intervals of shares, their differences, and the bound on the loss over all slices."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.figures.intervals import Interval, difference, weighted_loss, wilson

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
