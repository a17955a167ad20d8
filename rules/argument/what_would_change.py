"""What would have to change for a case against distilling to become one for it.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rules.answers.slack import above
from rules.assess import Assessment
from rules.verdict import AGAINST
from rules.words.wording import months


class Turn(NamedTuple):
    """One change, all else as it is."""

    text: str
    key: str
    """The answer that would have to change."""
    value: float
    """What it would have to become."""


def turns_of(assessment: Assessment) -> tuple[Turn, ...]:
    """The changes that would each take away a reason against; none for a case that stands.

    How many calls it would take is among the advice of the verdict.
    """
    verdict = assessment.verdict
    if verdict is None or verdict.id not in AGAINST:
        return ()
    return (
        *_upfront(assessment),
        *_upkeep(assessment),
        *_alternative(assessment),
    )


def _upfront(assessment: Assessment) -> Iterator[Turn]:
    figures, words = assessment.figures, assessment.words
    head = figures.headline
    if head.saves_nothing or not figures.late(head.payback_months):
        return
    limit = assessment.policy.defensible_payback_months
    affordable = head.monthly_savings * limit
    much, now = words.money(affordable), words.money(head.upfront_total)
    less = f"{much} upfront, in place of {now}," if much != now else f"just under {now} upfront"
    yield Turn(
        f"With {less} today's volume pays it back in {months(limit)}.",
        "upfront.data_generation",
        affordable,
    )


def _upkeep(assessment: Assessment) -> Iterator[Turn]:
    figures, words = assessment.figures, assessment.words
    head = figures.headline
    if head.saves_nothing or not head.nets_nothing:
        return
    burden = words.yearly(head.annual_maintenance + head.annual_error_cost)
    most = words.yearly(head.annual_savings)
    today = burden if burden != most else "no less than that"
    yield Turn(
        f"With upkeep and additional errors below {most} {words.year}, {today} today,"
        f" {words.year} leaves something.",
        "maintenance.redistillations_per_year",
        head.annual_savings,
    )


def _alternative(assessment: Assessment) -> Iterator[Turn]:
    figures, words = assessment.figures, assessment.words
    npv = figures.cash.npv
    better = [
        one
        for one in figures.alternatives
        if one.is_worthwhile(figures.drivers, assessment.policy) and above(one.npv, npv)
    ]
    best = max(better, key=lambda one: one.npv, default=None)
    if best is not None:
        yield Turn(
            f"Distilling, worth {words.money(npv)} today, would have to be worth more than the"
            f" {words.money(best.npv)} of '{best.name or best.kind}'.",
            "alternatives",
            best.npv,
        )
