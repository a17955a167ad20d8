"""How much the larger tests try: a part of it in `make test`, all of it in `make soak`."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from typing import TypeVar

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
