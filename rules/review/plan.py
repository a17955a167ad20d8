"""What the plan said for each month after launch.

The plan is a case as it was decided, or as it is answered now where nobody has decided it. It is
laid beside the months of service, not beside the calendar: its first month with the student is the
first whole month after launch, whenever that was.

Source: docs/specification.md §14.4. Why so: docs/decisions/0098-plan-beside-actual.md.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.figures.cash import cash_flow
from rules.figures.dates import whole_months
from rules.figures.economics import Drivers
from rules.figures.ops import FLOATS
from rules.figures.volume import calls_by_month
from rules.review.actual_months import first_month_of_service, months_between
from rules.review.money import Terms


class PlannedMonth(NamedTuple):
    """What the plan said for one month of service."""

    number: int
    """Of the plan: months after approval, counted from 1."""
    service: int
    """Of the student's service, counted from 1."""
    terms: Terms
    cash: float
    """The balance at its end, the upfront included."""


class Plan(NamedTuple):
    """A case that something is held against."""

    drivers: Drivers
    policy: Policy
    decided_on: date | None = None
    """None where nobody has decided it: then it is the case as it is answered now."""
    missing: tuple[str, ...] = ()
    """Keys that its figures still need."""

    @property
    def launch(self) -> int:
        """Months from approval to the first one in which the student serves."""
        return int(FLOATS.ceil(self.drivers.months_to_launch))

    @property
    def ramp(self) -> int:
        """Months of service until all calls that are to move have moved."""
        return int(FLOATS.ceil(self.drivers.ramp_months))

    def months(self, count: int) -> tuple[PlannedMonth, ...]:
        """What it said for so many months of service, beyond its horizon too.

        None while its volume is not known.
        """
        drivers = self.drivers
        last = self.launch + count
        horizon = self.policy.model_copy(update={"horizon_months": last})
        balance = cash_flow(drivers, horizon).balance
        calls = calls_by_month(drivers, last)
        return tuple(
            PlannedMonth(
                number,
                number - self.launch,
                self._terms(number, *calls[number - 1]),
                balance[number],
            )
            for number in range(self.launch + 1, last + 1)
            if calls
        )

    def student_cost(self, handled: float) -> float:
        """What serving so many calls a month was to cost."""
        return self.drivers.student_cost(handled)

    def months_late(self, launched_on: date) -> int | None:
        """By how many whole months the launch came later than planned; less than 0 for earlier.

        None where nobody has decided the case, or it served before that month, so that there is no
        day to count from.
        """
        if self.decided_on is None or self.is_of_one_that_served(launched_on):
            return None
        first = first_month_of_service(launched_on)
        return whole_months(first_month_of_service(self.decided_on), first) - self.launch

    def is_of_one_that_served(self, launched_on: date) -> bool:
        """Whether what was approved had been launched in a month before."""
        if self.decided_on is None:
            return False
        return months_between(launched_on, self.decided_on) > 0

    def _terms(self, number: int, calls: float, handled: float) -> Terms:
        drivers = self.drivers
        serves = number <= drivers.months_of_service
        return Terms(
            calls=calls,
            share_moved=handled / calls,
            fallback_rate=drivers.fallback_rate,
            teacher_cost_per_1k=drivers.teacher_cost_per_1k_in(number),
            student_cost=self.student_cost(handled) if serves else 0.0,
            upkeep=drivers.annual_maintenance / 12 if serves else 0.0,
            error_rate=drivers.error_rate_increase,
            cost_per_error=drivers.cost_per_error,
        )
