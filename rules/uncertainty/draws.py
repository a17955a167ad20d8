"""Numbers drawn from their ranges: reproducible, correlated where it was stated, within bounds.

Source: docs/specification.md §3.6; the distribution through three percentiles is Myerson's, as in
"Probability Models for Economic Decisions" (2005).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rules.answers.bounds import drawn_within
from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import SLACK
from rules.figures.reading import Used
from rules.uncertainty.correlation import factor
from rules.uncertainty.ranges import P90, Range, added_before_rounding, drawn_ranges

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

MOST_SKEWED = 20.0
FURTHEST = 3.090232306167813
"""The standard normal deviate of one chance in a thousand, beyond which nothing is drawn."""
FURTHEST_IN_WIDTHS = (MOST_SKEWED ** (FURTHEST / P90) - 1) / (MOST_SKEWED - 1)
"""How many times the wider side of its range a draw may lie away from the likely value."""


class Drawn(NamedTuple):
    """A number that is drawn, and from what."""

    key: str
    likely: float
    range: Range


def drawn_of(case: Case, policy: Policy, used: Mapping[str, Used]) -> dict[str, Drawn]:
    """The numbers of a case that are drawn, by key."""
    ranges = sorted(drawn_ranges(case, policy, used).items())
    return {key: Drawn(key, used[key].estimate.likely, one) for key, one in ranges}


def pairs_among(drawn: Container[str], case: Case) -> dict[tuple[str, str], float]:
    """Which of them a case says are correlated, and how."""
    return {
        (one.a, one.b): one.rho
        for one in case.risk.correlations
        if one.a in drawn and one.b in drawn and one.rho is not None
    }


def stream(seed: int, name: str) -> Generator:
    """The random numbers of a name. Imports numpy."""
    import numpy as np

    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return np.random.Generator(np.random.PCG64([seed % 2**64, number]))


class Shape(NamedTuple):
    """How a number spreads: normal where its range is symmetric, else a shifted lognormal."""

    likely: float
    widths: float
    """Widths of a range in one standard deviation, below 0 where the lower side is the wider."""
    bend: float
    """The logarithm of how many times wider one side is than the other; 0 for a normal."""
    wide: float
    """Of the wider side, below 0 where that is the lower one."""
    scale: float
    """What the bent steps are divided by; 1 for a normal."""

    @classmethod
    def through(cls, likely: float, low: float, high: float) -> Shape:
        """Through the 10th, 50th and 90th percentile.

        The two outer ones are kept unless one side is more than 20 times as wide as the other.
        """
        import numpy as np

        above, below = high - likely, likely - low
        side = 1.0 if above >= below else -1.0
        wide, narrow = max(above, below), min(above, below)
        ratio = min(wide / narrow, MOST_SKEWED) if narrow > 0 else MOST_SKEWED
        if ratio - 1 < 1e-12:
            return cls(likely, side / P90, 0.0, side * wide, 1.0)
        return cls(likely, side / P90, float(np.log(ratio)), side * wide, ratio - 1)

    def at(self, normal: NDArray[Any]) -> NDArray[Any]:
        """The numbers at standard normal deviates."""
        import numpy as np

        # In place, since an array that is asked for costs as much as what is done with it.
        values: NDArray[Any] = normal * self.widths
        # What lies beyond all numbers is cut at the bounds, and noticed where nothing bounds it.
        with np.errstate(over="ignore"):
            if self.bend:
                values *= self.bend
                np.expm1(values, out=values)
            values *= self.wide
            if self.bend:
                values /= self.scale
            values += self.likely
        return values


class Draws:
    """One stream of random numbers for each key: a further range leaves the others as they were."""

    def __init__(
        self,
        drawn: Mapping[str, Drawn],
        pairs: Mapping[tuple[str, str], float],
        seed: int,
        *,
        streams: Mapping[str, str] | None = None,
        order: Sequence[str] = (),
    ) -> None:
        """Draw numbers.

        Args:
            drawn: what is drawn, by key.
            pairs: what is correlated, by two keys each.
            seed: of all streams.
            streams: the names of streams that are not the keys, such as those of several cases.
            order: in which correlated keys follow from those before them; else that of the keys.
        """
        names = streams or {}

        self._shapes = {
            key: Shape.through(one.likely, one.range.low, one.range.high)
            for key, one in drawn.items()
        }
        self._within = {key: _within(one) for key, one in drawn.items()}
        self._cut = {
            key for key, shape in self._shapes.items() if _can_leave(shape, *self._within[key])
        }
        self._added = {key: added_before_rounding(key, one.likely) for key, one in drawn.items()}
        self._streams = {key: stream(seed, names.get(key, key)) for key in drawn}
        correlated = {key for pair in pairs for key in pair}
        self._correlated = [key for key in order or sorted(correlated) if key in correlated]
        factored = factor(self._correlated, pairs)
        if factored is None:
            raise ValueError("no joint distribution has these correlations")
        self._factor = factored

    def normal(self, size: int) -> dict[str, NDArray[Any]]:
        """The next standard normal deviates of every key, correlated where it was stated.

        What lies further out than one chance in a thousand on either side is taken as that.
        """
        found = {key: one.standard_normal(size) for key, one in self._streams.items()}
        if self._correlated:
            independent = dict(found)
            for key, weights in zip(self._correlated, self._factor, strict=True):
                mixed = 0.0 * independent[key]
                for weight, other in zip(weights, self._correlated, strict=False):
                    mixed += weight * independent[other]
                found[key] = mixed
        for one in found.values():
            one.clip(-FURTHEST, FURTHEST, out=one)
        return found

    def values(self, key: str, normal: NDArray[Any]) -> NDArray[Any]:
        """The numbers of a key at its deviates: within its bounds, whole where it has to be.

        Args:
            key: of the number.
            normal: deviates, none further out than `FURTHEST`.
        """
        import numpy as np

        (least, most), added = self._within[key], self._added[key]
        values = self._shapes[key].at(normal)
        if key in self._cut:
            values.clip(least, most, out=values)
        if added is not None:
            values = np.floor((values + (added + 0.5)) * (1 + SLACK))
            values.clip(least, most, out=values)
        return values


def _within(drawn: Drawn) -> tuple[float, float]:
    """The least and the largest that is drawn of a number.

    One that has to be above 0 falls as far below its low, in proportion, as that lies below its
    likely value: the tail of a wide range leads to next to nothing, which would be divided by.
    """
    bounds = bounds_of(drawn.key)
    least, most = drawn_within(bounds, drawn.likely)
    if bounds.above == 0:
        least = max(least, drawn.range.low * (drawn.range.low / drawn.likely))
    return least, most


def _can_leave(shape: Shape, least: float, most: float) -> bool:
    """Whether the furthest deviates lead beyond bounds, or so near that rounding could."""
    import numpy as np

    first, last = sorted(float(one) for one in shape.at(np.array([-FURTHEST, FURTHEST])))
    near = SLACK * max(abs(first), abs(last))
    return not (least < first - near and last + near < most)
