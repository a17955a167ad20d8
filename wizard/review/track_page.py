"""Plan against actual as a page: the months, the cash, what explains the gap, and what is wrong.

Source: docs/specification.md §14.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rules.questions import locate
from rules.review.following_up import FollowUp
from rules.review.gap import ASSUMPTIONS, Assumption, Gap, MonthGap
from rules.review.gap_in_words import (
    NAMES,
    before_the_first_month,
    behind,
    explained,
    in_short,
    launch_in_words,
    lengths_in_words,
    prices_in_words,
    said,
    signed,
)
from rules.review.money import Terms
from rules.review.words import in_words
from rules.words.money import Words
from rules.words.wording import seconds
from wizard.reports.text import INDENT, WIDTH, apart, columns, points, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

_SHORT: Final[dict[Assumption, str]] = {
    "calls": "Calls",
    "share_moved": "Moved",
    "fallback_rate": "Fell back",
    "teacher_price": "Teacher per 1,000",
    "student_cost": "Student per 1,000",
    "upkeep": "Upkeep",
    "error_rate": "Errors",
}
"""What assumptions are called above columns."""


def track_page(found: FollowUp, title: str, width: int = WIDTH) -> Sequence[ReportLine]:
    """Every line of it, none wider than so many columns."""
    return [*apart(_page(found, title, width))]


def _page(found: FollowUp, title: str, width: int) -> Iterator[Iterable[ReportLine]]:
    yield words(title, width, "heading")
    opening = [
        *([f"{in_words(found.approved)}."] if found.approved is not None else []),
        *found.remarks,
        launch_in_words(found),
        in_short(found),
    ]
    yield points((one for one in opening if one), width)
    inner = width - INDENT
    if found.gap.months:
        yield under("Month by month", [_money(found, inner)], width)
        yield under("What explains the gap", [_effects(found, inner)], width)
        yield under("What each month was made of", [_terms(found, inner)], width)
        if (latency := _latency(found)) is not None:
            yield words(latency, width)
        beside = (prices_in_words, before_the_first_month, lengths_in_words)
        yield points((one for each in beside for one in each(found)), width)
    else:
        yield words(
            "Months are read from logs by `payback track FILE --usage LOGS`, or typed in as rows of"
            " Months after launch, which the file calls actuals.",
            width,
            "quiet",
        )
    wrong = [f"{_place(one.key)} ({one.key}): {one.message}." for one in found.actual.problems]
    if wrong:
        yield under("Warnings about the months", [points(wrong, inner)], width)


def _place(key: str) -> str:
    """Where something is wrong, as the table of months shows it: `Row 3, Month`."""
    found = locate(key)
    if found is None:
        return key
    question, row, column = found
    if not isinstance(row, int):
        return question.label
    cell = None if column is None else question.column(column)
    return f"Row {row + 1}" if cell is None else f"Row {row + 1}, {cell.label}"


def _money(found: FollowUp, width: int) -> Iterator[ReportLine]:
    """Savings, what is left of them, and the balance: of plan and actual."""
    spell, gap = found.now.words, found.gap
    cash = gap.planned_cash, gap.actual_cash
    nets = (
        _leading_to(cash[0], [one.planned.terms.net for one in gap.months], spell),
        _leading_to(cash[1], [one.actual.net for one in gap.months], spell),
    )
    rows = [
        (
            f"{one.month.month:%Y-%m}",
            spell.money(one.planned.terms.savings),
            spell.money(one.actual.savings),
            *map(spell.money, amounts),
        )
        for one, *amounts in zip(gap.months, *nets, *cash, strict=True)
    ]
    header = (
        "Month",
        "Savings planned",
        "Savings actual",
        "Net planned",
        "Net actual",
        "Cash planned",
        "Cash actual",
    )
    return columns(rows, ("whole", *("right",) * 6), width, header)


def _leading_to(balances: Sequence[float], nets: Sequence[float], spell: Words) -> Iterator[float]:
    """What each month brought, which as printed leads from one balance to the next."""
    before = balances[0] - nets[0]
    for balance, net in zip(balances, nets, strict=True):
        yield spell.adding_up((before, net), put_right=1)[1]
        before = balance


def _effects(found: FollowUp, width: int) -> Iterator[ReportLine]:
    """Each assumption, and what it alone explains; their sum is the gap."""
    spell, gap = found.now.words, found.gap
    rows = [*effect_rows(gap, spell, "Their interaction")]
    rows.append(("The whole gap", "", "", signed(gap.net, spell), ""))
    header = ("Assumption", "Planned", "Actual", "Explains", "Most likely off")
    return columns(rows, ("left", "right", "right", "right", "left"), width, header, total=True)


def effect_rows(gap: Gap, words: Words, interaction: str) -> Iterator[tuple[str, ...]]:
    """Each assumption as planned and as it was, what it alone explains, and the answer behind it.

    Last comes what their interaction does, under a name; with it they come to the gap.
    """
    explains, rest = explained(gap, words)
    for one, amount in zip(gap.effects, explains, strict=True):
        ends = (said(one.assumption, end, words) for end in (one.planned, one.actual))
        yield NAMES[one.assumption], *ends, amount, behind(one, gap)
    yield interaction, "", "", rest, ""


def _terms(found: FollowUp, width: int) -> Iterator[ReportLine]:
    """What plan and actual put each month at; what a month does not tell is a dash."""
    spell = found.now.words
    rows: list[tuple[str, ...]] = []
    for one in found.gap.months:
        rows.append((f"{one.month.month:%Y-%m}", "plan", *_cells(one, one.planned.terms, spell)))
        rows.append(("", "actual", *_cells(one, one.actual, spell, actual=True)))
    header = ("Month", "", *(_SHORT[one] for one in ASSUMPTIONS))
    return columns(rows, ("whole", "whole", *("right",) * len(ASSUMPTIONS)), width, header)


def _cells(one: MonthGap, terms: Terms, spell: Words, *, actual: bool = False) -> Iterator[str]:
    values = (
        terms.calls,
        terms.share_moved,
        terms.fallback_rate,
        terms.teacher_cost_per_1k,
        terms.student_cost_per_1k,
        terms.upkeep,
        terms.error_rate,
    )
    for name, value in zip(ASSUMPTIONS, values, strict=True):
        yield said(name, value, spell) if not actual or one.tells(name) else "-"


def _latency(found: FollowUp) -> str | None:
    """The student's P95, beside what was expected; None where no month tells it."""
    measured = found.measured["student.p95_latency_seconds"]
    if not measured.is_known:
        return None
    expected = found.planned.figures.student_p95_seconds
    planned = f"; the plan had {seconds(expected)}" if expected == expected else ""
    return f"The student's P95 latency was {seconds(measured.value)} on average{planned}."
