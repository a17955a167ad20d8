"""Rules about how much there is to save: by a call, and at most.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_most
from rules.catalog.rule import Beside, Evidence, Finding, Rule, VerdictId
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.money import Words
from rules.words.wording import months


def _no_unit_saving(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers = figures.drivers
    kept, student = drivers.avoided_cost_per_1k, drivers.student_cost_per_1k
    by_unit = at_most(kept, student)
    if not by_unit and figures.break_even_calls_per_month != math.inf:
        return None
    by_fallback = by_unit and above(drivers.teacher_cost_per_1k, student)
    about = None if by_unit else "student.hosting.calls_per_second_per_replica"
    return Finding(
        {
            "saving_per_1k_before_fixed_cost": kept - student,
            "teacher_cost_per_1k": drivers.teacher_cost_per_1k,
            "student_variable_cost_per_1k": student,
            "avoided_cost_per_1k": kept,
            "fallback_rate": drivers.fallback_rate,
            "no_saving_per_call": by_unit,
            "fallback_eats_it": by_fallback,
        },
        about="volume.fallback_rate" if by_fallback else about,
    )


def _explain_no_unit_saving(evidence: Evidence, words: Words) -> str:
    if evidence["teacher_cost_per_1k"] == 0:
        return "The teacher's calls cost nothing, so no volume pays the project back."
    if evidence["no_saving_per_call"]:
        return (
            "A thousand calls cost"
            f" {words.money(evidence['student_variable_cost_per_1k'])} on the student and take no"
            f" more than {words.money(evidence['avoided_cost_per_1k'])} off the teacher's bill, so"
            " no volume pays the project back."
        )
    return (
        f"The student saves {words.money(evidence['saving_per_1k_before_fixed_cost'])} per 1,000"
        " calls before hosting, no more than the replicas that serve those calls cost, so no volume"
        " pays the project back."
    )


def _remedy_no_unit_saving(evidence: Evidence, words: Words, beside: Beside) -> str:
    if evidence["teacher_cost_per_1k"] == 0:
        return "Stay with the teacher, or check its price: hardly any model answers for nothing."
    if not evidence["no_saving_per_call"]:
        first = "Serve more calls on each replica, or rent a cheaper one"
    elif evidence["fallback_eats_it"]:
        first = "Bring the fallback rate down, which takes a better student or a narrower task"
    else:
        first = "Look for a smaller student, or for serving that costs less by the call"
    return f"{first}; without that, prompt a small model or cache instead."


NO_UNIT_SAVING = Rule(
    id="no-unit-saving",
    title="No saving per call",
    place=10,
    about="student.cost_per_1k_calls",
    caps=("do-not-distill",),
    fires_when="(1 - fallback_rate) * teacher cost <= student cost, or no volume breaks even",
    check=_no_unit_saving,
    explain=_explain_no_unit_saving,
    remedy="Look for a smaller student, cheaper or better used serving, or a lower fallback rate;"
    " without one, prompt a small model or cache instead.",
    remedy_at_hand=_remedy_no_unit_saving,
)


def _spend_too_small(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    upfront, stake = figures.headline.upfront_total, figures.headline.most_at_stake
    at_best = FLOATS.divide(12 * upfront, stake)
    if not (upfront > 0 and figures.late(at_best)):
        return None
    cap: VerdictId = "reconsider"
    if above(at_best, policy.stop_payback_months) and not figures.redeemed:
        cap = "do-not-distill"
    return Finding(
        {
            "most_at_stake": stake,
            "upfront_total": upfront,
            "payback_months_at_best": at_best,
            "defensible_payback_months": policy.defensible_payback_months,
            "stop_payback_months": policy.stop_payback_months,
        },
        cap,
    )


def _explain_spend_too_small(evidence: Evidence, words: Words) -> str:
    stake, at_best = evidence["most_at_stake"], evidence["payback_months_at_best"]
    if at_best == math.inf:
        return "The calls that would move cost nothing on the teacher, so there is nothing to save."
    limits = evidence["defensible_payback_months"], evidence["stop_payback_months"]
    return (
        f"All calls that would move cost {words.a_year(stake)} on the teacher: even a student"
        f" that cost nothing would take {months(at_best, *limits)} to recover the"
        f" {words.money(evidence['upfront_total'])} upfront."
    )


def _remedy_spend_too_small(evidence: Evidence, words: Words, beside: Beside) -> str:
    if "cheaper-alternative" in beside:
        return f"Take the alternative '{beside['cheaper-alternative']['alternative']}' instead."
    if evidence["most_at_stake"] == 0:
        return "Stay with the teacher: as things are today nothing could be saved."
    return (
        "Stay with the teacher: as things are today no more than"
        f" {words.a_year(evidence['most_at_stake'])} could be saved."
    )


SPEND_TOO_SMALL = Rule(
    id="spend-too-small",
    title="Spend too small to matter",
    place=30,
    about="volume.calls_per_month",
    caps=("reconsider", "do-not-distill"),
    fires_when="even a student that costs nothing would pay the upfront back late;"
    " do-not-distill where it would take longer than stop_payback_months, unless the cash pays for"
    " the case",
    check=_spend_too_small,
    explain=_explain_spend_too_small,
    remedy="Take the cheaper alternative where there is one, else stay with the teacher: what is"
    " spent on these calls is all that can be saved.",
    remedy_at_hand=_remedy_spend_too_small,
    is_cause_of_late_cash=True,
)
