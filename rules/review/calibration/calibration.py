"""How often ranges held, which way guesses were off, and how wide stand-ins should be.

A range is meant to miss once in ten on either side, so that eight truths of ten lie in it.

Source: docs/specification.md §17.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Final, NamedTuple, TypeVar

from rules.answers.bounds_of import bounds_of
from rules.figures.intervals import Z95, Interval, wilson
from rules.review.calibration.resolved import Judged, Resolved
from rules.uncertainty.ranges import P90
from rules.workshop.people import identity

MEANT: Final = 0.8
"""The share of truths that is to lie between low and high."""
LEAST: Final = 10
"""Resolved numbers with a stand-in from which on a factor is offered."""

SMALLEST: Final = 0.01
"""The scale that is offered at least: none of 0 is taken."""

_One = TypeVar("_One", Resolved, Judged)


class Held(NamedTuple):
    """How many of some ranges held."""

    of: str
    """Which ones: a basis, a kind of number, a person."""
    hits: int
    total: int

    @property
    def share(self) -> Interval:
        """The share that held, with its 95% interval."""
        return wilson(self.hits / self.total, self.total)

    @property
    def is_off(self) -> bool:
        """Whether the interval leaves out the share that is meant."""
        return not self.share.low <= MEANT <= self.share.high


class Bias(NamedTuple):
    """Which way guesses of one answer were off."""

    key: str
    off: float
    """Median of truth over likely, less 1."""
    below: int
    """Truths below what was likely."""
    total: int


class Factor(NamedTuple):
    """How wide stand-ins would have had to be: a value for `stand_in_scale`."""

    value: float
    low: float
    """Ends of the 95% interval."""
    high: float
    total: int

    @property
    def offered(self) -> float:
        """The value that is offered for `stand_in_scale`: of two digits, and one that it takes."""
        most = bounds_of("policy.stand_in_scale").clip(float(f"{self.value:.2g}"))
        return max(SMALLEST, most)

    def speaks_against(self, scale: float) -> bool:
        """Whether a scale lies outside of the interval."""
        return not self.low <= scale <= self.high


class Calibration(NamedTuple):
    """How good the guesses of a folder were."""

    numbers: tuple[Resolved, ...]
    everything: Held | None
    """Of the numbers with a range; None where none has one."""
    by_basis: tuple[Held, ...]
    by_kind: tuple[Held, ...]
    by_origin: tuple[Held, ...]
    by_person: tuple[Held, ...]
    biases: tuple[Bias, ...]
    stand_ins: int
    """Resolved numbers of which a stand-in was the range."""
    factor: Factor | None
    """None below `LEAST` of them."""

    @property
    def cases(self) -> int:
        """In how many cases numbers are resolved."""
        return len({one.case for one in self.numbers})


def calibration(numbers: Sequence[Resolved], people: Sequence[Judged] = ()) -> Calibration:
    """Judge guesses by what numbers came to.

    Args:
        numbers: resolved ones, of any cases.
        people: what people said of them in workshops.
    """
    ranged = [one for one in numbers if one.has_range]
    everything = _held("all", ranged) if ranged else None
    spelled = {identity(one.person): one.person for one in reversed(people)}
    reaches = [
        one.reach * one.scale
        for one in numbers
        if one.origin == "stand-in" and one.reach is not None
    ]
    return Calibration(
        numbers=tuple(numbers),
        everything=everything,
        by_basis=_by(ranged, lambda one: one.basis),
        by_kind=_by(ranged, lambda one: one.kind),
        by_origin=_by(ranged, lambda one: one.origin),
        by_person=_by(people, lambda one: spelled[identity(one.person)]),
        biases=_biases(numbers),
        stand_ins=len(reaches),
        factor=factor_of(reaches) if len(reaches) >= LEAST else None,
    )


def factor_of(reaches: Sequence[float]) -> Factor:
    """How wide ranges would have had to be, by the spread of truths around what was likely.

    The draws take a range for that of a normal distribution from its P10 to its P90 on either side,
    so that squares of reaches in standard deviations add up as chi-square does.

    Source: the quantiles are those of Wilson and Hilferty, "The Distribution of Chi-Square",
    Proceedings of the National Academy of Sciences 17 (1931), pp. 684-688.

    Args:
        reaches: how far off each truth is, in distances to the end of its range at a scale of 1.
    """
    count = len(reaches)
    squares = math.fsum((P90 * one) ** 2 for one in reaches)
    return Factor(
        math.sqrt(squares / count),
        math.sqrt(squares / _chi_square(count, Z95)),
        math.sqrt(squares / _chi_square(count, -Z95)),
        count,
    )


def _chi_square(degrees: int, deviate: float) -> float:
    """The quantile of chi-square at a standard normal deviate."""
    part: float = 2 / (9 * degrees)
    return float(degrees * (1 - part + deviate * math.sqrt(part)) ** 3)


def _held(name: str, found: Iterable[Resolved | Judged]) -> Held:
    within = [one.is_within for one in found]
    return Held(name, sum(within), len(within))


def _by(found: Sequence[_One], group: Callable[[_One], str]) -> tuple[Held, ...]:
    """What held of each group, the largest first."""
    groups: dict[str, list[_One]] = {}
    for one in found:
        groups.setdefault(group(one), []).append(one)
    held = [_held(name, members) for name, members in groups.items()]
    return tuple(sorted(held, key=lambda one: (-one.total, one.of)))


def _biases(numbers: Sequence[Resolved]) -> tuple[Bias, ...]:
    offs: dict[str, list[float]] = {}
    for one in numbers:
        if one.off is not None:
            offs.setdefault(one.key, []).append(one.off)
    found = [
        Bias(key, median(values), sum(value < 0 for value in values), len(values))
        for key, values in offs.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.key)))
