"""Rules about how many calls there are: fixed costs need volume to amortise.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.economics import payback_months
from rules.figures.figures import Figures
from rules.words.wording import Words, count, months


def _low_volume(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    payback = figures.headline.payback_months
    if not (math.isfinite(figures.break_even_calls_per_month) and figures.late(payback)):
        return None
    hopeless = all(
        above(when, policy.stop_payback_months) for when in (payback, figures.cash.payback_months)
    )
    return Finding(
        {
            "calls_per_month": figures.drivers.calls_per_month,
            "break_even_calls_per_month": figures.break_even_calls_per_month,
            "payback_months": payback,
            "cash_payback_months": figures.cash.payback_months,
            "defensible_payback_months": policy.defensible_payback_months,
        },
        "do-not-distill" if hopeless else "reconsider",
    )


def _explain_low_volume(evidence: Evidence, words: Words) -> str:
    recovered = (
        "the savings never recover the upfront"
        if evidence["payback_months"] == math.inf
        else "payback takes"
        f" {months(evidence['payback_months'], evidence['defensible_payback_months'])}"
    )
    calls = count(evidence["calls_per_month"])
    return (
        f"At {calls} {'call' if calls == '1' else 'calls'} a month {recovered}; paying back within"
        f" {months(evidence['defensible_payback_months'])} takes"
        f" {count(evidence['break_even_calls_per_month'])} calls a month."
    )


LOW_VOLUME = Rule(
    id="low-volume",
    title="Volume below break-even",
    about="volume.calls_per_month",
    caps=("reconsider", "do-not-distill"),
    fires_when="a break-even volume exists and payback is late; do-not-distill where payback and"
    " cash payback are each never or beyond stop_payback_months",
    check=_low_volume,
    explain=_explain_low_volume,
    remedy="Prompt a small model instead: it costs no training.",
    is_cause_of_late_cash=True,
    advises="prompt-small-model",
)


def _uncertain_volume(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    calls = case.volume.calls_per_month
    if calls is None:
        return None
    at_low = math.nan
    if calls.low is not None:
        at_low = payback_months(figures.drivers.at_volume(calls.low))
    breaks_at_low = not figures.late(figures.headline.payback_months) and figures.late(at_low)
    if calls.basis != "assumed" and not breaks_at_low:
        return None
    return Finding(
        {
            "calls_per_month": calls.likely,
            "low": calls.low,
            "basis": calls.basis,
            "payback_months": figures.headline.payback_months,
            "payback_months_at_low": at_low,
            "breaks_at_low": breaks_at_low,
        }
    )


def _explain_uncertain_volume(evidence: Evidence, words: Words) -> str:
    sentences = []
    if evidence["basis"] == "assumed":
        sentences.append(
            f"The volume of {count(evidence['calls_per_month'])} calls a month is a guess."
        )
    if evidence["breaks_at_low"]:
        sentences.append(
            f"At the low end of its range, {count(evidence['low'])} calls a month, payback is"
            f" {months(evidence['payback_months_at_low'])}."
        )
    return " ".join(sentences)


UNCERTAIN_VOLUME = Rule(
    id="uncertain-volume",
    title="Uncertain volume",
    about="volume.calls_per_month",
    caps=("defensible",),
    fires_when="the volume's basis is assumed, or payback is not late today but is at the volume's"
    " low",
    check=_uncertain_volume,
    explain=_explain_uncertain_volume,
    remedy="Count the calls in the gateway's logs over three full months before asking for money.",
)


def _half_volume_breaks(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    today, halved = figures.headline.payback_months, figures.half_volume.payback_months
    if math.isnan(today) or figures.late(today) or not figures.late(halved):
        return None
    growth = figures.drivers.monthly_growth
    return Finding(
        {
            "payback_months": today,
            "payback_months_at_half_volume": halved,
            "monthly_growth": growth,
            "defensible_payback_months": policy.defensible_payback_months,
        },
        "reconsider" if growth <= 0 else "defensible",
    )


def _explain_half_volume_breaks(evidence: Evidence, words: Words) -> str:
    limit = evidence["defensible_payback_months"]
    return (
        f"Payback is {months(evidence['payback_months'], limit)} today, but"
        f" {months(evidence['payback_months_at_half_volume'], limit)} at half the volume, beyond"
        f" the {months(limit)} that are defensible."
    )


HALF_VOLUME_BREAKS = Rule(
    id="half-volume-breaks",
    title="Half the volume breaks the case",
    about="volume.calls_per_month",
    caps=("defensible", "reconsider"),
    fires_when="payback is not late today but is at half the volume; reconsider where the volume"
    " does not grow",
    check=_half_volume_breaks,
    explain=_explain_half_volume_breaks,
    remedy="Bound the volume from below: a contract, a product plan, a second endpoint that can"
    " use the same student.",
    is_cause_of_late_cash=True,
)
