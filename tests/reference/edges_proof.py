"""Onto or just beside a threshold of quality and evidence (docs/specification.md, 2.4 and 4.3)."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from .building import Session, drop, figures, near, nudge, put
from .case import read
from .evidence import loss_of


def error_edge(session: Session, rng: random.Random) -> None:
    """The cost of errors on a share of the net benefit, or all of it."""
    put(session, "quality.error_rate_increase", rng.choice([0.01, 0.02, 0.03, 0.0201, 0.0199]))
    facts = figures(session)
    share = rng.choice([facts.case.policy["maintenance_share"]] * 2 + [1.0])
    net = facts.figures["annual_net_benefit"]
    each = share * net / (12 * facts.figures["handled"] * facts.case.error_increase)
    if each > 0:
        put(session, "quality.cost_per_error", each * (near(rng) if share == 1 else nudge(rng)))


def unpriced_edge(session: Session, rng: random.Random) -> None:
    """A loss on the tolerance or five times it, that nobody priced or somebody saw to be free."""
    tolerance = read(session).policy["slice_tolerance"]
    loss = rng.choice([tolerance, 5 * tolerance, tolerance / 2, 6 * tolerance]) * nudge(rng)
    put(session, "quality.error_rate_increase", min(1.0, loss))
    drop(session, "quality.cost_per_error")
    if rng.random() < 0.7:
        basis = rng.choice(["measured", "quoted", "estimated", "assumed"])
        price = {"likely": rng.choice([0, 0, 0.000_001]), "basis": basis}
        put(session, "quality.cost_per_error", price)


def disagreement_edge(session: Session, rng: random.Random) -> None:
    """An error rate on what the slices give after fallback."""
    tolerance = read(session).policy["slice_tolerance"]
    loss = tolerance * rng.choice([0.5, 0.9, 1.0, 1.1, 2.0])
    put(session, "quality.slices", [scored("all", 0.9, 0.9 - loss, rng.choice([4_000, 40_000]))])
    put(session, "quality.basis", "measured")
    put(session, "volume.fallback_rate", rng.choice([0, 0.05, 0.2]))
    case = read(session)
    by_slices = (1 - case.fallback) * loss_of(case.slices)
    put(session, "quality.error_rate_increase", by_slices * rng.choice([nudge(rng), 0, 0.5]))


def scored(name: str, teacher: float, student: float, examples: int) -> Session:
    """A slice with scores."""
    scores = {"teacher_score": teacher, "student_score": student}
    return {"name": name, "examples": examples} | scores


def bound_edge(session: Session, rng: random.Random) -> None:
    """What the slices bound on e and the tolerance, or its cost on the net benefit."""
    tolerance = read(session).policy["slice_tolerance"]
    student = rng.choice([0.9, 0.88, 0.899, 0.91])
    put(session, "quality.slices", [scored("all", 0.9, student, 10)])
    put(session, "quality.basis", rng.choice(["measured", "measured", "estimated"]))
    drop(session, "quality.error_rate_increase")
    if rng.random() < 0.3:
        put(session, "quality.error_rate_increase", rng.choice([0.001, 0.01, 0.02]))
    few, many = 1, 10_000_000
    while many - few > 1:
        middle = (few + many) // 2
        session["quality"]["slices"][0]["examples"] = middle
        facts = figures(session)
        wide = facts.figures["quality"]["upper_95"] > facts.case.error_increase + tolerance
        few, many = (middle, many) if wide else (few, middle)
    examples = rng.choice([few, many, 5_000, many * 2])
    session["quality"]["slices"][0]["examples"] = max(1, examples)
    if rng.random() < 0.5:
        facts = figures(session)
        upper = facts.figures["quality"]["upper_95"]
        each = facts.figures["annual_net_benefit"] / (12 * facts.figures["handled"] * upper)
        if each > 0:
            put(session, "quality.cost_per_error", each * near(rng))


def evaluation_edge(session: Session, rng: random.Random) -> None:
    """An evaluation on its last day, not frozen, or of agreement with the teacher."""
    session.setdefault("as_of", date(2025, 6, 30))
    oldest = read(session).policy["evaluation_max_age_days"]
    age = timedelta(days=oldest + rng.choice([-1, 0, 0, 1, 400, -oldest, -oldest - 3]))
    put(session, "quality.evaluated_on", session["as_of"] - age)
    put(session, "quality.frozen", rng.random() < 0.6)
    put(session, "quality.score_kind", rng.choice(["correctness", "agreement"]))
    if rng.random() < 0.4:
        worse = scored("hard", 0.9, 0.8, 6_000) | {"critical": rng.random() < 0.7}
        slices = session["quality"].setdefault("slices", [])
        if slices and "share" in slices[0]:
            worse["share"] = 0.2
        slices.append(worse)


def broad_edge(session: Session, rng: random.Random) -> None:
    """Broad, or moderate about the number of task types, with and without good slices."""
    limit = read(session).policy["broad_task_types"]
    session["task"]["breadth"] = rng.choice(["moderate", "broad"])
    session["task"]["task_types"] = limit + rng.choice([-1, 0, 1, 1])
    put(session, "quality.cost_per_error", rng.choice([0, 0.0005, 0.001]))


def slice_edge(session: Session, rng: random.Random) -> None:
    """Slices on the tolerance, on a minimum, with just too few examples, or oddly good."""
    tolerance = read(session).policy["slice_tolerance"]
    slices = []
    for index in range(rng.randint(1, 3)):
        teacher = rng.choice([0.7, 0.8, 0.85, 0.9, 0.95, 1.0])
        change = rng.choice([-tolerance, -tolerance - 0.001, -tolerance + 0.001, 0.0, 0.0])
        if rng.random() < 0.35:
            teacher, change = rng.choice([0.7, 0.75, 0.8]), rng.choice([0.1, 0.101, 0.099, 0.15])
        student = round(min(1.0, teacher + change), 6)
        n = 1.96**2 * (teacher * (1 - teacher) + student * (1 - student)) / tolerance**2
        examples = math.ceil(max(n, 3 / tolerance)) + rng.choice([-1, 0, 0, 1, 500])
        one: Session = {"name": f"edge {index + 1}", "examples": max(1, examples)}
        one |= {"teacher_score": teacher, "student_score": student}
        if rng.random() < 0.3:
            one["minimum_score"] = min(1.0, student + rng.choice([0, 0, 0.001, -0.001]))
        if rng.random() < 0.4:
            one["critical"] = True
        if rng.random() < 0.05:
            del one["examples"]
        slices.append(one)
    put(session, "quality.slices", slices)
    put(session, "quality.basis", rng.choice(["measured", "measured", "quoted"]))
    put(session, "quality.cost_per_error", rng.choice([0, 0.0002, 0.001]))
