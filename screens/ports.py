"""What screens ask of the outside, as callables given to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NotRequired, Protocol, TypeAlias, TypedDict

from rules.answers.answers import Answers
from rules.figures.prices import PriceFound as PriceFound

if TYPE_CHECKING:
    from rules.answers.policy import TeamPolicy
    from rules.review.deciding import Wish


class OfCase(TypedDict):
    """What a view is told of the open case besides its answers."""

    title: str
    file_state: str
    """Whether it is saved, in words."""
    team: NotRequired[TeamPolicy | None]
    """The policy by which it is judged."""


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

PriceSearch = Callable[[str], Awaitable[Sequence[PriceFound] | str]]
"""The models on the price list that hold the words typed, or why none can be looked up; never
raises."""

Look = Literal["plain", "strong", "heading", "quiet"]
"""What a piece of a line is, for the theme to say how it looks."""

ReportLine: TypeAlias = tuple[tuple[str, Look], ...]
"""A line of a report in pieces."""


class SetBeside(Protocol):
    """What sets another session apart from answers."""

    def lines(self, width: int) -> Sequence[ReportLine]:
        """All of it as a terminal of so many columns shows it."""

    def with_chances(self, wanted: Callable[[], bool]) -> SetBeside:
        """The same with how likely each of them is to pay back.

        Takes its time, so it is called in a thread, and ends early once it is not `wanted`.
        """


Beside = Callable[[Answers], SetBeside]
"""Sets another session beside answers; never raises."""

LaidOut: TypeAlias = Callable[[int], Sequence[ReportLine]]
"""All of a page as a terminal of so many columns shows it."""
InScenarios = Callable[[Answers, Callable[[], bool]], LaidOut]
"""Judges answers in all scenarios of their case.

Takes its time, so it is called in a thread, and ends early once it is not wanted; never raises.
"""


PlanAndActual = Callable[[Answers], LaidOut]
"""Lays the months after launch that answers have beside their plan; never raises."""


Outcomes = Callable[[Answers], LaidOut]
"""Judges answers again from the months that they have after launch.

Takes its time, so it is called in a thread; never raises.
"""


class Decisions(Protocol):
    """What was decided on the open case, saved or not."""

    def told(self, answers: Answers) -> Callable[[int], Sequence[ReportLine]]:
        """Its story up to these answers, as a terminal of so many columns shows it."""

    def today(self) -> date:
        """The day on which decisions are made and told."""

    @property
    def unreadable(self) -> str:
        """What of those on record cannot be read, so that none is put beside them; empty if all."""

    def refusals(self, wish: Wish) -> Sequence[tuple[str, str]]:
        """Why something cannot be recorded: the name of what is wrong, and a sentence."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What is asked of a folder of cases, each as somebody typed it."""

    folder: str
    money: str
    people: str
    currency: str


Planning = Callable[[Budget, Callable[[], bool]], LaidOut | str | None]
"""The page of what a budget buys, or why there is none; None where it is not wanted any more, which
is asked now and then. Takes its time, so it is called in a thread."""


@dataclass(frozen=True, slots=True)
class Written:
    """A report in a file."""

    path: str
    remarks: tuple[str, ...] = ()
    """What a reader will miss in it, in sentences."""


class ReportMade(Protocol):
    """The report of some answers."""

    def lines(self, audience: str, width: int) -> Sequence[ReportLine]:
        """All of it as a terminal of so many columns shows it."""

    async def write(
        self, format_: str, audience: str, path: str, paper: str
    ) -> Written | str | None:
        """Write it, asking whether it may replace what exists; to be called in a worker.

        `paper` is one of `Reports.papers`, and counts for formats with pages.

        Returns:
            What was written; why nothing was, in a sentence; None where somebody thought better
            of it.
        """


class Reports(Protocol):
    """What the open case is written as."""

    formats: Sequence[tuple[str, str]]
    """Ending and description of each kind of file."""
    audiences: Sequence[str]
    """Whom it can be for, the usual one first."""
    papers: Sequence[str]
    """Sizes of paper, the usual one first."""

    def has_pages(self, format_: str) -> bool:
        """Whether a kind of file is made for paper of one size."""

    def path(self, format_: str) -> str:
        """Where it goes unless somebody says otherwise; empty for a case that has no file."""

    def make(self, answers: Answers) -> ReportMade:
        """The report of answers; takes its time, so it is called in a thread."""
