"""Onto or just beside what a sum leaves out, or another way of spending (specification, 4.3)."""

from __future__ import annotations

import random

from .building import (
    ITEMS,
    SHEETS,
    Session,
    calm,
    drop,
    figures,
    near,
    nice,
    put,
    savings_of,
    spread,
    teacher_cost,
    value_at,
)
from .plain_cases import KINDS
from .slack import known


def upside_edge(session: Session, rng: random.Random) -> None:
    """No net without the upside, just about with it."""
    savings = max(12 * savings_of(session), 1.0)
    put(session, "maintenance.redistillations_per_year", 1)
    put(session, "maintenance.cost_per_redistillation", savings * rng.uniform(1.0, 1.5))
    after = figures(session).figures["annual_net_after_errors"]
    monthly = max(0.0, -after / 12 * rng.choice([near(rng), 1.5]))
    if rng.random() < 0.5:
        session["upside"] = {"capability": "search", "capability_revenue_per_month": monthly}
    else:
        gain = rng.choice(["latency", "quality"])
        session["upside"] = {f"{gain}_value_per_month": monthly}
        if rng.random() < 0.6:
            session["upside"][f"{gain}_metric"] = "bounce rate"


def alternative_edge(session: Session, rng: random.Random) -> None:
    """An alternative just better or worse than the student, or just too inaccurate."""
    if rng.random() < 0.6:
        # Maintenance of the student small enough that there is something to compare with.
        calm(session, rng)
    facts = figures(session)
    case = facts.case
    one: Session = {"name": "the other way", "kind": rng.choice(KINDS), "upfront": 0}
    one["cost_per_1k_calls"] = nice(teacher_cost(session) * rng.uniform(0.02, 0.4))
    allowed = case.error_increase + case.policy["slice_tolerance"]
    errors = rng.choice([0.0, allowed, allowed * 1.001, allowed * 0.999])
    basis = rng.choice(["measured", "estimated", "assumed", None])
    if basis is not None:
        one["error_rate_increase"] = {"likely": min(1.0, errors), "basis": basis}
    if rng.random() < 0.2:
        drop(session, "quality.cost_per_error")
    session["alternatives"] = [*session.get("alternatives", [])[:1], one]
    facts = figures(session)
    free = known(facts.alternatives[-1].npv)
    wanted = facts.cash["npv"]
    margin = case.policy["alternative_margin"] + rng.choice([-0.01, -0.001, 0.0, 0.0, 0.001, 0.1])
    aim = free - wanted - abs(wanted) * margin
    if rng.random() < 0.2:
        aim = free * rng.choice([0.999, 1.001])  # its own npv about 0
    one["upfront"] = max(0.0, aim)


def nothing_to_pay(session: Session, rng: random.Random) -> None:
    """Zeros: no upfront at all, no maintenance, one item only."""
    kind = rng.choice(["free", "one item", "no upkeep", "zero line", "zero line"])
    if kind == "free":
        session["upfront"] = {"data_generation": 0, "months_to_launch": rng.choice([0, 2])}
        if rng.random() < 0.5:
            session["upfront"] |= dict.fromkeys(ITEMS, 0)
    elif kind == "one item":
        session["upfront"] = {rng.choice(ITEMS): nice(spread(rng, 1000, 100_000))}
    elif kind == "no upkeep":
        session["maintenance"] = {
            "redistillations_per_year": rng.choice(
                [0, {"likely": 0, "basis": "measured"}, {"likely": 0, "basis": "assumed"}]
            )
        }
    else:
        item = rng.choice(ITEMS)
        drop(session, f"upfront.{SHEETS[item]}")
        zero = {"likely": 0, "basis": rng.choice(["measured", "quoted", "estimated", "assumed"])}
        put(session, f"upfront.{item}", zero)


def paperwork(session: Session, rng: random.Random) -> None:
    """Terms, labels, data, latency and values without a metric."""
    kind = rng.randrange(6)
    if kind == 0:
        put(session, "teacher.training_terms", rng.choice(["prohibited", "unreviewed"]))
        makers = ["teacher", "other-model", "people", "existing-labels"]
        put(session, "upfront.labelled_by", rng.choice(makers))
    elif kind == 1:
        put(session, "task.training_data", rng.choice(["unavailable", "unknown"]))
    elif kind == 2:
        put(session, "teacher.p95_latency_seconds", 1.5)
        put(session, "student.p95_latency_seconds", rng.choice([1.5, 1.501, 1.499, 3]))
    elif kind == 3:
        volume = value_at(session, "volume.calls_per_month")
        basis = rng.choice(["assumed", "assumed", "estimated"])
        put(session, "volume.calls_per_month", {"likely": volume, "basis": basis})
    else:
        gain = rng.choice(["latency", "quality"])
        put(session, f"upside.{gain}_value_per_month", rng.choice([0, 500, 2500]))
        if rng.random() < 0.3:
            put(session, f"upside.{gain}_metric", "time to first answer")


def billed(session: Session, rng: random.Random) -> None:
    """The teacher's cost from its bill alone, and the student's from what stands by the month."""
    bill = nice(teacher_cost(session) * value_at(session, "volume.calls_per_month") / 1000)
    drop(session, "teacher.cost_per_1k_calls")
    drop(session, "teacher.tokens")
    basis = rng.choice(["measured", "quoted", "estimated", "assumed"])
    put(session, "teacher.bill_per_month", {"likely": bill, "basis": basis})
    if rng.random() < 0.5:
        drop(session, "student.cost_per_1k_calls")
        drop(session, "student.tokens")
        drop(session, "student.hosting")
        basis = rng.choice(["measured", "quoted", "estimated", "assumed"])
        flat = {"likely": nice(bill * rng.uniform(0.01, 0.4)), "basis": basis}
        put(session, "student.fixed_cost_per_month", flat)


BOUNDS = {
    "volume.monthly_growth": (-0.5, 0.25),
    "volume.share_moved": (0.0001, 1),
    "volume.fallback_rate": (0, 0.9999),
    "teacher.annual_price_change": (-0.9999, 2),
    "upfront.contingency": (0, 2),
    "upfront.months_to_launch": (0, 60),
    "upfront.ramp_months": (0, 60),
    "maintenance.redistillations_per_year": (0, 365),
    "quality.error_rate_increase": (0, 1),
    "student.hosting.target_load": (0.01, 1),
    "student.hosting.min_replicas": (0, 1_000),
    "student.cost_per_1k_calls": (0, 0),
}


def at_bounds(session: Session, rng: random.Random) -> None:
    """A number or two where its bounds end."""
    for key in rng.sample(sorted(BOUNDS), rng.choice([1, 1, 2])):
        if key.startswith("student.hosting.") and "hosting" not in session["student"]:
            continue
        basis = rng.choice(["measured", "estimated", "assumed"])
        put(session, key, {"likely": rng.choice(BOUNDS[key]), "basis": basis})
