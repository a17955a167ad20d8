"""A case followed up: what was approved, what its months came to, and why they differ.

Source: docs/specification.md §14.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.assess import Assessment, assess
from rules.review.actual_months import ActualMonths, actual_months
from rules.review.decisions import approvals, decided_case, is_as_recorded, last_decision
from rules.review.gap import Gap, gap
from rules.review.measured import Measured, measured
from rules.review.plan import Plan
from rules.review.words import in_words


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A case beside what came of it."""

    now: Assessment
    """The case as it is answered now."""
    approved: Decision | None
    """The decision whose case is the plan; None where the plan is the case as it is now."""
    planned: Assessment
    """The case that is the plan."""
    actual: ActualMonths
    gap: Gap
    measured: dict[str, Measured]
    """What the months say about each answer, by key."""
    remarks: tuple[str, ...]
    """What has to be said of the plan, a sentence each."""
    on: date | None = None
    """The day on which it is told."""

    @property
    def plan(self) -> Plan:
        """What the months are held against."""
        return self.gap.plan

    @property
    def months_late(self) -> int | None:
        """By how many months the launch came later than planned; None where nobody knows."""
        launched = self.actual.launched_on
        return None if launched is None else self.plan.months_late(launched)


def follow_up(
    answers: Answers,
    decisions: Sequence[Decision] = (),
    team: TeamPolicy | None = None,
    on: date | None = None,
) -> FollowUp:
    """Hold what came of a case against what was approved.

    Args:
        answers: of the case, its months after launch among them.
        decisions: on record.
        team: by whose policy the case is judged now.
        on: the day on which this is asked: a month that is not over by then is none.
    """
    now = assess(answers, team)
    made = approvals(decisions)
    whole = next((one for one in made if not decided_case(one).assessed().missing), None)
    approved = whole or (made[0] if made else None)
    planned, remarks = now, []
    if whole is not None and whole is not made[0]:
        remarks.append(f"{_not_whole(made[0])}: the plan is {_of(whole)} before it.")
    if approved is None:
        remarks.append("No approval is on record: the plan is the case as it is answered now.")
    else:
        decided = decided_case(approved)
        planned = decided.assessed()
        remarks += [
            f"The approval keeps {one.place}, which {one.message}; the plan goes without it."
            for one in decided.refused
        ]
        if approved.answers and not is_as_recorded(approved):
            remarks.append(
                "The record of the approval was edited: its fingerprint does not fit what it keeps."
            )
        if on is not None and approved.date is not None and approved.date > on:
            remarks.append(
                f"The approval is of {approved.date.isoformat()}, after {on.isoformat()}, the day"
                " that this is told for; it is the plan all the same."
            )
        if planned.case.currency != now.case.currency:
            remarks.append(
                f"What was approved is in {planned.case.currency}, and the case is in"
                f" {now.case.currency} now: the plan is the case as it is answered now."
            )
            approved, planned = None, now
        elif planned.missing and not now.missing:
            remarks.append(f"{_not_whole(approved)}: the plan is the case as it is answered now.")
            approved, planned = None, now
    stands = last_decision(decisions)
    if stands is not None and stands.decision != "go":
        # It is no plan, and whoever reads of one should know that it is not what was decided last.
        remarks.append(f"Last decision on record: {in_words(stands)}.")
    decided_on = approved.date if approved is not None else None
    figures = planned.figures
    plan = Plan(figures.drivers, planned.policy, decided_on, planned.missing)
    actual = actual_months(now.case.actuals, now.case.student.launched_on, on)
    # What is not usable is told of the answer itself.
    unusable = set(now.unusable)
    problems = tuple(one for one in actual.problems if one.key not in unusable)
    remarks += _renamed(planned, now)
    return FollowUp(
        now=now,
        approved=approved,
        planned=planned,
        actual=actual._replace(problems=problems),
        gap=gap(plan, actual.months),
        measured=measured(actual.months, plan),
        remarks=tuple(remarks),
        on=on,
    )


def _not_whole(approved: Decision) -> str:
    keeps = "is not complete" if approved.answers else "keeps no answers"
    return f"The record of {_of(approved)} {keeps}"


def _of(approved: Decision) -> str:
    """`the approval of 2026-01-05`."""
    day = "" if approved.date is None else f" of {approved.date.isoformat()}"
    return f"the approval{day}"


def _renamed(planned: Assessment, now: Assessment) -> Iterator[str]:
    """Models that are called otherwise now than in the plan."""
    for role in ("teacher", "student"):
        before, after = (getattr(one.case, role).model for one in (planned, now))
        if before and after and before != after:
            yield f"The {role} is {after} now, and was {before} in the plan."
