"""The months after launch that a case has on record: which of them count, and why others do not.

Source: docs/specification.md §14.3. Why so: docs/decisions/0097-months-after-launch.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from rules.answers.keys import join
from rules.answers.problem import Problem
from rules.answers.records import Actual
from rules.answers.slack import above
from rules.figures.ops import FLOATS, UNKNOWN
from rules.usage.months import next_month
from rules.words.wording import listed, percent

WHOLE: Final = 0.95
"""The share of a month that its figures have to tell of, to count as a month."""

COUNTS: Final = ("calls", "student_calls", "fallback_calls", "errors")
LAUNCHED: Final = "student.launched_on"
_NAMED: Final = 12
"""Months without figures that a message names."""
FIGURES: Final = (*COUNTS, "teacher_cost", "student_cost", "upkeep", "p95_latency_seconds")
"""What a month may tell, as its keys are called."""


class Month(NamedTuple):
    """What one whole month after launch came to. NaN where it does not tell. Money per month."""

    place: int
    """Which of the case's `actuals` it is, counted from 0."""
    month: date
    """Its first day."""
    service: int
    """Which month of the student's service it is, counted from 1."""
    calls: float
    """Of the endpoint, each once: one that fell back is one call."""
    student_calls: float
    """Those that went to the student first."""
    fallback_calls: float
    """Those of them that were run again on the teacher."""
    teacher_cost: float
    """Of every call that ran on the teacher, those that fell back included."""
    student_cost: float
    """Of serving the student, what is paid by the month included."""
    upkeep: float
    errors: float
    """Additional wrong answers: those that the teacher would not have given."""
    p95_latency_seconds: float
    source: str
    coverage: float
    """The share of the month that these figures tell of."""

    @property
    def key(self) -> str:
        """Where it stands in the session."""
        return join("actuals", self.place)

    @property
    def teacher_calls(self) -> float:
        """Calls that ran on the teacher: those that never moved, and those that fell back."""
        return self.calls - self.student_calls + self.fallback_calls

    @property
    def teacher_cost_per_1k(self) -> float:
        """What 1,000 calls cost that still went to the teacher."""
        return _ratio(1_000 * self.teacher_cost, self.teacher_calls)

    @property
    def student_cost_per_1k(self) -> float:
        """What 1,000 handled calls cost on the student, all that is paid by the month included."""
        return _ratio(1_000 * self.student_cost, self.student_calls)

    @property
    def share_moved(self) -> float:
        """Share of the calls that went to the student."""
        return _ratio(self.student_calls, self.calls)

    @property
    def fallback_rate(self) -> float:
        """Share of the handled calls that were run again on the teacher."""
        return _ratio(self.fallback_calls, self.student_calls)

    @property
    def error_rate(self) -> float:
        """Additional wrong answers per handled call."""
        return _ratio(self.errors, self.student_calls)


class ActualMonths(NamedTuple):
    """The months on record, in order, and what is wrong with the record."""

    launched_on: date | None
    """The day of launch; where nobody wrote it down, the first day of the first month on record in
    which the student had calls; None where no month has."""
    is_assumed: bool
    """Whether the day of launch is taken from the record for want of an answer."""
    months: tuple[Month, ...]
    """Those that count, the earliest first."""
    gaps: tuple[date, ...]
    """Months without figures between others that have them."""
    problems: tuple[Problem, ...]
    """By key, such as `actuals[2].month`. An error keeps a month from counting, a warning does not.
    """

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """The same as warnings, as a command tells them: it does what it should all the same."""
        return tuple(one._replace(severity="warning") for one in self.problems)


def first_month_of_service(launched_on: date) -> date:
    """The first day of the first month in which the student served from beginning to end."""
    month = launched_on.replace(day=1)
    return month if launched_on == month else next_month(month)


def months_between(one: date, other: date) -> int:
    """How many months one month lies before another; less than 0 where it lies behind it."""
    return (other.year - one.year) * 12 + other.month - one.month


def actual_months(
    actuals: Sequence[Actual], launched_on: date | None = None, on: date | None = None
) -> ActualMonths:
    """Which months of a record count, and what is wrong with the others.

    Args:
        actuals: of a case.
        launched_on: `student.launched_on` of the case.
        on: the day on which this is asked: a month that is not over by then is none.
    """
    problems: list[Problem] = []
    by_month: dict[date, list[int]] = defaultdict(list)
    for index, one in enumerate(actuals):
        if one.month is None:
            message = "is missing; write the month that these figures are of, such as 2026-11"
            problems.append(Problem(message, join("actuals", index, "month")))
        else:
            by_month[date.fromisoformat(f"{one.month}-01")].append(index)
    stated = launched_on
    begun = {month: those for month, those in by_month.items() if on is None or month <= on}
    launched_on = stated or _first_with_student(actuals, begun)
    if launched_on is None and begun:
        message = (
            "is open, and no month has calls on the student, so that none can count; write the day"
            " on which it went live, or student_calls"
        )
        problems.append(Problem(message, LAUNCHED))
    kept: dict[date, int] = {}
    for month in sorted(by_month):
        rows = [one for one in by_month[month] if _tells(actuals[one])] or by_month[month]
        first, *others = rows
        problems += (
            _silent(actuals[one], one, first) for one in by_month[month] if one not in rows
        )
        wrong = [
            *_not_whole(actuals, rows, month, (launched_on, launched_on != stated), on),
            *_again(actuals, first, others),
        ]
        problems += wrong
        if all(one.severity == "warning" for one in wrong):
            contradicted = [*_contradicted(actuals[first], first)]
            problems += contradicted
            if not contradicted and launched_on is not None:
                kept[month] = first
    gaps = tuple(_gaps(list(kept)))
    if gaps:
        named = [f"{one:%Y-%m}" for one in gaps[:_NAMED]]
        if more := len(gaps) - len(named):
            named.append(f"{more:,} more")
        names = listed(named)
        message = f"has nothing of {names}, between months that it has; sums leave that out"
        problems.append(Problem(message, "actuals", severity="warning"))
    months = tuple(
        _month(actuals[index], index, month, launched_on) for month, index in kept.items()
    )
    return ActualMonths(launched_on, launched_on != stated, months, gaps, tuple(problems))


def _first_with_student(actuals: Sequence[Actual], by_month: dict[date, list[int]]) -> date | None:
    served = (
        month
        for month, indices in sorted(by_month.items())
        if any(actuals[one].student_calls for one in indices)
    )
    return next(served, None)


def _not_whole(
    actuals: Sequence[Actual],
    indices: Sequence[int],
    month: date,
    launch: tuple[date | None, bool],
    on: date | None,
) -> Iterator[Problem]:
    """Why a month is none: before launch, not over, or known in part.

    The launch is its day, and whether only the months tell it.
    """
    launched_on, is_assumed = launch
    for index in indices:
        key = join("actuals", index, "month")
        if launched_on is not None and month < launched_on.replace(day=1):
            yield Problem(
                f"lies before {launched_on:%Y-%m}, the first month with calls on the student; take"
                f" it out, or write the day of the launch into {LAUNCHED}"
                if is_assumed
                else f"lies before the launch on {launched_on}; take it out, or correct {LAUNCHED}",
                key,
            )
        elif launched_on is not None and month < first_month_of_service(launched_on):
            yield Problem(
                f"is the month of the launch on {launched_on}, in which the student did not serve"
                f" from the first day; the first whole one is {next_month(month):%Y-%m}",
                key,
            )
        elif on is not None and next_month(month) > on:
            yield Problem(f"is not over on {on}; a month that is not whole is no month", key)
        coverage = actuals[index].coverage
        key = join("actuals", index, "coverage")
        if coverage is not None and above(coverage, 1.0):
            yield Problem("is more than the whole month; write a share from 0 to 1", key)
        elif coverage is not None and coverage < WHOLE:
            yield Problem(
                f"says that the figures tell of {percent(coverage)} of the month; below"
                f" {percent(WHOLE)} a month is not whole, and no month",
                key,
            )


def _tells(one: Actual) -> bool:
    return any(getattr(one, name) is not None for name in FIGURES)


def _silent(one: Actual, index: int, first: int) -> Problem:
    """That a row is passed over, since another one of its month has figures."""
    message = f"has no figures of {one.month}, which row {first + 1} has; take it out"
    return Problem(message, join("actuals", index), severity="warning")


def _again(actuals: Sequence[Actual], first: int, others: Sequence[int]) -> Iterator[Problem]:
    """What is said of a month that is on record more than once."""
    for index in others:
        differing = [
            name
            for name in FIGURES
            if getattr(actuals[index], name) != getattr(actuals[first], name)
        ]
        key = join("actuals", index, "month")
        one = actuals[first].month
        if differing:
            names = listed([name.replace("_", " ") for name in differing])
            yield Problem(
                f"is {one} as in row {first + 1}, with other {names}; keep one of them,"
                " until then neither counts",
                key,
            )
        else:
            yield Problem(
                f"is {one} as in row {first + 1}, with the same figures; it counts once",
                key,
                severity="warning",
            )


def _contradicted(one: Actual, index: int) -> Iterator[Problem]:
    """A month that tells nothing, or more calls than there are of those that they are a part of."""
    if not _tells(one):
        message = "has no figures; write what the month came to, or take it out"
        yield Problem(message, join("actuals", index))
    for part, whole in (("student_calls", "calls"), ("fallback_calls", "student_calls")):
        few, many = getattr(one, part), getattr(one, whole)
        if few is not None and many is not None and above(few, many):
            message = f"are {few:,.0f}, more than the {many:,.0f} of {whole}, of which they are"
            yield Problem(f"{message} a part", join("actuals", index, part))


def _gaps(months: Sequence[date]) -> Iterator[date]:
    if not months:
        return
    month = months[0]
    while month < months[-1]:
        if month not in months:
            yield month
        month = next_month(month)


def _month(one: Actual, index: int, month: date, launched_on: date | None) -> Month:
    figures = {
        name: UNKNOWN if (value := getattr(one, name)) is None else float(value) for name in FIGURES
    }
    first = first_month_of_service(launched_on) if launched_on is not None else month
    return Month(
        place=index,
        month=month,
        service=months_between(first, month) + 1,
        source=one.source,
        coverage=1.0 if one.coverage is None else one.coverage,
        **figures,
    )


def _ratio(part: float, whole: float) -> float:
    quotient = FLOATS.divide(part, whole)
    return quotient if math.isfinite(quotient) else UNKNOWN
