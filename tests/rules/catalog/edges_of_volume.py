"""Where the rules about calls, and what each saves, fire, and where not."""

from __future__ import annotations

from tests.rules.cases import (
    FLAT,
    SAVING_PER_CALL,
    SAVINGS,
    UPFRONT,
    VOLUME,
    Changes,
    estimate,
    measured,
    upfront,
)
from tests.rules.catalog.edge import (
    BREAK_EVEN,
    CALLS_PER_REPLICA,
    FREE_TEACHER,
    HARDLY,
    LESS,
    MORE,
    NO_GROWTH,
    STOP,
    UPKEEP_OF_ALL,
    Edge,
    hosted,
    monitored,
    shrinking,
    volume,
)

SPENT_IN_TIME = UPFRONT / 12 / 0.004
"""Calls per month whose cost on the teacher makes up the upfront in exactly 12 months."""
FREE_OF_UPFRONT: Changes = {
    f"upfront.{item}": measured(0)
    for item in ("data_generation", "training_compute", "evaluation_build", "engineering_time")
}
PRESENT = sum(SAVINGS / 1.1 ** (month / 12) for month in range(1, 37))
"""Present value of three years of the base case's savings."""


def growing(invested: float) -> Changes:
    return {**FLAT, **upfront(invested), "volume.monthly_growth": measured(0.02)}


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
            "in time, but upkeep takes a little more than all": monitored(UPKEEP_OF_ALL * MORE),
        },
        quiet={
            "upkeep takes all": monitored(UPKEEP_OF_ALL),
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
        rule="spend-too-small",
        cap="reconsider",
        fires={
            "just late at best": volume(SPENT_IN_TIME * LESS),
            "beyond stop at best, but growth pays": {
                **FLAT,
                **volume(SPENT_IN_TIME / 2 * LESS),
                "volume.monthly_growth": measured(0.25),
            },
        },
        quiet={
            "in time at best": volume(SPENT_IN_TIME),
            "within the slack": volume(SPENT_IN_TIME / HARDLY),
            "nothing is invested": {**FREE_OF_UPFRONT, **volume(1)},
        },
    ),
    Edge(
        rule="spend-too-small",
        cap=STOP,
        fires={
            "just beyond stop at best": volume(SPENT_IN_TIME / 2 * LESS),
            "growth pays, but is a guess": {
                **FLAT,
                **volume(SPENT_IN_TIME / 3),
                "volume.monthly_growth": estimate(0.25, basis="assumed"),
            },
            "the teacher costs nothing": FREE_TEACHER,
        },
        quiet={
            "at stop": volume(SPENT_IN_TIME / 2),
            "growth pays": {
                **FLAT,
                **volume(SPENT_IN_TIME / 3),
                "volume.monthly_growth": measured(0.25),
            },
        },
    ),
    Edge(
        rule="growth-carries",
        cap="reconsider",
        fires={
            "worth nothing without growth": growing(PRESENT),
            "a volume below break-even": {
                **FLAT,
                **volume(BREAK_EVEN / 3),
                "volume.monthly_growth": measured(0.25),
            },
            "break-even beyond the horizon": {
                **growing(PRESENT * 0.9),
                "policy.discount_rate": 0.25,
                "policy.defensible_payback_months": 3,
                "policy.strong_payback_months": 3,
                "volume.monthly_growth": measured(0.01),
            },
        },
        quiet={
            "worth a little without growth": growing(PRESENT * LESS),
            "no growth": {**growing(PRESENT), **NO_GROWTH},
            "worth nothing with it": growing(PRESENT * 3),
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
            "growth of just under 1 %": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": measured(0.01 * LESS),
            },
            "growth is a guess": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": estimate(0.05, basis="assumed"),
            },
            "half is never paid back": {
                "student.fixed_cost_per_month": VOLUME / 2 * SAVING_PER_CALL,
                "volume.monthly_growth": 0,
            },
            "nothing is invested, and half saves nothing": {
                **FREE_OF_UPFRONT,
                "student.fixed_cost_per_month": VOLUME / 2 * SAVING_PER_CALL,
                "volume.monthly_growth": 0,
            },
        },
        quiet={
            "growth of 1 %": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": 0.01,
            },
            "growth of 1 %, within the slack": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": 0.01 / HARDLY,
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
