"""Ranges, bases and sources around the numbers of a session (docs/specification.md, 1.1)."""

from __future__ import annotations

import math
import random
from typing import Any

from .building import Session

# Bounds of the E keys of section 1.2 by the last part of the key; others are amounts >= 0.
BOUNDS: dict[str, tuple[float, float]] = {
    "monthly_growth": (-0.5, 0.25),
    "share_moved": (0.0001, 1.0),
    "fallback_rate": (0.0, 0.9999),
    "annual_price_change": (-0.9999, 2.0),
    "contingency": (0.0, 2.0),
    "months_to_launch": (0.0, 60.0),
    "ramp_months": (0.0, 60.0),
    "redistillations_per_year": (0.0, 365.0),
    "error_rate_increase": (0.0, 1.0),
    "capability_probability": (0.0, 1.0),
    "acceptance_rate": (0.01, 1.0),
    "target_load": (0.01, 1.0),
    "batch_share": (0.0, 1.0),
    "batch_discount": (0.0, 1.0),
    "review_share": (0.0, 1.0),
}
COUNTS = {"min_replicas", "gpus_per_replica", "people", "runs", "epochs"}
SKIPPED = {"schema", "slices", "policy", "risk", "task_types", "other"}
WHOLE_INPUT = {"input", "cached_input", "cache_write_input"}


def dress(rng: random.Random, key: str, value: float, bases: list[str], ranges: bool) -> Any:
    """A bare number, or an inline table around it."""
    if rng.random() < 0.35:
        return value
    dressed: Session = {"likely": value}
    if ranges and key not in COUNTS and rng.random() < 0.5:
        low_bound, high_bound = BOUNDS.get(key, (value * 0.05, math.inf))
        wide = abs(value) if value else rng.choice([0.0, 0.001])
        dressed["low"] = max(min(low_bound, value), value - wide * rng.uniform(0, 0.6))
        dressed["high"] = min(max(high_bound, value), value + wide * rng.uniform(0, 0.9))
        if key in ("min_replicas",) or dressed["low"] > value or dressed["high"] < value:
            del dressed["low"], dressed["high"]
    if rng.random() < 0.8:
        dressed["basis"] = rng.choice(bases)
    if rng.random() < 0.3:
        dressed["source"] = rng.choice(["gateway logs, Aug-Oct", "price list", 'the "team" said'])
    return dressed


def dress_all(session: Session, rng: random.Random, bases: list[str]) -> None:
    """Dress every bare E number of a session."""

    def walk(here: Session) -> None:
        cached = "cached_input" in here or "cache_write_input" in here
        for key, value in list(here.items()):
            if key in SKIPPED:
                if key == "other":
                    walk(value)
                continue
            if isinstance(value, bool):
                continue
            if isinstance(value, dict) and "likely" not in value:
                walk(value)
            elif isinstance(value, list):
                for entry in value:
                    walk(entry)
            elif isinstance(value, int | float):
                here[key] = dress(rng, key, value, bases, not (cached and key in WHOLE_INPUT))

    walk(session)
