"""How much the larger tests try: a part of it in `make test`, all of it in `make soak`."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from typing import TypeVar

import pytest

One = TypeVar("One")

DEEP = os.environ.get("PAYBACK_TESTS") == "deep"


def sized(quick: int, deep: int) -> int:
    """How many of something a test tries."""
    return deep if DEEP else quick


def part_of(every: Iterable[One], size: int, seed: object) -> list[One]:
    """So many of these, in their order, drawn by a seed that is the same in every run; all if deep.

    What is tried by each of many groups is drawn by the name of the group, so that every one of
    these has its turn somewhere.
    """
    found = list(every)
    if DEEP or size >= len(found):
        return found
    drawn = random.Random(str(seed)).sample(range(len(found)), size)
    return [found[number] for number in sorted(drawn)]


def drawn(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Those that are tried: of a test with the mark `part(size)` so many of all its parameters."""
    families: dict[str, list[pytest.Item]] = {}
    tried: set[pytest.Item] = set()
    for one in items:
        if DEEP or one.get_closest_marker("part") is None:
            tried.add(one)
        else:
            families.setdefault(one.nodeid.partition("[")[0], []).append(one)
    for name, family in families.items():
        tried.update(_part(family, name))
    return tried


def _part(family: list[pytest.Item], name: str) -> Iterable[pytest.Item]:
    """First comes what has most that no other has tried.

    Where several parameters are multiplied with each other, each value of each of them has its
    turn, as far as the size goes.
    """
    mark = family[0].get_closest_marker("part")
    assert mark is not None
    left = random.Random(name).sample(family, len(family))
    seen: set[tuple[str, int]] = set()
    for _ in range(min(mark.args[0], len(left))):
        one = max(left, key=lambda other: len(_values(other) - seen))
        if _values(one) <= seen:
            seen.clear()
        seen |= _values(one)
        left.remove(one)
        yield one


def _values(item: pytest.Item) -> set[tuple[str, int]]:
    """Which value each parameter has: the same thing wherever it is multiplied."""
    callspec = getattr(item, "callspec", None)
    return {(name, id(value)) for name, value in callspec.params.items()} if callspec else set()
