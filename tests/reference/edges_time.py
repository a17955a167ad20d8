"""Onto or just beside a threshold of time (docs/specification.md, 3.3 and 4.3)."""

from __future__ import annotations

import random
from datetime import date, timedelta

from .building import (
    Session,
    drop,
    figures,
    fix_redistillation_cost,
    near,
    net_flows,
    nudge,
    put,
    savings_of,
    set_upfront,
)
from .cash import add_months, npv_of
from .edges_money import payback_edge
from .slack import ceiling, known


def growth_edge(session: Session, rng: random.Random) -> None:
    """Growth on -0.01 or on 0, or a volume that melts away."""
    growth = rng.choice([-0.01, -0.0101, -0.0099, 0, 0.01, 0.0099, 0.0101, -0.03, -0.1, -0.2])
    put(session, "volume.monthly_growth", growth)


def cash_edge(session: Session, rng: random.Random) -> None:
    """Cash payback on the limit, the stop limit or the horizon; or npv on 0."""
    fix_redistillation_cost(session)
    facts = figures(session)
    monthly = net_flows(session)
    policy = facts.case.policy
    where = rng.choice(["defensible", "stop", "horizon", "npv", "between"])
    if where == "npv":
        total = npv_of(monthly, policy["discount_rate"])
    elif where == "horizon":
        total = sum(monthly[1:])
    else:
        limit = policy[("stop" if where == "stop" else "defensible") + "_payback_months"]
        if where == "between":
            limit = rng.randint(limit, policy["stop_payback_months"])
        total = sum(monthly[1 : limit + 1])
    factor = near(rng) if where in ("npv", "horizon") else nudge(rng)
    set_upfront(session, rng, total * factor)


def slow_launch(session: Session, rng: random.Random) -> None:
    """A quick headline payback, but a late and slow start."""
    payback_edge(session, rng)
    put(session, "upfront.months_to_launch", rng.choice([6, 9, 12, 20, 35, 36, 50]))
    put(session, "upfront.ramp_months", rng.choice([0, 3, 6, 12]))


def horizon_edge(session: Session, rng: random.Random) -> None:
    """A horizon within which the cash does not come back, though it does soon after."""
    fix_redistillation_cost(session)
    horizon = rng.choice([6, 12, 18, 23, 24])
    put(session, "policy.horizon_months", horizon)
    stop = figures(session).case.policy["stop_payback_months"]
    put(session, "policy.horizon_months", max(horizon, stop))
    monthly = net_flows(session)
    put(session, "policy.horizon_months", horizon)
    until = rng.choice([horizon, horizon + 1, stop, stop, stop + 1])
    set_upfront(session, rng, sum(monthly[1 : until + 1]) * near(rng))


def growth_carries_edge(session: Session, rng: random.Random) -> None:
    """Worth something with the growth, and about nothing without."""
    fix_redistillation_cost(session)
    put(session, "volume.monthly_growth", 0)
    rate = figures(session).case.policy["discount_rate"]
    worth = npv_of(net_flows(session), rate)
    basis = rng.choice(["measured", "quoted", "estimated", "assumed"])
    growth = {"likely": rng.choice([0.005, 0.02, 0.05, 0.1]), "basis": basis}
    put(session, "volume.monthly_growth", growth)
    set_upfront(session, rng, worth * rng.choice([near(rng), 1.1, 1.4]))


def redeemed_edge(session: Session, rng: random.Random) -> None:
    """A year that leaves nothing today, and a rise that mends it: seen, or assumed."""
    basis = rng.choice(["measured", "quoted", "estimated", "assumed"])
    if rng.random() < 0.7:
        growth = {"likely": rng.choice([0.03, 0.06, 0.1, 0.15]), "basis": basis}
        put(session, "volume.monthly_growth", growth)
    else:
        rise = {"likely": rng.choice([0.5, 1.0, 2.0]), "basis": basis}
        put(session, "teacher.annual_price_change", rise)
    savings = 12 * max(savings_of(session), 1.0)
    put(session, "maintenance.monitoring_per_month", 0)
    put(session, "maintenance.redistillations_per_year", 1)
    put(session, "maintenance.cost_per_redistillation", savings * 0.05)
    kinds = ["redistillations", "monitoring", "errors", "errors", "spend", "upside", "upside"]
    kind = rng.choice(kinds)
    eaten = savings * rng.choice([near(rng), near(rng), 0.8, 1.2])
    set_upfront(session, rng, savings / 12 * rng.uniform(0.5, 6))
    if kind == "redistillations":
        count = rng.choice([4, 6, 12, 24])
        put(session, "maintenance.redistillations_per_year", count)
        put(session, "maintenance.cost_per_redistillation", eaten / count)
    elif kind == "monitoring":
        put(session, "maintenance.monitoring_per_month", eaten / 12)
    elif kind == "errors":
        handled = figures(session).figures["handled"]
        put(session, "quality.error_rate_increase", 0.01)
        put(session, "quality.cost_per_error", eaten / (12 * handled * 0.01))
    elif kind == "spend":
        facts = figures(session)
        stake = facts.figures["most_at_stake"] / 12
        set_upfront(session, rng, stake * facts.stop * rng.choice([near(rng), 1.2, 2.0]))
    else:
        put(session, "maintenance.monitoring_per_month", savings / 12)
        put(session, "upside.capability_revenue_per_month", savings / 12 * rng.uniform(0.05, 0.2))


def retirement_edge(session: Session, rng: random.Random) -> None:
    """A model's retirement on, a day before or after the days that count."""
    session.setdefault("as_of", date(2025, rng.randint(1, 12), rng.choice([1, 15, 28])))
    if rng.random() < 0.3:
        session["as_of"] = date(2024, rng.choice([1, 3, 5, 8, 10, 12]), 31)
    who = rng.choice(["teacher", "student"])
    drop(session, f"{who}.retires_on")
    facts = figures(session)
    months = ceiling(known(facts.months_that_count()))
    horizon = facts.case.policy["horizon_months"]
    months = rng.choice([months, months, 12, 12, horizon, 2, 30])
    day = add_months(session["as_of"], months)
    put(session, f"{who}.retires_on", day + timedelta(days=rng.choice([-40, -1, 0, 0, 0, 1, 40])))


def savings_that_end(session: Session, rng: random.Random) -> None:
    """Savings that run out: by the teacher's price, by volume, or with the student."""
    fix_redistillation_cost(session)
    kind = rng.choice(["price", "volume", "both", "student"])
    if kind in ("price", "both"):
        put(session, "teacher.annual_price_change", rng.choice([-0.5, -0.7, -0.9]))
    if kind in ("volume", "both"):
        put(session, "volume.monthly_growth", rng.choice([-0.05, -0.1, -0.2]))
    if kind == "student":
        session.setdefault("as_of", date(2025, 3, 31))
        until = add_months(session["as_of"], rng.choice([3, 8, 12, 20]))
        put(session, "student.retires_on", until)
    savings = savings_of(session)
    if savings > 0:
        upkeep = savings * rng.choice([0.1, 0.4, 0.7])
        put(session, "maintenance.monitoring_per_month", upkeep)
    monthly = net_flows(session)
    gains = sum(flow for flow in monthly if flow > 0)
    set_upfront(session, rng, gains * rng.choice([0.3, 0.6, 0.8, 0.9, 0.97, 1.02, 1.5]))
