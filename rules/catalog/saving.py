"""Rules about how much there is to save: by a call, and at most.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import at_most
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.words.wording import Words


def _no_unit_saving(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers = figures.drivers
    kept = drivers.avoided_cost_per_1k
    by_unit = at_most(kept, drivers.student_cost_per_1k)
    if not by_unit and figures.break_even_calls_per_month != math.inf:
        return None
    return Finding(
        {
            "saving_per_1k_before_fixed_cost": kept - drivers.student_cost_per_1k,
            "teacher_cost_per_1k": drivers.teacher_cost_per_1k,
            "student_variable_cost_per_1k": drivers.student_cost_per_1k,
            "fallback_rate": drivers.fallback_rate,
            "no_saving_per_call": by_unit,
        }
    )


def _explain_no_unit_saving(evidence: Evidence, words: Words) -> str:
    saving = evidence["saving_per_1k_before_fixed_cost"]
    if evidence["no_saving_per_call"]:
        return (
            f"A thousand calls on the student save nothing ({words.money(saving)} before fixed"
            " cost), so no volume pays the project back."
        )
    return (
        f"The student saves {words.money(saving)} per 1,000 calls before hosting, less than the"
        " replicas that serve those calls cost, so no volume pays the project back."
    )


NO_UNIT_SAVING = Rule(
    id="no-unit-saving",
    title="No saving per call",
    about="student.cost_per_1k_calls",
    caps=("do-not-distill",),
    fires_when="(1 - fallback_rate) * teacher cost <= student cost, or no volume breaks even",
    check=_no_unit_saving,
    explain=_explain_no_unit_saving,
    remedy="Look for a smaller student, cheaper or better used serving, or a lower fallback rate;"
    " without one, prompt a small model or cache instead.",
)
