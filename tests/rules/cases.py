"""A strong case on measured numbers, in which no rule fires, and cases that differ from it.

    judged({"volume.calls_per_month": 900_000, "teacher.training_terms": None})

reads "the base case, but with 900,000 calls and nothing said about the terms".
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.answers.case import Case
from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.assess import Assessment, assess_case
from rules.catalog.rule import Cap

Changes = Mapping[str, Any]


def measured(likely: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return estimate(likely, low, high, basis="measured")


def estimate(
    likely: float, low: float | None = None, high: float | None = None, **details: Any
) -> dict[str, Any]:
    ends = {} if low is None else {"low": low, "high": high}
    return {"likely": likely, **ends, **details}


def scored(teacher: float, student: float, examples: int = 20_000, **other: Any) -> dict[str, Any]:
    """A row of quality.slices."""
    return {"teacher_score": teacher, "student_score": student, "examples": examples, **other}


VOLUME = 6_000_000
SAVING_PER_CALL = 0.0036
SAVINGS = 21_600.0
"""The base case's monthly savings."""
UPFRONT = 38_000.0
MAINTENANCE = 30_000.0
"""The base case's annual maintenance."""

BASE: Changes = {
    "title": "Ticket classifier",
    "as_of": date(2026, 1, 15),
    "task.breadth": "narrow",
    "task.training_data": "available",
    "volume.calls_per_month": measured(VOLUME),
    "volume.monthly_growth": measured(0.02),
    "teacher.cost_per_1k_calls": measured(4),
    "teacher.training_terms": "permitted",
    "student.cost_per_1k_calls": measured(0.4),
    "upfront.data_generation": measured(8_000),
    "upfront.training_compute": measured(4_000),
    "upfront.evaluation_build": measured(6_000),
    "upfront.engineering_time": measured(20_000),
    "upfront.months_to_launch": measured(2),
    "maintenance.redistillations_per_year": measured(2),
    "maintenance.cost_per_redistillation": measured(12_000),
    "maintenance.monitoring_per_month": measured(500),
    "quality.basis": "measured",
    "quality.frozen": True,
    "quality.slices": [scored(0.95, 0.95, name="billing"), scored(0.9, 0.9, name="other")],
    "quality.cost_per_error": measured(0.05),
}

NOTHING: Changes = dict.fromkeys(BASE)
"""Takes every answer of the base case away."""

FLAT: Changes = {
    "volume.monthly_growth": measured(0),
    "upfront.months_to_launch": measured(0),
    "maintenance.redistillations_per_year": measured(0),
    "maintenance.monitoring_per_month": measured(0),
}
"""Without growth, launch delay and upkeep every month of the cash is the same."""


def upfront(total: float) -> Changes:
    """The upfront at a total, by its largest item."""
    return {"upfront.engineering_time": measured(total - 18_000)}


def raw(changes: Changes | None = None) -> dict[str, Any]:
    """A session as tomllib would give it; None takes a key away."""
    result: dict[str, Any] = {"schema": 1}
    for key, value in {**BASE, **(changes or {})}.items():
        if value is None:
            continue
        *tables, name = key.split(".")
        holder = result
        for table in tables:
            holder = holder.setdefault(table, {})
        holder[name] = copy.deepcopy(value)
    return result


def case(changes: Changes | None = None) -> Case:
    made, wrong = validate(raw(changes))
    assert wrong == {}
    return made


def judged(changes: Changes | None = None, team: TeamPolicy | None = None) -> Assessment:
    return assess_case(case(changes), team=team)


def caps(changes: Changes | None = None) -> dict[str, Cap]:
    """The rules that fire by id, each with the cap it sets."""
    return {one.rule.id: one.cap for one in judged(changes).fired}
