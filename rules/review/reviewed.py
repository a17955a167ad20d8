"""What came of a case, as one looks at it on a day: plan, months on record, and what is open now.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.answers.case import Case
from rules.answers.problem import Problem
from rules.answers.records import Decision
from rules.assess import Assessment, words_for
from rules.review.actual_months import ActualMonths, actual_months
from rules.review.ahead import Ahead, ahead
from rules.review.decisions import approval, decided_case
from rules.review.forecast import Forecast, forecast
from rules.review.gap import Gap, gap
from rules.review.plan import Plan, plan_of
from rules.review.timeline import Timeline, timeline
from rules.review.ways_open import WaysOpen, ways_open
from rules.words.wording import Words


@dataclass(frozen=True)
class Reviewed:
    """A case looked at on one day. All of it follows from the case and the day."""

    on: date
    decisions: tuple[Decision, ...]
    approved: Decision | None
    """What the case is held against; None where nobody approved it, so that the plan is the case as
    it is answered now."""
    planned: Assessment
    """The case as it was approved."""
    case: Case
    """As it is answered now, or as it was approved where the answers of now do not suffice."""
    plan: Plan
    actual: ActualMonths
    gap: Gap
    at: Timeline
    ahead: Ahead

    @property
    def words(self) -> Words:
        """How its figures read."""
        return words_for(self.planned.case, self.plan.policy)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the months on record, by key."""
        return self.actual.problems

    @cached_property
    def forecast(self) -> Forecast | None:
        """The case judged again; None where a number is too large to calculate with."""
        return forecast(self.ahead, self.gap)

    @cached_property
    def ways(self) -> WaysOpen:
        """The decision that is open now."""
        return ways_open(self.ahead, self.gap)


class Unready(ValueError):
    """A case of which neither what was approved nor what is answered now has all its figures."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing
        """Keys that are needed."""


def reviewed(assessment: Assessment, on: date) -> Reviewed:
    """Look at a case.

    Args:
        assessment: of the case as it is answered now, with its records.
        on: the day that counts as today.

    Raises:
        Unready: where there is nothing to hold anything against.
    """
    decisions = assessment.case.decisions
    approved = approval(decisions)
    planned = assessment if approved is None else decided_case(approved).assessed()
    if planned.missing and not assessment.missing:
        # What was approved had not all its figures: what is answered now is the nearest to it.
        planned = assessment
    missing = planned.missing
    if missing or planned.too_large is not None:
        raise Unready(missing or ((planned.too_large or ""),))
    plan = plan_of(planned.case, planned.policy, None if approved is None else approved.date)
    usable = not assessment.missing and assessment.too_large is None
    case = assessment.case if usable else planned.case
    actual = actual_months(assessment.case.actuals, assessment.case.student.launched_on, on)
    beside = gap(plan, actual.months)
    at = timeline(plan, actual, on)
    return Reviewed(
        on=on,
        decisions=decisions,
        approved=approved,
        planned=planned,
        case=case,
        plan=plan,
        actual=actual,
        gap=beside,
        at=at,
        ahead=ahead(case, plan.policy, beside, at),
    )
