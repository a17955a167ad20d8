"""The whole judgement as plain data (docs/specification.md, section 5, without texts)."""

from __future__ import annotations

import math
from typing import Any

from . import conditions, economics

SHOWN = (
    "name",
    "kind",
    "upfront_total",
    "monthly_savings",
    "npv",
    "incremental_payback_months",
)


def facts_of(session: dict, team_policy: dict | None = None) -> conditions.Facts:
    """Read a session and compute its figures."""
    case = economics.read(session, team_policy)
    figures = economics.headline(case)
    return conditions.Facts(
        case=case,
        figures=figures,
        cash=economics.cash_figures(case),
        alternatives=economics.alternatives(case, figures),
    )


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
            "alternatives": [{key: a[key] for key in SHOWN} for a in facts.alternatives],
        }
    )
