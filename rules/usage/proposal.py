"""What an answer that usage gives is, what it needs, and the keys there are.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from rules.answers.bounds_of import bounds_of
from rules.answers.estimate import Basis
from rules.figures.prices import PriceFound
from rules.usage.usage import Peak
from rules.words.wording import in_digits, percent

VOLUME: Final = "volume.calls_per_month"
GROWTH: Final = "volume.monthly_growth"
MODEL: Final = "teacher.model"
COST: Final = "teacher.cost_per_1k_calls"
P95: Final = "teacher.p95_latency_seconds"
PEAK: Final = "student.hosting.peak_to_average"
TOKENS: Final = "teacher.tokens"
KINDS: Final = ("input", "cached_input", "cache_write_input", "output")
"""Of tokens, each with a key below `TOKENS`."""
ANSWERS: Final = (VOLUME, GROWTH, *(f"{TOKENS}.{kind}" for kind in KINDS), COST, MODEL, P95, PEAK)
"""What usage may answer, besides the shares of slices."""


class Proposal(NamedTuple):
    """An answer, as it would go into a case."""

    key: str
    value: float | str
    low: float | None = None
    high: float | None = None
    basis: Basis = "measured"
    source: str = ""
    rows: tuple[Mapping[str, float | str], ...] = ()
    """What it says row by row, where it answers a column of a table; the value says it in words."""


def as_written(one: Proposal) -> Proposal:
    """A proposal with its numbers as people write them, to be shown; what is taken is the other."""
    if isinstance(one.value, str):
        return one
    digits = 3 if one.key == GROWTH else 4

    def short(number: float) -> float:
        return float(round(number)) if abs(number) >= 1_000 else float(f"{number:.{digits}g}")

    return one._replace(
        value=short(one.value),
        low=None if one.low is None else short(one.low),
        high=None if one.high is None else short(one.high),
    )


class NotProposed(NamedTuple):
    """A question that a source could answer, and why this one does not."""

    key: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What proposals need beside the calls themselves."""

    source: str
    """Format, files and dates, with which every source line begins."""
    counts_calls: bool = True
    bucket_seconds: float = 0
    is_sample: bool = False
    """Whether the source holds, or may hold, a part of the calls alone."""
    sampled: float | None = None
    """Which share of them, where somebody has said it."""
    peak: Peak | None = None
    prices: Mapping[str, PriceFound]
    """List prices by the models' names in the source, as far as there are any."""
    references: Mapping[str, str]
    """What the list calls these models."""
    currency: str = "USD"
    rate: float | None = None
    """Money of the case per US dollar; None where the case is in dollars, or nobody set one."""


class Proposals(NamedTuple):
    """What is proposed, and what is not."""

    made: tuple[Proposal, ...]
    not_made: tuple[NotProposed, ...]


def nothing_proposed(why: str) -> Proposals:
    """What is left unanswered by a source that is of no one case."""
    keys = (VOLUME, GROWTH, f"{TOKENS}.input", f"{TOKENS}.output", COST, MODEL, P95, PEAK)
    return Proposals((), tuple(NotProposed(key, why) for key in keys))


def out_of_bounds(one: Proposal) -> NotProposed | None:
    """Why a proposal is none after all: a case takes no such number; None where it does."""
    if isinstance(one.value, str):
        return None
    bounds = bounds_of(one.key)
    for value in (one.value, one.low, one.high):
        if value is not None and not bounds.admits(value):
            told = percent if one.key == GROWTH else in_digits
            why = f"{told(value)} is out of bounds: it must be {bounds.in_words(told)}"
            return NotProposed(one.key, why)
    return None


def told_calls(number: float) -> str:
    """`1 call`, `1,200 calls`."""
    return f"{number:,.0f} {'call' if number == 1 else 'calls'}"
