"""Random valid sessions, realistic but wide (docs/specification.md, sections 1.1, 1.2 and 2).

`generate(seed)` gives the plain dict that tomllib would give, `to_toml` writes it as TOML, and
`team_policy(seed)` gives a team's policy, or None. Every number lies within its bounds.

A session is made in four steps: a plain case with bare numbers; one or two *themes*, which push
it onto or just beside one threshold of section 4; ranges, bases and sources around the numbers;
and, for about one in seven, the removal of something a verdict needs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from . import conditions, economics
from .economics import known, likely, table

Session = dict[str, Any]

ITEMS = ("data_generation", "training_compute", "evaluation_build", "engineering_time")
SHEETS = {
    "data_generation": "data_generation_worksheet",
    "training_compute": "training_worksheet",
    "evaluation_build": "evaluation_worksheet",
    "engineering_time": "engineering_worksheet",
}
KINDS = ("prompt-small-model", "quantize", "cache-and-batch", "route", "other")
BREADTHS = ("narrow", "moderate", "broad")

# Bounds of the E keys of section 1.2 by the last part of the key; others are amounts >= 0.
BOUNDS: dict[str, tuple[float, float]] = {
    "monthly_growth": (-0.5, 0.25),
    "share_moved": (0.01, 1.0),
    "fallback_rate": (0.0, 0.99),
    "annual_price_change": (-0.99, 2.0),
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


# --- small helpers --------------------------------------------------------------------------------


def spread(rng: random.Random, low: float, high: float) -> float:
    """Log-uniform."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def nice(x: float, digits: int = 3) -> float:
    """Round to some significant digits; whole numbers as int where large."""
    if x == 0:
        return 0
    rounded = round(x, digits - 1 - math.floor(math.log10(abs(x))))
    return int(rounded) if abs(rounded) >= 100 else rounded


def nudge(rng: random.Random) -> float:
    """A factor on, just beside, or near 1."""
    step = rng.choice([0.0, 1e-6, 0.001, 0.01, 0.05])
    return 1 + rng.choice([-1, 1]) * step


def near(rng: random.Random) -> float:
    """A factor beside 1, never on it: where a sum meets 0, rounding would decide."""
    return 1 + rng.choice([-1, 1]) * rng.choice([1e-6, 0.001, 0.01, 0.05])


def put(session: Session, path: str, value: Any) -> None:
    """Set a dotted key."""
    *parents, leaf = path.split(".")
    here = session
    for part in parents:
        here = here.setdefault(part, {})
    here[leaf] = value


def drop(session: Session, path: str) -> None:
    """Remove a dotted key where present."""
    *parents, leaf = path.split(".")
    here: Any = session
    for part in parents:
        here = here.get(part)
        if not isinstance(here, dict):
            return
    here.pop(leaf, None)


def value_at(session: Session, path: str, default: float = 0.0) -> float:
    """The likely value under a dotted key."""
    *parents, leaf = path.split(".")
    where = table(session, ".".join(parents))
    return likely(where[leaf]) if leaf in where else default


# --- a plain case ---------------------------------------------------------------------------------


def teacher_part(rng: random.Random) -> Session:
    """Teacher: cost direct or by tokens, sometimes both."""
    teacher: Session = {"model": rng.choice(["acme/large", "globex/max", ""])}
    style = rng.random()
    if style < 0.55:
        teacher["cost_per_1k_calls"] = nice(spread(rng, 1, 40))
    if style >= 0.5:
        teacher["tokens"] = tokens(rng, 1.0)
    if rng.random() < 0.4:
        teacher["annual_price_change"] = round(rng.choice([-0.3, -0.2, -0.1, 0.05, 0.0]), 2)
    if rng.random() < 0.5:
        teacher["p95_latency_seconds"] = nice(rng.uniform(0.5, 8), 2)
    return teacher


def tokens(rng: random.Random, price_level: float) -> Session:
    """A tokens worksheet (2.1) with cached + written within input."""
    total = rng.randint(200, 6000)
    sheet: Session = {"input": total, "output": rng.randint(20, 900)}
    sheet["input_price"] = nice(price_level * spread(rng, 0.8, 5))
    sheet["output_price"] = nice(price_level * spread(rng, 3, 25))
    if rng.random() < 0.4:
        sheet["cached_input"] = int(total * rng.uniform(0.1, 0.6))
        if rng.random() < 0.7:
            sheet["cached_input_price"] = nice(sheet["input_price"] * 0.1)
    if rng.random() < 0.25:
        sheet["cache_write_input"] = int(total * rng.uniform(0.0, 0.4))
        if rng.random() < 0.7:
            sheet["cache_write_price"] = nice(sheet["input_price"] * 1.25)
    if rng.random() < 0.3:
        sheet["batch_share"] = round(rng.uniform(0, 1), 2)
        if rng.random() < 0.5:
            sheet["batch_discount"] = round(rng.uniform(0.2, 0.6), 2)
    return sheet


def hosting(rng: random.Random, handled: float) -> Session:
    """A hosting worksheet (2.2), from one replica to many."""
    sheet: Session = {"gpu_price_per_hour": nice(spread(rng, 0.4, 5))}
    wanted = rng.choice([0.2, 0.7, 1.5, 3, 8, 30, 80])
    speed = handled / (730 * 3600) * 3 / 0.7 / wanted
    sheet["calls_per_second_per_replica"] = nice(min(max(speed, 0.5), 80))
    if rng.random() < 0.3:
        sheet["gpus_per_replica"] = rng.choice([1, 2, 4])
    if rng.random() < 0.5:
        sheet["peak_to_average"] = nice(rng.uniform(1.2, 6), 2)
    if rng.random() < 0.5:
        sheet["target_load"] = round(rng.uniform(0.4, 0.95), 2)
    if rng.random() < 0.5:
        sheet["min_replicas"] = rng.choice([0, 1, 2, 2, 3, 5])
    if rng.random() < 0.2:
        sheet["hours_per_month"] = rng.choice([720, 744, 300])
    if rng.random() < 0.4:
        sheet["overhead"] = round(rng.uniform(0, 0.4), 2)
    return sheet


def student_part(rng: random.Random, session: Session) -> Session:
    """Student: variable cost, tokens, hosting, fixed cost, in most combinations."""
    student: Session = {"model": rng.choice(["acme/small", "open/8b", ""])}
    cost_t = teacher_cost(session)
    handled = value_at(session, "volume.calls_per_month")
    handled *= value_at(session, "volume.share_moved", 1.0)
    style = rng.choice(["direct", "direct", "tokens", "hosting", "hosting", "both", "fixed"])
    if style in ("direct", "both"):
        student["cost_per_1k_calls"] = nice(cost_t * spread(rng, 0.02, 0.6))
        if rng.random() < 0.05:
            student["cost_per_1k_calls"] = 0
    if style == "tokens" or rng.random() < 0.05:
        student["tokens"] = tokens(rng, rng.uniform(0.03, 0.3))
    if style in ("hosting", "both"):
        student["hosting"] = hosting(rng, handled)
    if style == "fixed" or rng.random() < 0.25:
        student["fixed_cost_per_month"] = nice(handled / 1000 * cost_t * spread(rng, 0.01, 0.6))
    if rng.random() < 0.5:
        student["p95_latency_seconds"] = nice(rng.uniform(0.2, 4), 2)
    return student


def one_item(rng: random.Random, upfront: Session, item: str, amount: float) -> None:
    """One upfront item of about this amount: direct, by worksheet, or both."""
    style = rng.random()
    if style < 0.5:
        upfront[item] = nice(amount)
    if style < 0.45:
        return
    sheet: Session = {}
    upfront[SHEETS[item]] = sheet
    if item == "data_generation":
        per_example = 0.0
        if rng.random() < 0.4:
            sheet["teacher_cost_per_1k_calls"] = nice(spread(rng, 5, 60))
        if rng.random() < 0.5:
            sheet["attempts_per_example"] = rng.choice([1, 2, 4])
        if rng.random() < 0.5:
            sheet["acceptance_rate"] = round(rng.uniform(0.2, 1), 2)
        if rng.random() < 0.6:
            sheet["review_share"] = round(rng.uniform(0.01, 0.3), 2)
            sheet["cost_per_review"] = nice(rng.uniform(0.2, 5), 2)
            per_example = sheet["review_share"] * sheet["cost_per_review"]
        per_example += 0.02
        sheet["examples"] = nice(max(1, amount / per_example))
    elif item == "training_compute":
        if rng.random() < 0.6:
            sheet["gpu_price_per_hour"] = nice(rng.uniform(1, 5), 2)
            sheet["gpu_hours"] = nice(amount / sheet["gpu_price_per_hour"])
        else:
            sheet["million_tokens"] = nice(max(0.1, amount / 20))
            sheet["price_per_million"] = nice(rng.uniform(2, 12), 2)
            if rng.random() < 0.6:
                sheet["epochs"] = rng.randint(1, 4)
        if rng.random() < 0.4:
            sheet["runs"] = rng.randint(1, 5)
    elif item == "evaluation_build":
        sheet["day_rate"] = rng.choice([500, 700, 900])
        sheet["days"] = nice(amount / sheet["day_rate"], 2)
        if rng.random() < 0.4:
            sheet["labels"] = rng.randint(0, 3000)
            sheet["cost_per_label"] = nice(rng.uniform(0.05, 1), 2)
    else:
        sheet["day_rate"] = rng.choice([600, 800, 1000])
        sheet["days_each"] = nice(amount / sheet["day_rate"], 2)
        if rng.random() < 0.3:
            sheet["people"] = rng.choice([1, 2, 3])


def split(rng: random.Random, total: float, parts: int) -> list[float]:
    """A total in so many random positive parts."""
    weights = [rng.uniform(0.2, 1) for _ in range(parts)]
    return [total * weight / sum(weights) for weight in weights]


def upfront_part(rng: random.Random, session: Session, tidy: bool) -> Session:
    """Upfront: aimed at a payback, with zeros and gaps unless tidy."""
    upfront: Session = {}
    savings = savings_of(session)
    months = rng.choice([rng.uniform(0.3, 2.8), rng.uniform(2, 11), rng.uniform(8, 30), 60])
    if tidy:
        months = rng.choice([rng.uniform(0.5, 2.5), rng.uniform(0.5, 2.5), rng.uniform(3, 11)])
    total = savings * months if savings > 0 else spread(rng, 5_000, 200_000)
    for item, amount in zip(ITEMS, split(rng, total, 4), strict=True):
        chance = rng.random()
        if tidy or chance < 0.82:
            one_item(rng, upfront, item, amount)
        elif chance < 0.9:
            upfront[item] = 0
    if rng.random() < 0.25:
        upfront["other"] = {
            name: nice(total * rng.uniform(0, 0.1))
            for name in rng.sample(["legal review", "licences", "travel"], rng.randint(1, 2))
        }
    if rng.random() < 0.3:
        upfront["contingency"] = rng.choice([0, 0.1, 0.2, 0.5])
    if rng.random() < 0.5:
        upfront["months_to_launch"] = rng.choice([0, 1, 1.5, 2] if tidy else [0, 1, 2, 2.4, 4, 7])
    if rng.random() < 0.4:
        upfront["ramp_months"] = rng.choice([0, 1, 2] if tidy else [0, 1, 2.5, 3, 6])
    if not any(key in upfront for key in (*ITEMS, *SHEETS.values(), "other")):
        upfront["engineering_time"] = nice(total)
    return upfront


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
        "horizon_months": rng.choice([24, 30, 48, 60]),
        "discount_rate": rng.choice([0.0, 0.05, 0.15]),
        "slice_tolerance": rng.choice([0.01, 0.03, 0.05]),
        "maintenance_share": rng.choice([0.3, 0.7]),
        "fixed_cost_share": rng.choice([0.3, 0.7]),
        "idle_share": rng.choice([0.3, 0.8]),
        "broad_task_types": rng.choice([5, 20]),
        "price_cut": rng.choice([0.25, 0.7]),
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
    session["teacher"] = teacher_part(rng)
    terms = ["permitted"] if tidy else ["permitted", "permitted", "unreviewed", "prohibited", None]
    chosen = rng.choice(terms)
    if chosen is not None:
        session["teacher"]["training_terms"] = chosen
    if rng.random() < 0.5:
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
    session["quality"] = quality_part(rng, tidy)
    if rng.random() < 0.3:
        upside_part(session, rng)
    if rng.random() < (0.1 if tidy else 0.35):
        session["alternatives"] = alternatives_part(rng, session)
    if rng.random() < 0.25:
        session["policy"] = policy_part(rng)
    if "as_of" in session and rng.random() < 0.3:
        who = rng.choice(["teacher", "student"])
        later = timedelta(days=rng.randint(100, 1500))
        put(session, f"{who}.retires_on", session["as_of"] + later)
    return session


def calm(session: Session, rng: random.Random) -> None:
    """Keep maintenance of a tidy case to a small part of its savings."""
    savings = savings_of(session)
    count = value_at(session, "maintenance.redistillations_per_year")
    if savings > 0 and count > 0:
        each = 12 * savings * rng.uniform(0.02, 0.3) / count
        session["maintenance"]["cost_per_redistillation"] = nice(each)
        session["maintenance"]["monitoring_per_month"] = nice(savings * rng.uniform(0.0, 0.1) + 1)


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
    if where:
        session["upside"] = where


# --- themes: onto or just beside a threshold ------------------------------------------------------


def set_upfront(session: Session, rng: random.Random, total: float) -> None:
    """Replace every upfront item by direct amounts that add up to a total."""
    if not total > 0:
        return
    kept = {
        key: value
        for key, value in session["upfront"].items()
        if key in ("months_to_launch", "ramp_months")
    }
    session["upfront"] = dict(zip(ITEMS, split(rng, total, 4), strict=True)) | kept


def fix_redistillation_cost(session: Session) -> None:
    """Make the cost per redistillation a direct answer, so that upfront can be changed alone."""
    cost = economics.read(session).cost_per_redistillation
    put(session, "maintenance.cost_per_redistillation", cost)


def teacher_cost(session: Session) -> float:
    """The teacher's cost per 1,000 calls of a case that has one."""
    return known(economics.read(session).teacher.value)


def savings_of(session: Session, volume_factor: float = 1.0, cost_factor: float = 1.0) -> float:
    """monthly_savings of a complete case at a part of its volume or of its teacher's price."""
    case = economics.read(session)
    volume = known(case.volume) * volume_factor
    return known(economics.savings_at(case, volume, known(case.teacher.value) * cost_factor))


def figures(session: Session) -> conditions.Facts:
    """The case and its figures as they stand."""
    case = economics.read(session)
    head = economics.headline(case)
    return conditions.Facts(
        case, head, economics.cash_figures(case), economics.alternatives(case, head)
    )


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
    put(session, "volume.monthly_growth", rng.choice([0, 0.02, 0.05, -0.005, 0.001]))


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


def growth_edge(session: Session, rng: random.Random) -> None:
    """Growth on -0.01 or on 0, or a volume that melts away."""
    growth = rng.choice([-0.01, -0.0101, -0.0099, 0, 1e-6, -1e-6, -0.03, -0.1, -0.2])
    put(session, "volume.monthly_growth", growth)


def cash_edge(session: Session, rng: random.Random) -> None:
    """Cash payback on the limit, the stop limit or the horizon; or npv on 0."""
    fix_redistillation_cost(session)
    facts = figures(session)
    monthly = economics.flows(facts.case, known(economics.student_plan(facts.case)))
    policy = facts.case.policy
    where = rng.choice(["defensible", "stop", "horizon", "npv", "between"])
    if where == "npv":
        total = economics.npv_of([0.0, *monthly[1:]], policy["discount_rate"])
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


def redistillation_edge(session: Session, rng: random.Random) -> None:
    """Redistillations on a share of the savings, or all of them, or twelve a year."""
    facts = figures(session)
    savings = 12 * savings_of(session)
    if rng.random() < 0.3:
        put(session, "maintenance.redistillations_per_year", rng.choice([11.99, 12, 12, 13, 52]))
        put(session, "maintenance.cost_per_redistillation", nice(max(1, savings * 0.005)))
        return
    count = rng.choice([1, 2, 3, 6, 12])
    share = rng.choice([facts.case.policy["maintenance_share"], 1.0, 0.8])
    put(session, "maintenance.redistillations_per_year", count)
    factor = near(rng) if share == 1 else nudge(rng)
    each = max(0.0, share * savings * factor / count)
    put(session, "maintenance.cost_per_redistillation", each)


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


def error_edge(session: Session, rng: random.Random) -> None:
    """The cost of errors on the net benefit, or a loss nobody priced."""
    put(session, "quality.error_rate_increase", rng.choice([0.01, 0.02, 0.03, 0.0201, 0.0199]))
    if rng.random() < 0.4:
        drop(session, "quality.cost_per_error")
        return
    facts = figures(session)
    net = facts.figures["annual_net_benefit"]
    each = net / (12 * facts.figures["handled"] * facts.case.error_increase)
    if each > 0:
        put(session, "quality.cost_per_error", each * near(rng))


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
        session["upside"] = {"latency_value_per_month": monthly}
        if rng.random() < 0.6:
            session["upside"]["latency_metric"] = "bounce rate"


def retirement_edge(session: Session, rng: random.Random) -> None:
    """A model's retirement on, a day before or after the day the cash comes back."""
    session.setdefault("as_of", date(2025, rng.randint(1, 12), rng.choice([1, 15, 28])))
    if rng.random() < 0.2:
        session["as_of"] = date(2024, rng.choice([1, 3, 5, 8, 10, 12]), 31)
    facts = figures(session)
    months = facts.cash["payback_months"]
    if months is None or months == economics.NEVER:
        months = facts.case.policy["horizon_months"]
    day = conditions.add_months(session["as_of"], math.ceil(months))
    day += timedelta(days=rng.choice([-40, -1, 0, 0, 1, 40]))
    put(session, rng.choice(["teacher", "student"]) + ".retires_on", day)


def price_cut_edge(session: Session, rng: random.Random) -> None:
    """Payback with the price cut on the limit."""
    facts = figures(session)
    savings = savings_of(session, cost_factor=1 - facts.case.policy["price_cut"])
    set_upfront(session, rng, savings * facts.limit * nudge(rng))


def broad_edge(session: Session, rng: random.Random) -> None:
    """Broad, or moderate about the number of task types, with and without good slices."""
    limit = economics.read(session).policy["broad_task_types"]
    session["task"]["breadth"] = rng.choice(["moderate", "broad"])
    session["task"]["task_types"] = limit + rng.choice([-1, 0, 1, 1])
    put(session, "quality.cost_per_error", rng.choice([0, 0.0005, 0.001]))


def slice_edge(session: Session, rng: random.Random) -> None:
    """Slices on the tolerance, on a minimum, with just too few examples, or oddly good."""
    tolerance = economics.read(session).policy["slice_tolerance"]
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
        slices.append(one)
    put(session, "quality.slices", slices)
    put(session, "quality.basis", rng.choice(["measured", "measured", "quoted"]))
    put(session, "quality.cost_per_error", rng.choice([0, 0.0002, 0.001]))


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
    put(session, "student.cost_per_1k_calls", (1 - fallback) * cost_t * factor)


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
    case = economics.read(session)
    handled = known(case.volume) * case.share_moved
    sheet = hosting(rng, handled)
    put(session, "student.hosting", sheet)
    case = economics.read(session)
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
    one["error_rate_increase"] = min(1.0, errors)
    session["alternatives"] = [*session.get("alternatives", [])[:1], one]
    facts = figures(session)
    free = facts.alternatives[-1]["npv"]
    wanted = facts.cash["npv"]
    aim = free - wanted - abs(wanted) * rng.choice([-0.01, -0.001, 0.001, 0.01, 0.1])
    if rng.random() < 0.2:
        aim = free * rng.choice([0.999, 1.001])  # its own npv about 0
    one["upfront"] = max(0.0, aim)


def nothing_to_pay(session: Session, rng: random.Random) -> None:
    """Zeros: no upfront at all, no maintenance, one item only."""
    kind = rng.choice(["free", "one item", "no upkeep", "zero data"])
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
        drop(session, "upfront.data_generation_worksheet")
        zero = {"likely": 0, "basis": rng.choice(["measured", "quoted", "estimated", "assumed"])}
        put(session, "upfront.data_generation", zero)


def paperwork(session: Session, rng: random.Random) -> None:
    """Terms, data, latency and latency values."""
    kind = rng.randrange(5)
    if kind == 0:
        put(session, "teacher.training_terms", rng.choice(["prohibited", "unreviewed"]))
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
        put(session, "upside.latency_value_per_month", rng.choice([0, 500, 2500]))
        if rng.random() < 0.3:
            put(session, "upside.latency_metric", "time to first answer")


THEMES: tuple[Callable[[Session, random.Random], None], ...] = (
    payback_edge,
    half_edge,
    error_edge,
    volume_low_edge,
    volume_at_break_even,
    growth_edge,
    cash_edge,
    cash_edge,
    slow_launch,
    redistillation_edge,
    upkeep_edge,
    error_edge,
    upside_edge,
    retirement_edge,
    price_cut_edge,
    broad_edge,
    slice_edge,
    slice_edge,
    unit_edge,
    fixed_cost_edge,
    hosting_edge,
    alternative_edge,
    nothing_to_pay,
    paperwork,
)


# --- ranges, bases, sources -----------------------------------------------------------------------

SKIPPED = {"schema", "slices", "policy", "task_types", "other"}
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


# --- what is not yet answered ---------------------------------------------------------------------


def leave_out(session: Session, rng: random.Random) -> None:
    """Remove one to three things that a verdict needs (section 1.3)."""

    def no_teacher() -> None:
        drop(session, "teacher.cost_per_1k_calls")
        drop(session, "teacher.tokens")

    def no_student() -> None:
        for key in ("cost_per_1k_calls", "tokens", "hosting", "fixed_cost_per_month"):
            drop(session, f"student.{key}")

    def no_upfront() -> None:
        for key in (*ITEMS, *SHEETS.values(), "other"):
            drop(session, f"upfront.{key}")

    def half_a_worksheet() -> None:
        path, keys = rng.choice(
            [
                ("teacher.tokens", ["input", "output", "input_price", "output_price"]),
                ("student.tokens", ["input", "output", "input_price", "output_price"]),
                ("student.hosting", ["gpu_price_per_hour", "calls_per_second_per_replica"]),
                ("upfront.data_generation_worksheet", ["examples"]),
                ("upfront.evaluation_worksheet", ["days", "day_rate"]),
                ("upfront.engineering_worksheet", ["days_each", "day_rate"]),
            ]
        )
        begun: dict[str, Session] = {
            "teacher.tokens": {"input": 1200, "output": 150, "input_price": 2.5},
            "student.tokens": {"input": 1200, "output": 150, "output_price": 0.6},
            "student.hosting": {"gpu_price_per_hour": 2.1, "min_replicas": 2},
            "upfront.data_generation_worksheet": {"review_share": 0.1, "examples": 5000},
            "upfront.evaluation_worksheet": {"days": 10, "labels": 500},
            "upfront.engineering_worksheet": {"people": 2, "days_each": 15},
        }
        if not table(session, path):
            put(session, path, dict(begun[path]))
        for key in rng.sample(keys, rng.randint(1, min(2, len(keys)))):
            drop(session, f"{path}.{key}")
        if not table(session, path):
            drop(session, path)
        if rng.random() < 0.7:  # else a direct answer, where there is one, still wins
            if path.endswith("tokens"):
                drop(session, path.replace("tokens", "cost_per_1k_calls"))
            for item, sheet in SHEETS.items():
                if path == f"upfront.{sheet}":
                    drop(session, f"upfront.{item}")

    steps: list[Callable[[], None]] = [
        lambda: drop(session, "volume.calls_per_month"),
        no_teacher,
        no_student,
        no_upfront,
        lambda: drop(session, "maintenance.redistillations_per_year"),
        lambda: drop(session, "task.breadth"),
        half_a_worksheet,
        half_a_worksheet,
        half_a_worksheet,
    ]
    for step in rng.sample(steps, rng.choice([1, 1, 2, 3])):
        step()
    if rng.random() < 0.05:
        for key in list(session):
            if key not in ("schema", "title"):
                del session[key]


# --- the generator --------------------------------------------------------------------------------


def generate(seed: int) -> Session:
    """A random valid session, the same for the same seed."""
    rng = random.Random(f"payback reference {seed}")
    tidy = seed % 5 < 3
    session = plain(rng, tidy)
    if tidy:  # something worth spoiling: a case that passes
        wanted = ("strong",) if rng.random() < 0.6 else ("strong", "defensible")
        for _ in range(60):
            facts = figures(session)
            rules = conditions.fired(facts)
            if conditions.verdict(facts, rules)["id"] in wanted:
                break
            session = plain(rng, tidy)
    elif rng.random() < 0.5:  # half of the others save something at least
        while known(figures(session).yearly_savings) <= 0:
            session = plain(rng, tidy)
    themes = 1 if tidy else rng.choice([0, 1, 1, 2])
    if tidy and rng.random() < 0.2:
        themes = 0
    first = rng.randrange(len(THEMES)) if tidy else seed
    for index in range(themes):
        THEMES[(first + 7 * index) % len(THEMES)](session, rng)
    bases = ["measured", "quoted", "estimated", "assumed"]
    if tidy:
        bases = ["measured", "measured", "quoted", "estimated"]
    elif rng.random() < 0.12:
        bases = ["assumed"] * 6 + ["measured"]
    if rng.random() < 0.85:
        dress_all(session, rng, bases)
    if rng.random() < 0.15:
        leave_out(session, rng)
    return session


def team_policy(seed: int) -> Session | None:
    """A team's policy for about a third of the seeds."""
    rng = random.Random(f"team {seed}")
    return policy_part(rng) if rng.random() < 0.33 else None


# --- TOML -----------------------------------------------------------------------------------------


def _value(value: Any) -> str:
    """One TOML value; tables inline."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return "{ " + inside + " }"
    return repr(value)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else _value(key)


def to_toml(session: Session) -> str:
    """A session as TOML 1.0 that tomllib reads back unchanged."""
    lines: list[str] = []

    def is_table(value: Any) -> bool:
        return isinstance(value, dict) and "likely" not in value

    def is_tables(value: Any) -> bool:
        return isinstance(value, list) and bool(value) and isinstance(value[0], dict)

    def write(here: Session, path: str) -> None:
        for key, value in here.items():
            if not is_table(value) and not is_tables(value):
                lines.append(f"{_key(key)} = {_value(value)}")
        for key, value in here.items():
            name = f"{path}.{_key(key)}" if path else _key(key)
            if is_table(value):
                lines.append(f"\n[{name}]")
                write(value, name)
            elif is_tables(value):
                for entry in value:
                    lines.append(f"\n[[{name}]]")
                    write(entry, name)

    write(session, "")
    return "\n".join(lines) + "\n"
