"""Where the rules about what serving costs and which lines count fire, and where not."""

from __future__ import annotations

from tests.rules.cases import (
    SAVINGS,
    estimate,
    measured,
)
from tests.rules.catalog.edge import (
    HARDLY,
    LESS,
    LOAD_AT_ONE_PER_SECOND,
    MORE,
    STOP,
    Edge,
    guessed,
    hosted,
)

EDGES = (
    Edge(
        rule="fallback-too-high",
        cap=STOP,
        fires={
            "all that is saved": {"volume.fallback_rate": 0.9},
            "within the slack": {"volume.fallback_rate": 0.9 / HARDLY},
        },
        quiet={
            "a little less": {"volume.fallback_rate": 0.9 * LESS},
            "no fallback": {"volume.fallback_rate": 0, "student.cost_per_1k_calls": 4 * LESS},
            "the student is dearer": {"volume.fallback_rate": 0.5, "student.cost_per_1k_calls": 4},
        },
    ),
    Edge(
        rule="fixed-cost-heavy",
        cap="defensible",
        fires={
            "half the gross": {"student.fixed_cost_per_month": SAVINGS / 2},
            "idle replicas": hosted(SAVINGS / 2 / 730, 100),
        },
        quiet={
            "a little less": {"student.fixed_cost_per_month": SAVINGS / 2 * LESS},
            "idle replicas, a little cheaper": hosted(SAVINGS / 2 / 730 * LESS, 100),
            "busy replicas": hosted(SAVINGS / 20 / 730, 1),
            "nothing is saved": {
                "student.fixed_cost_per_month": SAVINGS,
                "student.cost_per_1k_calls": 5,
            },
        },
    ),
    Edge(
        rule="idle-hardware",
        cap=None,
        fires={
            "just below half": hosted(1, LOAD_AT_ONE_PER_SECOND / (0.35 / 3) * MORE),
            "two replicas": hosted(1, LOAD_AT_ONE_PER_SECOND / (0.35 / 3), min_replicas=2),
        },
        quiet={
            "at half": hosted(1, LOAD_AT_ONE_PER_SECOND / (0.35 / 3)),
            "no hosting": {"student.fixed_cost_per_month": 1_000},
            "hosting without a price": {"student.hosting.calls_per_second_per_replica": 1_000},
        },
    ),
    Edge(
        rule="unmeasured-serving",
        cap=None,
        fires={
            "cost": {"student.cost_per_1k_calls": estimate(0.4, basis="quoted")},
            "throughput": {
                **hosted(1, 10),
                "student.hosting.calls_per_second_per_replica": 10,
            },
            "fixed cost alone": {
                "student.cost_per_1k_calls": None,
                "student.fixed_cost_per_month": 2_400,
            },
        },
        quiet={
            "all measured": hosted(1, 10),
            "only the price is quoted": {
                **hosted(1, 10),
                "student.hosting.gpu_price_per_hour": estimate(1, basis="quoted"),
            },
            "a fixed cost beside": {"student.fixed_cost_per_month": 100},
        },
    ),
    Edge(
        rule="data-generation-missing",
        cap="defensible",
        fires={
            "0": {"upfront.data_generation": 0},
            "not mentioned": {"upfront.data_generation": None},
        },
        quiet={
            "a cent": {"upfront.data_generation": 0.01},
            "0, measured": {"upfront.data_generation": measured(0)},
            "0, quoted": {"upfront.data_generation": estimate(0, basis="quoted")},
        },
    ),
    Edge(
        rule="cost-line-missing",
        cap=None,
        fires={
            "training": {"upfront.training_compute": 0},
            "evaluation": {"upfront.evaluation_build": None},
            "engineering": {"upfront.engineering_time": measured(0)},
        },
        quiet={"a cent": {"upfront.training_compute": 0.01}},
    ),
    Edge(
        rule="maintenance-missing",
        cap="defensible",
        fires={"0": {"maintenance.redistillations_per_year": 0}},
        quiet={
            "one in ten years": {"maintenance.redistillations_per_year": 0.1},
            "0, measured": {"maintenance.redistillations_per_year": measured(0)},
        },
    ),
    Edge(
        rule="guesswork",
        cap="defensible",
        fires={
            "five of eight": guessed(5),
            "four of seven": {**guessed(4), "upfront.engineering_time": None},
        },
        quiet={"four of eight": guessed(4)},
    ),
)
