"""How many errors there are, where that comes from, and what bounds it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from rules.figures.figures import Quality
from rules.figures.intervals import Z95, difference, wilson
from tests.rules.cases import VOLUME, Changes, judged, measured, scored

NO_SLICES: Changes = {"quality.slices": None}


def quality(changes: Changes) -> Quality:
    return judged(changes).figures.quality


def slices(*rows: dict[str, Any], **other: Any) -> Changes:
    return {"quality.slices": list(rows), **other}


def test_without_slices_and_answer_there_are_no_errors_and_no_bound() -> None:
    found = quality(NO_SLICES)
    assert (found.error_rate_increase, found.origin) == (0, "none")
    assert math.isnan(found.upper_95)
    assert math.isnan(found.annual_error_cost_at_upper)


def test_one_slice_is_bounded_by_the_interval_of_its_difference() -> None:
    found = quality(slices(scored(0.95, 0.93, 1_000)))
    bound = difference(wilson(0.95, 1_000), wilson(0.93, 1_000)).high
    assert found.origin == "slices"
    assert found.error_rate_increase == pytest.approx(0.02)
    assert found.upper_95 == pytest.approx(bound)
    assert found.annual_error_cost_at_upper == pytest.approx(12 * VOLUME * bound * 0.05)


def test_ten_examples_bound_next_to_nothing() -> None:
    assert quality(slices(scored(0.9, 0.9, 10))).upper_95 > 0.25


def test_a_slice_that_does_not_say_how_many_examples_leaves_no_bound() -> None:
    unsized = scored(0.9, 0.9)
    del unsized["examples"]
    found = quality(slices(scored(0.95, 0.94), unsized))
    assert found.error_rate_increase == pytest.approx(0.005)
    assert math.isnan(found.upper_95)


def test_a_slice_without_scores_takes_no_part() -> None:
    alone = quality(slices(scored(0.95, 0.93, 1_000)))
    assert quality(slices(scored(0.95, 0.93, 1_000), {"name": "new"})) == alone


def test_an_answer_has_the_bound_of_the_slices_after_fallback() -> None:
    bound = quality(slices(scored(0.95, 0.93, 1_000))).upper_95
    answered = {"quality.error_rate_increase": measured(0.01), "volume.fallback_rate": 0.25}
    found = quality(slices(scored(0.95, 0.93, 1_000), **answered))
    assert (found.error_rate_increase, found.origin) == (0.01, "direct")
    assert found.upper_95 == pytest.approx(0.75 * bound)
    assert found.annual_error_cost_at_upper == pytest.approx(12 * VOLUME * 0.75 * bound * 0.05)


def test_no_bound_lies_below_the_answer() -> None:
    found = quality(
        slices(scored(0.95, 0.95, 100_000), **{"quality.error_rate_increase": measured(0.08)})
    )
    assert found.upper_95 == 0.08


def test_an_answer_alone_is_bounded_by_nothing() -> None:
    found = quality({**NO_SLICES, "quality.error_rate_increase": measured(0.01)})
    assert found.origin == "direct"
    assert math.isnan(found.upper_95)


def test_the_deviate_is_that_of_95_percent() -> None:
    assert math.erf(Z95 / math.sqrt(2)) == pytest.approx(0.95)
