"""Where numbers may lie, at the bounds themselves."""

from __future__ import annotations

import math

import pytest

from rules.answers.bounds import bounds_of, drawn_within
from rules.answers.estimate import Bounds, Estimate
from rules.answers.validation import refusal_of
from rules.questions import QUESTIONS, is_estimate
from rules.questions.addresses import split

COLUMNS = [(one, column) for one in QUESTIONS.values() for column in one.columns]
CELLS = [
    f'{question.key}."licence"' if question.named_rows else f"{question.key}[0].{column.key}"
    for question, column in COLUMNS
]
NUMBERS = [key for key in (*QUESTIONS, *CELLS) if is_estimate(key)]


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
