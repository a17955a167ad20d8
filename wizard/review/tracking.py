"""Months after launch from sources of usage: opened, added up, and held to the case.

Nothing here writes or asks: what is accepted goes into a session by whoever has it open.

Source: docs/specification.md §14.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from rules.answers.problem import Problem
from rules.review.following_up import FollowUp
from rules.review.from_usage import (
    FELL_BACK,
    FELL_BACK_ALONE,
    FromUsage,
    Logs,
    Reading,
    Roles,
    from_usage,
    models_in,
)
from rules.usage.summary import COUNTED, without_provider
from rules.words.wording import count, listed, visible
from wizard.imports.engines.engine import Watch
from wizard.imports.engines.files import Files
from wizard.imports.engines.judging import BAD
from wizard.imports.importing import Money
from wizard.imports.list_prices import list_prices
from wizard.imports.request import Opened, Request, wanted_of
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable, on_one_line

_SHOWN: Final = 8
"""Models that a message names."""


class WhichModel(Exception):
    """Nobody can tell which model of the logs is the student, or the teacher."""

    def __init__(self, role: str, named: str, models: Sequence[str]) -> None:
        super().__init__(role)
        self.role = role
        self.named = named
        """What the case calls it; empty where it does not."""
        self.models = tuple(models)
        """Those of the logs that it may be, the busiest first."""

    @property
    def question(self) -> str:
        """What there is to be said, as a sentence without its end."""
        if self.named:
            return (
                f"the logs have no model '{visible(self.named)}', as {self.role}.model has it; it"
                " may have been renamed"
            )
        return f"nothing says which model of the logs is the {self.role}"

    def problem(self) -> Problem:
        """What is said where nobody can be asked."""
        names = listed([f"'{visible(one)}'" for one in self.models[:_SHOWN]])
        there = f"there is {names}" if names else "there is no other"
        return Problem(on_one_line(f"{self.question}: {there}"), f"--{self.role}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What somebody says of the logs besides what is in them."""

    students: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    fallback_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Months from sources, and by what they were read."""

    found: FromUsage
    roles: Roles
    remarks: tuple[str, ...]
    """What has to be said of them, a sentence each."""


def add_up(sources: Sequence[tuple[Request, Opened]], watch: Watch) -> list[Logs]:
    """The sources, added up by month and model.

    Raises:
        InputUnusable: where one cannot be read.
        Cancelled: where the watch said so.
    """
    return [_logs(request, opened, watch) for request, opened in sources]


def _logs(request: Request, opened: Opened, watch: Watch) -> Logs:
    wanted = replace(wanted_of(request, opened.format), peaks="none")
    usage = replace(opened.engine.aggregate(wanted, watch), sampled=request.sampled)
    bad = sum(rows for reason, rows in usage.dropped.items() if reason in BAD)
    readable = 1 - bad / usage.read if usage.read else 1.0
    return Logs(usage=usage, what=opened.what, readable=readable)


def roles_of(logs: Sequence[Logs], named: Named, case: FollowUp) -> Roles:
    """Which models of the logs are the student and the teacher.

    Raises:
        WhichModel: where nothing tells.
        InputUnusable: where a model that was named is not in the logs.
    """
    models = models_in(logs)
    problems = [
        *_absent(named.students, models, "--student"),
        *_absent(named.teachers, models, "--teacher"),
    ]
    problems += [
        Problem("is the teacher and the student; it can be only one of them", f"--student {one}")
        for one in named.students
        if one in named.teachers
    ]
    if problems:
        raise InputUnusable(problems)
    teachers = set(named.teachers) or _called("teacher", models, case)
    students = set(named.students) or _called("student", models, case) - teachers
    if not students:
        # Of two models the one that is not the other.
        others = [one for one in models if one not in teachers]
        stated = _stated("student", case)
        if len(others) == 1 and teachers and not stated:
            students = set(others)
        else:
            raise WhichModel("student", stated[0] if stated else "", others)
    teachers -= students
    if not teachers:
        others = [one for one in models if one not in students]
        stated = _stated("teacher", case)
        if len(others) == 1 and not stated:
            teachers = set(others)
        elif others:
            raise WhichModel("teacher", stated[0] if stated else "", others)
    return Roles(students=frozenset(students), teachers=frozenset(teachers))


def _absent(names: Iterable[str], models: Mapping[str, float], option: str) -> list[Problem]:
    found = []
    for name in names:
        if name not in models:
            near = get_close_matches(name, models, n=3) or list(models)[:_SHOWN]
            quoted = listed([f"'{visible(one)}'" for one in near])
            message = f"the logs have no model '{visible(name)}'; there is {quoted or 'none'}"
            found.append(Problem(on_one_line(message), option))
    return found


def _stated(role: str, case: FollowUp) -> list[str]:
    """What the case calls a model, now and in the plan."""
    names = (getattr(one.case, role).model for one in (case.now, case.planned))
    return list(dict.fromkeys(name for name in names if name))


def _called(role: str, models: Mapping[str, float], case: FollowUp) -> set[str]:
    """The models of the logs that are called as the case calls one."""
    names = {without_provider(one) for one in _stated(role, case)}
    return {one for one in models if without_provider(one) in names}


def track(
    sources: Sequence[tuple[Request, Opened]],
    logs: Sequence[Logs],
    roles: Roles,
    named: Named,
    case: FollowUp,
    money: Money,
    watch: Watch,
) -> Tracked:
    """The months that opened sources tell of, whose logs are added up.

    Raises:
        InputUnusable: where the sources cannot be read.
        Cancelled: where the watch said so.
    """
    marked = [
        _marked(request, opened, one, roles, watch)
        for (request, opened), one in zip(sources, logs, strict=True)
    ]
    drivers = case.plan.drivers
    last = max((one.usage.reaches_to for one in marked if one.usage.reaches_to), default=None)
    models = sorted(roles.students | roles.teachers)
    prices = list_prices(models, last.date()) if last is not None else {}
    planned = drivers.fallback_rate
    found = from_usage(
        marked,
        Reading(
            roles=roles,
            fallback_rate=named.fallback_rate,
            planned_fallback=planned if planned == planned else 0.0,
            pays_by_month=drivers.hosting is not None or drivers.fixed_cost_per_month > 0,
            rate=1.0 if money.currency == "USD" else money.rate,
            prices=prices,
        ),
    )
    remarks = [*_remarks(sources, found, roles)]
    if roles.teachers and named.fallback_rate is None:
        remarks += _not_looked_for(sources, roles)
    return Tracked(found=found, roles=roles, remarks=tuple(remarks))


def _not_looked_for(sources: Sequence[tuple[Request, Opened]], roles: Roles) -> Iterable[str]:
    """Where calls of one request are known, and are not put beside each other all the same."""
    for _, opened in sources:
        if not isinstance(opened.engine, Files) and telling_fallbacks(opened.format, roles):
            yield (
                f"{opened.what} could tell which calls fell back, but that is looked for in files"
                " alone: export the logs as one, or say how many there were with --fallback-rate."
            )


def _marked(request: Request, opened: Opened, logs: Logs, roles: Roles, watch: Watch) -> Logs:
    """Logs with what fell back told apart, where the source knows it."""
    format = telling_fallbacks(opened.format, roles)
    if format is None or not isinstance(opened.engine, Files) or not roles.teachers:
        return logs
    other = replace(opened, engine=opened.engine.read_as(format), format=format)
    return _logs(request, other, watch)


def _remarks(
    sources: Sequence[tuple[Request, Opened]], found: FromUsage, roles: Roles
) -> Iterable[str]:
    for role, names in (("student", roles.students), ("teacher", roles.teachers)):
        called = listed([f"'{visible(one)}'" for one in sorted(names)])
        if called:
            yield f"The {role} is {called} in the logs."
    if not roles.teachers:
        yield "No call in the logs ran on the teacher."
    if found.others:
        named = [f"'{visible(one)}' ({count(calls)})" for one, calls in found.others.items()]
        yield (
            f"Calls of other models are not counted: {listed(named[:_SHOWN])}; name with --student"
            " or --teacher what one of them was called in between."
        )
    if found.not_whole:
        months = listed([f"{one:%Y-%m}" for one in found.not_whole])
        yield f"The logs do not hold all of {months}; a month that is not whole is no month."
    for _, opened in sources:
        yield from opened.notes
    yield from found.remarks


def telling_fallbacks(format: Format, roles: Roles) -> Format | None:
    """The format with calls that ran again on the teacher marked; None where it knows no requests.

    A format says by what calls of one request are known (`Row.trace`). The mark stands behind the
    name of the model, so that sums by model tell such calls apart.

    One call of the student and one answer of the teacher that began no earlier are a fallback.
    Where more share their request it is a session, of which nobody knows what led to what.
    Why so: docs/decisions/0099-what-fell-back.md.
    """
    row = format.row
    if row.trace == "NULL":
        return None
    answered = f"({row.status}) IN ({_texts(COUNTED)})"
    student, teacher = (
        f"({row.model}) IN ({_texts(one)})" for one in (roles.students, roles.teachers)
    )
    is_request = f"NULLIF(CAST({row.trace} AS VARCHAR), '') IS NOT NULL"
    # Copies of a call are one call.
    one = f"HASH({', '.join(row.key)})" if row.key else f"HASH({row.time}, {row.model})"

    def counted(condition: str) -> str:
        return f"COUNT(DISTINCT CASE WHEN {condition} THEN {one} END) OVER request"

    counts = f"""
        SELECT *, {student} AS is_students, {teacher} AND {answered} AS is_teachers_answer,
            {is_request} AS has_request,
            {counted(f"{student} AND {answered}")} AS students_answers,
            {counted(student)} AS students_calls,
            {counted(f"{teacher} AND {answered}")} AS teachers_answers,
            MIN(CASE WHEN {student} THEN {row.time} END) OVER request AS students_began
        FROM ({format.records or "SELECT * FROM source"})
        WINDOW request AS (PARTITION BY {row.trace})"""
    fell_back = f"""has_request AND is_teachers_answer AND teachers_answers = 1
        AND students_calls > 0 AND students_answers <= 1 AND students_began <= ({row.time})"""
    mark = f"""CASE WHEN COALESCE({fell_back}, FALSE) THEN
            CASE WHEN students_answers = 1 THEN '{FELL_BACK}' ELSE '{FELL_BACK_ALONE}' END
        ELSE '' END"""
    marked = replace(row, model=f"(({row.model}) || ({mark}))")
    columns = (*format.columns, *format.trace_columns)
    return replace(format, columns=columns, records=counts, row=marked)


def _texts(words: Iterable[str]) -> str:
    """SQL of a list of texts; never empty."""
    quoted = ("'" + one.replace("'", "''") + "'" for one in sorted(words))
    return ", ".join(quoted) or "NULL"
