"""Reading estimates by key, so that each number used is on record and can be varied.

The arithmetic never touches an Estimate itself: it asks for the number of a key. That one place
notes what the figures rest on, and lets sensitivity and risk put other values in the same formulas.

Source: docs/specification.md §3 (sensitivity), §5 (inputs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.answers.estimate import Estimate
from rules.figures.ops import UNKNOWN, Number


@dataclass(frozen=True, slots=True)
class Used:
    """A number the figures rest on: an answer, or a default standing in for one."""

    key: str
    estimate: Estimate
    is_default: bool = False


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
            self.used[key] = Used(key, Estimate(default), is_default=True)
        elif key not in self._replaced:
            return UNKNOWN
        if key in self._replaced:
            return self._replaced[key]
        return estimate.likely if estimate is not None else default

    def either(self, key: str, estimate: Estimate | None, otherwise: Number) -> Number:
        """The number of a key, or another number that was already read."""
        return otherwise if estimate is None else self(key, estimate)
