"""Other ways to spend less (docs/specification.md, 3.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .case import Case
from .cash import Plan, flows, npv_of
from .estimates import basis_of, likely, number
from .slack import NEVER, ceiling


@dataclass
class Alternative:
    """One other way, with the numbers of a result and what rules ask of it."""

    name: str
    kind: str
    upfront_total: float
    error_rate_increase: float
    error_rate_is_known: bool
    monthly_savings: float | None = None
    npv: float | None = None
    incremental_payback_months: float | None = None

    def shown(self) -> dict[str, Any]:
        """The entry of section 5."""
        return {
            "name": self.name,
            "kind": self.kind,
            "upfront_total": self.upfront_total,
            "monthly_savings": self.monthly_savings,
            "npv": self.npv,
            "incremental_payback_months": self.incremental_payback_months,
        }


def constant(amount: float) -> Callable[[float], float]:
    """A fixed cost that no volume changes."""
    return lambda handled: amount


def alternative_of(case: Case, raw: dict, net_of_distilling: float | None) -> Alternative:
    """One alternative against staying with the teacher; NEVER where it never catches up."""
    errors = raw.get("error_rate_increase")
    is_known = errors is not None and basis_of(errors) != "assumed"
    one = Alternative(
        name=raw.get("name", ""),
        kind=raw.get("kind", "other"),
        upfront_total=number(raw, "upfront", 0.0),
        error_rate_increase=likely(errors) if is_known else case.error_increase,
        error_rate_is_known=is_known,
    )
    if "cost_per_1k_calls" not in raw or case.volume is None or case.teacher.value is None:
        return one
    fixed = number(raw, "fixed_cost_per_month", 0.0)
    plan = Plan(
        upfront=one.upfront_total,
        share_moved=number(raw, "share_moved", 1.0),
        fallback=0.0,
        cost=likely(raw["cost_per_1k_calls"]),
        fixed_cost=constant(fixed),
        annual_upkeep=number(raw, "annual_upkeep", 0.0),
        error_increase=one.error_rate_increase,
        launch=ceiling(number(raw, "months_to_launch", 0.0)),
        ramp=0,
    )
    handled = case.volume * plan.share_moved
    one.monthly_savings = handled / 1000 * (case.teacher.value - plan.cost) - fixed
    one.npv = npv_of(flows(case, plan), case.policy["discount_rate"])
    if net_of_distilling is None or case.upfront_total is None:
        return one
    its_net = one.monthly_savings - plan.annual_upkeep / 12
    its_net -= handled * plan.error_increase * case.cost_per_error
    ahead = net_of_distilling / 12 - its_net
    more = max(0.0, case.upfront_total - one.upfront_total)
    one.incremental_payback_months = NEVER if ahead <= 0 else more / ahead
    return one


def alternatives(case: Case, net_of_distilling: float | None) -> list[Alternative]:
    """All of them; `net_of_distilling` is annual_net_after_errors."""
    return [
        alternative_of(case, raw, net_of_distilling) for raw in case.session.get("alternatives", [])
    ]
