"""Findings about the money: whether it comes back as approved, and whether to go on.

Source: docs/specification.md §14.6.
"""

from __future__ import annotations

from typing import Final

from rules.answers.slack import above
from rules.questions import QUESTIONS
from rules.review.findings.finding import Evidence, Watch
from rules.review.reviewed import Reviewed
from rules.words.money import Words
from rules.words.wording import months, percent, plural

BEHIND: Final = 0.1
"""Of what a plan was to have brought in by now: a shortfall above it is one to be told of."""
LEAST_MONTHS: Final = 3
"""On record, before a plan counts as missed: one bad month is none."""


def _behind_plan(case: Reviewed) -> Evidence | None:
    found = case.forecast
    if found is None or len(case.gap.months) < LEAST_MONTHS:
        return None
    month = found.known
    planned = found.planned[month] - found.planned[0]
    shortfall = found.planned[month] - found.balance[month]
    if planned <= 0 or not above(shortfall, BEHIND * planned):
        return None
    effects = [one for one in case.gap.effects if not one.by_length]
    most = min(effects, key=lambda one: one.net, default=None)
    return {
        "month": month,
        "months_on_record": len(case.gap.months),
        "planned_cash": found.planned[month],
        "actual_cash": found.balance[month],
        "shortfall": shortfall,
        "share_of_plan": shortfall / planned,
        "months_late": case.followed.months_late,
        "explained_by_late_launch": case.lost_by_late_launch,
        "explained_most_by": None if most is None or most.net >= 0 else most.key,
        "explains": 0.0 if most is None else most.net,
        "planned_payback_months": found.planned_payback,
        "payback_months": found.payback,
    }


def _explain_behind_plan(evidence: Evidence, words: Words) -> str:
    said = (
        f"After {plural(evidence['month'], 'month', 'months')} the balance is"
        f" {words.money(evidence['actual_cash'])}, planned {words.money(evidence['planned_cash'])}:"
        f" {words.money(evidence['shortfall'])} less,"
        f" {percent(evidence['share_of_plan'])} of what the plan had brought in by then."
    )
    if evidence["explained_by_late_launch"] > 0:
        late = plural(evidence["months_late"], "month", "months")
        said += (
            f" The launch {late} later than planned explains"
            f" {words.money(evidence['explained_by_late_launch'])} of it."
        )
    key = evidence["explained_most_by"]
    if key is not None:
        label = QUESTIONS[key].label if key in QUESTIONS else key
        said += f" {label} explains {words.money(-evidence['explains'])} of it."
    return (
        f"{said} Payback is expected after {months(evidence['payback_months'])}, planned were"
        f" {months(evidence['planned_payback_months'])}."
    )


BEHIND_PLAN = Watch(
    id="behind-plan",
    title="It brings in less than planned",
    fires_when=f"At least {LEAST_MONTHS} months are on record, and the balance after the last of"
    f" them is below the planned one of that month by more than {percent(BEHIND)} of what the plan"
    " had brought in by then, a launch that came late included.",
    check=_behind_plan,
    explain=_explain_behind_plan,
    remedy="See which assumption explains the gap, and whether it can be mended; then hold the ways"
    " that are open now against each other.",
)


def _go_back(case: Reviewed) -> Evidence | None:
    if not case.at.is_launched:
        return None
    ways = case.ways
    best, student = ways.best, ways.best_with_student
    margin = case.plan.policy.alternative_margin * abs(student.npv)
    if best.with_student or not above(best.npv, student.npv + margin):
        return None
    return {
        "best": best.name or "the teacher",
        "kind": best.kind,
        "best_npv": best.npv,
        "student_npv": student.npv,
        "months_ahead": ways.months,
    }


def _explain_go_back(evidence: Evidence, words: Words) -> str:
    ahead = plural(evidence["months_ahead"], "month", "months")
    student = words.money(evidence["student_npv"])
    if evidence["kind"] == "teacher":
        return (
            f"Over the {ahead} ahead, what was spent left out, no way with the student is worth"
            f" more than {student} against the teacher: going back is the better way."
        )
    return (
        f"Over the {ahead} ahead, what was spent left out, {evidence['best']} is worth"
        f" {words.money(evidence['best_npv'])}, the best way with the student {student}."
    )


GO_BACK = Watch(
    id="go-back",
    title="Another way is worth more than the student from here",
    fires_when="It was launched, and from today the teacher, or an alternative that was shown to be"
    " good enough, is worth more than every way with the student, by more than"
    " policy.alternative_margin of what the best of those is worth.",
    check=_go_back,
    explain=_explain_go_back,
    remedy="Decide between them now: what was spent is spent, and speaks for neither.",
)
