"""A whole case with bare numbers."""

from __future__ import annotations

import random
from datetime import date, timedelta

from .building import Session, calm, nice, put, spread, teacher_cost, value_at
from .plain_costs import student_part, teacher_part, upfront_part

KINDS = ("prompt-small-model", "quantize", "cache-and-batch", "route", "other")
BREADTHS = ("narrow", "moderate", "broad")


def score(rng: random.Random) -> float:
    """A plausible score."""
    return round(rng.uniform(0.75, 0.98), 3)


def quality_part(rng: random.Random, tidy: bool) -> Session:
    """Quality: slices with and without shares, minima, criticality, examples and scores."""
    quality: Session = {}
    if tidy or rng.random() < 0.75:
        quality["basis"] = rng.choice(["measured"] * (9 if tidy else 2) + ["estimated", "assumed"])
        if tidy:
            quality["basis"] = "measured"
        with_shares = rng.random() < 0.6
        slices = []
        for index in range(rng.randint(1, 4)):
            teacher = score(rng)
            change = rng.uniform(-0.015, 0.03) if tidy else rng.uniform(-0.06, 0.05)
            one: Session = {"name": f"slice {index + 1}", "teacher_score": teacher}
            one["student_score"] = round(min(1.0, max(0.0, teacher + change)), 3)
            if with_shares:
                one["share"] = nice(rng.uniform(0.05, 1), 2)
            if tidy or rng.random() < 0.7:
                one["examples"] = rng.randint(5000, 9000) if tidy else int(spread(rng, 50, 9000))
            if rng.random() < (0.2 if tidy else 0.35):
                one["minimum_score"] = round(
                    one["student_score"] + rng.uniform(-0.05, 0 if tidy else 0.02), 3
                )
            one["minimum_score"] = min(1.0, one.get("minimum_score", 2.0))
            if one["minimum_score"] == 1.0:
                del one["minimum_score"]
            if rng.random() < 0.3:
                one["critical"] = rng.random() < 0.8
            if not tidy and rng.random() < 0.08:
                del one[rng.choice(["teacher_score", "student_score"])]
            slices.append(one)
        quality["slices"] = slices
    if rng.random() < 0.15:
        quality["error_rate_increase"] = rng.choice([0, 0.001, 0.005, 0.01, 0.03])
    if tidy or rng.random() < 0.5:
        quality["cost_per_error"] = nice(spread(rng, 0.0001, 0.02), 2)
    elif rng.random() < 0.2:
        quality["cost_per_error"] = 0
    return quality


def evaluation_part(rng: random.Random, session: Session, tidy: bool) -> Session:
    """When the slices were scored, by which measure, and whether they still change."""
    quality: Session = {}
    if tidy or rng.random() < 0.6:
        quality["frozen"] = tidy or rng.random() < 0.7
    if "as_of" in session and rng.random() < 0.6:
        age = rng.randint(0, 300 if tidy else 700)
        quality["evaluated_on"] = session["as_of"] - timedelta(days=age)
    if rng.random() < (0.1 if tidy else 0.3):
        quality["score_kind"] = rng.choice(["correctness", "agreement", "agreement"])
    return quality


def alternatives_part(rng: random.Random, session: Session) -> list[Session]:
    """Alternatives, some without a cost."""
    result = []
    for index in range(rng.randint(1, 3)):
        one: Session = {"name": f"alternative {index + 1}", "kind": rng.choice(KINDS)}
        if rng.random() < 0.8:
            one["cost_per_1k_calls"] = nice(teacher_cost(session) * rng.uniform(0.05, 1.1))
        if rng.random() < 0.6:
            one["upfront"] = nice(spread(rng, 500, 40_000))
        if rng.random() < 0.3:
            one["fixed_cost_per_month"] = nice(spread(rng, 50, 3000))
        if rng.random() < 0.3:
            one["annual_upkeep"] = nice(spread(rng, 100, 20_000))
        if rng.random() < 0.6:
            one["error_rate_increase"] = rng.choice([0, 0.005, 0.02, 0.05, 0.1])
        if rng.random() < 0.4:
            one["share_moved"] = round(rng.uniform(0.2, 1), 2)
        if rng.random() < 0.3:
            one["months_to_launch"] = rng.choice([0, 1, 2.5])
        result.append(one)
    return result


def policy_part(rng: random.Random) -> Session:
    """A few policy values unlike the defaults."""
    choices: Session = {
        "strong_payback_months": rng.choice([2, 4, 6]),
        "defensible_payback_months": rng.choice([9, 15, 18]),
        "stop_payback_months": rng.choice([20, 30]),
        "horizon_months": rng.choice([18, 24, 30, 48, 60]),
        "discount_rate": rng.choice([0.0, 0.05, 0.15]),
        "slice_tolerance": rng.choice([0.01, 0.03, 0.05]),
        "maintenance_share": rng.choice([0.3, 0.7]),
        "fixed_cost_share": rng.choice([0.3, 0.7]),
        "idle_share": rng.choice([0.3, 0.8]),
        "broad_task_types": rng.choice([5, 20]),
        "price_cut": rng.choice([0.25, 0.7]),
        "alternative_margin": rng.choice([0.0, 0.2]),
        "evaluation_max_age_days": rng.choice([90, 180, 730]),
        "stand_in_scale": rng.choice([0.5, 2]),
        "usd_rate": rng.choice([0.9, 1.1]),
    }
    names = rng.sample(sorted(choices), rng.randint(1, 3))
    return {name: choices[name] for name in names}


def plain(rng: random.Random, tidy: bool) -> Session:
    """A whole case with bare numbers."""
    session: Session = {"schema": 1, "title": f"Case {rng.randint(1, 9999)}"}
    session["currency"] = rng.choice(["USD", "EUR", "GBP"])
    if rng.random() < 0.8:
        session["as_of"] = date(2024, 1, 1) + timedelta(days=rng.randint(0, 900))
    session["task"] = {"breadth": rng.choice(BREADTHS[: 1 if tidy else 3])}
    if rng.random() < 0.5:
        session["task"]["task_types"] = rng.choice([1, 2, 5, 9, 10, 11, 25])
    session["volume"] = {"calls_per_month": nice(spread(rng, 30_000, 40_000_000))}
    if rng.random() < 0.6:
        growth = [0, 0.01, 0.02, 0.05, -0.005] if tidy else [-0.08, -0.03, -0.01, 0, 0.02, 0.1]
        session["volume"]["monthly_growth"] = rng.choice(growth)
    if rng.random() < 0.5:
        session["volume"]["share_moved"] = round(rng.uniform(0.3, 1), 2)
    if rng.random() < 0.4:
        session["volume"]["fallback_rate"] = round(rng.uniform(0, 0.3), 2)
    calls = value_at(session, "volume.calls_per_month")
    session["teacher"] = teacher_part(rng, calls)
    terms = ["permitted"] if tidy else ["permitted", "permitted", "unreviewed", "prohibited", None]
    chosen = rng.choice(terms)
    if chosen is not None:
        session["teacher"]["training_terms"] = chosen
    if tidy or rng.random() < 0.5:
        data = ["available"] if tidy else ["available", "available", "unknown", "unavailable"]
        session["task"]["training_data"] = rng.choice(data)
    session["student"] = student_part(rng, session)
    session["upfront"] = upfront_part(rng, session, tidy)
    maintenance: Session = {"redistillations_per_year": rng.choice([1, 2, 3, 4])}
    if not tidy:
        maintenance["redistillations_per_year"] = rng.choice([0, 0, 1, 2, 4, 6, 12, 24, 1.5])
    session["maintenance"] = maintenance
    if rng.random() < 0.5:
        maintenance["cost_per_redistillation"] = nice(spread(rng, 200, 20_000))
    if rng.random() < 0.5:
        maintenance["monitoring_per_month"] = nice(spread(rng, 50, 1500))
    if tidy:
        calm(session, rng)
    session["quality"] = quality_part(rng, tidy) | evaluation_part(rng, session, tidy)
    if rng.random() < 0.3:
        upside_part(session, rng)
    if rng.random() < (0.1 if tidy else 0.35):
        session["alternatives"] = alternatives_part(rng, session)
    if rng.random() < 0.25:
        session["policy"] = policy_part(rng)
    if rng.random() < 0.2:
        session["risk"] = {"stand_ins": rng.random() < 0.5, "seed": rng.randint(0, 99)}
    if "as_of" in session and rng.random() < 0.3:
        who = rng.choice(["teacher", "student"])
        later = timedelta(days=rng.randint(100, 1500))
        put(session, f"{who}.retires_on", session["as_of"] + later)
    return session


def upside_part(session: Session, rng: random.Random) -> None:
    """Latency and capability upside, sometimes unattached."""
    where: Session = {}
    if rng.random() < 0.6:
        where["latency_value_per_month"] = rng.choice([0, nice(spread(rng, 100, 20_000))])
        if rng.random() < 0.6:
            where["latency_metric"] = rng.choice(["checkout conversion", ""])
    if rng.random() < 0.6:
        where["capability"] = "offline use"
        where["capability_revenue_per_month"] = nice(spread(rng, 100, 20_000))
        if rng.random() < 0.6:
            where["capability_probability"] = round(rng.uniform(0, 1), 2)
    if rng.random() < 0.4:
        where["quality_value_per_month"] = rng.choice([0, nice(spread(rng, 100, 20_000))])
        if rng.random() < 0.6:
            where["quality_metric"] = rng.choice(["tickets solved at once", ""])
    if where:
        session["upside"] = where
