"""Every figure of a case, computed once for rules, verdict, panel and reports alike.

Source: docs/specification.md §3.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least
from rules.figures.alternatives import AlternativeResult, judge_alternatives
from rules.figures.cash import CashFlow, cash_flow, irr, net_present_value
from rules.figures.economics import Drivers, Headline, break_even_calls_per_month, headline
from rules.figures.inputs import Inputs, resolve
from rules.figures.ops import FLOATS, NEVER, Number
from rules.figures.reading import Reading
from rules.figures.slices import loss_over_slices
from rules.figures.upside import annual_upside

GROWING = 0.01
"""Growth a month from which on a volume counts as growing."""


Origin = Literal["direct", "slices", "none"]


class Quality(NamedTuple):
    """How many more wrong answers there are, and what bounds them. NaN where not known."""

    error_rate_increase: float
    upper_95: float
    """The upper end of the 95% interval; of slices where the rate itself was answered."""
    origin: Origin
    """Where the rate comes from: an answer, the slices, or nobody's word."""
    annual_error_cost_at_upper: float


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of one case. "Never" is infinity, "not known" is NaN."""

    inputs: Inputs
    headline: Headline
    half_volume: Headline
    """The same at half the volume, with the same upfront and maintenance."""
    break_even_calls_per_month: float
    cash: CashFlow
    quality: Quality
    teacher_p95_seconds: float
    student_p95_seconds: float
    annual_upside: float
    """Money per year that stays outside every other figure."""
    alternatives: tuple[AlternativeResult, ...]
    policy: Policy
    """By which all this was computed."""

    @property
    def drivers(self) -> Drivers:
        """The numbers all of this was computed from."""
        return self.inputs.drivers

    @property
    def growing(self) -> bool:
        """Whether the volume grows by more than somebody's guess."""
        growth = self.drivers.monthly_growth
        return at_least(growth, GROWING) and not self._is_assumed("volume.monthly_growth")

    @cached_property
    def redeemed(self) -> bool:
        """Whether cash pays for the case, and would without any rise that is only assumed."""
        if not _pays(self.cash):
            return False
        held = self.drivers
        if held.monthly_growth > 0 and self._is_assumed("volume.monthly_growth"):
            held = held._replace(monthly_growth=0.0)
        if held.annual_price_change > 0 and self._is_assumed("teacher.annual_price_change"):
            held = held._replace(annual_price_change=0.0)
        return held is self.drivers or _pays(cash_flow(held, self.policy, by_month=False))

    @cached_property
    def cost_of_delay(self) -> float:
        """What one month later costs in net present value."""
        launch = FLOATS.ceil(self.drivers.months_to_launch) + 1
        later = self.drivers._replace(months_to_launch=launch)
        found: float = self.cash.npv - net_present_value(later, self.policy)
        return found

    def _is_assumed(self, key: str) -> bool:
        used = self.inputs.read.used[key]
        return not used.is_default and used.estimate.basis == "assumed"

    @cached_property
    def irr(self) -> float | None:
        """The internal rate, searched for only where it is shown: no rule looks at it."""
        return irr(self.cash.flows)

    def late(self, months: float) -> bool:
        """Whether a payback is later than defensible; one that is not known is not late."""
        return above(months, self.policy.defensible_payback_months)


def _pays(cash: CashFlow) -> bool:
    return bool(cash.npv > 0 and cash.payback_months < NEVER)


def compute_figures(
    case: Case, policy: Policy, replaced: Mapping[str, Number] | None = None
) -> Figures:
    """All figures of a case, complete or not.

    Args:
        case: any case.
        policy: its thresholds, horizon and discount rate.
        replaced: other values to put in for estimates, by key.
    """
    read = Reading(replaced)
    inputs = resolve(case, read)
    drivers = inputs.drivers
    head = headline(drivers)
    return Figures(
        inputs=inputs,
        headline=head,
        half_volume=headline(drivers.at_volume(drivers.calls_per_month / 2)),
        break_even_calls_per_month=break_even_calls_per_month(
            drivers, policy.defensible_payback_months
        ),
        cash=cash_flow(drivers, policy),
        quality=_quality(case, drivers, head.handled_calls_per_month),
        teacher_p95_seconds=read("teacher.p95_latency_seconds", case.teacher.p95_latency_seconds),
        student_p95_seconds=read("student.p95_latency_seconds", case.student.p95_latency_seconds),
        annual_upside=annual_upside(case, read),
        alternatives=judge_alternatives(case, drivers, policy, read),
        policy=policy,
    )


def _quality(case: Case, drivers: Drivers, handled: float) -> Quality:
    """What bounds the errors: the slices' interval, carried over to an answer beside them."""
    loss = loss_over_slices(case)
    rate, upper = drivers.error_rate_increase, loss.high
    origin: Origin = "none" if math.isnan(loss.value) else "slices"
    if case.quality.error_rate_increase is not None:
        origin = "direct"
        # The slices score the student's own answers; an answered rate is one after fallback.
        upper = FLOATS.maximum(rate, (1 - drivers.fallback_rate) * upper)
    return Quality(
        error_rate_increase=rate,
        upper_95=upper,
        origin=origin,
        annual_error_cost_at_upper=12 * handled * upper * drivers.cost_per_error,
    )
