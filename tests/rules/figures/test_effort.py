"""No loop is as long as a number that somebody wrote: counted in steps, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest

from rules.answers.policy import Policy
from rules.answers.validation import validate
from rules.argument.what_it_hangs_on import outlook_of
from rules.uncertainty.sensitivity import sensitivity
from tests.rules.cases import Changes, case, judged, measured, scored

GPU_PRICE = 2


def hosted(gpu_price_per_hour: float) -> Changes:
    """A case whose student is hosted at such a price."""
    return {
        "student.cost_per_1k_calls": None,
        "student.hosting.gpu_price_per_hour": measured(gpu_price_per_hour),
        "student.hosting.calls_per_second_per_replica": measured(20),
    }


HOSTED = hosted(GPU_PRICE)
OFTEN = 3
"""How many times the steps of the case as it is."""


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python a piece of work runs through."""
    count, before = 0, sys.gettrace()

    def each(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        assert count < 20_000_000, "a loop that does not end"
        return each

    sys.settrace(each)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@cache
def steps_as_it_is(gpu_price_per_hour: float) -> int:
    """What the hosted case takes where nothing but this price is large or small."""

    def work() -> object:
        return sensitivity(case(hosted(gpu_price_per_hour)), Policy())

    work()  # What is imported or compiled at the first time is not counted.
    return steps(work)


@pytest.mark.parametrize("value", [1e10, 1e14, 1e16, 2.0**63, 1e150])
@pytest.mark.parametrize(
    "key",
    [
        "volume.calls_per_month",
        "teacher.cost_per_1k_calls",
        "student.hosting.min_replicas",
        "student.hosting.hours_per_month",
        "student.hosting.peak_to_average",
        "upfront.training_compute",
    ],
)
def test_a_large_number_costs_no_more_steps_than_a_small_one(key: str, value: float) -> None:
    most = OFTEN * steps_as_it_is(GPU_PRICE)
    assert steps(lambda: sensitivity(case({**HOSTED, key: measured(value)}), Policy())) <= most


@pytest.mark.parametrize("value", [5e-324, 1e-150, 1e-9])
@pytest.mark.parametrize(
    "key",
    [
        "student.hosting.calls_per_second_per_replica",
        "student.hosting.gpu_price_per_hour",
        "student.hosting.target_load",
        "volume.share_moved",
    ],
)
def test_nor_does_a_small_one_that_takes_many_replicas(key: str, value: float) -> None:
    most = OFTEN * steps_as_it_is(1e-12)
    changes = {**hosted(1e-12), key: measured(value)}
    assert steps(lambda: sensitivity(case(changes), Policy())) <= most


FEW, MANY = 30, 150
LISTS: dict[str, Callable[[int], Changes]] = {
    "upfront.other": lambda length: {
        f"upfront.other.i{number}": measured(100, 50, 200) for number in range(length)
    },
    "quality.slices": lambda length: {
        "quality.slices": [scored(0.9, 0.9, name=f"s{number}") for number in range(length)]
    },
    "alternatives": lambda length: {
        "alternatives": [
            {"name": f"a{number}", "cost_per_1k_calls": measured(1, 0.5, 2)}
            for number in range(length)
        ]
    },
}


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("absurd", [False, True])
def test_a_list_costs_steps_in_proportion_to_its_length(listed: str, absurd: bool) -> None:
    """Also where a range is so wide that its ends are tried for what is too large."""
    wide: Changes = {"volume.calls_per_month": measured(6e6, 1e-15, 1e25)} if absurd else {}

    def work(length: int) -> Callable[[], object]:
        changes = {**wide, **LISTS[listed](length)}

        def judge() -> object:
            judged(changes)
            return sensitivity(case(changes), Policy())

        return judge

    work(FEW)()  # What is imported or compiled at the first time is not counted.
    assert steps(work(MANY)) <= MANY / FEW * 1.1 * steps(work(FEW))


def chained(length: int) -> dict[str, Any]:
    """Items of which each is tied to the next, more tightly than can be."""
    items = [f"upfront.other.i{number:03}" for number in range(length)]
    return {
        "upfront": {"other": {one.rpartition(".")[2]: 100 for one in items}},
        "risk": {"correlations": [{"a": a, "b": b, "rho": 0.9} for a, b in pairwise(items)]},
    }


def test_correlations_that_cannot_hold_are_found_in_steps_in_proportion_to_their_number() -> None:
    few, many = 40, 200
    assert len(validate(chained(few))[1]) == few // 2 - 1
    ratio = steps(lambda: validate(chained(many))) / steps(lambda: validate(chained(few)))
    # For each the others are looked at once; it was once for each of them.
    assert ratio <= 2 * (many / few) ** 2


def test_the_whole_judgement_neither() -> None:
    def judge(volume: float) -> Callable[[], object]:
        return lambda: outlook_of(judged({**HOSTED, "volume.calls_per_month": measured(volume)}))

    judge(6e6)()  # What is imported or compiled at the first time is not counted.
    assert steps(judge(1e16)) <= OFTEN * steps(judge(6e6))
