"""What the making of sessions stands on: keys set and dropped, numbers near others."""

from __future__ import annotations

import math
import random
from typing import Any

from .case import read
from .cash import flows, student_plan
from .estimates import likely, table
from .facts import Facts, facts_of
from .headline import savings_at
from .slack import known

Session = dict[str, Any]

ITEMS = ("data_generation", "training_compute", "evaluation_build", "engineering_time")
SHEETS = {
    "data_generation": "data_generation_worksheet",
    "training_compute": "training_worksheet",
    "evaluation_build": "evaluation_worksheet",
    "engineering_time": "engineering_worksheet",
}


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


def set_upfront(session: Session, rng: random.Random, total: float) -> None:
    """Replace every upfront item by direct amounts that add up to a total."""
    if not total > 0:
        return
    kept = {
        key: value
        for key, value in session["upfront"].items()
        if key in ("months_to_launch", "ramp_months", "labelled_by")
    }
    session["upfront"] = dict(zip(ITEMS, split(rng, total, 4), strict=True)) | kept


def fix_redistillation_cost(session: Session) -> None:
    """Make the cost per redistillation a direct answer, so that upfront can be changed alone."""
    put(session, "maintenance.cost_per_redistillation", read(session).cost_per_redistillation)


def teacher_cost(session: Session) -> float:
    """The teacher's cost per 1,000 calls of a case that has one."""
    return known(read(session).teacher.value)


def savings_of(session: Session, volume_factor: float = 1.0, cost_factor: float = 1.0) -> float:
    """monthly_savings of a complete case at a part of its volume or of its teacher's price."""
    case = read(session)
    volume = known(case.volume) * volume_factor
    return known(savings_at(case, volume, known(case.teacher.value) * cost_factor))


def figures(session: Session) -> Facts:
    """The case and its figures as they stand."""
    return facts_of(session)


def net_flows(session: Session) -> list[float]:
    """What each month nets, before which nothing is spent."""
    facts = figures(session)
    return [0.0, *flows(facts.case, student_plan(facts.case))[1:]]


def split(rng: random.Random, total: float, parts: int) -> list[float]:
    """A total in so many random positive parts."""
    weights = [rng.uniform(0.2, 1) for _ in range(parts)]
    return [total * weight / sum(weights) for weight in weights]


def calm(session: Session, rng: random.Random) -> None:
    """Keep maintenance of a case to a small part of its savings."""
    savings = savings_of(session)
    count = value_at(session, "maintenance.redistillations_per_year")
    if savings > 0 and count > 0:
        each = 12 * savings * rng.uniform(0.02, 0.3) / count
        session["maintenance"]["cost_per_redistillation"] = nice(each)
        session["maintenance"]["monitoring_per_month"] = nice(savings * rng.uniform(0.0, 0.1) + 1)
