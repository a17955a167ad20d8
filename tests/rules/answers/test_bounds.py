"""Where numbers may lie, at the bounds themselves."""

from __future__ import annotations

import math

import pytest

from rules.answers.bounds import drawn_within
from rules.answers.estimate import Bounds


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
