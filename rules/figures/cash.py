"""Cash figures: month by month over the horizon, with growth, launch, ramp and prices.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.answers.slack import SLACK
from rules.figures.economics import Drivers
from rules.figures.ops import FLOATS, NEVER, Number, Ops

LARGEST = 1e300
"""Of a balance; beyond it the figures are said to be too large anyway."""
HIGHEST_IRR = 100.0
"""10,000% a year; a rate above it says nothing."""


class CashFlow(NamedTuple):
    """What a case does to the bank account."""

    flows: tuple[Number, ...]
    """Money per month, from month 0 (the upfront, negative) to the horizon; month 0 alone where
    months were not kept, and then no figure of years or months follows."""
    balance: tuple[Number, ...]
    """Money after each of these months."""
    payback_months: Number
    """From when on the balance stays at or above zero; infinite where it does not."""
    npv: Number
    last_month: int
    """The last month in which the student serves, at most the horizon."""

    @property
    def net_by_year(self) -> tuple[Number, ...]:
        """Money of each twelve months from approval, upfront left out; the last may be shorter."""
        nets = self.flows[1:]
        return tuple(sum(nets[start : start + 12]) for start in range(0, len(nets), 12))

    @property
    def first_year_net(self) -> Number:
        """Money of the first twelve months, upfront left out."""
        return sum(self.flows[1:13])

    @property
    def savings_end_month(self) -> int | None:
        """The month from which on the student saves nothing any more; None where it goes on.

        Not the end of its service, which stops costs and savings alike. A net that is zero on paper
        must not count as savings for its last binary digit.
        """
        month = self.last_month
        nothing = SLACK * max(map(abs, self.flows[1:]), default=0.0)
        while month > 0 and self.flows[month] <= nothing:
            month -= 1
        return month + 1 if 0 < month < self.last_month else None


def cash_flow(
    drivers: Drivers, policy: Policy, ops: Ops = FLOATS, *, by_month: bool = True
) -> CashFlow:
    """The monthly flows of a case, their sum, their payback and their present value.

    Args:
        drivers: of the case.
        policy: whose horizon and discount rate apply.
        ops: for floats or for arrays of draws.
        by_month: whether flows and balance are kept, which takes an array's time for each month.
    """
    full = drivers.calls_per_month * drivers.share_moved
    zero, most = full * 0, full * 0 + LARGEST
    balance = zero - drivers.upfront_total
    flows, balances = [balance], [balance]
    npv = balance
    largest = abs(balance)
    in_debt, crossed = balance < 0, zero
    is_owing = True

    def out_of_debt(month: int, owed: Number, net: Number) -> Number:
        """When within a month the balance came back to zero."""
        return ops.minimum(month - 1 + ops.divide(-owed, net), float(month))

    discounts = _discounts(policy.discount_rate, policy.horizon_months)
    for month, (net, discount) in enumerate(
        zip(_nets(drivers, policy.horizon_months, ops), discounts, strict=True), 1
    ):
        before, balance = balance, balance + net
        was_in_debt, in_debt, was_owing = in_debt, balance < 0, is_owing
        is_owing = ops.any(in_debt)
        largest = ops.maximum(largest, abs(balance) if is_owing else balance)
        if is_owing:
            # A balance that is zero on paper must not count as debt for its last binary digit.
            rounding = ops.minimum(largest, most)
            rounding *= -SLACK
            in_debt = balance < rounding
        if was_owing:
            crossed = ops.few(was_in_debt > in_debt, out_of_debt, crossed, month, before, net)
        # In the place of what is made here: an array that is asked for costs as much as a sum.
        worth = net / discount
        worth += npv
        npv = worth
        if by_month:
            flows.append(net)
            balances.append(balance)
    payback = ops.where(in_debt, zero + NEVER, crossed)
    # A balance that is not known is on neither side of zero: its payback is not known either.
    payback = ops.where(balance == balance, payback, balance)
    last_month = int(min(policy.horizon_months, drivers.months_of_service))
    return CashFlow(tuple(flows), tuple(balances), payback, npv, last_month)


def net_present_value(drivers: Drivers, policy: Policy, ops: Ops = FLOATS) -> Number:
    """The present value that `cash_flow` comes to, for whoever asks for no more than that."""
    npv = drivers.calls_per_month * drivers.share_moved * 0 - drivers.upfront_total
    discounts = _discounts(policy.discount_rate, policy.horizon_months)
    for net, discount in zip(_nets(drivers, policy.horizon_months, ops), discounts, strict=True):
        npv = npv + net / discount
    return npv


def _nets(drivers: Drivers, months: int, ops: Ops) -> Iterator[Number]:
    """What each month after approval leaves, one after the other.

    Args:
        drivers: of the case.
        months: how many.
        ops: for floats or for arrays of draws.
    """
    launch = ops.ceil(drivers.months_to_launch)
    # Without a ramp the first month of service is a full one, as with a ramp of one.
    ramp = ops.maximum(ops.ceil(drivers.ramp_months), 1.0)
    rolled_out = launch + ramp
    all_rolled_out = ops.largest(rolled_out)
    upkeep = drivers.annual_maintenance / 12
    loss_per_call = drivers.error_rate_increase * drivers.cost_per_error
    kept = (1 - drivers.fallback_rate) / 1_000
    student = drivers.student_cost_per_1k / 1_000
    volume, growth = drivers.calls_per_month * drivers.share_moved, 1 + drivers.monthly_growth
    zero = volume * 0
    teacher, dearer = (
        drivers.teacher_cost_per_1k,
        ops.power(1 + drivers.annual_price_change, 1 / 12),
    )
    is_steady = ops.all(dearer == 1)
    saved_per_call = kept * teacher - student - loss_per_call
    fixed, is_hosted = drivers.fixed_cost_per_month, drivers.hosting is not None
    is_free = not is_hosted and isinstance(fixed, float) and fixed == 0

    def in_ramp(volume: Number, month: int, launch: Number, ramp: Number) -> Number:
        """The calls that are handled in a month that not all of them are."""
        share = ops.minimum(1.0, ops.divide(month - launch, ramp))
        return volume * ((month > launch) * share)

    # A model can be retired before the first of these months.
    served = max(0, int(min(months, drivers.months_of_service)))
    for month in range(1, served + 1):
        handled, is_early = volume, month < all_rolled_out
        if is_early:
            handled = ops.few(month < rolled_out, in_ramp, volume, volume, month, launch, ramp)
        net = handled * saved_per_call
        # Nothing taken away leaves a number as it is, and takes an array's time.
        if not is_free:
            net -= drivers.fixed_cost(handled, ops) if is_hosted else fixed
        net -= upkeep
        if is_early:
            # Times 0, and not 0 itself: what is not known is not known before launch either.
            net = ops.few(month <= launch, lambda one: 0.0 * one, net, net)
        yield net
        volume *= growth
        if not is_steady:
            teacher = teacher * dearer
            saved_per_call = kept * teacher - student - loss_per_call
    for _ in range(served, months):
        yield zero


@lru_cache(maxsize=8)
def _discounts(rate: float, months: int) -> tuple[float, ...]:
    """What money at the end of each month is divided by, to be worth what it is today."""
    return tuple(FLOATS.power(1 + rate, month / 12) for month in range(1, months + 1))


def present_value(flows: Sequence[float], rate: float, first: int = 1) -> float:
    """What monthly flows are worth at approval.

    Args:
        flows: the money of months one after the other.
        rate: the discount rate, as a fraction per year.
        first: the month after approval that the first of them belongs to.
    """
    discounts = _discounts(rate, first + len(flows) - 1)
    return sum(flow / discounts[month - 1] for month, flow in enumerate(flows, first))


def irr(flows: Sequence[float]) -> float | None:
    """The yearly rate at which monthly flows are worth nothing today, as a fraction.

    None unless the flows change sign exactly once (then there is exactly one such rate, by
    Descartes' rule of signs) and the rate is at most `HIGHEST_IRR`.

    Source: docs/specification.md §3.3.
    """
    signs = [flow > 0 for flow in flows if flow != 0]
    changes = sum(a != b for a, b in pairwise(signs))
    if changes != 1 or not all(math.isfinite(flow) for flow in flows):
        return None
    # In the monthly discount factor x the value is a polynomial that is first on the side of its
    # early flows and crosses to the side of its late ones.
    early = -1.0 if signs[0] is False else 1.0
    scale = max(abs(flow) for flow in flows)
    steady = [early * flow / scale for flow in flows]
    low = (1 + HIGHEST_IRR) ** (-1 / 12)
    if _polynomial(steady, low)[0] < 0:
        return None
    high = 1.0
    while _polynomial(steady, high)[0] > 0:
        low, high = high, high * 2
    root = _crossing(steady, low, high)
    return float(root**-12 - 1)


def _polynomial(coefficients: Sequence[float], x: float) -> tuple[float, float]:
    """Value and slope by Horner's scheme."""
    value = slope = 0.0
    for coefficient in reversed(coefficients):
        slope = slope * x + value
        value = value * x + coefficient
    return value, slope


def _crossing(coefficients: Sequence[float], low: float, high: float) -> float:
    """Where the polynomial falls through zero, by Newton's method kept within a bracket."""
    x = (low + high) / 2
    for _ in range(100):
        value, slope = _polynomial(coefficients, x)
        if value > 0:
            low = x
        else:
            high = x
        step = x - value / slope if slope else low
        if abs(step - x) <= 1e-15 * x:
            return x
        x = step if low < step < high else (low + high) / 2
    return x
