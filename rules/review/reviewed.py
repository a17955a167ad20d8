"""A case that is followed up, as one looks at it on a day: what is ahead, and what is open now.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.answers.answers import Answers
from rules.answers.case import Case
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.assess import Assessment
from rules.review.actual_months import ActualMonths
from rules.review.ahead import Ahead, ahead
from rules.review.following_up import FollowUp, follow_up
from rules.review.forecast import Forecast, forecast
from rules.review.gap import Gap
from rules.review.plan import Plan
from rules.review.timeline import Timeline, timeline
from rules.review.ways_open import WaysOpen, ways_open
from rules.words.money import Words


@dataclass(frozen=True)
class Reviewed:
    """A case looked at on one day. All of it follows from the case and the day."""

    on: date
    decisions: tuple[Decision, ...]
    followed: FollowUp
    at: Timeline
    ahead: Ahead

    @property
    def plan(self) -> Plan:
        """What it is held against."""
        return self.followed.plan

    @property
    def promised(self) -> str:
        """What its plan is called: approved where somebody did so, else only planned."""
        return "planned" if self.followed.approved is None else "approved"

    @property
    def actual(self) -> ActualMonths:
        """The months on record."""
        return self.followed.actual

    @property
    def gap(self) -> Gap:
        """Plan against actual."""
        return self.followed.gap

    @property
    def words(self) -> Words:
        """How its figures read."""
        return self.followed.planned.words

    @cached_property
    def forecast(self) -> Forecast | None:
        """The case judged again; None where a number is too large to calculate with."""
        return forecast(self.ahead, self.gap)

    @property
    def lost_by_late_launch(self) -> float:
        """What a launch later than planned took off the balance after the last month on record.

        Months stand beside those of the plan by their month of service, so that no assumption
        explains it. 0 where nothing was late or no balance is known.
        """
        found, late = self.forecast, self.followed.months_late
        if found is None or late is None or late <= 0:
            return 0.0
        behind = found.planned[found.known] - found.balance[found.known]
        return max(0.0, behind + self.gap.net)

    @cached_property
    def ways(self) -> WaysOpen:
        """The decision that is open now."""
        return ways_open(self.ahead, self.gap)


class Unready(ValueError):
    """A case whose plan has not all its figures: nothing can be held against it."""

    def __init__(self, missing: tuple[str, ...], too_large: str | None = None) -> None:
        super().__init__(", ".join(missing) or f"{too_large} is too large")
        self.missing = missing
        """Keys that are needed."""
        self.too_large = too_large
        """Where none is: the key of a number that is too large to calculate with."""


def reviewed(
    answers: Answers,
    decisions: Sequence[Decision],
    team: TeamPolicy | None = None,
    *,
    on: date,
) -> Reviewed:
    """Look at a case.

    Args:
        answers: of the case as it is answered now, its months after launch among them.
        decisions: on record.
        team: by whose policy the case is judged now.
        on: the day that counts as today.

    Raises:
        Unready: where there is nothing to hold anything against.
    """
    followed = follow_up(answers, decisions, team, on)
    planned = followed.planned
    if not _has_all(planned):
        raise Unready(planned.missing, planned.too_large)
    at = timeline(followed.plan, followed.actual, on)
    return Reviewed(
        on=on,
        decisions=tuple(decisions),
        followed=followed,
        at=at,
        ahead=ahead(_ahead_of(followed), followed.plan.policy, followed.gap, at),
    )


def _has_all(assessment: Assessment) -> bool:
    return not assessment.missing and assessment.too_large is None


def _ahead_of(followed: FollowUp) -> Case:
    """The case as it is answered now; as it was approved where the answers of now do not do."""
    return followed.now.case if _has_all(followed.now) else followed.planned.case
