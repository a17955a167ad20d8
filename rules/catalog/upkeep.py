"""Rules about keeping the student good, and what that leaves of the savings.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import at_least
from rules.catalog.phrases import part_of
from rules.catalog.rule import Beside, Evidence, Finding, Rule, VerdictId
from rules.figures.figures import Figures
from rules.words.money import Words
from rules.words.wording import plural

MONTHLY = 12
"""Redistillations a year from which a teacher counts as unstable, whatever they cost."""
QUARTERLY = 4
"""Redistillations a year from which their cost is the teacher's doing."""
REDISTILLATIONS = "maintenance.redistillations_per_year"


def largest_upkeep(figures: Figures) -> str:
    """Key of the answer behind the larger part of upkeep."""
    drivers = figures.drivers
    if drivers.redistillation_cost_per_year >= 12 * drivers.monitoring_per_month:
        return REDISTILLATIONS
    return "maintenance.monitoring_per_month"


def _is_unstable_by_cost(figures: Figures, policy: Policy) -> bool:
    """Whether frequent redistillations alone take so much of the savings."""
    head = figures.headline
    return (
        at_least(figures.inputs.redistillations_per_year, QUARTERLY)
        and not head.saves_nothing
        and at_least(
            figures.drivers.redistillation_cost_per_year,
            policy.maintenance_share * head.annual_savings,
        )
    )


def _unstable_teacher(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    cadence = figures.inputs.redistillations_per_year
    cost = figures.drivers.redistillation_cost_per_year
    annual_savings = figures.headline.annual_savings
    cap: VerdictId | None = "defensible" if at_least(cadence, MONTHLY) else None
    if _is_unstable_by_cost(figures, policy):
        hopeless = at_least(cost, annual_savings) and not figures.redeemed
        cap = "do-not-distill" if hopeless else "reconsider"
    if cap is None:
        return None
    saves_nothing = figures.headline.saves_nothing
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
    spent = evidence["redistillation_cost_per_year"]
    if math.isnan(share) or math.isnan(spent):
        return f"Planned: {often}; what that leaves of the savings is not known yet."
    if spent == 0:
        return f"Planned: {often}, counted as costing nothing."
    eaten = "while nothing is saved"
    if saved > 0:
        eaten = f"{part_of(spent, saved, words.yearly(saved))} saved"
    return f"Redistilling costs {words.a_year(spent)} ({often}), {eaten}."


UNSTABLE_TEACHER = Rule(
    id="unstable-teacher",
    title="Unstable teacher",
    place=90,
    about=REDISTILLATIONS,
    caps=("defensible", "reconsider", "do-not-distill"),
    fires_when="12 or more redistillations a year (defensible); or 4 or more, and they cost at"
    " least maintenance_share of a year's savings (reconsider), or all of them (do-not-distill,"
    " unless the cash pays for the case)",
    check=_unstable_teacher,
    explain=_explain_unstable_teacher,
    remedy="Pin a version of the teacher, wait until it settles, or make a redistillation cheaper:"
    " reuse the data, label only what drifted.",
    is_cause_of_late_cash=True,
)


def _upkeep_heavy(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    threshold = policy.maintenance_share * head.annual_savings
    heavy = not head.saves_nothing and at_least(head.annual_maintenance, threshold)
    if not heavy or _is_unstable_by_cost(figures, policy):
        return None
    return Finding(
        {
            "annual_maintenance": head.annual_maintenance,
            "annual_savings": head.annual_savings,
            "share_of_savings": head.annual_maintenance / head.annual_savings,
            "largest": largest_upkeep(figures),
        },
        about=largest_upkeep(figures),
    )


def _explain_upkeep_heavy(evidence: Evidence, words: Words) -> str:
    upkeep, saved = evidence["annual_maintenance"], evidence["annual_savings"]
    part = part_of(upkeep, saved, words.yearly(saved))
    return f"Upkeep of {words.a_year(upkeep)} takes {part} saved {words.year}."


def _remedy_upkeep_heavy(evidence: Evidence, words: Words, beside: Beside) -> str:
    if evidence["largest"] == REDISTILLATIONS:
        return "Redistil less often, or more cheaply: reuse the data, label only what drifted."
    return UPKEEP_HEAVY.remedy


UPKEEP_HEAVY = Rule(
    id="upkeep-heavy",
    title="Upkeep eats the savings",
    place=100,
    about="maintenance.monitoring_per_month",
    caps=("reconsider",),
    fires_when="maintenance costs at least maintenance_share of a year's savings, and it is not"
    " four or more redistillations that do alone",
    check=_upkeep_heavy,
    explain=_explain_upkeep_heavy,
    remedy="Share monitoring with other endpoints, or automate it, before the student carries it"
    " alone.",
    remedy_at_hand=_remedy_upkeep_heavy,
    is_cause_of_late_cash=True,
)
