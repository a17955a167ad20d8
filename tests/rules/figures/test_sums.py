"""Sums that are rounded once, and in which a number is exchanged."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.figures.sums import ExactSum, total

AMOUNTS = st.floats(-1e300, 1e300, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.data(), AMOUNTS)
def test_a_number_exchanged_gives_what_summing_anew_would(
    numbers: list[float], data: st.DataObject, new: float
) -> None:
    place = data.draw(st.integers(0, len(numbers) - 1))
    exchanged = ExactSum(numbers).with_instead(numbers[place], new)
    numbers[place] = new
    assert exchanged.rounded == total(numbers) == math.fsum(numbers)


@given(
    st.lists(AMOUNTS, max_size=30).flatmap(
        lambda one: st.tuples(st.just(one), st.permutations(one))
    )
)
def test_the_order_of_the_numbers_is_nothing_to_a_sum(
    both: tuple[list[float], list[float]],
) -> None:
    numbers, other = both
    assert total(numbers) == total(other)


def test_a_sum_beyond_all_floats_is_infinite_and_no_failure() -> None:
    assert total([1.7e308, 1.7e308]) == math.inf
    assert ExactSum([1.7e308, 1.7e308]).rounded == math.inf
    assert ExactSum([1.0, 1.7e308]).with_instead(1.0, 1.7e308).rounded == math.inf


def test_among_arrays_a_sum_is_one_of_each_element() -> None:
    assert total([1.0, np.array([1.0, 2.0]), 3.0]).tolist() == [5.0, 6.0]
