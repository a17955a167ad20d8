"""A case with all its figures, and what several conditions ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .alternatives import Alternative, alternatives
from .break_even import break_even
from .case import Case, read
from .cash import (
    cash_figures,
    cash_payback,
    flows,
    is_back,
    is_redeemed,
    is_worth_it,
    npv_of,
    student_plan,
)
from .headline import headline, redistillations_cost
from .slack import NEVER, above, at_least, at_most


@dataclass
class Facts:
    """A case with its figures."""

    case: Case
    figures: dict[str, Any]
    cash: dict[str, Any]
    alternatives: list[Alternative]

    @property
    def limit(self) -> float:
        """D."""
        return float(self.case.policy["defensible_payback_months"])

    @property
    def stop(self) -> float:
        """Beyond here, stop."""
        return float(self.case.policy["stop_payback_months"])

    def late(self, months: float | None) -> bool:
        """Known, and never or after D."""
        return months is not None and above(months, self.limit)

    def in_time(self, months: float | None) -> bool:
        """Known, and within D."""
        return months is not None and at_most(months, self.limit)

    def after_stop(self, months: float | None) -> bool:
        """Known, and never or after the longest payback of all."""
        return months is not None and above(months, self.stop)

    @property
    def payback(self) -> float | None:
        """payback_months of the headline."""
        return self.figures["payback_months"]

    @property
    def cash_payback(self) -> float | None:
        """payback_months of the cash view."""
        return self.cash["payback_months"]

    @property
    def yearly_savings(self) -> float | None:
        """12 * monthly_savings."""
        monthly = self.figures["monthly_savings"]
        return None if monthly is None else 12 * monthly

    @property
    def paid_out(self) -> float | None:
        """Maintenance and errors of a year, to set against a year's savings."""
        upkeep, errors = self.figures["annual_maintenance"], self.figures["annual_error_cost"]
        return None if upkeep is None or errors is None else upkeep + errors

    @property
    def nets_something(self) -> bool:
        """annual_net_benefit > 0, known, and not merely by rounding."""
        saved, upkeep = self.yearly_savings, self.figures["annual_maintenance"]
        return saved is not None and upkeep is not None and above(saved, upkeep)

    @property
    def worth_it(self) -> bool | None:
        """npv > 0; None while it is unknown."""
        npv, upfront = self.cash["npv"], self.case.upfront_total
        return None if npv is None or upfront is None else is_worth_it(npv, upfront)

    @property
    def growing(self) -> bool:
        """Growth that counts, and that is more than a guess."""
        return at_least(self.case.growth, 0.01) and self.case.growth_basis != "assumed"

    @cached_property
    def redeemed(self) -> bool:
        """The cash view speaks for the case, whatever today's year says."""
        return is_redeemed(self.case)

    @property
    def unstable_by_cost(self) -> bool:
        """Four redistillations a year or more that take the saving away."""
        count, cost = self.case.redistillations, redistillations_cost(self.case)
        saved = self.yearly_savings
        if count is None or cost is None or saved is None:
            return False
        share = self.case.policy["maintenance_share"]
        return at_least(count, 4) and saved > 0 and at_least(cost, share * saved)

    @cached_property
    def pays_over_a_longer_horizon(self) -> bool:
        """The horizon is shorter than the longest payback, within which the cash comes back."""
        stop = self.case.policy["stop_payback_months"]
        if self.case.policy["horizon_months"] >= stop:
            return False
        plan = student_plan(self.case)
        return cash_payback(flows(self.case, plan, stop)) != NEVER

    @cached_property
    def pays_if_switched_off(self) -> bool:
        """Cash never stays, but had come back when the savings ended."""
        end = self.cash["savings_end_month"]
        if end is None or self.cash_payback != NEVER:
            return False
        plan = student_plan(self.case)
        until = flows(self.case, plan)[:end]
        back = is_back(self.cash["months"][:end])
        worth = npv_of(until, self.case.policy["discount_rate"])
        return back and is_worth_it(worth, plan.upfront)

    def months_that_count(self) -> float | None:
        """Until the cash is back; until it is switched off, or the horizon, where it never is."""
        if self.cash_payback != NEVER:
            return self.cash_payback
        if self.pays_if_switched_off:
            return float(self.cash["savings_end_month"])
        return float(self.case.policy["horizon_months"])


def facts_of(session: dict, team_policy: dict | None = None) -> Facts:
    """Read a session and compute its figures."""
    case = read(session, team_policy)
    figures = headline(case) | {"break_even_calls_per_month": break_even(case)}
    return Facts(
        case=case,
        figures=figures,
        cash=cash_figures(case),
        alternatives=alternatives(case, figures["annual_net_after_errors"]),
    )
