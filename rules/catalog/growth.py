"""Rules about a volume that does not stay as it is.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, below
from rules.catalog.rule import Evidence, Finding, Rule
from rules.catalog.worth import is_worth_something
from rules.figures.cash import net_present_value
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS, NEVER
from rules.words.money import Words
from rules.words.wording import count, months, percent, whole

SHRINKING = -0.01
"""Monthly growth below which a volume counts as shrinking."""


def _growth_carries(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers, npv = figures.drivers, figures.cash.npv
    upfront = figures.headline.upfront_total
    if not (drivers.monthly_growth > 0 and is_worth_something(npv, upfront)):
        return None
    flat = net_present_value(drivers._replace(monthly_growth=0.0), policy)
    if is_worth_something(flat, upfront):
        return None
    return Finding(
        {
            "monthly_growth": drivers.monthly_growth,
            "npv": npv,
            "npv_without_growth": flat,
            "break_even_calls_per_month": figures.break_even_calls_per_month,
            "break_even_month": _month_of_break_even(figures),
            "horizon_months": policy.horizon_months,
        }
    )


def _month_of_break_even(figures: Figures) -> float | None:
    """The month after approval in which a growing volume reaches break-even; None without one."""
    drivers, needed = figures.drivers, figures.break_even_calls_per_month
    if not (math.isfinite(needed) and above(needed, drivers.calls_per_month)):
        return None
    grown = math.log(needed / drivers.calls_per_month)
    return float(FLOATS.ceil(1 + FLOATS.divide(grown, math.log1p(drivers.monthly_growth))))


def _explain_growth_carries(evidence: Evidence, words: Words) -> str:
    flat, month = evidence["npv_without_growth"], evidence["break_even_month"]
    worth = words.money(flat) if flat < 0 else "nothing"
    found = (
        f"Without growth the case is worth {worth} today; only growth of"
        f" {percent(evidence['monthly_growth'])} a month, which nobody has seen yet, makes it worth"
        f" {words.money(evidence['npv'])}."
    )
    if month is None or month == NEVER:
        return found
    needed = count(evidence["break_even_calls_per_month"])
    horizon = evidence["horizon_months"]
    late = f", beyond the horizon of {months(horizon)}" if month > horizon else ""
    return (
        f"{found} The volume reaches the {needed} calls a month of break-even in month"
        f" {whole(month)} after approval{late}."
    )


GROWTH_CARRIES = Rule(
    id="growth-carries",
    title="Only growth makes it pay",
    place=40,
    about="volume.monthly_growth",
    caps=("reconsider",),
    fires_when="the volume grows and net present value is above 0, but would not be without growth",
    check=_growth_carries,
    explain=_explain_growth_carries,
    remedy="Ask again once the growth has come, or have it bound by a contract or a product plan.",
)


def _shrinking_volume(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    growth = figures.drivers.monthly_growth
    if not below(growth, SHRINKING):
        return None
    return Finding(
        {
            "monthly_growth": growth,
            "upfront_total": figures.headline.upfront_total,
            "cash_payback_months": figures.cash.payback_months,
            "horizon_months": policy.horizon_months,
        },
        "reconsider" if figures.cash.payback_months == math.inf else "defensible",
    )


def _explain_shrinking_volume(evidence: Evidence, words: Words) -> str:
    payback = evidence["cash_payback_months"]
    over = months(evidence["horizon_months"])
    if payback == math.inf and evidence["upfront_total"] == 0:
        return (
            f"The volume shrinks by {percent(-evidence['monthly_growth'])} a month; with that, the"
            f" case costs more than it saves over {over}."
        )
    if payback == math.inf:
        back = f"is not back within {over}"
    elif math.isnan(payback) or payback == 0:
        return (
            f"The volume shrinks by {percent(-evidence['monthly_growth'])} a month, and the savings"
            " with it."
        )
    else:
        back = f"is back after {months(payback)}"
    return (
        f"The volume shrinks by {percent(-evidence['monthly_growth'])} a month; with that, the"
        f" cash invested {back}."
    )


SHRINKING_VOLUME = Rule(
    id="shrinking-volume",
    title="Shrinking volume",
    place=70,
    about="volume.monthly_growth",
    caps=("defensible", "reconsider"),
    fires_when="monthly growth is below -1%; reconsider where the cash never comes back within"
    " the horizon",
    check=_shrinking_volume,
    explain=_explain_shrinking_volume,
    remedy="Find out why calls leave before investing in serving them more cheaply.",
    is_cause_of_late_cash=True,
)
