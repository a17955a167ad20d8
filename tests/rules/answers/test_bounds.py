"""Where numbers may lie, at the bounds themselves."""

from __future__ import annotations

import math

import pytest
from pydantic_core import PydanticCustomError

from rules.answers.bounds import Bounds, drawn_within
from rules.answers.bounds_of import bounds_of
from rules.answers.estimate import Estimate
from rules.answers.validation import refusal_of
from rules.questions import QUESTIONS, is_estimate
from rules.questions.addresses import split

COLUMNS = [(one, column) for one in QUESTIONS.values() for column in one.columns]
CELLS = [
    f'{question.key}."licence"' if question.named_rows else f"{question.key}[0].{column.key}"
    for question, column in COLUMNS
]
NUMBERS = [key for key in (*QUESTIONS, *CELLS) if is_estimate(key)]


def test_bounds_are_inclusive_or_exclusive_as_named() -> None:
    share = Bounds(above=0, most=1)
    assert [share.admits(one) for one in (0, 1e-9, 1, 1 + 1e-9)] == [False, True, True, False]
    rate = Bounds(least=0, below=1)
    assert [rate.admits(one) for one in (-1e-9, 0, 1 - 1e-9, 1)] == [False, True, True, False]
    assert share.in_words() == "above 0 and at most 1"
    assert rate.in_words() == "at least 0 and below 1"


def test_bounds_hold_for_both_ends_of_a_range() -> None:
    with pytest.raises(PydanticCustomError, match="above 0"):
        Bounds(above=0).check(Estimate(1.0, 0.0, 2.0))
    with pytest.raises(PydanticCustomError, match="at most 1"):
        Bounds(most=1).check(Estimate(0.5, 0.0, 2.0))
    assert Bounds(above=0).check(None) is None


def test_clipping_moves_a_number_to_the_nearest_bound() -> None:
    assert Bounds(least=0, most=1).clip(2) == 1
    assert Bounds(above=0, below=1).clip(-2) == 0
    assert Bounds(least=0).clip(0.5) == 0.5
    assert Bounds().clip(7) == 7


def test_a_draw_reaches_a_bound_that_is_an_answer() -> None:
    assert drawn_within(Bounds(least=0, most=1), 0.5) == (0, 1)
    assert drawn_within(Bounds(), 0.5) == (-math.inf, math.inf)


@pytest.mark.parametrize(
    "likely", [0.5, math.nextafter(0, 1), math.nextafter(1, 0)], ids=["inside", "low", "high"]
)
def test_a_draw_comes_close_to_a_bound_that_is_none(likely: float) -> None:
    bounds = Bounds(above=0, below=1)
    least, most = drawn_within(bounds, likely)
    assert bounds.admits(least)
    assert bounds.admits(most)
    assert least <= likely <= most
    assert least < 1e-8
    assert most > 1 - 1e-8


@pytest.mark.parametrize("key", NUMBERS)
def test_bounds_are_those_within_which_an_answer_is_taken(key: str) -> None:
    bounds = bounds_of(key)
    ends = {bounds.clip(-math.inf), bounds.clip(math.inf)}
    for end in {one for one in ends if math.isfinite(one)} | {-1.0, 0.0, 0.5, 1.0, 2.0, 1e6}:
        for value in (math.nextafter(end, -math.inf), end, math.nextafter(end, math.inf)):
            refusal = refusal_of(tuple(split(key) or ()), Estimate(value))
            assert (refusal is None) == bounds.admits(value), (value, refusal)
