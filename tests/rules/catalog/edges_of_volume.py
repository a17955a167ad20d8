"""Where the rules about calls, and what each saves, fire, and where not."""

from __future__ import annotations

from tests.rules.cases import (
    FLAT,
    SAVING_PER_CALL,
    VOLUME,
)
from tests.rules.catalog.edge import (
    BREAK_EVEN,
    CALLS_PER_REPLICA,
    HARDLY,
    LESS,
    MORE,
    STOP,
    Edge,
    hosted,
    shrinking,
    volume,
)

EDGES = (
    Edge(
        rule="no-unit-saving",
        cap=STOP,
        fires={
            "the student costs as much": {"student.cost_per_1k_calls": 4},
            "within the slack": {"student.cost_per_1k_calls": 4 / HARDLY},
            "fallback eats the saving": {"volume.fallback_rate": 0.9},
            "a replica costs all it can save": {
                **hosted(SAVING_PER_CALL * CALLS_PER_REPLICA / 730),
            },
        },
        quiet={
            "the student costs a little less": {"student.cost_per_1k_calls": 4 * LESS},
            "a replica costs a little less": {
                **hosted(SAVING_PER_CALL * CALLS_PER_REPLICA / 730 * LESS),
            },
        },
    ),
    Edge(
        rule="low-volume",
        cap="reconsider",
        fires={
            "just below break-even": volume(BREAK_EVEN * LESS),
            "late, but the cash is back in time": {
                **FLAT,
                **volume(BREAK_EVEN / 2 * 0.9),
                "volume.monthly_growth": 0.25,
            },
        },
        quiet={
            "at break-even": volume(BREAK_EVEN),
            "above it": volume(BREAK_EVEN * MORE),
            "no volume pays back": {"student.cost_per_1k_calls": 5},
        },
    ),
    Edge(
        rule="low-volume",
        cap=STOP,
        fires={"just beyond stop": volume(BREAK_EVEN / 2 * LESS)},
        quiet={
            "at stop": volume(BREAK_EVEN / 2),
            "beyond stop, but the cash is not": {
                **FLAT,
                **volume(BREAK_EVEN / 2 * 0.9),
                "volume.monthly_growth": 0.25,
            },
        },
    ),
    Edge(
        rule="uncertain-volume",
        cap="defensible",
        fires={
            "a guess": volume(VOLUME, basis="assumed"),
            "late at its low": volume(VOLUME, low=BREAK_EVEN * LESS, high=VOLUME),
        },
        quiet={
            "an estimate": volume(VOLUME, basis="estimated"),
            "in time at its low": volume(VOLUME, low=BREAK_EVEN, high=VOLUME),
            "late already": volume(BREAK_EVEN * 0.9, low=BREAK_EVEN * 0.8, high=VOLUME),
        },
    ),
    Edge(
        rule="half-volume-breaks",
        cap="defensible",
        fires={"half is just late": volume(2 * BREAK_EVEN * LESS)},
        quiet={
            "half is in time": volume(2 * BREAK_EVEN),
            "late already": volume(BREAK_EVEN * LESS),
        },
    ),
    Edge(
        rule="half-volume-breaks",
        cap="reconsider",
        fires={
            "without growth": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": 0,
            },
        },
        quiet={
            "with a little growth": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": 1e-9,
            },
            "half is in time": {**volume(2 * BREAK_EVEN), "volume.monthly_growth": 0},
        },
    ),
    Edge(
        rule="shrinking-volume",
        cap="defensible",
        fires={"just below -1 %": {"volume.monthly_growth": -0.01 * MORE}},
        quiet={
            "at -1 %": {"volume.monthly_growth": -0.01},
            "within the slack": {"volume.monthly_growth": -0.01 * HARDLY},
        },
    ),
    Edge(
        rule="shrinking-volume",
        cap="reconsider",
        fires={"the cash just never comes back": shrinking(-0.02, MORE)},
        quiet={
            "it just comes back": shrinking(-0.02, LESS),
            "it comes back on paper": shrinking(-0.02, 1.0),
            "at -1 %": shrinking(-0.01, MORE),
        },
    ),
)
