"""Where the rules about alternatives fire, and where not."""

from __future__ import annotations

from tests.rules.cases import UPFRONT, Changes, estimate, judged, upfront
from tests.rules.catalog.edge import LESS, MORE, Edge, alternative, mistaken

CHEAP = {"cost_per_1k_calls": 0.1, "upfront": 0}
"""What sets an alternative apart that is worth clearly more than distilling the base case."""


def ahead_by(money: float, times: float) -> Changes:
    """The margin at so many times what an alternative is ahead by."""
    return {"policy.alternative_margin": money / judged().figures.cash.npv * times}


EDGES = (
    Edge(
        rule="cheaper-alternative",
        cap="reconsider",
        fires={
            "ahead by a little more than the margin": {
                **alternative(upfront=0),
                **ahead_by(UPFRONT, LESS),
            },
            "at the tolerated loss": {
                **alternative(**CHEAP, error_rate_increase=0.02),
                "quality.cost_per_error": 0,
            },
            "beyond it, at a price": {
                **alternative(**CHEAP, error_rate_increase=0.03),
                **mistaken(0.01, 0.0001),
            },
            "distilling loses money": {
                **alternative(upfront=0),
                **upfront(2_000_000),
            },
        },
        quiet={
            "worth the same": alternative(),
            "ahead by the margin": {**alternative(upfront=0), **ahead_by(UPFRONT, 1)},
            "ahead by a little less": {**alternative(upfront=0), **ahead_by(UPFRONT, MORE)},
            "beyond the tolerated loss": {
                **alternative(**CHEAP, error_rate_increase=0.02 * MORE),
                "quality.cost_per_error": 0.0001,
            },
            "tolerated beside the student's, but without a price": {
                **alternative(**CHEAP, error_rate_increase=0.02 * MORE),
                **mistaken(0.01, 0),
            },
            "its loss is a guess": alternative(
                **CHEAP, error_rate_increase=estimate(0, basis="assumed")
            ),
            "its loss is not known": alternative(**CHEAP, error_rate_increase=None),
            "without a price": {"alternatives": [{"name": "a cache", "error_rate_increase": 0}]},
            "worth nothing itself": {
                **alternative(cost_per_1k_calls=5),
                "student.cost_per_1k_calls": 6,
            },
        },
    ),
    Edge(
        rule="alternative-unproven",
        cap="defensible",
        fires={
            "its loss is not known": {
                **alternative(upfront=0, error_rate_increase=None),
                **ahead_by(UPFRONT, LESS),
            },
            "its loss is a guess": alternative(
                **CHEAP, error_rate_increase=estimate(0.3, basis="assumed")
            ),
            "as lossy as a student whose errors have a price": {
                **alternative(**CHEAP, error_rate_increase=None),
                **mistaken(0.03, 0.0001),
            },
        },
        quiet={
            "its loss is known": alternative(**CHEAP),
            "ahead by the margin": {
                **alternative(upfront=0, error_rate_increase=None),
                **ahead_by(UPFRONT, 1),
            },
            "as lossy as a student whose errors have none": {
                **alternative(**CHEAP, error_rate_increase=None),
                **mistaken(0.03, 0),
            },
            "without a price": {"alternatives": [{"name": "a cache"}]},
        },
    ),
)
