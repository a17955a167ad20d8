"""Needs and exclusions that cannot hold are told by file and key; other cases keep their place."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from rules.comparing.portfolio.member import Link, Member
from rules.comparing.portfolio.relations import relate
from tests.rules.comparing.portfolio.made import member, names, planned


def told(*members: Member, unusable: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    found = relate(members, unusable).problems
    return [(one.file, one.key, one.severity) for one in found]


def test_a_need_that_is_no_session_of_the_folder() -> None:
    lost = member("a", portfolio__needs=["b", "nowhere.toml"])
    assert told(lost, member("b")) == [("a", "portfolio.needs[1]", "error")]
    found = planned([lost, member("b")], 1e6)
    assert names(found) == ["b"]
    (waiting,) = found.waiting
    assert "'nowhere.toml' is no session of this folder" in waiting.reasons[0].says


def test_a_need_that_cannot_be_read() -> None:
    lost = member("a", portfolio__needs=["broken"])
    assert told(lost, unusable=("broken",)) == [("a", "portfolio.needs[0]", "error")]


def test_an_exclusion_of_nothing_is_a_warning() -> None:
    one = member("a", portfolio__excludes=["nowhere.toml", "a"])
    assert told(one) == [
        ("a", "portfolio.excludes[0]", "warning"),
        ("a", "portfolio.excludes[1]", "warning"),
    ]
    assert names(planned([one], 1e6)) == ["a"]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_circular_needs(length: int) -> None:
    circle = [member(f"c{at}", portfolio__needs=[f"c{(at + 1) % length}"]) for at in range(length)]
    beside = [member("d", portfolio__needs=["c0"]), member("e")]
    assert [(file, key) for file, key, _ in told(*circle, *beside)] == [
        (f"c{at}", "portfolio.needs[0]") for at in range(length)
    ]
    (first, *_) = relate([*circle, *beside]).problems
    assert " -> ".join([*(f"c{at}" for at in range(length)), "c0"]) in first.message
    found = planned([*circle, *beside], 1e6)
    assert names(found) == ["e"]
    assert {one.member.name: one.reasons[0].why for one in found.waiting} == {
        **{f"c{at}": "impossible" for at in range(length)},
        "d": "needs",
    }


def test_a_need_that_excludes() -> None:
    ways = [
        (member("a", portfolio__needs=["b"], portfolio__excludes=["b"]), member("b")),
        (member("a", portfolio__needs=["b"]), member("b", portfolio__excludes=["a"])),
    ]
    for one, other in ways:
        assert told(one, other) == [("a", "portfolio.needs[0]", "error")]
        assert names(planned([one, other], 1e6)) == ["b"]


def test_needs_that_exclude_each_other_further_down() -> None:
    members = [
        member("a", portfolio__needs=["b", "c"]),
        member("b"),
        member("c", portfolio__needs=["d"]),
        member("d", portfolio__excludes=["b"], volume__calls_per_month=2_000_000),
    ]
    assert told(*members) == [("a", "portfolio.needs[0]", "error")]
    assert names(planned(members, 1e6)) == ["d", "c"]


def test_a_long_chain_of_needs() -> None:
    # Whoever went down it by calls of calls would fail.
    count = sys.getrecursionlimit()
    names_ = [f"c{at:04}" for at in range(count)]
    chain = [member("c0000")]
    for before, name in pairwise(names_):
        needs = (Link("portfolio.needs[0]", before, before),)
        chain.append(replace(chain[0], name=name, needs=needs))
    assert relate(chain).closure(names_[-1]) == tuple(names_)


def test_shared_items_that_the_case_does_not_have_are_told() -> None:
    shared = {"evaluation": "harness", "hosting": "harness", "evaluation_build": "harness"}
    one = member("a", portfolio__shared=shared)
    other = member("b", portfolio__shared={"evaluation_build": "harness"})
    found = planned([one, other], 1e6)
    assert [(each.key, each.severity) for each in found.problems] == [
        ("portfolio.shared.evaluation", "warning"),
        ("portfolio.shared.hosting", "warning"),
    ]
    assert "evaluation_build" in found.problems[0].message
