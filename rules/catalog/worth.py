"""What the cash of a case is worth, as rules ask it.

Source: docs/specification.md §3.3 and §4.3.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.answers.slack import above, at_least
from rules.figures.cash import cash_flow, present_value
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS, NEVER


def is_worth_something(npv: float, upfront: float) -> bool:
    """Whether a present value is above zero by more than the rounding of the upfront in it."""
    return above(npv + upfront, upfront)


class SwitchOff(NamedTuple):
    """That a student pays where it is switched off before it begins to lose money."""

    month: int
    """The month from which on it saves nothing any more."""
    npv: float
    """What the case is worth with the student switched off before that month."""


def switch_off(figures: Figures, policy: Policy) -> SwitchOff | None:
    """Whether cash that does not come back is back where savings end, with something left of it."""
    cash, end = figures.cash, figures.cash.savings_end_month
    if cash.payback_months != NEVER or end is None:
        return None
    upfront = figures.headline.upfront_total
    npv = present_value(cash.flows[1:end], policy.discount_rate) - upfront
    is_back = at_least(cash.balance[end - 1] + upfront, upfront)
    return SwitchOff(end, npv) if is_back and is_worth_something(npv, upfront) else None


def payback_beyond_horizon(figures: Figures, policy: Policy) -> float:
    """When cash comes back by stop_payback_months, where the horizon ends before; else never."""
    stop = policy.stop_payback_months
    if figures.cash.payback_months != NEVER or not policy.horizon_months < stop:
        return NEVER
    longer = policy.model_copy(update={"horizon_months": math.ceil(stop)})
    found = float(cash_flow(figures.drivers, longer, FLOATS, by_month=False).payback_months)
    return NEVER if above(found, stop) else found
