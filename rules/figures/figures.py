"""Every figure of a case, computed once for rules, verdict, panel and reports alike.

Source: docs/specification.md §3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.figures.alternatives import AlternativeResult, judge_alternatives
from rules.figures.cash import CashFlow, cash_flow, irr
from rules.figures.economics import Drivers, Headline, break_even_calls_per_month, headline
from rules.figures.inputs import Inputs, resolve
from rules.figures.ops import Number
from rules.figures.reading import Reading


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of one case. "Never" is infinity, "not known" is NaN."""

    inputs: Inputs
    headline: Headline
    half_volume: Headline
    """The same at half the volume, with the same upfront and maintenance."""
    break_even_calls_per_month: float
    cash: CashFlow
    teacher_p95_seconds: float
    student_p95_seconds: float
    annual_upside: float
    """Money per year that stays outside every other figure."""
    alternatives: tuple[AlternativeResult, ...]
    defensible_months: float
    """D, the payback that the policy still calls defensible."""

    @property
    def drivers(self) -> Drivers:
        """The numbers all of this was computed from."""
        return self.inputs.drivers

    @cached_property
    def irr(self) -> float | None:
        """The internal rate, searched for only where it is shown: no rule looks at it."""
        return irr(self.cash.flows)

    def late(self, months: float) -> bool:
        """Whether a payback is later than defensible; one that is not known is not late."""
        return above(months, self.defensible_months)


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
    cash = cash_flow(drivers, policy)
    return Figures(
        inputs=inputs,
        headline=headline(drivers),
        half_volume=headline(drivers.at_volume(drivers.calls_per_month / 2)),
        break_even_calls_per_month=break_even_calls_per_month(
            drivers, policy.defensible_payback_months
        ),
        cash=cash,
        teacher_p95_seconds=read("teacher.p95_latency_seconds", case.teacher.p95_latency_seconds),
        student_p95_seconds=read("student.p95_latency_seconds", case.student.p95_latency_seconds),
        annual_upside=_annual_upside(case, read),
        alternatives=judge_alternatives(case, drivers, policy, read),
        defensible_months=policy.defensible_payback_months,
    )


def _annual_upside(case: Case, read: Reading) -> float:
    """Latency counts only where it is tied to a metric; capability by its probability."""
    upside = case.upside
    latency: float = read("upside.latency_value_per_month", upside.latency_value_per_month, 0.0)
    revenue: float = read(
        "upside.capability_revenue_per_month", upside.capability_revenue_per_month, 0.0
    )
    chance: float = 1.0
    if upside.capability_revenue_per_month is not None:
        chance = read("upside.capability_probability", upside.capability_probability, 1.0)
    counted = latency if upside.latency_metric.strip() else 0.0
    return 12.0 * (counted + revenue * chance)
