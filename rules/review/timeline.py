"""Where a decided case stands on the calendar: months after approval, on record, and still to come.

Month 1 is the first whole month after approval. Source: docs/specification.md §14.5.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.review.actual_months import ActualMonths, first_month_of_service, months_between
from rules.review.plan import Plan


class Timeline(NamedTuple):
    """Months after approval, counted from 1; 0 is the approval itself."""

    launch: int
    """Months before the first one in which the student serves; where it has not been launched, up
    to the day that is set for it, else as planned, or today where that has passed."""
    is_launched: bool
    is_set: bool
    """Whether the day of launch is on record, also one that is still to come."""
    last: int
    """The last month on record; 0 where none is."""
    today: int
    """Months that are over, at least those on record."""
    horizon: int
    """Months that the case was judged over, at least those on record."""

    @property
    def balanced(self) -> int:
        """The last month of which the balance is known: before a launch none brings anything."""
        return self.last if self.is_launched else min(self.today, self.horizon)

    def month_of(self, service: int) -> int:
        """The month after approval that a month of service is."""
        return self.launch + service


def timeline(plan: Plan, actual: ActualMonths, on: date) -> Timeline:
    """Where a case stands.

    Without a day of approval the plan's own launch is taken for the one there was.

    Args:
        plan: what was decided, or is answered now.
        actual: the months on record.
        on: the day that counts as today.
    """
    this_month = on.replace(day=1)
    launched_on = actual.launched_on
    is_launched = launched_on is not None and launched_on <= on
    is_set = is_launched or (launched_on is not None and plan.decided_on is not None)
    launch, today = plan.launch, 0
    approved = None if plan.decided_on is None else first_month_of_service(plan.decided_on)
    if approved is not None:
        today = max(0, months_between(approved, this_month))
    if launched_on is not None:
        first = first_month_of_service(launched_on)
        if approved is not None:
            launch = max(0, months_between(approved, first))
        today = max(today, launch + months_between(first, this_month)) if is_launched else today
    if not is_launched:
        launch = max(launch, today)
    last = launch + actual.months[-1].service if actual.months else 0
    return Timeline(
        launch=launch,
        is_launched=is_launched,
        is_set=is_set,
        last=last,
        today=max(today, last, 0),
        horizon=max(plan.policy.horizon_months, last),
    )
