"""Rules about the teacher, the student and their makers: how long both stay as they are.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math
from datetime import date

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least
from rules.catalog.rule import Evidence, Finding, Rule, VerdictId
from rules.figures.dates import months_after
from rules.figures.economics import payback_months
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.wording import Words, months, percent, plural, seconds

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


def _retires(
    retires_on: date | None, case: Case, figures: Figures, policy: Policy
) -> Finding | None:
    """What is found where a model retires before the cash is back."""
    payback = figures.cash.payback_months
    if retires_on is None or case.as_of is None or math.isnan(payback):
        return None
    needed = policy.horizon_months if payback == math.inf else int(FLOATS.ceil(payback))
    recovered = months_after(case.as_of, needed)
    if retires_on >= recovered:
        return None
    return Finding(
        {
            "retires_on": retires_on.isoformat(),
            "as_of": case.as_of.isoformat(),
            "cash_payback_months": payback,
            "needed_until": recovered.isoformat(),
        }
    )


def _teacher_retires(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    return _retires(case.teacher.retires_on, case, figures, policy)


def _student_retires(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    return _retires(case.student.retires_on, case, figures, policy)


def _explain_teacher_retires(evidence: Evidence, words: Words) -> str:
    return _retirement("The teacher", evidence)


def _explain_student_retires(evidence: Evidence, words: Words) -> str:
    return _retirement("The student's base model", evidence)


def _retirement(model: str, evidence: Evidence) -> str:
    if evidence["retires_on"] < evidence["as_of"]:
        return f"{model} retired on {evidence['retires_on']}, before this case was judged."
    return (
        f"{model} retires on {evidence['retires_on']}, before the cash invested is back (needed"
        f" until {evidence['needed_until']})."
    )


TEACHER_RETIRES = Rule(
    id="teacher-retires",
    title="Teacher retires before payback",
    about="teacher.retires_on",
    caps=("reconsider",),
    fires_when="the teacher retires before as_of plus the cash payback in whole months (the"
    " horizon where the cash never comes back)",
    check=_teacher_retires,
    explain=_explain_teacher_retires,
    remedy="Distil from the teacher's successor, and compare with that one's price.",
)

STUDENT_RETIRES = Rule(
    id="student-retires",
    title="Student retires before payback",
    about="student.retires_on",
    caps=("do-not-distill",),
    fires_when="the student's base model retires before as_of plus the cash payback in whole"
    " months (the horizon where the cash never comes back)",
    check=_student_retires,
    explain=_explain_student_retires,
    remedy="Choose a base model with open weights, or one supported beyond the payback.",
)


def _price_cut_breaks(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    today = figures.headline.payback_months
    cut = payback_months(figures.drivers.at_teacher_price(1 - policy.price_cut))
    if math.isnan(today) or figures.late(today) or not figures.late(cut):
        return None
    return Finding(
        {"price_cut": policy.price_cut, "payback_months": today, "payback_months_after_cut": cut}
    )


def _explain_price_cut_breaks(evidence: Evidence, words: Words) -> str:
    return (
        f"If the teacher's price fell by {percent(evidence['price_cut'])}, payback would go from"
        f" {months(evidence['payback_months'])} to {months(evidence['payback_months_after_cut'])}."
    )


PRICE_CUT_BREAKS = Rule(
    id="price-cut-breaks",
    title="A price cut breaks the case",
    about="teacher.annual_price_change",
    caps=(None,),
    fires_when="payback is not late today but is with the teacher's price cut by price_cut",
    check=_price_cut_breaks,
    explain=_explain_price_cut_breaks,
    remedy="Ask the provider about its price plans before relying on today's price.",
)


def _slower_student(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    teacher, student = figures.teacher_p95_seconds, figures.student_p95_seconds
    if not above(student, teacher):
        return None
    return Finding({"teacher_p95_seconds": teacher, "student_p95_seconds": student})


def _explain_slower_student(evidence: Evidence, words: Words) -> str:
    return (
        f"The student's P95 latency is {seconds(evidence['student_p95_seconds'])}, the teacher's"
        f" {seconds(evidence['teacher_p95_seconds'])}: users would wait longer."
    )


SLOWER_STUDENT = Rule(
    id="slower-student",
    title="Student slower than the teacher",
    about="student.p95_latency_seconds",
    caps=(None,),
    fires_when="the student's P95 latency is above the teacher's",
    check=_slower_student,
    explain=_explain_slower_student,
    remedy="Measure again on the serving hardware you would rent; a smaller batch or a lower"
    " target load trades cost for latency.",
)
