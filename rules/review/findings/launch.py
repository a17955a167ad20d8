"""Findings about the dates: what was to have happened by now.

Source: docs/specification.md §14.6.
"""

from __future__ import annotations

from rules.review.due import due_review
from rules.review.findings.finding import Evidence, Watch
from rules.review.reviewed import Reviewed
from rules.review.words import made_in_words
from rules.words.money import Words
from rules.words.wording import plural


def _never_launched(case: Reviewed) -> Evidence | None:
    at, plan = case.at, case.plan
    if at.is_launched or plan.decided_on is None or at.today <= plan.launch:
        return None
    return {
        "decided_on": plan.decided_on,
        "planned_months_to_launch": plan.launch,
        "months_since": at.today,
        "months_late": at.today - plan.launch,
        "launches_on": case.actual.launched_on,
    }


def _explain_never_launched(evidence: Evidence, words: Words) -> str:
    planned = plural(evidence["planned_months_to_launch"], "month", "months")
    since = plural(evidence["months_since"], "whole month", "whole months")
    day = evidence["launches_on"]
    still = (
        "no launch and no month with the student is on record"
        if day is None
        else f"the day of launch on record, {day.isoformat()}, is still to come"
    )
    return (
        f"Approved on {evidence['decided_on'].isoformat()} to be launched after {planned}; {since}"
        f" are over, and {still}."
    )


NEVER_LAUNCHED = Watch(
    id="never-launched",
    title="It was approved, and never launched",
    fires_when="There is an approval, neither a day of launch that has come nor a month with calls"
    " on the student is on record, and more whole months are over than were planned until launch.",
    check=_never_launched,
    explain=_explain_never_launched,
    remedy="Write down the day of launch in student.launched_on where it was launched; otherwise"
    " decide again: what it waits for, or that it is not to be done.",
)


def _review_due(case: Reviewed) -> Evidence | None:
    due = due_review(case.decisions, case.on)
    if due is None or due.review is None:
        return None
    return {
        "decision": made_in_words(due),
        "review": due.review,
        "days_over": (case.on - due.review).days,
    }


def _explain_review_due(evidence: Evidence, words: Words) -> str:
    days = evidence["days_over"]
    since = f", {plural(days, 'day', 'days')} ago" if days else ", today"
    return (
        f"{evidence['decision']}, with a review on {evidence['review'].isoformat()}{since};"
        " nothing was decided since."
    )


REVIEW_DUE = Watch(
    id="review-due",
    title="A review is due",
    fires_when="The last decision on record names a day of review that has come.",
    check=_review_due,
    explain=_explain_review_due,
    remedy="Look at what is open, and put on record what is decided now; that settles the review.",
)
