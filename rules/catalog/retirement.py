"""Rules about models that are withdrawn while the case relies on them.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math
from datetime import date

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.dates import months_after
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.wording import Words


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
