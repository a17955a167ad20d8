"""Where the rules about cash and what stands beside it fire, and where not."""

from __future__ import annotations

from tests.rules.cases import (
    FLAT,
    SAVINGS,
    upfront,
)
from tests.rules.catalog.edge import (
    AT_100_PERCENT,
    DISCOUNTED,
    HARDLY,
    LESS,
    LOSS_PER_ERROR,
    MORE,
    STOP,
    UPKEEP_OF_ALL,
    Edge,
    mistaken,
    monitored,
)

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
        },
        quiet={
            "at stop": {**FLAT, **upfront(24 * SAVINGS)},
            "worth something today": {**FLAT, **AT_100_PERCENT, **upfront(DISCOUNTED * LESS)},
        },
    ),
    Edge(
        rule="slow-cash",
        cap=STOP,
        fires={"not back in the last month": {**FLAT, **upfront(36 * SAVINGS * MORE)}},
        quiet={"back in the last month": {**FLAT, **upfront(36 * SAVINGS)}},
    ),
    Edge(
        rule="no-net-benefit",
        cap=STOP,
        fires={
            "upkeep takes all": monitored(UPKEEP_OF_ALL),
            "upkeep takes all, but for rounding": monitored(UPKEEP_OF_ALL / HARDLY),
            "upkeep and errors take all": mistaken(0.01, LOSS_PER_ERROR),
        },
        quiet={
            "upkeep leaves a little": monitored(UPKEEP_OF_ALL * LESS),
            "errors leave a little": mistaken(0.01, LOSS_PER_ERROR * LESS),
        },
    ),
    Edge(
        rule="upside-only",
        cap=STOP,
        fires={
            "a little more than the loss": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.capability_revenue_per_month": 100 * (1 + 1e-3),
            },
        },
        quiet={
            "as much as the loss": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.capability_revenue_per_month": 100,
            },
            "unlikely": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.capability_revenue_per_month": 150,
                "upside.capability_probability": 0.5,
            },
            "a latency value without a metric": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.latency_value_per_month": 1_000,
            },
            "there is no loss": {"upside.capability_revenue_per_month": 100},
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
)
