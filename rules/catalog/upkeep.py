"""Rules about keeping the student good, and what that leaves of the savings.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import at_least
from rules.catalog.rule import Evidence, Finding, Rule, VerdictId
from rules.figures.figures import Figures
from rules.words.wording import Words, percent, plural

MONTHLY = 12
"""Redistillations a year from which a teacher counts as unstable."""


def _unstable_teacher(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    cadence = figures.inputs.redistillations_per_year
    cost = figures.drivers.redistillation_cost_per_year
    annual_savings = figures.headline.annual_savings
    cap: VerdictId | None = "defensible" if at_least(cadence, MONTHLY) else None
    saves_nothing = figures.headline.saves_nothing
    if not saves_nothing and at_least(cost, policy.maintenance_share * annual_savings):
        cap = "do-not-distill" if at_least(cost, annual_savings) else "reconsider"
    if cap is None:
        return None
    return Finding(
        {
            "redistillations_per_year": cadence,
            "redistillation_cost_per_year": cost,
            "annual_savings": annual_savings,
            "share_of_savings": math.inf if saves_nothing else cost / annual_savings,
        },
        cap,
    )


def _explain_unstable_teacher(evidence: Evidence, words: Words) -> str:
    share, saved = evidence["share_of_savings"], evidence["annual_savings"]
    often = f"{plural(evidence['redistillations_per_year'], 'redistillation', 'redistillations')}"
    often += " a year"
    if math.isnan(share) or math.isnan(evidence["redistillation_cost_per_year"]):
        return f"Planned: {often}; what that leaves of the savings is not known yet."
    eaten = (
        "while nothing is saved"
        if saved <= 0
        else f"{percent(share)} of the {words.money(saved)} saved"
    )
    cost = words.money(evidence["redistillation_cost_per_year"])
    return f"Redistilling costs {cost} a year ({often}), {eaten}."


UNSTABLE_TEACHER = Rule(
    id="unstable-teacher",
    title="Unstable teacher",
    about="maintenance.redistillations_per_year",
    caps=("defensible", "reconsider", "do-not-distill"),
    fires_when="12 or more redistillations a year (defensible); or they cost at least"
    " maintenance_share of a year's savings (reconsider), or all of them (do-not-distill)",
    check=_unstable_teacher,
    explain=_explain_unstable_teacher,
    remedy="Pin a version of the teacher, wait until it settles, or make a redistillation cheaper:"
    " reuse the data, label only what drifted.",
    is_cause_of_late_cash=True,
)


def _upkeep_heavy(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    annual_savings = figures.headline.annual_savings
    threshold = policy.maintenance_share * annual_savings
    maintenance = figures.headline.annual_maintenance
    by_redistillation = at_least(figures.drivers.redistillation_cost_per_year, threshold)
    saves_nothing = figures.headline.saves_nothing
    if saves_nothing or by_redistillation or not at_least(maintenance, threshold):
        return None
    return Finding(
        {
            "annual_maintenance": maintenance,
            "annual_savings": annual_savings,
            "share_of_savings": maintenance / annual_savings,
        }
    )


def _explain_upkeep_heavy(evidence: Evidence, words: Words) -> str:
    return (
        f"Upkeep of {words.money(evidence['annual_maintenance'])} a year takes"
        f" {percent(evidence['share_of_savings'])} of the"
        f" {words.money(evidence['annual_savings'])} saved."
    )


UPKEEP_HEAVY = Rule(
    id="upkeep-heavy",
    title="Upkeep eats the savings",
    about="maintenance.monitoring_per_month",
    caps=("reconsider",),
    fires_when="maintenance costs at least maintenance_share of a year's savings, and"
    " redistillations alone do not",
    check=_upkeep_heavy,
    explain=_explain_upkeep_heavy,
    remedy="Share monitoring with other endpoints, or automate it, before the student carries it"
    " alone.",
    is_cause_of_late_cash=True,
)
