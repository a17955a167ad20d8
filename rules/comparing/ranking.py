"""An order of many cases by what they are worth.

Source: docs/specification.md §5.5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.answers.case import Case
from rules.assess import Outcome
from rules.catalog.rule import VerdictId


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a case is ordered by, and no more of it: there may be thousands."""

    name: str
    """What the case is told from others by, such as its file."""
    title: str
    currency: str
    verdict: VerdictId | None
    payback_months: float
    npv: float
    upfront_total: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Cases in order, best first."""

    by_currency: dict[str, tuple[Standing, ...]]
    """Complete cases; amounts in different currencies have no order."""
    incomplete: tuple[Standing, ...]


def standing(name: str, title: str, case: Case, outcome: Outcome) -> Standing:
    """The standing of a case that was judged."""
    figures = outcome.figures
    return Standing(
        name=name,
        title=title,
        currency=case.currency,
        verdict=outcome.verdict,
        payback_months=figures.headline.payback_months,
        npv=figures.cash.npv,
        upfront_total=figures.headline.upfront_total,
        missing=figures.inputs.missing,
    )


def rank(standings: Iterable[Standing]) -> Ranking:
    """Put cases in order: by net present value, then by payback, then by name."""
    by_currency: dict[str, list[Standing]] = {}
    incomplete = []
    for one in standings:
        if one.verdict is None:
            incomplete.append(one)
        else:
            by_currency.setdefault(one.currency, []).append(one)
    return Ranking(
        {
            currency: tuple(sorted(found, key=lambda one: (-one.npv, one.payback_months, one.name)))
            for currency, found in sorted(by_currency.items())
        },
        tuple(sorted(incomplete, key=lambda one: (len(one.missing), one.name))),
    )
