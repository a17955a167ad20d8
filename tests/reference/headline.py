"""A steady month and year (docs/specification.md, 3.1)."""

from __future__ import annotations

from typing import Any

from .case import Case
from .estimates import number, table
from .evidence import Z_95, interval_of
from .slack import NEVER


def savings_at(case: Case, volume: float | None, teacher_cost: float | None) -> float | None:
    """monthly_savings at a volume and a teacher's cost; None where something is unknown."""
    if volume is None or teacher_cost is None or case.student.value is None:
        return None
    if not case.fixed_known:
        return None
    handled = volume * case.share_moved
    saved_per_1k = (1 - case.fallback) * teacher_cost - case.student.value
    return handled / 1000 * saved_per_1k - case.fixed_cost(handled)


def payback_of(upfront: float | None, savings: float | None) -> float | None:
    """payback_months: NEVER where the savings are not positive."""
    if upfront is None or savings is None:
        return None
    return NEVER if savings <= 0 else upfront / savings


def payback_at(case: Case, volume: float | None, teacher_cost: float | None) -> float | None:
    """payback_months at another volume or teacher's price, upfront unchanged."""
    return payback_of(case.upfront_total, savings_at(case, volume, teacher_cost))


def redistillations_cost(case: Case) -> float | None:
    """What the redistillations of a year cost."""
    if case.redistillations is None or case.cost_per_redistillation is None:
        return None
    return case.redistillations * case.cost_per_redistillation


def annual_maintenance(case: Case) -> float | None:
    """annual_maintenance; None where the redistillations or their cost are unknown."""
    cost = redistillations_cost(case)
    return None if cost is None else cost + 12 * case.monitoring


def product(*factors: float | None) -> float | None:
    """All factors multiplied, None where one is unknown."""
    result = 1.0
    for factor in factors:
        if factor is None:
            return None
        result *= factor
    return result


def difference(a: float | None, b: float | None) -> float | None:
    """a - b, None where one is unknown."""
    return None if a is None or b is None else a - b


def headline(case: Case) -> dict[str, Any]:
    """Every figure of a steady month or year by its name; None unknown, NEVER infinite."""
    volume, cost_t, cost_s = case.volume, case.teacher.value, case.student.value
    upfront = case.upfront_total
    handled = product(volume, case.share_moved)
    savings = savings_at(case, volume, cost_t)
    upkeep = annual_maintenance(case)
    payback = payback_of(upfront, savings)

    student_all_in = None
    if handled is not None and cost_t is not None and cost_s is not None and case.fixed_known:
        student_all_in = cost_s + case.fallback * cost_t + 1000 * case.fixed_cost(handled) / handled
    with_upkeep = None
    if student_all_in is not None and upkeep is not None and handled is not None:
        with_upkeep = student_all_in + 1000 * upkeep / (12 * handled)

    net = difference(product(12, savings), upkeep)
    error_cost = product(12, handled, case.error_increase, case.cost_per_error)
    after = difference(net, error_cost)
    net_payback = None
    if after is not None and upfront is not None:
        net_payback = NEVER if after <= 0 else 12 * upfront / after

    spend = product(12 / 1000, volume, cost_t)
    if volume is None:
        spend = product(12, case.billed_a_month)
    reduction = None if savings is None or spend is None else 12 * savings / spend
    calls_to_payback = payback if payback == NEVER else product(payback, handled)

    half_savings = savings_at(case, product(volume, 0.5), cost_t)
    return {
        "upfront_total": upfront,
        "handled": handled,
        "monthly_savings": savings,
        "teacher_cost_per_1k": cost_t,
        "student_cost_per_1k": student_all_in,
        "student_cost_per_1k_with_maintenance": with_upkeep,
        "payback_months": payback,
        "annual_maintenance": upkeep,
        "annual_net_benefit": net,
        "annual_error_cost": error_cost,
        "annual_net_after_errors": after,
        "net_payback_months": net_payback,
        "annual_teacher_spend": spend,
        "spend_reduction": reduction,
        "half_volume": {
            "payback_months": payback_of(upfront, half_savings),
            "annual_net_benefit": difference(product(12, half_savings), upkeep),
        },
        "most_at_stake": product(spend, case.share_moved),
        "calls_to_payback": calls_to_payback,
        "quality": quality(case, handled),
        "latency": latency(case),
        "upside": {"annual_value": upside(case)},
    }


def quality(case: Case, handled: float | None) -> dict[str, Any]:
    """The loss, and where 95 % of it ends."""
    origin, upper = "none", None
    interval = interval_of(case.slices, Z_95)
    if case.stated_error_increase is not None:
        origin = "direct"
        if interval is not None:
            upper = max(case.stated_error_increase, (1 - case.fallback) * interval[1])
    elif case.slices:
        origin = "slices"
        upper = None if interval is None else interval[1]
    return {
        "error_rate_increase": case.error_increase,
        "upper_95": upper,
        "origin": origin,
        "annual_error_cost_at_upper": product(12, handled, upper, case.cost_per_error),
    }


def latency(case: Case) -> dict[str, Any]:
    """P95 of both, and the change."""
    teacher = number(table(case.session, "teacher"), "p95_latency_seconds", None)
    student = number(table(case.session, "student"), "p95_latency_seconds", None)
    return {"teacher": teacher, "student": student, "change": difference(student, teacher)}


def is_attached(case: Case, metric: str) -> bool:
    """Whether a value acts through something that somebody tracks."""
    return bool(case.of("upside", metric, "").strip())


def upside(case: Case) -> float:
    """A year of upside; a value without its metric is a quality, not a figure."""
    where = table(case.session, "upside")
    monthly = number(where, "capability_revenue_per_month", 0.0)
    monthly *= number(where, "capability_probability", 1.0)
    for value, metric in (
        ("latency_value_per_month", "latency_metric"),
        ("quality_value_per_month", "quality_metric"),
    ):
        if is_attached(case, metric):
            monthly += number(where, value, 0.0)
    return 12 * monthly
