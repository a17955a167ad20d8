"""Where the rules about what serving costs and which lines count fire, and where not."""

from __future__ import annotations

from tests.rules.cases import (
    SAVINGS,
    Changes,
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

ENGINEERING_MEASURED: Changes = {
    "upfront.engineering_time": None,
    "upfront.engineering_worksheet.days_each": measured(20),
    "upfront.engineering_worksheet.day_rate": measured(1_000),
}
ENGINEERING_GUESSED: Changes = {
    **ENGINEERING_MEASURED,
    "upfront.engineering_worksheet.days_each": estimate(20, basis="assumed"),
}


def tokens(basis: str) -> Changes:
    """The student's cost per call, from tokens and their prices."""
    sheet = {"input": 1_000, "output": 50, "input_price": 0.3, "output_price": 1}
    return {
        "student.cost_per_1k_calls": None,
        **{f"student.tokens.{key}": estimate(one, basis=basis) for key, one in sheet.items()},
    }


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
            "the student is as dear, but for rounding": {
                "volume.fallback_rate": 0.5,
                "student.cost_per_1k_calls": 4 / HARDLY,
            },
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
            "cost": {"student.cost_per_1k_calls": estimate(0.4)},
            "a quoted cost beside hosting": {
                **hosted(1, 10),
                "student.cost_per_1k_calls": estimate(0.4, basis="quoted"),
            },
            "throughput": {
                **hosted(1, 10),
                "student.hosting.calls_per_second_per_replica": estimate(10, basis="quoted"),
            },
            "throughput alone": {
                **hosted(1, 10),
                "student.cost_per_1k_calls": None,
                "student.hosting.calls_per_second_per_replica": 10,
            },
            "tokens": {**tokens("quoted"), "student.tokens.output": 50},
            "fixed cost alone": {
                "student.cost_per_1k_calls": None,
                "student.fixed_cost_per_month": 2_400,
            },
        },
        quiet={
            "a quoted cost": {"student.cost_per_1k_calls": estimate(0.4, basis="quoted")},
            "quoted tokens": tokens("quoted"),
            "a quoted flat rate": {
                "student.cost_per_1k_calls": None,
                "student.fixed_cost_per_month": estimate(2_400, basis="quoted"),
            },
            "all measured": hosted(1, 10),
            "only the price is quoted": {
                **hosted(1, 10),
                "student.hosting.gpu_price_per_hour": estimate(1, basis="quoted"),
            },
            "hosting alone, and a guessed fixed cost": {
                **hosted(1, 10),
                "student.cost_per_1k_calls": None,
                "student.fixed_cost_per_month": estimate(100, basis="assumed"),
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
            "labels that people write": {
                "upfront.data_generation": 0,
                "upfront.labelled_by": "people",
            },
        },
        quiet={
            "a cent": {"upfront.data_generation": 0.01},
            "0, measured": {"upfront.data_generation": measured(0)},
            "0, quoted": {"upfront.data_generation": estimate(0, basis="quoted")},
            "labels that exist": {
                "upfront.data_generation": 0,
                "upfront.labelled_by": "existing-labels",
            },
        },
    ),
    Edge(
        rule="cost-line-missing",
        cap=None,
        fires={"training": {"upfront.training_compute": 0}},
        quiet={
            "a cent": {"upfront.training_compute": 0.01},
            "0, quoted": {"upfront.training_compute": estimate(0, basis="quoted")},
            "engineering too": {"upfront.training_compute": 0, "upfront.engineering_time": 0},
        },
    ),
    Edge(
        rule="cost-line-missing",
        cap="defensible",
        fires={
            "evaluation": {"upfront.evaluation_build": None},
            "engineering": {"upfront.engineering_time": 0},
            "all three": {
                "upfront.training_compute": 0,
                "upfront.evaluation_build": 0,
                "upfront.engineering_time": None,
            },
        },
        quiet={
            "a cent": {"upfront.evaluation_build": 0.01},
            "0, measured": {"upfront.engineering_time": measured(0)},
            "training alone": {"upfront.training_compute": 0},
        },
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
            "one of them by a worksheet": {**guessed(4), **ENGINEERING_GUESSED},
            "one of them by hosting": {
                **guessed(5),
                **hosted(1, 10),
                "student.cost_per_1k_calls": None,
                "student.hosting.gpu_price_per_hour": estimate(1, basis="assumed"),
            },
            "one of them by a fixed cost beside hosting": {
                **guessed(5),
                **hosted(1, 10),
                "student.cost_per_1k_calls": None,
                "student.fixed_cost_per_month": estimate(100, basis="assumed"),
            },
        },
        quiet={
            "four of eight": guessed(4),
            "a worksheet that is measured": {**guessed(4), **ENGINEERING_MEASURED},
            "hosting that is measured": {
                **guessed(5),
                **hosted(1, 10),
                "student.cost_per_1k_calls": None,
            },
            "a guessed fixed cost beside a cost by the call": {
                **guessed(4),
                "student.fixed_cost_per_month": estimate(100, basis="assumed"),
            },
        },
    ),
)
