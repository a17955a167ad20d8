"""The case in four sentences, in the order a budget holder asks for them.

Savings, payback, risk, ask: the number that matters first, technique never.

Source: docs/specification.md §5.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.case import Case
from rules.catalog.evidence import is_measured, scored_slices
from rules.figures import Figures
from rules.verdict import Fired, Verdict
from rules.wording import Words, listed, months, percent

Part = Literal["savings", "payback", "risk", "ask"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One part of the pitch."""

    part: Part
    text: str


def pitch(
    case: Case,
    figures: Figures,
    fired: Sequence[Fired],
    verdict: Verdict | None,
    words: Words,
) -> tuple[Sentence, ...]:
    """The parts that the known figures support, in the article's order."""
    head = figures.headline
    parts = [
        ("savings", _savings(case, figures, words), head.monthly_savings),
        ("payback", _payback(figures, words), head.payback_months),
        ("risk", _risk(case, figures, fired, words), head.annual_error_cost),
        ("ask", _ask(case, figures, verdict, words), head.upfront_total),
    ]
    return tuple(
        Sentence(part, text)  # type: ignore[arg-type]
        for part, text, needed in parts
        if not math.isnan(needed)
    )


def _savings(case: Case, figures: Figures, words: Words) -> str:
    annual = 12 * figures.headline.monthly_savings
    endpoint = case.task.endpoint or "this endpoint"
    if annual <= 0:
        return (
            f"Distilling saves nothing on {endpoint}: the student would cost"
            f" {words.money(-annual)} a year more than the teacher."
        )
    return (
        f"Distilling saves {words.money(annual)} a year,"
        f" {percent(figures.headline.spend_reduction)} of what {endpoint} spends on the teacher."
    )


def _payback(figures: Figures, words: Words) -> str:
    head = figures.headline
    upfront = words.money(head.upfront_total)
    if head.payback_months == math.inf:
        return f"The {upfront} upfront is never recovered."
    cash = (
        f"never within {len(figures.cash.flows) - 1} months"
        if figures.cash.payback_months == math.inf
        else months(figures.cash.payback_months)
    )
    return (
        f"{upfront} upfront is recovered in {months(head.payback_months)}; counting launch, ramp,"
        f" upkeep and errors: {cash}."
    )


def _risk(case: Case, figures: Figures, fired: Sequence[Fired], words: Words) -> str:
    slices = scored_slices(case)
    if not slices or not is_measured(case):
        bound = "The risk is quality, and no measured evaluation bounds it yet"
    else:
        loss = percent(figures.drivers.error_rate_increase)
        bound = (
            f"The risk is quality, bounded by an evaluation of {len(slices)} slices"
            f"{' that is frozen' if case.quality.frozen else ''}: {loss} more wrong answers,"
            f" {words.money(figures.headline.annual_error_cost)} a year"
        )
    held = [one.rule.title.lower() for one in fired if one.cap is not None]
    return f"{bound}; to settle: {listed(held)}." if held else f"{bound}."


def _ask(case: Case, figures: Figures, verdict: Verdict | None, words: Words) -> str:
    if verdict is not None and verdict.id in ("reconsider", "do-not-distill"):
        return f"We ask for no budget to distil now. {verdict.instead[0]}"
    items = figures.inputs.upfront_items
    compute = items["data_generation"] + items["training_compute"]
    rest = figures.headline.upfront_total - compute - items["engineering_time"]
    launch = figures.drivers.months_to_launch
    asked = [
        f"{words.money(items['engineering_time'])} of engineering time",
        f"{words.money(compute)} of data generation and training compute",
    ]
    if rest > 0:
        asked.append(f"{words.money(rest)} for evaluation, other items and contingency")
    ready = f", with launch in {months(launch)}" if launch > 0 else ""
    return f"We ask for {listed(asked)}{ready}."
