"""An assessment as plain data: the object of `payback assess --json` and the saved `[result]`.

At this edge what never happens and what is not known both become None. The JSON is not rounded.

Source: docs/specification.md §5.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from rules.answers.case import Case
from rules.answers.problem import Problem
from rules.assess import Assessment
from rules.figures import catalogue
from rules.figures.catalogue import figure
from rules.figures.ops import known
from rules.figures.reading import Used
from rules.questions import Kind, Question, locate, question_of

if TYPE_CHECKING:
    from rules.figures.figures import Figures
    from rules.uncertainty.risk import Percentiles, Risk
    from rules.uncertainty.sensitivity import Extreme, Sensitivity

SAVED_DIGITS: Final = 12
"""Significant digits of a figure in the saved `[result]`: the last ones differ between machines."""
_NOTHING: Final = 1e-9
"""A figure below this is what rounding leaves of 0."""


def as_json(
    assessment: Assessment,
    title: str,
    sensitivity: Sensitivity | None = None,
    risk: Risk | None = None,
) -> dict[str, Any]:
    """The whole result.

    Args:
        assessment: of one case.
        title: of the case, which may come from its file's name.
        sensitivity: of the same case; None where it is incomplete.
        risk: of the same case; None where nothing varies.
    """
    case, verdict = assessment.case, assessment.verdict
    return {
        "schema": 1,
        "title": title,
        "currency": case.currency,
        "as_of": case.as_of and case.as_of.isoformat(),
        "complete": assessment.complete,
        "missing": list(assessment.missing),
        "problems": [_problem(one) for one in assessment.problems],
        "inputs": [_input(one, case) for one in assessment.used],
        "policy": assessment.policy.model_dump(),
        "policy_overrides": [
            {"key": one.key, "value": one.value, "origin": one.origin}
            for one in assessment.policy_overrides
        ],
        "result": _figures(assessment),
        "rules": [
            {
                "id": one.rule.id,
                "title": one.rule.title,
                "cap": one.cap,
                "message": one.message,
                "remedy": one.remedy or None,
                "evidence": {
                    name: known(value) if isinstance(value, float) else value
                    for name, value in one.evidence.items()
                },
            }
            for one in assessment.fired
        ],
        "verdict": None
        if verdict is None
        else {
            "id": verdict.id,
            "base": verdict.base,
            "capped_by": list(verdict.capped_by),
            "headline": verdict.headline,
            "reasons": list(verdict.reasons),
            "instead": list(verdict.instead),
        },
        "pitch": [{"part": one.part, "text": one.text} for one in assessment.pitch],
        "sensitivity": sensitivity and _sensitivity(sensitivity, case),
        "risk": risk and _risk(risk, case),
        "alternatives": [
            {
                "name": one.name,
                "kind": one.kind,
                "upfront_total": known(one.upfront_total),
                "monthly_savings": known(one.monthly_savings),
                "npv": known(one.npv),
                "incremental_payback_months": known(one.incremental_payback_months),
            }
            for one in assessment.figures.alternatives
        ],
    }


def saved_result(assessment: Assessment, today: date) -> dict[str, Any]:
    """The `[result]` table of a session: what exists of verdict, figures and rules.

    TOML has no null, so a figure that does not exist is left out.
    """
    verdict = assessment.verdict
    table: dict[str, Any] = {}
    if verdict is not None:
        table = {"verdict": verdict.id, "base": verdict.base, "headline": verdict.headline}
    table["date"] = today
    table |= {
        name: float(f"{value:.{SAVED_DIGITS}g}")
        for name, value in figures_by_name(assessment).items()
        if value is not None and figure(name).is_told(assessment.figures)
    }
    table["rules"] = [one.rule.id for one in assessment.fired]
    return table


def is_same_result(saved: Mapping[str, Any], fresh: Mapping[str, Any]) -> bool:
    """Whether two `[result]` tables say the same, of whatever day they are."""
    names = (saved.keys() | fresh.keys()) - {"date"}
    return all(is_same_value(saved.get(name), fresh.get(name)) for name in names)


def is_same_value(saved: Any, fresh: Any) -> bool:
    """Whether two values of a `[result]` are the same to the digits that are saved.

    A figure may lie between two roundings: one in the last digit is no difference.
    """
    if isinstance(saved, int | float) and isinstance(fresh, int | float):
        is_nothing = max(abs(saved), abs(fresh)) < _NOTHING
        return is_nothing or math.isclose(saved, fresh, rel_tol=2 * 10.0 ** (1 - SAVED_DIGITS))
    return bool(saved == fresh)


def figures_by_name(assessment: Assessment) -> dict[str, float | None]:
    """The headline figures by the names of the specification."""
    figures = assessment.figures
    return {one.name: known(one.read(figures)) for one in catalogue.FIGURES if not one.group}


def _figures(assessment: Assessment) -> dict[str, Any]:
    """All figures, those of a group in an object of their own, and what is no single number."""
    figures = assessment.figures
    found: dict[str, Any] = {}
    for group, name, read in _places():
        held = found.setdefault(group, {}) if group else found
        held[name] = known(read(figures))
    found["quality"]["origin"] = figures.quality.origin
    cash = figures.cash
    for name, amounts in (("months", cash.balance), ("net_by_year", cash.net_by_year)):
        are_known = all(math.isfinite(one) for one in amounts)
        found["cash"][name] = list(amounts) if are_known else None
    return found


@cache
def _places() -> tuple[tuple[str, str, Callable[[Figures], float]], ...]:
    """The group of each figure, its name in that, and what reads it."""
    return tuple((one.group, one.name_in_group, one.read) for one in catalogue.FIGURES)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file or None,
        "line": problem.line,
        "key": problem.key or None,
        "message": problem.message,
    }


def _input(used: Used, case: Case) -> dict[str, Any]:
    estimate = used.estimate
    return {
        "key": used.key,
        "label": label_of(used.key, case),
        "value": estimate.likely,
        "low": estimate.low,
        "high": estimate.high,
        "basis": None if used.is_default else estimate.basis,
        "source": "default" if used.is_default else estimate.source,
        "unit": _unit_of_key(used.key, case.currency),
    }


def label_of(key: str, case: Case) -> str:
    """The short name of a number; one in a row carries the name of its row."""
    place = locate(key)
    if place is None:
        return key
    question, row, column = place
    if row is None:
        return question.label
    if isinstance(row, str):
        return row
    named = question.column(column) if column else None
    name = case.alternatives[row].name or f"{question.label} {row + 1}"
    return f"{name}: {named.label}" if named else name


@lru_cache(maxsize=1024)
def _unit_of_key(key: str, currency: str) -> str:
    # Of several cases most numbers have the same keys.
    question = question_of(key)
    return unit_of(question, currency) if question is not None else ""


def unit_of(question: Question, currency: str) -> str:
    """What one of a number is, in words."""
    match question.kind:
        case Kind.MONEY:
            return f"{currency} {question.unit}".strip()
        case Kind.PERCENT:
            return "fraction"
        case Kind.MONTHS | Kind.SECONDS:
            return question.unit or question.kind.value
        case _:
            return question.unit


def _sensitivity(found: Sensitivity, case: Case) -> dict[str, Any]:
    return {
        "load_bearing": found.load_bearing,
        "tornado": [
            {
                "key": one.key,
                "label": label_of(one.key, case),
                "low": _extreme(one.low),
                "high": _extreme(one.high),
                "range": one.origin,
                "default_swing": one.is_default,
            }
            for one in found.tornado
        ],
        "margins": [
            {
                "key": one.key,
                "label": label_of(one.key, case),
                "value": one.value,
                "limit": one.limit,
                "change": one.change,
            }
            for one in found.margins
        ],
    }


def _extreme(one: Extreme) -> dict[str, float | None]:
    return {
        "value": one.value,
        "npv": known(one.npv),
        "payback_months": known(one.payback_months),
    }


def _risk(found: Risk, case: Case) -> dict[str, Any]:
    return {
        "draws": found.draws,
        "seed": found.seed,
        **chances(found),
        "evpi": found.evpi,
        "evppi": [
            {
                "key": one.key,
                "label": label_of(one.key, case),
                "value": one.value,
                "standard_error": one.standard_error,
            }
            for one in found.evppi
        ],
        "drawn": [{"key": one.key, "range": one.range.origin} for one in found.drawn],
        "held": list(found.held),
        "supports_verdict": found.supports_verdict,
    }


def chances(found: Risk) -> dict[str, Any]:
    """How likely it is, and between which figures."""
    return {
        "within_target": found.within_target,
        "within_horizon": found.within_horizon,
        "positive_npv": found.positive_npv,
        "cash_payback_months": _percentiles(found.payback_months),
        "npv": _percentiles(found.npv),
    }


def _percentiles(found: Percentiles) -> dict[str, float | None]:
    return {name: known(getattr(found, name)) for name in ("p10", "p50", "p90")}
