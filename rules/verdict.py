"""From figures and fired rules to a verdict that says what it rests on and what holds it back.

Source: docs/specification.md §4.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rules.catalog.rule import VERDICTS, Cap, Evidence, Rule, VerdictId, worst
from rules.catalog.volume import SHRINKING
from rules.figures import Figures
from rules.policy import Policy
from rules.slack import at_least, at_most
from rules.wording import Words, count, months, percent

IN_WORDS: dict[VerdictId, str] = {
    "strong": "Strong case",
    "defensible": "Defensible case",
    "reconsider": "Reconsider",
    "do-not-distill": "Do not distil",
}
"""Each verdict as a person would say it."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, with everything it has to say."""

    rule: Rule
    cap: Cap
    evidence: Evidence
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The recommendation."""

    id: VerdictId
    base: VerdictId
    """What the arithmetic alone would say."""
    capped_by: tuple[str, ...]
    """Ids of the rules that hold the verdict where it is, below its base."""
    headline: str
    reasons: tuple[str, ...]
    instead: tuple[str, ...]
    """What to do instead, or first; empty where the case stands."""


def base_verdict(figures: Figures, policy: Policy) -> VerdictId:
    """What payback, growth and half the volume say before any rule."""
    payback = figures.headline.payback_months
    growth = figures.drivers.monthly_growth
    halved_in_time = at_most(figures.half_volume.payback_months, policy.defensible_payback_months)
    if (
        at_most(payback, policy.strong_payback_months)
        and at_least(growth, SHRINKING)
        and halved_in_time
    ):
        return "strong"
    if at_most(payback, policy.defensible_payback_months) and (growth > 0 or halved_in_time):
        return "defensible"
    return "reconsider"


def judge(figures: Figures, fired: Sequence[Fired], policy: Policy, words: Words) -> Verdict:
    """The verdict on a complete case: the worst of the base and the caps of all fired rules."""
    base = base_verdict(figures, policy)
    final = worst(base, *(one.cap for one in fired))
    # Causes first: "cash comes back late" is no news once the reason for it is named.
    by_cause = sorted(fired, key=lambda one: one.rule.is_symptom)
    binding = [one for one in by_cause if one.cap == final]
    lowering = sorted(
        (one for one in by_cause if VERDICTS.index(worst(base, one.cap)) > VERDICTS.index(base)),
        key=lambda one: -VERDICTS.index(worst(one.cap)),
    )
    return Verdict(
        id=final,
        base=base,
        capped_by=tuple(one.rule.id for one in binding) if final != base else (),
        headline=_headline(final, base, figures, binding),
        reasons=(
            _base_reason(base, figures, policy),
            *(one.message for one in lowering),
        ),
        instead=tuple(_instead(final, figures, binding, policy, words)),
    )


def _headline(final: VerdictId, base: VerdictId, figures: Figures, binding: Sequence[Fired]) -> str:
    payback = figures.headline.payback_months
    recovered = (
        "the savings never recover the upfront"
        if payback == math.inf
        else f"payback in {months(payback)}"
    )
    titles = ", ".join(f"{one.rule.title[0].lower()}{one.rule.title[1:]}" for one in binding)
    says = f"{IN_WORDS[final]}: {recovered}"
    if final != base:
        return f"{says}. Arithmetic alone would say {base}; held back by: {titles}."
    return f"{says}; mind: {titles}." if titles else f"{says}."


def _base_reason(base: VerdictId, figures: Figures, policy: Policy) -> str:
    payback, halved = figures.headline.payback_months, figures.half_volume.payback_months
    at_half = f"{months(halved)} at half the volume"
    if base == "reconsider":
        return (
            f"Payback is {months(payback)} and {at_half};"
            f" defensible is {months(policy.defensible_payback_months)}."
        )
    limit = policy.strong_payback_months if base == "strong" else policy.defensible_payback_months
    growth = (
        f", which growth of {percent(figures.drivers.monthly_growth)} a month makes up for"
        if figures.late(halved)
        else ""
    )
    return f"Payback is {months(payback)}, within {months(limit)}, and {at_half}{growth}."


def _instead(
    final: VerdictId,
    figures: Figures,
    binding: Sequence[Fired],
    policy: Policy,
    words: Words,
) -> list[str]:
    if final in ("strong", "defensible"):
        return []
    causes = [one for one in binding if not one.rule.is_symptom]
    advice = [one.rule.remedy for one in causes or binding]
    worthwhile = [one for one in figures.alternatives if one.priced and one.npv > 0]
    if worthwhile:
        best = max(worthwhile, key=lambda one: one.npv)
        advice.append(
            f"{best.name or best.kind} saves {words.money(best.monthly_savings)} a month for"
            f" {words.money(best.upfront_total)} upfront, worth {words.money(best.npv)} today."
        )
    needed = figures.break_even_calls_per_month
    if figures.late(figures.headline.payback_months) and math.isfinite(needed):
        advice.append(
            f"Come back at {count(needed)} calls a month: payback is then"
            f" {months(policy.defensible_payback_months)}."
        )
    return advice or ["Bring the upfront down or the volume up, then ask again."]
