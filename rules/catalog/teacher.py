"""Rules about the teacher and the student: price and speed.

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
from rules.words.money import Words
from rules.words.wording import months, percent, seconds, told_apart


def _price_cut_breaks(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    today = figures.headline.payback_months
    cut = payback_months(figures.drivers.at_teacher_price(1 - policy.price_cut))
    if math.isnan(today) or figures.late(today) or not figures.late(cut):
        return None
    return Finding(
        {
            "price_cut": policy.price_cut,
            "payback_months": today,
            "payback_months_after_cut": cut,
            "defensible_payback_months": policy.defensible_payback_months,
        }
    )


def _explain_price_cut_breaks(evidence: Evidence, words: Words) -> str:
    cut, limit = evidence["payback_months_after_cut"], evidence["defensible_payback_months"]
    fell = f"If the teacher's price fell by {percent(evidence['price_cut'])},"
    if cut == math.inf:
        return f"{fell} nothing would be saved."
    today = months(evidence["payback_months"], limit)
    return f"{fell} payback would go from {today} to {months(cut, limit)}."


PRICE_CUT_BREAKS = Rule(
    id="price-cut-breaks",
    title="A price cut breaks the case",
    place=140,
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
    teacher = seconds(evidence["teacher_p95_seconds"])
    student = told_apart(seconds(evidence["student_p95_seconds"]), teacher, "over")
    return (
        f"The student's P95 latency is {student}, the teacher's {teacher}: users would wait longer."
    )


SLOWER_STUDENT = Rule(
    id="slower-student",
    title="Student slower than the teacher",
    place=300,
    about="student.p95_latency_seconds",
    caps=(None,),
    fires_when="the student's P95 latency is above the teacher's",
    check=_slower_student,
    explain=_explain_slower_student,
    remedy="Measure again on the serving hardware you would rent; a smaller batch or a lower"
    " target load trades cost for latency.",
)
