"""Months of a case from calls as logs count them: what ran on the student, what fell back.

Source: docs/specification.md §14.3. Why so: docs/decisions/0099-what-fell-back.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from rules.figures.prices import PriceFound
from rules.usage.cost import priced
from rules.usage.latency import percentile
from rules.usage.remarks import of_a_sample
from rules.usage.summary import COUNTED, Tokens, months_complete
from rules.usage.usage import Group, Usage

FELL_BACK: Final = "\x1ffell back"
"""Behind the model of a call that ran again on the teacher what the student had answered."""
FELL_BACK_ALONE: Final = "\x1ffell back alone"
"""The same where the student had not answered, so that its own call counts as none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """A source of calls, added up."""

    usage: Usage
    what: str
    """Format and files, as source lines begin."""
    readable: float = 1.0
    """The share of its rows that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which models of the logs are which, as the logs call them."""

    students: frozenset[str]
    teachers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """By what logs are read, beside themselves."""

    roles: Roles
    fallback_rate: float | None = None
    """Share of the student's calls that fell back, where somebody has said it."""
    planned_fallback: float = 0.0
    """The same as the plan has it, for logs that do not tell."""
    pays_by_month: bool = False
    """Whether serving the student costs something that no call has."""
    rate: float | None = 1.0
    """Money of the case per US dollar; None where nobody has said it."""
    prices: Mapping[str, PriceFound]
    """By the names of models in the logs."""


class UsageMonth(NamedTuple):
    """What logs tell of one whole month."""

    month: date
    figures: Mapping[str, float]
    """By the keys of `actuals`; what they do not tell is absent."""
    source: str

    @property
    def row(self) -> dict[str, Any]:
        """The row of `actuals` that it becomes."""
        return {"month": f"{self.month:%Y-%m}", **self.figures, "source": self.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class FromUsage:
    """Months from logs, and what has to be said of them."""

    months: tuple[UsageMonth, ...]
    not_whole: tuple[date, ...]
    """Months with calls that the logs do not cover from beginning to end."""
    first_student: datetime | None
    """The student's first call, where the logs show that there was none before."""
    others: Mapping[str, float]
    """Calls of models that are neither, by name."""
    remarks: tuple[str, ...]
    """What the months do not tell, and what they were read by, a sentence each."""


def models_in(sources: Iterable[Logs]) -> dict[str, float]:
    """The models of logs with their answered calls, the busiest first."""
    calls: dict[str, float] = defaultdict(float)
    for one in sources:
        for group in one.usage.groups:
            if group.status in COUNTED:
                calls[_unmarked(group.model)] += group.calls
    return dict(sorted(((name, n) for name, n in calls.items() if name), key=_by_calls))


def _by_calls(one: tuple[str, float]) -> tuple[float, str]:
    return -one[1], one[0]


def _unmarked(model: str) -> str:
    """A model without the mark of calls that fell back."""
    return model.partition("\x1f")[0]


def from_usage(sources: Sequence[Logs], by: Reading) -> FromUsage:
    """The months that logs tell of.

    Args:
        sources: at least one; no call stands in two of them.
        by: which models are which, and what else is known.
    """
    groups = [group for one in sources for group in _of_all(one.usage)]
    roles = by.roles
    ours = [one for one in groups if _unmarked(one.model) in roles.students | roles.teachers]
    whole = _whole(sources)
    begun = {one.month for one in ours if one.status in COUNTED and one.calls > 0}
    has_marks = any(one.model != _unmarked(one.model) for one in groups)
    source = "; ".join(dict.fromkeys(one.what for one in sources))
    readable = min((one.readable for one in sources), default=1.0)
    remarks: dict[str, None] = {}
    months = []
    for month in sorted(begun & whole):
        in_month = [one for one in ours if one.month == month]
        figures, said = _figures(in_month, by, has_marks=has_marks)
        if readable < 1:
            figures["coverage"] = math.floor(10_000 * readable) / 10_000
        remarks |= dict.fromkeys(said)
        months.append(UsageMonth(month, figures, source))
    samples = dict.fromkeys(text for one in sources for text in of_a_sample(one.usage))
    others = {
        name: calls
        for name, calls in models_in(sources).items()
        if name not in roles.students | roles.teachers
    }
    return FromUsage(
        months=tuple(months),
        not_whole=tuple(sorted(begun - whole)),
        first_student=_first_student(sources, ours, roles),
        others=others,
        remarks=(*samples, *remarks),
    )


def _of_all(usage: Usage) -> Iterator[Group]:
    """The groups of a source; of a sample, with calls, tokens and money as there were of all."""
    times = 1 / (usage.sampled or 1.0)
    if times == 1:
        yield from usage.groups
        return
    scaled = ("calls", "cost", "input_uncached", "input_cached", "input_written", "output")
    for one in usage.groups:
        yield one._replace(**{name: times * getattr(one, name) for name in scaled})


def _whole(sources: Sequence[Logs]) -> set[date]:
    """The months that every source covers from edge to edge."""
    covered = [set(months_complete(one.usage)) for one in sources]
    return set.intersection(*covered) if covered else set()


def _first_student(sources: Sequence[Logs], ours: Sequence[Group], roles: Roles) -> datetime | None:
    """When the student began, where the logs have days before it: else it may have served then."""
    first = min(
        (one.first for one in ours if one.model in roles.students and one.status in COUNTED),
        default=None,
    )
    before = [one.usage.reaches_from for one in sources if one.usage.reaches_from is not None]
    if first is None or not before or min(before).date() >= first.date():
        return None
    return first


def _figures(
    groups: Sequence[Group], by: Reading, *, has_marks: bool
) -> tuple[dict[str, float], list[str]]:
    """The figures of a month, and what is to be said of them."""
    students = [one for one in groups if _unmarked(one.model) in by.roles.students]
    teachers = [one for one in groups if _unmarked(one.model) in by.roles.teachers]
    on_student, on_teacher = _calls(students), _calls(teachers)
    said: list[str] = []
    figures: dict[str, float] = {}
    if by.fallback_rate is not None:
        fell_back, alone = min(round(by.fallback_rate * on_student), on_teacher), 0.0
        figures["fallback_calls"] = fell_back
        said.append("How many calls fell back is by the rate that was named.")
    elif has_marks or by.planned_fallback == 0:
        fell_back = _calls([one for one in teachers if "\x1f" in one.model])
        alone = _calls([one for one in teachers if one.model.endswith(FELL_BACK_ALONE)])
        figures["fallback_calls"] = fell_back
    else:
        fell_back, alone = min(round(by.planned_fallback * on_student), on_teacher), 0.0
        said.append(
            "The logs do not tell which calls fell back: calls are counted as if as many did as"
            " planned; --fallback-rate says how many did."
        )
    figures["calls"] = on_student + on_teacher - (fell_back - alone)
    figures["student_calls"] = on_student + alone
    costs = {
        "teacher_cost": (_cost(teachers, by), "teacher"),
        "student_cost": (_cost(students, by), "student"),
    }
    for key, (cost, whose) in costs.items():
        if by.rate is None:
            said.append(
                "Costs are in US dollars and left out: set policy.usd_rate, the money of the case"
                " per US dollar."
            )
        elif key == "student_cost" and by.pays_by_month:
            said.append(
                "What the student cost is left out: the case pays for serving by the month, which"
                " no call has. Type it from the bill, as student_cost."
            )
        elif cost is None:
            said.append(
                f"What the {whose} cost is left out: not every call has a cost or a list price."
                f" Type it from the bill, as {key}."
            )
        else:
            figures[key] = cost * by.rate
    timed: dict[int, float] = defaultdict(float)
    for one in students:
        if one.status in COUNTED and one.latency_bucket is not None:
            timed[one.latency_bucket] += one.calls
    if (p95 := percentile(timed, 0.95)) is not None:
        figures["p95_latency_seconds"] = float(f"{p95.value:.3g}")
    return _in_order(figures), said


_ORDER: Final = (
    "calls",
    "student_calls",
    "fallback_calls",
    "teacher_cost",
    "student_cost",
    "p95_latency_seconds",
)


def _in_order(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures as they stand in a session: whole calls, money to the cent."""
    places = {"teacher_cost": 2, "student_cost": 2, "p95_latency_seconds": 4}
    return {name: round(figures[name], places.get(name, 0)) for name in _ORDER if name in figures}


def _calls(groups: Iterable[Group]) -> float:
    return math.fsum(one.calls for one in groups if one.status in COUNTED)


def _cost(groups: Sequence[Group], by: Reading) -> float | None:
    """What calls cost in US dollars, list prices where no cost is logged; None where not known."""
    paid = [one for one in groups if one.status in (*COUNTED, "error")]
    if any(one.costed == "untold" and one.calls > 0 for one in paid):
        return None
    bills = [one for one in groups if one.status == "bill"]
    billed = math.fsum(one.cost for one in bills)
    if billed == 0 and any(one.costed == "apart" for one in paid):
        return None
    cost = math.fsum(one.cost for one in paid if one.costed == "logged") + billed
    unpriced: dict[str, list[Group]] = defaultdict(list)
    for one in paid:
        if one.costed in ("none", "zero") and one.status in COUNTED:
            unpriced[_unmarked(one.model)].append(one)
    tokens = {name: Tokens.of(those) for name, those in unpriced.items()}
    if not tokens:
        return cost
    calls = math.fsum(one.calls for those in unpriced.values() for one in those)
    found = priced(tokens, calls, by.prices)
    return None if found is None else cost + found.cost
