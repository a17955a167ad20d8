"""The whole judgement as plain data (docs/specification.md, section 5, without texts)."""

from __future__ import annotations

import math
from typing import Any

from . import conditions
from .facts import facts_of


def without_infinity(value: Any) -> Any:
    """Infinity, "never", is written as null (section 5)."""
    if isinstance(value, dict):
        return {key: without_infinity(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_infinity(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def judge(session: dict, team_policy: dict | None = None) -> dict[str, Any]:
    """Judge a session: figures, rules, verdict and alternatives by their names in section 5."""
    facts = facts_of(session, team_policy)
    rules = conditions.fired(facts)
    complete = not facts.case.missing
    return without_infinity(
        {
            "complete": complete,
            "missing": list(facts.case.missing),
            "policy": dict(facts.case.policy),
            "result": {**facts.figures, "cash": facts.cash},
            "rules": rules,
            "verdict": conditions.verdict(facts, rules) if complete else None,
            "alternatives": [one.shown() for one in facts.alternatives],
        }
    )
