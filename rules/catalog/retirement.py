"""Rules about models that are withdrawn while the case relies on them.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.catalog.worth import switch_off
from rules.figures.cash import present_value
from rules.figures.dates import months_after, whole_months
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS, NEVER
from rules.words.money import Words

YEAR = 12
"""Months for which a student at least should serve."""


class _Retirement(NamedTuple):
    """That a model retires within the horizon."""

    on: date
    as_of: date
    upfront: float
    payback: float
    needed_until: date
    """The day on which the cash is back, or on which it has to be."""

    @property
    def is_too_early(self) -> bool:
        return self.on < self.needed_until

    @property
    def evidence(self) -> dict[str, object]:
        return {
            "retires_on": self.on.isoformat(),
            "as_of": self.as_of.isoformat(),
            "upfront_total": self.upfront,
            "cash_payback_months": self.payback,
            "needed_until": self.needed_until.isoformat(),
            "before_payback": self.is_too_early,
        }


def _retirement(
    on: date | None, case: Case, figures: Figures, policy: Policy
) -> _Retirement | None:
    payback, horizon = figures.cash.payback_months, policy.horizon_months
    if on is None or case.as_of is None or math.isnan(payback):
        return None
    needed = horizon
    if payback != NEVER:
        needed = int(FLOATS.ceil(payback))
    elif (rescue := switch_off(figures, policy)) is not None:
        needed = rescue.month
    found = _Retirement(
        on,
        case.as_of,
        figures.headline.upfront_total,
        payback,
        months_after(case.as_of, needed),
    )
    return found if found.is_too_early or on < months_after(case.as_of, horizon) else None


def _teacher_retires(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    found = _retirement(case.teacher.retires_on, case, figures, policy)
    if found is None:
        return None
    cash = figures.cash
    first = whole_months(found.as_of, found.on) + 1
    after = present_value(cash.flows[first:], policy.discount_rate, first)
    return Finding(
        {**found.evidence, "npv": cash.npv, "npv_after": after},
        "reconsider" if found.is_too_early else None,
    )


def _student_retires(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    found = _retirement(case.student.retires_on, case, figures, policy)
    if found is None:
        return None
    if found.is_too_early:
        return Finding(found.evidence, "do-not-distill")
    is_soon = found.on < months_after(found.as_of, YEAR)
    return Finding(found.evidence, "defensible" if is_soon else None)


def _told(model: str, evidence: Evidence) -> str:
    """That a model retires before the cash is back."""
    on = evidence["retires_on"]
    if on < evidence["as_of"]:
        return f"{model} retired on {on}, before this case was judged."
    if evidence["cash_payback_months"] == NEVER and evidence["upfront_total"] == 0:
        return f"{model} retires on {on}, and the case costs more than it saves."
    if evidence["cash_payback_months"] == NEVER:
        return f"{model} retires on {on}, and the cash invested is not back by then."
    return (
        f"{model} retires on {on}, before the cash invested is back (needed until"
        f" {evidence['needed_until']})."
    )


def _explain_teacher_retires(evidence: Evidence, words: Words) -> str:
    if evidence["before_payback"]:
        return _told("The teacher", evidence)
    npv, after = evidence["npv"], evidence["npv_after"]
    return (
        f"The teacher retires on {evidence['retires_on']}, after the cash is back: without what the"
        f" months after that bring, net present value is {words.money(npv - after)} and not"
        f" {words.money(npv)}."
    )


def _remedy_teacher_retires(evidence: Evidence, words: Words, beside: Beside) -> str:
    if evidence["before_payback"]:
        return TEACHER_RETIRES.remedy
    return "Count the months after it against the price of the teacher's successor."


TEACHER_RETIRES = Rule(
    id="teacher-retires",
    title="Teacher retires",
    place=120,
    about="teacher.retires_on",
    caps=(None, "reconsider"),
    fires_when="the teacher retires before as_of plus the cash payback in whole months (where the"
    " cash never comes back: before savings end, where the student is then to be switched off, else"
    " before the end of the horizon); no cap where it does so later, within the horizon",
    check=_teacher_retires,
    explain=_explain_teacher_retires,
    remedy="Distil from the teacher's successor, and compare with that one's price.",
    remedy_at_hand=_remedy_teacher_retires,
)


def _explain_student_retires(evidence: Evidence, words: Words) -> str:
    if evidence["before_payback"]:
        return _told("The student's base model", evidence)
    return (
        f"The student's base model retires on {evidence['retires_on']}, after the cash is back; no"
        " saving is counted from then on."
    )


def _remedy_student_retires(evidence: Evidence, words: Words, beside: Beside) -> str:
    if evidence["before_payback"]:
        return STUDENT_RETIRES.remedy
    return "Plan what follows it: distilling again, into another base model, costs its own upfront."


STUDENT_RETIRES = Rule(
    id="student-retires",
    title="Student's base model retires",
    place=130,
    about="student.retires_on",
    caps=(None, "defensible", "do-not-distill"),
    fires_when="the student's base model retires before as_of plus the cash payback in whole months"
    " (where the cash never comes back, as for the teacher); defensible where it does so later but"
    " within twelve months, no cap after that within the horizon",
    check=_student_retires,
    explain=_explain_student_retires,
    remedy="Choose a base model with open weights, or one supported beyond the payback.",
    remedy_at_hand=_remedy_student_retires,
)
