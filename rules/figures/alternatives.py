"""Other ways to make the same calls cheaper, by the same arithmetic.

Source: docs/specification.md §3.4.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rules.answers.case import Alternative, Case
from rules.answers.keys import join
from rules.answers.policy import Policy
from rules.answers.slack import above, at_most
from rules.figures.cash import net_present_value
from rules.figures.economics import Drivers, Headline, headline
from rules.figures.ops import NEVER, UNKNOWN
from rules.figures.reading import Reading


class AlternativeResult(NamedTuple):
    """What one alternative would bring, against staying with the teacher. Money; NaN: unknown."""

    name: str
    kind: str
    priced: bool
    """Whether it says what a call costs; without that it is listed as incomplete."""
    error_rate_increase: float
    """The one counted: its own where it is proven, else the student's."""
    is_proven: bool
    """Whether its error rate is stated, and not assumed."""
    upfront_total: float
    monthly_savings: float
    annual_error_cost: float
    annual_net_after_errors: float
    npv: float
    incremental_payback_months: float
    """Months in which distilling recovers what it costs more; infinite where it never does."""

    def is_good_enough(self, student: Drivers, policy: Policy) -> bool:
        """Whether it loses hardly more quality than the student, at a loss that is settled.

        Args:
            student: against which it is held.
            policy: whose slice_tolerance says what is hardly more, and settled without a price.
        """
        loss, tolerance = self.error_rate_increase, policy.slice_tolerance
        settled = at_most(loss, tolerance) or student.cost_per_error > 0
        return settled and at_most(loss, student.error_rate_increase + tolerance)

    @property
    def pays(self) -> bool:
        """Whether it is known to be worth more than it costs."""
        return self.priced and above(self.npv + self.upfront_total, self.upfront_total)

    def is_worthwhile(self, student: Drivers, policy: Policy) -> bool:
        """Whether it was shown to be good enough, and pays."""
        return self.is_proven and self.pays and self.is_good_enough(student, policy)


def judge_alternatives(
    case: Case, student: Drivers, policy: Policy, read: Reading
) -> tuple[AlternativeResult, ...]:
    """Every alternative of a case, in the order given."""
    distilled = headline(student)
    return tuple(
        _judge(
            one,
            alternative_drivers(one, join("alternatives", index), student, read),
            distilled,
            policy,
        )
        for index, one in enumerate(case.alternatives)
    )


def _is_proven(one: Alternative) -> bool:
    rate = one.error_rate_increase
    return rate is not None and rate.basis != "assumed"


def alternative_drivers(one: Alternative, at: str, student: Drivers, read: Reading) -> Drivers:
    """The student's drivers with the alternative's own numbers in their place."""
    return student._replace(
        share_moved=read(f"{at}.share_moved", one.share_moved, 1.0),
        fallback_rate=0.0,
        student_cost_per_1k=read(f"{at}.cost_per_1k_calls", one.cost_per_1k_calls),
        fixed_cost_per_month=read(f"{at}.fixed_cost_per_month", one.fixed_cost_per_month, 0.0),
        hosting=None,
        upfront_total=read(f"{at}.upfront", one.upfront, 0.0),
        months_to_launch=read(f"{at}.months_to_launch", one.months_to_launch, 0.0),
        ramp_months=0.0,
        redistillation_cost_per_year=read(f"{at}.annual_upkeep", one.annual_upkeep, 0.0),
        monitoring_per_month=0.0,
        error_rate_increase=read(f"{at}.error_rate_increase", one.error_rate_increase)
        if _is_proven(one)
        else student.error_rate_increase,
        months_of_service=NEVER,
    )


def _judge(
    one: Alternative, drivers: Drivers, distilled: Headline, policy: Policy
) -> AlternativeResult:
    figures = headline(drivers)
    gain = (distilled.annual_net_after_errors - figures.annual_net_after_errors) / 12
    extra = max(0.0, distilled.upfront_total - figures.upfront_total)
    if math.isnan(distilled.upfront_total) or math.isnan(gain):
        incremental = UNKNOWN
    else:
        incremental = extra / gain if gain > 0 else NEVER
    return AlternativeResult(
        name=one.name,
        kind=one.kind,
        priced=one.cost_per_1k_calls is not None,
        error_rate_increase=drivers.error_rate_increase,
        is_proven=_is_proven(one),
        upfront_total=figures.upfront_total,
        monthly_savings=figures.monthly_savings,
        annual_error_cost=figures.annual_error_cost,
        annual_net_after_errors=figures.annual_net_after_errors,
        npv=net_present_value(drivers, policy),
        incremental_payback_months=incremental,
    )
