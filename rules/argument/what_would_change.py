"""What would have to change for a case against distilling to become one for it.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rules.answers.policy import TeamPolicy
from rules.answers.slack import above
from rules.assess import Assessment, outcome_of
from rules.catalog.rule import VERDICTS
from rules.words.wording import Words, count, listed, months

_VOLUME = "volume.calls_per_month"
_AGAINST = VERDICTS[2:]
_JUST_OVER = 1 + 1e-6
"""At the break-even itself the last binary digit could decide on either side."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One change, all else as it is."""

    text: str
    key: str
    """The answer that would have to change."""
    value: float
    """What it would have to become."""


def turns_of(assessment: Assessment, team: TeamPolicy | None = None) -> tuple[Turn, ...]:
    """The changes that would each take away a reason against; none for a case that stands.

    Args:
        assessment: of a complete case.
        team: whose policy it was judged by.
    """
    verdict = assessment.verdict
    if verdict is None or verdict.id not in _AGAINST:
        return ()
    return (
        *_volume(assessment, team),
        *_upfront(assessment),
        *_upkeep(assessment),
        *_alternative(assessment),
    )


def _volume(assessment: Assessment, team: TeamPolicy | None) -> Iterator[Turn]:
    figures, policy = assessment.figures, assessment.policy
    needed = figures.break_even_calls_per_month
    if not (figures.late(figures.headline.payback_months) and math.isfinite(needed)):
        return
    now = figures.drivers.calls_per_month
    limit = months(policy.defensible_payback_months)
    text = f"At {count(needed)} calls a month, {count(now)} today, this pays back in {limit}."
    there = outcome_of(assessment.case, team, {_VOLUME: needed * _JUST_OVER})
    held = [rule.title.lower() for rule, found in there.findings if found.cap in _AGAINST]
    if held:
        text += f" What would still speak against it there: {listed(held)}."
    yield Turn(text, _VOLUME, needed)


def _upfront(assessment: Assessment) -> Iterator[Turn]:
    figures, words = assessment.figures, Words(assessment.case.currency)
    head = figures.headline
    if head.saves_nothing or not figures.late(head.payback_months):
        return
    limit = assessment.policy.defensible_payback_months
    affordable = head.monthly_savings * limit
    yield Turn(
        f"With {words.money(affordable)} upfront, in place of {words.money(head.upfront_total)},"
        f" today's volume pays it back in {months(limit)}.",
        "upfront.data_generation",
        affordable,
    )


def _upkeep(assessment: Assessment) -> Iterator[Turn]:
    figures, words = assessment.figures, Words(assessment.case.currency)
    head = figures.headline
    if head.saves_nothing or not head.nets_nothing:
        return
    burden = head.annual_maintenance + head.annual_error_cost
    yield Turn(
        f"With upkeep and additional errors below {words.money(head.annual_savings)} a year,"
        f" {words.money(burden)} today, a year leaves something.",
        "maintenance.redistillations_per_year",
        head.annual_savings,
    )


def _alternative(assessment: Assessment) -> Iterator[Turn]:
    figures, words = assessment.figures, Words(assessment.case.currency)
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
