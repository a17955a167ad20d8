"""Month by month (docs/specification.md, 3.3)."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from .case import Case
from .headline import annual_maintenance
from .slack import NEVER, SLACK, is_gain


@dataclass
class Plan:
    """What the cash formulas need to know about the student, or about an alternative."""

    upfront: float
    share_moved: float
    fallback: float
    cost: float
    fixed_cost: Callable[[float], float]
    annual_upkeep: float
    error_increase: float
    launch: int
    ramp: int
    last_month: float = math.inf


def add_months(day: date, months: int) -> date:
    """Calendar months later, the last day of the month where the day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole_months(start: date, end: date) -> int:
    """Months that are complete by a day; none where it lies before the start."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and add_months(start, months) > end:
        months -= 1
    return max(0, months)


def flows(case: Case, plan: Plan, horizon: int | None = None) -> list[float]:
    """[-U, net_1 .. net_H]; before launch nothing is known of a case whose costs are not."""
    result = [-plan.upfront]
    for month in range(1, (horizon or case.policy["horizon_months"]) + 1):
        if month > plan.last_month:
            result.append(0.0)
            continue
        volume = or_nan(case.volume) * (1 + case.growth) ** (month - 1)
        cost_t = or_nan(case.teacher.value) * (1 + case.price_change) ** ((month - 1) / 12)
        served = 1.0 if plan.ramp == 0 else min(1.0, max(0, month - plan.launch) / plan.ramp)
        handled = volume * plan.share_moved * served
        net = handled / 1000 * ((1 - plan.fallback) * cost_t - plan.cost)
        net -= math.nan if math.isnan(handled) else plan.fixed_cost(handled)
        net -= plan.annual_upkeep / 12
        net -= handled * plan.error_increase * case.cost_per_error
        result.append(net if month > plan.launch else 0.0 * net)
    return result


def running_sum(monthly: list[float]) -> list[float]:
    """cash_0 .. cash_H."""
    cash, total = [], 0.0
    for flow in monthly:
        total += flow
        cash.append(total)
    return cash


def is_back(cash: list[float]) -> bool:
    """Whether the last balance is not below zero, or only by rounding of the largest so far."""
    return cash[-1] >= -SLACK * max(abs(amount) for amount in cash)


def cash_payback(monthly: list[float]) -> float:
    """The first month from which cash stays at or above 0, interpolated; NEVER where none."""
    cash = running_sum(monthly)
    first = len(cash)
    while first > 0 and is_back(cash[:first]):
        first -= 1
    if first == len(cash):
        return NEVER
    if first == 0:
        return 0.0
    return min(float(first), (first - 1) + (-cash[first - 1]) / monthly[first])


def npv_of(monthly: list[float], rate: float) -> float:
    """Net present value at a yearly rate."""
    return sum(flow / (1 + rate) ** (month / 12) for month, flow in enumerate(monthly))


def irr_of(monthly: list[float]) -> float | None:
    """The yearly rate at which npv is 0: where flows turn once there is one, found by bisection."""
    signs = [flow > 0 for flow in monthly if flow != 0]
    changes = sum(1 for a, b in pairwise(signs) if a != b)
    if changes != 1:
        return None
    last = max(month for month, flow in enumerate(monthly) if flow != 0)

    def is_positive(log_rate: float) -> bool:
        """The sign of npv; discounted to the last month where that keeps powers small."""
        origin = last if log_rate < 0 else 0
        terms = (
            flow * math.exp(-log_rate * (month - origin) / 12)
            for month, flow in enumerate(monthly[: last + 1])
        )
        return sum(terms) > 0

    low, high = -200.0, math.log(101)
    at_low = is_positive(low)
    if is_positive(high) == at_low:
        return None
    for _ in range(64):
        middle = (low + high) / 2
        if is_positive(middle) == at_low:
            low = middle
        else:
            high = middle
    return math.expm1((low + high) / 2)


def or_nan(value: float | None) -> float:
    """A number, NaN where it is unknown: so is each month that needs it."""
    return math.nan if value is None else value


def student_plan(case: Case) -> Plan:
    """The student as a plan."""
    start, end = case.session.get("as_of"), case.of("student", "retires_on")
    return Plan(
        upfront=or_nan(case.upfront_total),
        share_moved=case.share_moved,
        fallback=case.fallback,
        cost=or_nan(case.student.value),
        fixed_cost=case.fixed_cost if case.fixed_known else lambda handled: math.nan,
        annual_upkeep=or_nan(annual_maintenance(case)),
        error_increase=case.error_increase,
        launch=case.launch,
        ramp=case.ramp,
        last_month=math.inf if start is None or end is None else whole_months(start, end),
    )


def savings_end_month(monthly: list[float], plan: Plan) -> int | None:
    """The first month from which on nothing is saved any more, though something was."""
    last = int(min(len(monthly) - 1, plan.last_month))
    for month in range(plan.launch + 1, last + 1):
        ended = all(flow <= 0 for flow in monthly[month : last + 1])
        if ended and any(flow > 0 for flow in monthly[1:month]):
            return month
    return None


UNKNOWN: dict[str, Any] = dict.fromkeys(
    (
        "payback_months",
        "npv",
        "irr",
        "months",
        "net_by_year",
        "first_year_net",
        "savings_end_month",
        "cost_of_delay",
    )
)


def cash_figures(case: Case) -> dict[str, Any]:
    """cash of section 5; what needs a number that is unknown is None."""
    plan = student_plan(case)
    monthly = flows(case, plan)
    if any(math.isnan(net) for net in monthly[1:]):
        return dict(UNKNOWN)
    years = [sum(monthly[first : first + 12]) for first in range(1, len(monthly), 12)]
    nets = {
        "net_by_year": years,
        "first_year_net": years[0],
        "savings_end_month": savings_end_month(monthly, plan),
    }
    if case.upfront_total is None:
        return UNKNOWN | nets
    rate = case.policy["discount_rate"]
    later = flows(case, replace(plan, launch=plan.launch + 1))
    return nets | {
        "payback_months": cash_payback(monthly),
        "npv": npv_of(monthly, rate),
        "irr": irr_of(monthly),
        "months": running_sum(monthly),
        "cost_of_delay": npv_of(monthly, rate) - npv_of(later, rate),
    }


def is_worth_it(npv: float, upfront: float) -> bool:
    """npv > 0, and not by the rounding of what was spent."""
    return is_gain(npv, upfront)


def is_redeemed(case: Case) -> bool:
    """Cash comes back and is worth it, also without a rise that somebody assumes."""
    held = replace(case)
    if case.growth > 0 and case.growth_basis == "assumed":
        held.growth = 0.0
    if case.price_change > 0 and case.price_change_basis == "assumed":
        held.price_change = 0.0
    return all(pays_back(one) for one in (case, held))


def pays_back(case: Case) -> bool:
    """npv > 0 and a cash payback; not while that is unknown."""
    plan = student_plan(case)
    monthly = flows(case, plan)
    worth = npv_of(monthly, case.policy["discount_rate"])
    return is_worth_it(worth, plan.upfront) and cash_payback(monthly) != NEVER
