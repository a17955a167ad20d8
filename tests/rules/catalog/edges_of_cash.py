"""Where the rules about cash and what stands beside it fire, and where not."""

from __future__ import annotations

from datetime import date

from tests.rules.cases import (
    FLAT,
    SAVING_PER_CALL,
    SAVINGS,
    VOLUME,
    Changes,
    estimate,
    measured,
    upfront,
)
from tests.rules.catalog.edge import (
    AT_100_PERCENT,
    CALLS_PER_REPLICA,
    DISCOUNTED,
    HARDLY,
    LESS,
    LOSS_PER_ERROR,
    MORE,
    NO_GROWTH,
    STOP,
    UPKEEP_OF_ALL,
    Edge,
    falling,
    hosted,
    mistaken,
    monitored,
)

IN_A_YEAR = sum(SAVINGS / 2 ** (month / 12) for month in range(1, 13))
"""Present value of a year of the base case's savings at a discount rate of 100 %."""
GUESSED_GROWTH: Changes = {"volume.monthly_growth": estimate(0.02, basis="assumed")}
LOSING: Changes = monitored(UPKEEP_OF_ALL + 100)
LEAVING: Changes = {**monitored(2_000), "volume.monthly_growth": measured(-0.2)}
REPLICA_TOO_MANY: Changes = {
    **NO_GROWTH,
    **hosted(VOLUME * SAVING_PER_CALL * 0.9 / 730, VOLUME / CALLS_PER_REPLICA * 1.05),
    "maintenance.redistillations_per_year": measured(0),
    "maintenance.monitoring_per_month": measured(0),
    "volume.monthly_growth": measured(0.002),
}
"""A replica that is full after two years, and whose second one costs more than it brings."""


def one_year(invested: float, discount_rate: float) -> Changes:
    """A flat case that is judged over twelve months."""
    judged = {"policy.horizon_months": 12, "policy.discount_rate": discount_rate}
    return {**FLAT, **upfront(invested), **judged}


def earning(revenue: float) -> Changes:
    return {"upside.capability_revenue_per_month": revenue}


EDGES = (
    Edge(
        rule="slow-cash",
        cap="defensible",
        fires={"just late": {**FLAT, **upfront(12 * SAVINGS * MORE)}},
        quiet={
            "just in time": {**FLAT, **upfront(12 * SAVINGS)},
            "within the slack": {**FLAT, **upfront(12 * SAVINGS * HARDLY)},
        },
    ),
    Edge(
        rule="slow-cash",
        cap="reconsider",
        fires={
            "beyond stop": {**FLAT, **upfront(24 * SAVINGS * MORE)},
            "worth nothing today": {**FLAT, **AT_100_PERCENT, **upfront(DISCOUNTED)},
            "back in the last month": {**FLAT, **upfront(36 * SAVINGS)},
            "back in time, but worth nothing today": one_year(IN_A_YEAR, 1.0),
            "back at stop, after a horizon of a year": one_year(24 * SAVINGS, 0.1),
            "back if it is switched off": falling(LESS),
        },
        quiet={
            "at stop": {**FLAT, **upfront(24 * SAVINGS)},
            "worth something today": {**FLAT, **AT_100_PERCENT, **upfront(DISCOUNTED * LESS)},
            "back in time, and worth something": one_year(IN_A_YEAR * LESS, 1.0),
        },
    ),
    Edge(
        rule="slow-cash",
        cap=STOP,
        fires={
            "not back in the last month": {**FLAT, **upfront(36 * SAVINGS * MORE)},
            "back just after stop, after a horizon of a year": one_year(24 * SAVINGS * MORE, 0.1),
            "worth nothing when it is switched off": falling(1.0),
            "errors": {**FLAT, **mistaken(0.01, 0.36 * MORE)},
        },
        quiet={
            "back in the last month": {**FLAT, **upfront(36 * SAVINGS)},
            "back at stop, after a horizon of a year": one_year(24 * SAVINGS, 0.1),
            "back if it is switched off": falling(LESS),
        },
    ),
    Edge(
        rule="savings-run-out",
        cap="defensible",
        fires={
            "prices fall": {**falling(0.5), "policy.horizon_months": 24},
            "calls leave": LEAVING,
            "both": {**LEAVING, "teacher.annual_price_change": measured(-0.7)},
            "one more replica": REPLICA_TOO_MANY,
        },
        quiet={
            "prices fall, beyond the horizon": {**falling(0.5), "policy.horizon_months": 23},
            "the student retires before": {
                **falling(0.5),
                "student.retires_on": date(2027, 12, 15),
            },
            "there never was a saving": {"student.cost_per_1k_calls": measured(5)},
            "the replica pays in the end": {
                **REPLICA_TOO_MANY,
                "volume.monthly_growth": measured(0.05),
            },
        },
    ),
    Edge(
        rule="no-net-benefit",
        cap="reconsider",
        fires={
            "upkeep takes all, but growth pays": monitored(UPKEEP_OF_ALL),
            "errors take all, but growth pays": {
                **mistaken(0.01, LOSS_PER_ERROR),
                "volume.monthly_growth": measured(0.1),
            },
        },
        quiet={
            "growth is a guess": {**monitored(UPKEEP_OF_ALL), **GUESSED_GROWTH},
            "upkeep leaves a little": monitored(UPKEEP_OF_ALL * LESS),
        },
    ),
    Edge(
        rule="no-net-benefit",
        cap=STOP,
        fires={
            "upkeep takes all": {**monitored(UPKEEP_OF_ALL), **NO_GROWTH},
            "upkeep takes all, but for rounding": {
                **monitored(UPKEEP_OF_ALL / HARDLY),
                **NO_GROWTH,
            },
            "upkeep and errors take all": {**mistaken(0.01, LOSS_PER_ERROR), **NO_GROWTH},
            "growth would pay, but is a guess": {**monitored(UPKEEP_OF_ALL), **GUESSED_GROWTH},
            "the student costs more": {"student.cost_per_1k_calls": measured(5)},
        },
        quiet={
            "upkeep leaves a little": {**monitored(UPKEEP_OF_ALL * LESS), **NO_GROWTH},
            "errors leave a little": {**mistaken(0.01, LOSS_PER_ERROR * LESS), **NO_GROWTH},
            "growth pays": monitored(UPKEEP_OF_ALL),
        },
    ),
    Edge(
        rule="upside-only",
        cap="reconsider",
        fires={"growth pays": {**LOSING, **earning(100 * (1 + 1e-3))}},
        quiet={
            "as much as the loss": {**LOSING, **earning(100)},
            "without growth": {**LOSING, **earning(100 * (1 + 1e-3)), **NO_GROWTH},
        },
    ),
    Edge(
        rule="upside-only",
        cap=STOP,
        fires={
            "a little more than the loss": {**LOSING, **earning(100 * (1 + 1e-3)), **NO_GROWTH},
            "there is nothing left": {**monitored(UPKEEP_OF_ALL), **earning(1), **NO_GROWTH},
        },
        quiet={
            "as much as the loss": {**LOSING, **earning(100), **NO_GROWTH},
            "unlikely": {
                **LOSING,
                **earning(150),
                **NO_GROWTH,
                "upside.capability_probability": 0.5,
            },
            "a latency value without a metric": {
                **LOSING,
                **NO_GROWTH,
                "upside.latency_value_per_month": 1_000,
            },
            "there is no loss": earning(100),
            "growth pays": {**LOSING, **earning(100 * (1 + 1e-3))},
        },
    ),
    Edge(
        rule="latency-unattached",
        cap=None,
        fires={
            "no metric": {"upside.latency_value_per_month": 0.01},
            "a blank metric": {
                "upside.latency_value_per_month": 5,
                "upside.latency_metric": " ",
            },
        },
        quiet={
            "a metric": {
                "upside.latency_value_per_month": 5,
                "upside.latency_metric": "conversion",
            },
            "no value": {"upside.latency_value_per_month": 0},
        },
    ),
    Edge(
        rule="quality-gain-unattached",
        cap=None,
        fires={
            "no metric": {"upside.quality_value_per_month": 0.01},
            "a blank metric": {
                "upside.quality_value_per_month": 5,
                "upside.quality_metric": " ",
            },
        },
        quiet={
            "a metric": {
                "upside.quality_value_per_month": 5,
                "upside.quality_metric": "tickets reopened",
            },
            "no value": {"upside.quality_value_per_month": 0},
        },
    ),
)
