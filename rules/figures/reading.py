"""Reading estimates by key, so that each number used is on record and can be varied.

The arithmetic never touches an Estimate itself: it asks for the number of a key. That one place
notes what the figures rest on, and lets sensitivity and risk put other values in the same formulas.

Source: docs/specification.md §3 (sensitivity), §5 (inputs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rules.answers.estimate import Estimate
from rules.answers.keys import join
from rules.figures.ops import UNKNOWN, Number
from rules.figures.sums import total


class Used(NamedTuple):
    """A number the figures rest on: an answer, or a default standing in for one."""

    key: str
    estimate: Estimate
    is_default: bool = False


# There are few of them, each used in every case.
_default = lru_cache(maxsize=64)(Estimate)


class Reading:
    """Numbers by key: the likely values, except where another value is put in."""

    def __init__(self, replaced: Mapping[str, Number] | None = None) -> None:
        self._replaced = replaced or {}
        self.used: dict[str, Used] = {}

    def __call__(self, key: str, estimate: Estimate | None, default: float | None = None) -> Number:
        """The number of a key.

        Args:
            key: dotted key, for the record.
            estimate: the answer, or None.
            default: what stands in for a missing answer; without one it is not known (NaN).
        """
        if estimate is not None:
            self.used[key] = Used(key, estimate)
        elif default is not None:
            self.used[key] = Used(key, _default(default), is_default=True)
        elif key not in self._replaced:
            return UNKNOWN
        if key in self._replaced:
            return self._replaced[key]
        return estimate.likely if estimate is not None else default

    def either(self, key: str, estimate: Estimate | None, otherwise: Number) -> Number:
        """The number of a key, or another number that was already read."""
        return otherwise if estimate is None else self(key, estimate)

    def part(self, name: str, build: Callable[[], Number], *others: str) -> Number:
        """A number made of several.

        Args:
            name: what it is called, for a reading that remembers it.
            build: what makes it.
            others: names of the parts that it is made of besides the numbers it reads.
        """
        return build()

    def total(self, at: str, estimates: Mapping[str, Estimate]) -> Number:
        """The sum of the numbers of a table, whose keys lie under that of the table."""
        return total(self(join(at, name), one) for name, one in estimates.items())
