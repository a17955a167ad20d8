"""Months from logs as a session is offered them, and the session with those that were taken.

Source: docs/specification.md §14.3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rules.answers.answers import Answers, Entry, Row
from rules.answers.entries import entry_of
from rules.questions import QUESTIONS
from rules.review.actual_months import FIGURES, first_month_of_service
from rules.review.from_usage import UsageMonth
from rules.usage.months import next_month
from rules.words.money import Words
from rules.words.wording import count, percent, seconds
from wizard.imports import accepting
from wizard.imports.accepting import Question

if TYPE_CHECKING:
    from rules.review.following_up import FollowUp
    from wizard.review.tracking import Tracked

ACTUALS: Final = "actuals"
LAUNCHED: Final = "student.launched_on"

_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SAYS_OTHERWISE: Final = "What is there says something else"
_ALIKE: Final = 1e-6


class Offer(NamedTuple):
    """Something from logs that a session may keep."""

    question: Question
    """Its key is a month such as 2026-11, or that of the launch."""
    cells: dict[str, Any]
    """Of the row of a month, by column; of the launch, its day under its key."""
    row_id: str | None = None
    """The row that is there; None for a new one."""


def refuse_strangers(words: Sequence[str]) -> None:
    """Refuse what `--accept` names and no logs give, before they are read.

    Raises:
        InputUnusable: with all of them.
    """
    others = [one for one in words if not _MONTH.fullmatch(one)]
    accepting.refuse_strangers(others, [LAUNCHED], "a month such as 2026-11")


def to_keep(
    answers: Answers,
    tracked: Tracked | None,
    launched: date | None,
    found: FollowUp,
    today: date,
) -> tuple[tuple[Offer, ...], tuple[str, ...]]:
    """What a session may keep, and what has to be said of it.

    `launched` is the day of the launch where somebody has named it just now.
    """
    months: Sequence[UsageMonth] = tracked.found.months if tracked is not None else ()
    first = tracked.found.first_student if tracked is not None else None
    day = launched or answers.value(LAUNCHED) or (first.date() if first is not None else None)
    early, months, unfinished = served(months, day, today)
    remarks = list(tracked.remarks) if tracked is not None else []
    if early:
        names = ", ".join(f"{one.month:%Y-%m}" for one in early)
        remarks.append(
            f"Left out, since the student did not serve from their first day: {names}. It was"
            f" launched on {day}; --launched says another day."
        )
    if unfinished:
        names = ", ".join(f"{one.month:%Y-%m}" for one in unfinished)
        remarks.append(f"Left out, since they are not over on {today}: {names}.")
    offered = offers(answers, months, day, found.now.words)
    if tracked is not None and not offered and months:
        remarks.append("Every whole month of the logs is kept already.")
    elif tracked is not None and not months:
        remarks.append("The logs hold no whole month of the student's service.")
    return offered, tuple(remarks)


def offers(
    answers: Answers, months: Sequence[UsageMonth], launched: date | None, words: Words
) -> tuple[Offer, ...]:
    """What of logs a session does not have yet.

    `launched` is the day as it was named just now, else as the session has it, else as logs show
    it.
    """
    found = []
    before = answers.value(LAUNCHED)
    if launched is not None and launched != before:
        now = before.isoformat() if before is not None else ""
        question = Question(LAUNCHED, now, launched.isoformat(), "")
        found.append(Offer(question, {LAUNCHED: launched}))
    rows = answers.table(ACTUALS).rows
    for month in months:
        offer = _offer(month, rows, words)
        if offer is not None:
            found.append(offer)
    return tuple(found)


def _offer(month: UsageMonth, rows: Sequence[Row], words: Words) -> Offer | None:
    cells = month.row
    name = cells["month"]
    of_month = [one for one in rows if one.values().get("month") == name]
    # The one that counts: a row without figures is passed over beside another.
    row = next((one for one in of_month if not one.values().keys().isdisjoint(FIGURES)), None)
    row = row or next(iter(of_month), None)
    new = figures_in_words(cells, words)
    if row is None:
        return Offer(Question(name, "", new), cells)
    there = row.values()
    differing = [
        one for one in month.figures if one in there and not _is_alike(there[one], cells[one])
    ]
    if not differing and all(one in there for one in month.figures):
        return None
    doubt = _SAYS_OTHERWISE if differing else ""
    return Offer(Question(name, figures_in_words(there, words), new, doubt), cells, row.id)


def _is_alike(one: Any, other: Any) -> bool:
    return math.isclose(float(one), float(other), rel_tol=_ALIKE, abs_tol=_ALIKE)


def figures_in_words(cells: dict[str, Any], words: Words) -> str:
    """The figures of a month in a line."""
    return ", ".join(_parts(cells, words))


def _parts(cells: dict[str, Any], words: Words) -> Iterator[str]:
    said = {
        "calls": "{} calls",
        "student_calls": "{} on the student",
        "fallback_calls": "{} fell back",
        "errors": "{} additional errors",
    }
    for name, form in said.items():
        if name in cells:
            yield form.format(count(cells[name]))
    for name, whose in (("teacher_cost", "teacher"), ("student_cost", "student")):
        if name in cells:
            yield f"{whose} {words.money(cells[name])}"
    if "upkeep" in cells:
        yield f"upkeep {words.money(cells['upkeep'])}"
    if "p95_latency_seconds" in cells:
        yield f"P95 {seconds(cells['p95_latency_seconds'])}"
    if "coverage" in cells:
        yield f"{percent(cells['coverage'])} of it"
    if cells.get("source"):
        yield str(cells["source"])


def with_taken(answers: Answers, offered: Sequence[Offer], keys: Collection[str]) -> Answers:
    """Answers with what was taken: new months in their order behind the others, cells of others."""
    table = answers.table(ACTUALS)
    for one in offered:
        if one.question.key not in keys:
            continue
        if LAUNCHED in one.cells:
            entry = entry_of(QUESTIONS[LAUNCHED], one.cells[LAUNCHED])
            answers = answers.answer(LAUNCHED, entry)
            continue
        entries = {
            name: entry_of(column, one.cells[name])
            for name in _COLUMNS
            if name in one.cells and (column := QUESTIONS[ACTUALS].column(name)) is not None
        }
        row = table.row(one.row_id) if one.row_id is not None else Row(table.next_id(), {})
        table = table.with_row(Row(row.id, {**row.cells, **entries}))
    if table.rows:
        answers = answers.answer(ACTUALS, Entry("", table))
    return answers


_COLUMNS: Final = tuple(one.key for one in QUESTIONS[ACTUALS].columns)


def served(
    months: Sequence[UsageMonth], launched: date | None, on: date
) -> tuple[list[UsageMonth], list[UsageMonth], list[UsageMonth]]:
    """Months before the first whole one of service, those of service, and those not over yet."""
    first = first_month_of_service(launched) if launched is not None else date.min
    early = [one for one in months if one.month < first]
    of_service = [one for one in months if one.month >= first and next_month(one.month) <= on]
    return early, of_service, [one for one in months if next_month(one.month) > on]
