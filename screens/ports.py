"""What screens ask of the outside, as callables given to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path


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


Judge = Callable[[Path], Awaitable[str]]
"""Verdict and payback of a session file in a few words, or why there is none; never raises."""
