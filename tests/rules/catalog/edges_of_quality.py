"""Where the rules about lost quality and its price fire, and where not."""

from __future__ import annotations

from tests.rules.cases import Changes, estimate, measured, scored
from tests.rules.catalog.edge import (
    HARDLY,
    LESS,
    LOSS_PER_ERROR,
    MORE,
    STOP,
    UPKEEP_OF_ALL,
    Edge,
    mistaken,
    monitored,
    slices,
)


def disagreeing(answered: float, student_score: float) -> Changes:
    """An answered loss beside slices that say how much a teacher of 0.95 is better."""
    return {**slices(scored(0.95, student_score)), "quality.error_rate_increase": answered}


EDGES = (
    Edge(
        rule="errors-outweigh-savings",
        cap="reconsider",
        fires={
            "half of the net": mistaken(0.01, LOSS_PER_ERROR / 2),
            "half, within the slack": mistaken(0.01, LOSS_PER_ERROR / 2 / HARDLY),
            "on the worse of two slices": {
                **slices(scored(0.95, 0.95, name="mail"), scored(0.95, 0.93, name="chat")),
                "quality.cost_per_error": LOSS_PER_ERROR * 0.6,
            },
            "all of the net, but the price rises": {
                **mistaken(0.01, LOSS_PER_ERROR),
                "teacher.annual_price_change": measured(1),
            },
        },
        quiet={
            "a little less than half": mistaken(0.01, LOSS_PER_ERROR / 2 * LESS),
            "all of the net": mistaken(0.01, LOSS_PER_ERROR),
            "half, where a team tolerates more": {
                **mistaken(0.01, LOSS_PER_ERROR / 2),
                "policy.maintenance_share": 0.6,
            },
        },
    ),
    Edge(
        rule="errors-outweigh-savings",
        cap=STOP,
        fires={
            "as much as the net": mistaken(0.01, LOSS_PER_ERROR),
            "within the slack": mistaken(0.01, LOSS_PER_ERROR / HARDLY),
            "and a guess that the price rises": {
                **mistaken(0.01, LOSS_PER_ERROR),
                "teacher.annual_price_change": estimate(1, basis="assumed"),
                "volume.monthly_growth": measured(0),
            },
        },
        quiet={
            "a little less": mistaken(0.01, LOSS_PER_ERROR * LESS),
            "there is no net": {**mistaken(0.01, LOSS_PER_ERROR), **monitored(UPKEEP_OF_ALL)},
            "redeemed as the price rises": {
                **mistaken(0.01, LOSS_PER_ERROR),
                "teacher.annual_price_change": measured(1),
            },
        },
    ),
    Edge(
        rule="unpriced-quality-loss",
        cap="defensible",
        fires={
            "just above the tolerance": mistaken(0.02 * MORE, 0.001),
            "at five times the tolerance": mistaken(0.1, 0.001),
            "a little, and nobody said what it costs": {
                "quality.error_rate_increase": 0.002,
                "quality.cost_per_error": None,
            },
            "a little, said to cost nothing": mistaken(0.002, 0),
            "a little, guessed to cost nothing": {
                "quality.error_rate_increase": 0.002,
                "quality.cost_per_error": estimate(0, basis="assumed"),
            },
            "at the tolerance, without a price": mistaken(0.02, 0),
        },
        quiet={
            "at the tolerance": mistaken(0.02, 0.0001),
            "within the slack": mistaken(0.02 * HARDLY, 0.0001),
            "measured to cost nothing": {
                "quality.error_rate_increase": 0.02,
                "quality.cost_per_error": measured(0),
            },
            "costs nothing by contract": {
                "quality.error_rate_increase": 0.02,
                "quality.cost_per_error": estimate(0, basis="quoted"),
            },
            "nothing is lost": {"quality.cost_per_error": None},
            "beyond five times the tolerance": mistaken(0.1 * MORE, 0.001),
        },
    ),
    Edge(
        rule="unpriced-quality-loss",
        cap="reconsider",
        fires={
            "just above the tolerance, without a price": mistaken(0.02 * MORE, 0),
            "shown by the slices": {**slices(scored(0.95, 0.9)), "quality.cost_per_error": 0},
            "above, and measured to cost nothing": {
                "quality.error_rate_increase": 0.03,
                "quality.cost_per_error": measured(0),
            },
            "beyond five times the tolerance": mistaken(0.1 * MORE, 0.001),
        },
        quiet={
            "at the tolerance": mistaken(0.02, 0),
            "within the slack": mistaken(0.02 * HARDLY, 0),
            "an error has a price": mistaken(0.03, 0.0001),
            "five times the tolerance": mistaken(0.1 * HARDLY, 0.0001),
        },
    ),
    Edge(
        rule="quality-figures-disagree",
        cap="defensible",
        fires={
            "a little below the slices": disagreeing(0.01 * LESS, 0.94),
            "a little below what fallback leaves": {
                **disagreeing(0.005 * LESS, 0.94),
                "volume.fallback_rate": 0.5,
            },
            "far below slices at the tolerance": disagreeing(0.001, 0.93),
        },
        quiet={
            "as the slices": disagreeing(0.01, 0.94),
            "within the slack": disagreeing(0.01 / HARDLY, 0.94),
            "above the slices": disagreeing(0.015, 0.94),
            "as fallback leaves it": {
                **disagreeing(0.005, 0.94),
                "volume.fallback_rate": 0.5,
            },
            "no slices": {"quality.error_rate_increase": 0.001, "quality.slices": []},
            "not answered": slices(scored(0.95, 0.94)),
        },
    ),
    Edge(
        rule="quality-figures-disagree",
        cap="reconsider",
        fires={
            "slices just above the tolerance": disagreeing(0.001, 0.93 * LESS),
            "above it before fallback": {
                **disagreeing(0.002, 0.92),
                "volume.fallback_rate": 0.8,
            },
        },
        quiet={
            "slices at the tolerance": disagreeing(0.001, 0.93),
            "as fallback leaves it": {
                **disagreeing(0.006, 0.92),
                "volume.fallback_rate": 0.8,
            },
        },
    ),
)
