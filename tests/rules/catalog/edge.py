"""One cap of one rule with the cases on both sides of it, and what such cases are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.catalog.rule import Cap, VerdictId
from tests.rules.cases import (
    FLAT,
    MAINTENANCE,
    SAVING_PER_CALL,
    SAVINGS,
    UPFRONT,
    VOLUME,
    Changes,
    estimate,
    measured,
    upfront,
)

STOP: VerdictId = "do-not-distill"
MORE, LESS = 1 + 1e-6, 1 - 1e-6
HARDLY = 1 + 1e-10
"""Within the slack: counts as equal."""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One cap of one rule, and the cases on both sides of it."""

    rule: str
    cap: Cap
    fires: Mapping[str, Changes]
    quiet: Mapping[str, Changes] = field(default_factory=dict)
    """Cases in which the rule is silent, or sets another cap."""


BREAK_EVEN = UPFRONT / 12 / SAVING_PER_CALL
"""Calls per month at which the base case's payback is exactly 12 months."""
ANNUAL = 12 * SAVINGS
CALLS_PER_REPLICA = 0.7 / 3 * 730 * 3600
"""Calls per month of one replica that serves one call per second, at the default loads."""
LOAD_AT_ONE_PER_SECOND = VOLUME / (730 * 3600)


def volume(calls: float, **other: Any) -> Changes:
    return {"volume.calls_per_month": estimate(calls, **({"basis": "measured"} | other))}


def slices(*rows: dict[str, Any]) -> Changes:
    return {"quality.slices": list(rows)}


def hosted(price: float, calls_per_second: float = 1.0, **other: Any) -> Changes:
    sheet = {"gpu_price_per_hour": price, "calls_per_second_per_replica": calls_per_second, **other}
    return {f"student.hosting.{key}": measured(value) for key, value in sheet.items()}


def redistilled(times: float, cost: float) -> Changes:
    return {
        "maintenance.redistillations_per_year": measured(times),
        "maintenance.cost_per_redistillation": measured(cost),
    }


def monitored(per_month: float) -> Changes:
    return {"maintenance.monitoring_per_month": measured(per_month)}


def mistaken(rate: float, cost: float) -> Changes:
    return {"quality.error_rate_increase": rate, "quality.cost_per_error": cost}


def alternative(**numbers: Any) -> Changes:
    """Something that costs and brings exactly what distilling the base case does."""
    same = {
        "name": "a cache",
        "cost_per_1k_calls": 0.4,
        "upfront": UPFRONT,
        "months_to_launch": 2,
        "annual_upkeep": MAINTENANCE,
        "error_rate_increase": 0,
    }
    row = {key: value for key, value in {**same, **numbers}.items() if value is not None}
    return {"alternatives": [row]}


def shrinking(growth: float, upfront_share: float) -> Changes:
    """The upfront as a share of what 36 shrinking months bring in."""
    brought_in = sum(SAVINGS * (1 + growth) ** month for month in range(36))
    return {
        **FLAT,
        **upfront(brought_in * upfront_share),
        "volume.monthly_growth": measured(growth),
    }


DISCOUNTED = sum(SAVINGS / 2 ** (month / 12) for month in range(1, 37))
"""Present value of the base case's savings at a discount rate of 100 %."""
AT_100_PERCENT = {"policy.discount_rate": 1.0}
LOSS_PER_ERROR = (ANNUAL - MAINTENANCE) / (12 * VOLUME * 0.01)
"""Price of an error at which 1 % more errors eat exactly the annual net benefit."""
UPKEEP_OF_ALL = (ANNUAL - 24_000) / 12
"""Monitoring per month at which upkeep takes exactly all savings."""
NO_GROWTH: Changes = {"volume.monthly_growth": measured(0)}
FREE_TEACHER: Changes = {
    "teacher.cost_per_1k_calls": None,
    **{
        f"teacher.tokens.{name}": measured(0)
        for name in ("input", "output", "input_price", "output_price")
    },
}


def falling(upfront_share: float) -> Changes:
    """Prices that fall by 70 % a year, which ends savings in month 24 of 60.

    The upfront is a share of what the months before that bring in, in money of today.
    """
    nets = (VOLUME / 1_000 * (4 * 0.3 ** ((month - 1) / 12) - 0.4) for month in range(1, 24))
    worth = sum(net / 1.1 ** (month / 12) for month, net in enumerate(nets, 1))
    return {
        **FLAT,
        **upfront(worth * upfront_share),
        "teacher.annual_price_change": measured(-0.7),
        "policy.horizon_months": 60,
    }


THREE_MONTHS = {**FLAT, **upfront(3 * SAVINGS)}
NEVER_BACK = {**FLAT, **upfront(37 * SAVINGS)}
GUESSABLE = (
    "volume.calls_per_month",
    "teacher.cost_per_1k_calls",
    "student.cost_per_1k_calls",
    "upfront.data_generation",
    "upfront.training_compute",
)


def guessed(count: int) -> Changes:
    likely = dict(zip(GUESSABLE, (VOLUME, 4, 0.4, 8_000, 4_000), strict=True))
    return {key: estimate(likely[key], basis="assumed") for key in GUESSABLE[:count]}
