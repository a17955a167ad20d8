"""Between which values a number may lie, whoever says so."""

from __future__ import annotations

import math
import sys
from typing import Any

import pytest

from rules.answers.policy import Policy
from rules.figures.inputs import resolve
from rules.uncertainty.ranges import (
    COUNTS,
    MONTHS,
    Range,
    as_reckoned,
    drawn_ranges,
    ranges_of,
    stand_in,
)
from tests.rules.cases import Changes, case, estimate, scored

POLICY = Policy()
ERRORS = "quality.error_rate_increase"
VOLUME = "volume.calls_per_month"


def ranges(changes: Changes | None = None, **policy: Any) -> dict[str, Range]:
    made = case(changes)
    return ranges_of(made, POLICY.model_copy(update=policy), resolve(made).read.used)


def drawn(changes: Changes | None = None, **policy: Any) -> dict[str, Range]:
    made = case(changes)
    return drawn_ranges(made, POLICY.model_copy(update=policy), resolve(made).read.used)


def stands_in(found: Range, low: float, high: float) -> bool:
    return found.origin == "stand-in" and found[:2] == pytest.approx((low, high))


def test_a_range_that_was_stated_is_taken_as_it_is() -> None:
    found = ranges({VOLUME: estimate(6e6, 4.5e6, 8e6, basis="assumed")})
    assert found[VOLUME] == Range(4.5e6, 8e6, "stated")


def test_slices_say_how_many_more_errors_there_may_be() -> None:
    slices = [scored(0.95, 0.94, examples=400)]
    low, high, origin = ranges({"quality.slices": slices})[ERRORS]
    assert origin == "slices"
    # Of four fifths of the evaluations of this size: 0.01 give or take 1.2816 * sqrt(2 * v / n).
    half = 1.2815515655 * math.sqrt((0.95 * 0.05 + 0.94 * 0.06) / 400)
    assert low == 0
    assert high == pytest.approx(0.01 + half, rel=0.05)


def test_many_examples_leave_little_open() -> None:
    """A measured quarter of a point on 12,400 labels is never swung to five points."""
    slices = [
        scored(0.973, 0.970, examples=6_200, share=0.7, name="routine"),
        scored(0.9, 0.8987, examples=6_200, share=0.3, name="hard"),
    ]
    low, high, origin = ranges({"quality.slices": slices})[ERRORS]
    assert origin == "slices"
    assert low < 0.0025 < high < 0.01


def test_slices_that_say_not_how_many_examples_they_have_leave_a_stand_in() -> None:
    slices = [{"teacher_score": 0.95, "student_score": 0.91, "name": "all"}]
    assert stands_in(ranges({"quality.slices": slices})[ERRORS], 0.035, 0.045)
    guessed = {"quality.slices": slices, "quality.basis": "assumed"}
    assert stands_in(ranges(guessed)[ERRORS], 0.02, 0.06)


def test_an_answer_beside_the_slices_has_a_range_of_its_own() -> None:
    found = ranges({ERRORS: estimate(0.03, basis="assumed")})[ERRORS]
    assert stands_in(found, 0.015, 0.045)


@pytest.mark.parametrize(
    ("key", "value", "low", "high"),
    [
        (VOLUME, 6_000_000, 3_000_000, 9_000_000),
        ("teacher.cost_per_1k_calls", 4, 3, 5),
        ("volume.monthly_growth", 0.02, 0.0, 0.04),
        ("volume.monthly_growth", 0.1, 0.05, 0.15),
        ("volume.monthly_growth", -0.1, -0.15, -0.05),
        ("teacher.annual_price_change", -0.1, -0.35, 0.15),
        ("volume.share_moved", 0.98, 0.93, 1.0),
        ("volume.fallback_rate", 0.02, 0.0, 0.07),
        ("volume.monthly_growth", 0.24, 0.12, 0.25),
        ("upfront.months_to_launch", 2, 1.5, 2.5),
        ("upfront.contingency", 0.1, 0.05, 0.15),
        (ERRORS, 0.004, 0.0, 0.014),
        (ERRORS, 0.06, 0.03, 0.09),
        ("student.hosting.overhead", 0.1, 0.05, 0.15),
        ("upfront.engineering_time", 0, 0, 0),
    ],
)
def test_a_guess_stands_for_its_default_swing(
    key: str, value: float, low: float, high: float
) -> None:
    assert stand_in(key, value) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("basis", "width"),
    [("assumed", 0.5), ("estimated", 0.25), ("measured", 0.125), ("quoted", 0.125)],
)
def test_the_better_a_number_is_known_the_less_stands_in_for_its_range(
    basis: str, width: float
) -> None:
    found = ranges({VOLUME: estimate(4e6, basis=basis)})[VOLUME]
    assert found == Range(4e6 * (1 - width), 4e6 * (1 + width), "stand-in")


def test_a_number_written_alone_counts_as_estimated() -> None:
    assert ranges({VOLUME: 4e6})[VOLUME] == Range(3e6, 5e6, "stand-in")


def test_a_team_sets_how_wide_stand_ins_are() -> None:
    assert ranges({VOLUME: 4e6}, stand_in_scale=0.5)[VOLUME] == Range(3.5e6, 4.5e6, "stand-in")
    assert VOLUME not in drawn({VOLUME: 4e6}, stand_in_scale=0)


def test_a_stand_in_stays_within_bounds_and_off_a_bound_that_is_none_itself() -> None:
    key = "volume.share_moved"
    assert stands_in(ranges({key: estimate(0.04, basis="assumed")})[key], 0.02, 0.09)
    assert stands_in(ranges({key: estimate(1.0, basis="assumed")})[key], 0.95, 1.0)


def test_only_what_has_a_width_is_drawn() -> None:
    changes = {
        VOLUME: estimate(6e6, 6e6, 6e6),
        "upfront.engineering_time": 0,
        "student.cost_per_1k_calls": 0.4,
    }
    keys = drawn(changes).keys()
    assert "student.cost_per_1k_calls" in keys
    assert not keys & {VOLUME, "upfront.engineering_time"}
    # Nobody answered it.
    assert "volume.fallback_rate" not in keys


def test_without_stand_ins_only_what_somebody_said_is_drawn() -> None:
    changes = {VOLUME: estimate(6e6, 5e6, 8e6), "risk.stand_ins": False}
    assert {key: one.origin for key, one in drawn(changes).items()} == {
        VOLUME: "stated",
        ERRORS: "slices",
    }


def test_inputs_of_a_worksheet_have_ranges_of_their_own() -> None:
    changes = {
        "upfront.engineering_time": None,
        "upfront.engineering_worksheet.days_each": estimate(20, 10, 40),
        "upfront.engineering_worksheet.day_rate": estimate(800, basis="quoted"),
    }
    found = ranges(changes)
    assert found["upfront.engineering_worksheet.days_each"] == Range(10, 40, "stated")
    assert found["upfront.engineering_worksheet.day_rate"] == Range(750, 850, "stand-in")
    assert "upfront.engineering_time" not in found


@pytest.mark.parametrize(
    ("key", "likely", "value", "reckoned"),
    [
        ("upfront.months_to_launch", 3, 2.5, 3),
        ("upfront.months_to_launch", 3, 2.49, 2),
        ("upfront.months_to_launch", 2.4, 1, 2),
        ("upfront.months_to_launch", 2.4, 2.4, 3),
        ("upfront.ramp_months", 1.9, 2.4, 3),
        ("upfront.ramp_months", 60, 60, 60),
        ("upfront.months_to_launch", 59.5, 60, 60),
        ("student.hosting.min_replicas", 2, 1.5, 2),
        ("student.hosting.gpus_per_replica", 4, 2.4, 2),
        ("upfront.training_worksheet.runs", 3, 3.7, 4),
        *((key, 1, sys.float_info.max, sys.float_info.max) for key in sorted(COUNTS)),
        *((key, 1, sys.float_info.max, 60) for key in sorted(MONTHS)),
        # Half a GPU is a share of one, and 2.5 runs are an average: neither has a whole one near.
        ("student.hosting.gpus_per_replica", 0.5, 0.4375, 0.4375),
        ("upfront.training_worksheet.runs", 2.5, 2.6, 2.6),
        ("upfront.engineering_worksheet.people", 2, 1.75, 1.75),
    ],
)
def test_what_comes_in_whole_ones_is_rounded_to_them(
    key: str, likely: float, value: float, reckoned: float
) -> None:
    assert as_reckoned(key, likely, value) == reckoned
