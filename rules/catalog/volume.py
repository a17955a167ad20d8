"""Rules about how many calls there are: fixed costs need volume to amortise.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, below
from rules.catalog.phrases import calls_a_month, recovered_in
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.catalog.upkeep import largest_upkeep
from rules.figures.economics import payback_months
from rules.figures.figures import GROWING, Figures
from rules.words.money import Words
from rules.words.wording import count, months, percent


def _low_volume(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head, needed = figures.headline, figures.break_even_calls_per_month
    payback = head.payback_months
    late = figures.late(payback)
    upkeep_eats_it = below(head.annual_savings, head.annual_maintenance)
    if not (math.isfinite(needed) and (late or upkeep_eats_it)):
        return None
    hopeless = all(
        above(when, policy.stop_payback_months) for when in (payback, figures.cash.payback_months)
    )
    return Finding(
        {
            "calls_per_month": figures.drivers.calls_per_month,
            "break_even_calls_per_month": needed,
            "payback_months": payback,
            "payback_is_late": late,
            "cash_payback_months": figures.cash.payback_months,
            "annual_savings": head.annual_savings,
            "annual_maintenance": head.annual_maintenance,
            "defensible_payback_months": policy.defensible_payback_months,
            "stop_payback_months": policy.stop_payback_months,
        },
        "do-not-distill" if hopeless else "reconsider",
        about=None if late else largest_upkeep(figures),
    )


def _explain_low_volume(evidence: Evidence, words: Words) -> str:
    needed = count(evidence["break_even_calls_per_month"])
    # Rounded alike, the volume that is there would read as the one that is needed.
    if needed == count(evidence["calls_per_month"]):
        needed = f"just over {needed}"
    at = f"At {calls_a_month(evidence['calls_per_month'])}"
    if not evidence["payback_is_late"]:
        return (
            f"{at} upkeep of {words.a_year(evidence['annual_maintenance'])} takes more than"
            f" the {words.yearly(evidence['annual_savings'])} saved; carrying it takes"
            f" {needed} calls a month."
        )
    limit, stop = evidence["defensible_payback_months"], evidence["stop_payback_months"]
    carrying = " and carrying the upkeep" if evidence["annual_maintenance"] > 0 else ""
    return (
        f"{at} {recovered_in(evidence['payback_months'], limit, stop)}; paying back within"
        f" {months(limit)}{carrying} takes {needed} calls a month."
    )


def _remedy_low_volume(evidence: Evidence, words: Words, beside: Beside) -> str:
    if "spend-too-small" in beside:
        return ""
    if not evidence["payback_is_late"]:
        return "Bring the upkeep down, or prompt a small model instead, which needs none of it."
    return LOW_VOLUME.remedy


LOW_VOLUME = Rule(
    id="low-volume",
    title="Volume below break-even",
    place=20,
    about="volume.calls_per_month",
    caps=("reconsider", "do-not-distill"),
    fires_when="a break-even volume exists, and payback is late or a year's savings do not cover"
    " upkeep; do-not-distill where payback and cash payback are each never or beyond"
    " stop_payback_months",
    check=_low_volume,
    explain=_explain_low_volume,
    remedy="Prompt a small model instead: it costs no training.",
    remedy_at_hand=_remedy_low_volume,
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
            "defensible_payback_months": policy.defensible_payback_months,
        }
    )


def _explain_uncertain_volume(evidence: Evidence, words: Words) -> str:
    sentences = []
    if evidence["basis"] == "assumed":
        sentences.append(f"The volume of {calls_a_month(evidence['calls_per_month'])} is a guess.")
    if evidence["breaks_at_low"]:
        limit = evidence["defensible_payback_months"]
        sentences.append(
            f"At the low end of its range, {calls_a_month(evidence['low'])},"
            f" {recovered_in(evidence['payback_months_at_low'], limit)}."
        )
    return " ".join(sentences)


UNCERTAIN_VOLUME = Rule(
    id="uncertain-volume",
    title="Uncertain volume",
    place=50,
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
    growth = case.volume.monthly_growth
    return Finding(
        {
            "payback_months": today,
            "payback_months_at_half_volume": halved,
            "monthly_growth": figures.drivers.monthly_growth,
            "growth_basis": growth and growth.basis,
            "growing": figures.growing,
            "defensible_payback_months": policy.defensible_payback_months,
        },
        "defensible" if figures.growing else "reconsider",
    )


def _explain_half_volume_breaks(evidence: Evidence, words: Words) -> str:
    limit, halved = (
        evidence["defensible_payback_months"],
        evidence["payback_months_at_half_volume"],
    )
    today = recovered_in(evidence["payback_months"], limit)
    today = f"{today[0].upper()}{today[1:]} today"
    if halved == math.inf:
        found = f"{today}, but at half the volume {recovered_in(halved)}"
    else:
        found = (
            f"{today}, but {months(halved, limit)} at half the volume, beyond the"
            f" {months(limit)} that are defensible"
        )
    return f"{found}{_growth_that_helps_not(evidence)}."


def _growth_that_helps_not(evidence: Evidence) -> str:
    growth = evidence["monthly_growth"]
    if evidence["growing"] or not growth > 0:
        return ""
    if evidence["growth_basis"] == "assumed":
        return f"; growth of {percent(growth)} a month, which could make up for it, is a guess"
    return f"; growth of less than {percent(GROWING)} a month is too little to make up for it"


HALF_VOLUME_BREAKS = Rule(
    id="half-volume-breaks",
    title="Half the volume breaks the case",
    place=60,
    about="volume.calls_per_month",
    caps=("defensible", "reconsider"),
    fires_when="payback is not late today but is at half the volume; reconsider where the volume"
    " does not grow by 1% a month or more, or only by a guess",
    check=_half_volume_breaks,
    explain=_explain_half_volume_breaks,
    remedy="Bound the volume from below: a contract, a product plan, a second endpoint that can"
    " use the same student.",
    is_cause_of_late_cash=True,
)
