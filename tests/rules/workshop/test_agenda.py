"""The order of an agenda against npv recomputed from edited cases, and its changes."""

from __future__ import annotations

import pytest

from rules.uncertainty.ranges import PART_OF_SWING, stand_in
from rules.workshop.agenda import Item, added, agenda, moved, removed
from tests.rules.cases import estimate, judged, measured

KEYS = ("a", "b", "c")
THREE = tuple(Item(key) for key in KEYS)


def keys(items: tuple[Item, ...]) -> str:
    return "".join(one.key for one in items)


def test_the_order_is_that_of_recomputed_npv_swings() -> None:
    ranged = {"volume.calls_per_month": estimate(6e6, 5.5e6, 6.2e6)}
    found = agenda(judged(ranged))
    assert [one.npv_swing for one in found] == sorted(
        (one.npv_swing for one in found), reverse=True
    )
    for item in found:
        if item.key == "quality.error_rate_increase":
            continue
        used = next(one for one in judged(ranged).used if one.key == item.key)
        low, high = used.estimate.low, used.estimate.high
        if low is None or high is None:
            part = PART_OF_SWING[used.estimate.basis]
            low, high = stand_in(item.key, used.estimate.likely, part)
        npvs = [
            judged({**ranged, item.key: measured(value)}).figures.cash.npv for value in (low, high)
        ]
        assert item.npv_swing == pytest.approx(abs(npvs[1] - npvs[0]))


def test_what_a_verdict_waits_for_comes_first_and_what_is_no_estimate_is_left_out() -> None:
    gaps = ("maintenance.redistillations_per_year", "task.breadth", "volume.calls_per_month")
    found = agenda(judged(dict.fromkeys(gaps)))
    assert [(one.key, one.is_missing) for one in found] == [
        ("volume.calls_per_month", True),
        ("maintenance.redistillations_per_year", True),
    ]


def test_questions_move_up_and_down_as_far_as_the_ends() -> None:
    assert keys(moved(THREE, "c", -1)) == "acb"
    assert keys(moved(THREE, "a", 1)) == "bac"
    assert keys(moved(THREE, "c", -9)) == "cab"
    assert keys(moved(THREE, "a", 9)) == "bca"


def test_questions_are_taken_out_and_added_once() -> None:
    assert keys(removed(THREE, "b")) == "ac"
    more = added((), "volume.share_moved")
    assert added(more, "volume.share_moved") == more
    with pytest.raises(ValueError, match="estimate"):
        added(more, "task.breadth")
    with pytest.raises(KeyError):
        removed(THREE, "z")
    with pytest.raises(KeyError):
        moved(THREE, "z", 1)
