"""Headline figures: today's volume, today's prices, fully rolled out.

One arithmetic for floats and for numpy arrays of draws (see rules/figures/ops.py).

Source: docs/specification.md §3.1 and §3.2.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from rules.answers.slack import SLACK
from rules.figures.ops import FLOATS, NEVER, UNKNOWN, Number, Ops
from rules.figures.worksheets import Hosting


class Drivers(NamedTuple):
    """The numbers the arithmetic runs on; NaN where one is not known."""

    calls_per_month: Number
    monthly_growth: Number
    """Fraction per month."""
    share_moved: Number
    fallback_rate: Number
    teacher_cost_per_1k: Number
    annual_price_change: Number
    """Fraction per year, of the teacher's price."""
    student_cost_per_1k: Number
    """Variable cost only."""
    fixed_cost_per_month: Number
    """Without hosting."""
    hosting: Hosting | None
    upfront_total: Number
    months_to_launch: Number
    ramp_months: Number
    redistillation_cost_per_year: Number
    monitoring_per_month: Number
    error_rate_increase: Number
    cost_per_error: Number
    undivided_bill: Number = UNKNOWN
    """What the teacher costs a month by a bill, where it is not known for how many calls."""
    months_of_service: float = NEVER
    """Whole months after approval until the student has to be switched off."""

    @property
    def months_served(self) -> float:
        """Whole months from launch until the student has to be switched off; at least 0.

        Infinite where it goes on; NaN where the launch is not known. Not for arrays of draws.
        """
        served = self.months_of_service - FLOATS.ceil(self.months_to_launch)
        return max(served, 0.0) if served == served else UNKNOWN

    @property
    def annual_maintenance(self) -> Number:
        """Money per year to keep the student good."""
        return self.redistillation_cost_per_year + 12 * self.monitoring_per_month

    def fixed_cost(self, handled: Number, ops: Ops) -> Number:
        """F(h): money per month that does not depend on single calls, hosting included."""
        if self.hosting is None:
            return self.fixed_cost_per_month
        return self.fixed_cost_per_month + self.hosting.cost(handled, ops)

    def student_cost(self, handled: float) -> float:
        """Money per month of serving so many calls."""
        cost: float = handled / 1_000 * self.student_cost_per_1k + self.fixed_cost(handled, FLOATS)
        return cost

    @property
    def teacher_spend_per_month(self) -> Number:
        """What all calls cost on the teacher."""
        by_calls = self.calls_per_month / 1_000 * self.teacher_cost_per_1k
        # Of a complete case, and so of any that is drawn, the calls are known.
        is_open = isinstance(by_calls, float) and math.isnan(by_calls)
        return self.undivided_bill if is_open else by_calls

    @property
    def avoided_cost_per_1k(self) -> Number:
        """What 1,000 handled calls no longer cost on the teacher, fallback considered."""
        return (1 - self.fallback_rate) * self.teacher_cost_per_1k

    @property
    def saving_per_call(self) -> Number:
        """Money saved by one handled call before fixed cost."""
        return (self.avoided_cost_per_1k - self.student_cost_per_1k) / 1_000

    def teacher_cost_per_1k_in(self, month: int) -> Number:
        """What 1,000 calls cost on the teacher in a month after approval, counted from 1."""
        return self.teacher_cost_per_1k * FLOATS.power(
            1 + self.annual_price_change, (month - 1) / 12
        )

    def at_volume(self, calls_per_month: Number) -> Drivers:
        """The same case with another volume."""
        return self._replace(calls_per_month=calls_per_month)

    def at_teacher_price(self, factor: float) -> Drivers:
        """The same case with the teacher's price multiplied; what was upfront stays."""
        return self._replace(teacher_cost_per_1k=self.teacher_cost_per_1k * factor)


class Headline(NamedTuple):
    """The figures of docs/specification.md §3.1 by name. Money per the period named."""

    upfront_total: Number
    handled_calls_per_month: Number
    monthly_savings: Number
    teacher_cost_per_1k: Number
    student_cost_per_1k: Number
    """All-in: variable cost, fallback and fixed cost."""
    student_cost_per_1k_with_maintenance: Number
    payback_months: Number
    annual_maintenance: Number
    annual_net_benefit: Number
    annual_error_cost: Number
    annual_net_after_errors: Number
    net_payback_months: Number
    annual_teacher_spend: Number
    spend_reduction: Number
    """Fraction of the endpoint's spend on the teacher."""
    fixed_cost_per_month: Number
    """F(h), hosting included."""
    most_at_stake: Number
    """What even a student that costs nothing could save in a year."""
    calls_to_payback: Number
    """How many calls the student has handled once the upfront is back."""
    student_spend_per_month: Number
    """What the handled calls cost on the student, fixed cost included."""

    @property
    def annual_savings(self) -> Number:
        """Twelve months of savings, upkeep and errors not considered."""
        return 12 * self.monthly_savings

    @property
    def saves_nothing(self) -> Any:
        """Whether the student costs as much as the teacher or more, give or take rounding."""
        return _is_nothing(self.monthly_savings, self.student_spend_per_month)

    @property
    def nets_nothing(self) -> Any:
        """Whether a year leaves nothing after maintenance and errors, give or take rounding."""
        return _is_nothing(self.annual_net_after_errors, self.spend_per_year)

    @property
    def spend_per_year(self) -> Number:
        """All that a year costs with the student: its calls, maintenance and errors."""
        return 12 * self.student_spend_per_month + self.annual_maintenance + self.annual_error_cost


def headline(drivers: Drivers, ops: Ops = FLOATS) -> Headline:
    """Every headline figure of a case; "never" is infinity, "not known" is NaN."""
    handled = drivers.calls_per_month * drivers.share_moved
    thousands = handled / 1_000
    fixed = drivers.fixed_cost(handled, ops)
    savings = handled * drivers.saving_per_call - fixed
    student = (
        drivers.student_cost_per_1k
        + drivers.fallback_rate * drivers.teacher_cost_per_1k
        + ops.divide(fixed, thousands)
    )
    maintenance = drivers.annual_maintenance
    net_benefit = 12 * savings - maintenance
    error_cost = 12 * handled * drivers.error_rate_increase * drivers.cost_per_error
    net_after_errors = net_benefit - error_cost
    student_spend = thousands * drivers.student_cost_per_1k + fixed
    teacher_spend = 12 * drivers.teacher_spend_per_month
    payback = _recovered(drivers.upfront_total, savings, student_spend, ops)
    return Headline(
        upfront_total=drivers.upfront_total,
        handled_calls_per_month=handled,
        monthly_savings=savings,
        teacher_cost_per_1k=drivers.teacher_cost_per_1k,
        student_cost_per_1k=student,
        student_cost_per_1k_with_maintenance=student + ops.divide(maintenance, 12 * thousands),
        payback_months=payback,
        annual_maintenance=maintenance,
        annual_net_benefit=net_benefit,
        annual_error_cost=error_cost,
        annual_net_after_errors=net_after_errors,
        net_payback_months=_recovered(
            12 * drivers.upfront_total,
            net_after_errors,
            12 * student_spend + maintenance + error_cost,
            ops,
        ),
        annual_teacher_spend=teacher_spend,
        # A share of nothing is not known, whatever is saved or lost.
        spend_reduction=ops.divide(
            12 * savings, ops.where(teacher_spend > 0, teacher_spend, UNKNOWN)
        ),
        fixed_cost_per_month=fixed,
        most_at_stake=teacher_spend * drivers.share_moved,
        calls_to_payback=payback * handled,
        student_spend_per_month=student_spend,
    )


def payback_months(drivers: Drivers, ops: Ops = FLOATS) -> Number:
    """Months of savings that recover the upfront; infinite where nothing is saved."""
    handled = drivers.calls_per_month * drivers.share_moved
    fixed = drivers.fixed_cost(handled, ops)
    savings = handled * drivers.saving_per_call - fixed
    student_spend = handled / 1_000 * drivers.student_cost_per_1k + fixed
    return _recovered(drivers.upfront_total, savings, student_spend, ops)


def _recovered(upfront: Number, gain: Number, subtracted: Number, ops: Ops) -> Number:
    """Upfront over gain; never where the gain is nothing but the rounding of a subtraction.

    A gain that is not known stays so: its comparison is false, and the quotient is NaN.
    """
    nothing = _is_nothing(gain, subtracted)
    return ops.where(nothing, upfront * 0 + NEVER, ops.divide(upfront, gain))


def _is_nothing(gain: Number, subtracted: Number) -> Any:
    """Whether a gain is zero, negative or only the rounding of what was subtracted for it."""
    return gain <= SLACK * subtracted


def break_even_calls_per_month(drivers: Drivers, months: float, ops: Ops = FLOATS) -> Number:
    """The smallest volume from which on payback takes at most so many months and upkeep is earned.

    Infinite where there is none; 0 where the smallest volume already does. With hosting every
    added replica costs its month in full, so savings are a saw-tooth in volume and this is the
    last of their crossings.

    Source: docs/specification.md §3.2.
    """
    saving, hosting = drivers.saving_per_call, drivers.hosting
    earned = ops.maximum(drivers.upfront_total / months, drivers.annual_maintenance / 12)
    burden = earned + drivers.fixed_cost_per_month
    never = never_breaks_even(drivers)
    if hosting is None:
        volume = ops.divide(burden, saving * drivers.share_moved)
        return ops.where(never, burden * 0 + NEVER, volume)
    capacity, cost = hosting.capacity, hosting.cost_per_replica
    margin = saving * capacity - cost
    replicas = ops.maximum(
        hosting.min_replicas,
        ops.ceil(ops.divide(burden + saving * capacity, margin)) - 1,
    )
    volume = ops.divide(burden + replicas * cost, saving * drivers.share_moved)
    return ops.where(never, burden * 0 + NEVER, volume)


def never_breaks_even(drivers: Drivers) -> Any:
    """Whether no volume pays back: a call, or all that a replica can serve, saves nothing."""
    saving, hosting = drivers.saving_per_call, drivers.hosting
    if hosting is None:
        return _is_nothing(saving, drivers.student_cost_per_1k / 1_000)
    cost = hosting.cost_per_replica
    return _is_nothing(saving * hosting.capacity - cost, cost)
