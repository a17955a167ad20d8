"""The case in four sentences, in the order a budget holder asks for them.

Savings, payback, risk, ask: the number that matters first, technique never.

Source: docs/specification.md §5.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rules.answers.case import Case
from rules.answers.slack import above
from rules.figures.figures import Figures
from rules.figures.slices import is_measured, scored_slices
from rules.verdict import Fired, Verdict
from rules.words.wording import Words, listed, months, percent, points

Part = Literal["savings", "payback", "risk", "ask"]


class Sentence(NamedTuple):
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
    """The parts that the known figures support, in that order."""
    head = figures.headline
    parts: tuple[tuple[Part, str, float], ...] = (
        ("savings", _savings(case, figures, words), head.monthly_savings),
        ("payback", _payback(figures, words), head.payback_months),
        ("risk", _risk(case, figures, fired, words), head.annual_error_cost),
        ("ask", _ask(case, figures, verdict, words), head.upfront_total),
    )
    return tuple(Sentence(part, text) for part, text, needed in parts if not math.isnan(needed))


def _savings(case: Case, figures: Figures, words: Words) -> str:
    head = figures.headline
    annual = head.annual_savings
    endpoint = case.task.endpoint or "this endpoint"
    if head.saves_nothing:
        more = f"{words.money(-annual)} a year more than" if annual < 0 else "as much as"
        return f"Distilling saves nothing on {endpoint}: the student would cost {more} the teacher."
    saved = (
        f"{words.money(annual)} a year, {percent(head.spend_reduction)} of what {endpoint} spends"
        " on the teacher"
    )
    if head.nets_nothing:
        eaten = words.money(head.annual_maintenance + head.annual_error_cost)
        return (
            f"Distilling would save {saved}, but upkeep and additional errors would cost {eaten}."
        )
    return f"Distilling saves {saved}."


def _payback(figures: Figures, words: Words) -> str:
    head, cash = figures.headline, figures.cash.payback_months
    upfront = words.money(head.upfront_total)
    if head.payback_months == math.inf:
        return f"The {upfront} upfront is never recovered."
    if cash == math.inf:
        horizon = len(figures.cash.flows) - 1
        yet = "but" if head.payback_months <= horizon else "and"
        return (
            f"The {upfront} upfront equals {months(head.payback_months)} of savings, {yet} is not"
            f" back within {months(horizon)} once launch, ramp, upkeep and errors are counted."
        )
    return (
        f"{upfront} upfront is recovered in {months(head.payback_months)} of full savings, and"
        f" {months(cash)} after approval once launch, ramp, upkeep and errors are counted."
    )


def _risk(case: Case, figures: Figures, fired: Sequence[Fired], words: Words) -> str:
    sentences = [_bound_on_quality(case, figures, words)]
    capping = [one for one in fired if one.cap is not None]
    to_settle = [one.rule.title.lower() for one in capping if one.cap == "defensible"]
    against = [one.rule.title.lower() for one in capping if one.cap != "defensible"]
    if against:
        sentences.append(f"Against it: {listed(against)}.")
    if to_settle:
        sentences.append(f"To settle: {listed(to_settle)}.")
    return " ".join(sentences)


def _bound_on_quality(case: Case, figures: Figures, words: Words) -> str:
    slices = scored_slices(case)
    loss = f"{points(figures.drivers.error_rate_increase)} more wrong answers"
    cost = f"costing {words.money(figures.headline.annual_error_cost)} a year"
    if not slices or not is_measured(case):
        if not figures.drivers.error_rate_increase > 0:
            return "The risk is quality, and no measured evaluation bounds it yet."
        priced = f" ({cost})" if figures.drivers.cost_per_error > 0 else ""
        return f"The risk is quality: {loss}{priced}, which no measured evaluation bounds yet."
    noun = "slice" if len(slices) == 1 else "slices"
    critical = [teacher - student for one, teacher, student in slices if one.critical]
    on_critical = f", {points(max(0.0, *critical))} on the worst critical slice" if critical else ""
    return (
        f"The risk is quality, bounded by {'a frozen' if case.quality.frozen else 'an'} evaluation"
        f" of {len(slices)} {noun}: {loss}{on_critical}, {cost}."
    )


def _ask(case: Case, figures: Figures, verdict: Verdict | None, words: Words) -> str:
    if verdict is not None and verdict.id in ("reconsider", "do-not-distill"):
        return f"We ask for no budget to distil now. {verdict.instead[0]}"
    items = figures.inputs.upfront_items
    compute = items["data_generation"] + items["training_compute"]
    launch = figures.drivers.months_to_launch
    parts = [
        (items["engineering_time"], "engineering time"),
        (compute, "data generation and training"),
        (items["evaluation_build"], "the evaluation"),
    ]
    named = sum(amount for amount, _ in parts)
    # A rest that is only the rounding of the sums must not be asked for.
    if above(figures.headline.upfront_total, named):
        rest = figures.headline.upfront_total - named
        what = "other items and contingency" if figures.inputs.other_items else "contingency"
        parts.append((rest, what))
    parts = [one for one in parts if one[0] > 0]
    amounts = words.summands([amount for amount, _ in parts])
    asked = [f"{amount} for {what}" for amount, (_, what) in zip(amounts, parts, strict=True)]
    if not asked:
        return "We ask for no money: nothing upfront has a cost."
    ready = f", with launch in {months(launch)}" if launch > 0 else ""
    return f"We ask for {listed(asked)}{ready}."
