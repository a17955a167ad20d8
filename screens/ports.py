"""What screens ask of the outside, as callables given to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.answers import Answers
from rules.prices import PriceFound as PriceFound


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A session opened before."""

    path: Path
    title: str


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A sample session and what it teaches."""

    name: str
    teaches: str


@dataclass(frozen=True, slots=True)
class UnsavedCase:
    """Work that an earlier run could not save."""

    name: str
    """What the program knows it by."""
    title: str
    path: Path | None
    """The session file it belongs to; None for a case that was never saved."""
    at: str
    """When it was kept."""


Judge = Callable[[Path], Awaitable[str]]
"""Verdict and payback of a session file in a few words, or why there is none; never raises."""

Beside = Callable[[Answers], Sequence[str]]
"""What sets another session apart from answers, as lines of text; never raises."""

PriceSearch = Callable[[str], Awaitable[Sequence[PriceFound] | str]]
"""The models on the price list that hold the words typed, or why none can be looked up; never
raises."""
