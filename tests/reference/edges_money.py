"""Onto or just beside a threshold of money and volume (docs/specification.md, 4.3)."""

from __future__ import annotations

import random

from .building import (
    Session,
    drop,
    figures,
    near,
    nice,
    nudge,
    put,
    savings_of,
    set_upfront,
    teacher_cost,
    value_at,
)
from .case import read
from .estimates import likely
from .plain_costs import hosting
from .slack import known


def payback_edge(session: Session, rng: random.Random) -> None:
    """Headline payback on the strong, defensible or stop limit."""
    facts = figures(session)
    savings = savings_of(session)
    limit = facts.case.policy[
        rng.choice(["strong", "defensible", "defensible", "stop"]) + "_payback_months"
    ]
    set_upfront(session, rng, savings * limit * nudge(rng))


def half_edge(session: Session, rng: random.Random) -> None:
    """Payback at half the volume on the limit, with and without growth."""
    limit = figures(session).limit
    set_upfront(session, rng, savings_of(session, 0.5) * limit * rng.choice([nudge(rng), 1.2, 1.6]))
    growth = rng.choice([0, 0.02, 0.05, -0.005, 0.01, 0.0099, 0.0101])
    basis = rng.choice(["measured", "estimated", "assumed"])
    put(session, "volume.monthly_growth", {"likely": growth, "basis": basis})


def volume_low_edge(session: Session, rng: random.Random) -> None:
    """The low end of the volume on the break-even."""
    threshold = figures(session).figures["break_even_calls_per_month"]
    volume = value_at(session, "volume.calls_per_month")
    if threshold is None or not 0 < threshold < volume:
        return
    low = min(volume, max(1.0, threshold * nudge(rng)))
    value = {"likely": volume, "low": low, "high": volume * 1.5, "basis": "measured"}
    put(session, "volume.calls_per_month", value)


def volume_at_break_even(session: Session, rng: random.Random) -> None:
    """Today's volume on the break-even; with hosting on a replica's edge too."""
    threshold = figures(session).figures["break_even_calls_per_month"]
    if threshold is not None and 0 < threshold < 1e12:
        put(session, "volume.calls_per_month", threshold * nudge(rng))


def redistillation_edge(session: Session, rng: random.Random) -> None:
    """Redistillations on a share of the savings, or all of them, or twelve a year."""
    facts = figures(session)
    savings = 12 * savings_of(session)
    if rng.random() < 0.3:
        put(session, "maintenance.redistillations_per_year", rng.choice([11.99, 12, 12, 13, 52]))
        put(session, "maintenance.cost_per_redistillation", nice(max(1, savings * 0.005)))
        return
    count = rng.choice([1, 3, 3.99, 4, 4, 6, 12])
    share = rng.choice([facts.case.policy["maintenance_share"], 1.0, 0.8])
    put(session, "maintenance.redistillations_per_year", count)
    each = max(0.0, share * savings * nudge(rng) / count)
    put(session, "maintenance.cost_per_redistillation", each)
    # With monitoring beside them, redistillations that cost all of it leave less than nothing.
    put(session, "maintenance.monitoring_per_month", nice(max(1.0, savings * 0.002)))


def upkeep_edge(session: Session, rng: random.Random) -> None:
    """Maintenance, mostly monitoring, on a share of the savings or all of them."""
    facts = figures(session)
    savings = 12 * savings_of(session)
    share = rng.choice([facts.case.policy["maintenance_share"], 1.0])
    put(session, "maintenance.redistillations_per_year", 2)
    put(session, "maintenance.cost_per_redistillation", max(0.0, 0.1 * savings))
    factor = near(rng) if share == 1 else nudge(rng)
    monitoring = (share * factor - 0.2) * savings / 12
    put(session, "maintenance.monitoring_per_month", max(0.0, monitoring))


def price_cut_edge(session: Session, rng: random.Random) -> None:
    """Payback with the price cut on the limit."""
    facts = figures(session)
    savings = savings_of(session, cost_factor=1 - facts.case.policy["price_cut"])
    set_upfront(session, rng, savings * facts.limit * nudge(rng))


def unit_edge(session: Session, rng: random.Random) -> None:
    """The student's cost on what the teacher's is after fallback."""
    cost_t = teacher_cost(session)
    drop(session, "student.tokens")
    if rng.random() < 0.5:
        drop(session, "student.hosting")
        put(session, "teacher.cost_per_1k_calls", 8)  # 8 * 0.75 and the like are exact
        cost_t = 8.0
    fallback = rng.choice([0, 0.25, 0.5, 0.75])
    put(session, "volume.fallback_rate", fallback)
    factor = rng.choice([0.9, 0.99, 0.999, 1.0, 1.001, 1.01, 1.1, 1.5])
    cost = cost_t if rng.random() < 0.15 else (1 - fallback) * cost_t * factor
    put(session, "student.cost_per_1k_calls", cost)


def fixed_cost_edge(session: Session, rng: random.Random) -> None:
    """The fixed cost on its share of the gross."""
    facts = figures(session)
    drop(session, "student.hosting")
    put(session, "student.cost_per_1k_calls", nice(teacher_cost(session) * 0.1))
    put(session, "student.fixed_cost_per_month", 0)
    gross = figures(session).figures["monthly_savings"]
    share = facts.case.policy["fixed_cost_share"]
    if gross > 0:
        put(session, "student.fixed_cost_per_month", gross * share * nudge(rng))


def hosting_edge(session: Session, rng: random.Random) -> None:
    """Hosting whose replicas just do, or just do not, earn their keep; idle or busy."""
    drop(session, "student.tokens")
    case = read(session)
    handled = known(case.volume) * case.share_moved
    sheet = hosting(rng, handled)
    put(session, "student.hosting", sheet)
    case = read(session)
    hosted = known(case.hosting)
    per_call = (1 - case.fallback) * teacher_cost(session) / 1000
    per_call -= known(case.student.value) / 1000
    if per_call > 0 and rng.random() < 0.5:
        capacity = hosted.calls_of_one_replica()
        one = hosted.cost_of(1) / likely(sheet["gpu_price_per_hour"])
        factor = rng.choice([0.5, 0.8, 0.97, 1.03, 1.5, 3])
        sheet["gpu_price_per_hour"] = per_call * capacity / one * factor
    elif rng.random() < 0.6:
        bar = hosted.load_factor(handled) * hosted.peak_to_average / hosted.target_load
        share = bar * rng.choice([0.999, 1.001, 1.0])
        put(session, "policy.idle_share", min(1.0, share))
    if rng.random() < 0.3:
        sheet["min_replicas"] = rng.choice([2, 4, 10])


def spend_edge(session: Session, rng: random.Random) -> None:
    """Upfront on what a student that costs nothing would save in the longest payback."""
    facts = figures(session)
    limit = rng.choice([facts.limit, facts.stop])
    stake = facts.figures["most_at_stake"] / 12
    set_upfront(session, rng, stake * limit * rng.choice([nudge(rng), 1.3]))
