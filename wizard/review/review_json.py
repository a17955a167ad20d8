"""A review as one JSON object. Source: docs/specification.md §14.5 and §14.6."""

from __future__ import annotations

from typing import Any

from rules.review.findings import findings
from rules.review.findings.finding import Noticed
from rules.review.forecast import Forecast
from rules.review.reviewed import Reviewed
from wizard.review.telling import as_json


def review_as_json(case: Reviewed) -> dict[str, Any]:
    """Everything that a review finds, money not rounded; what does not exist is null."""
    found, at, ways = case.forecast, case.at, case.ways
    approved = case.followed.approved
    whole: dict[str, Any] = {
        "on": case.on,
        "currency": case.followed.planned.case.currency,
        "decided_on": None if approved is None else approved.date,
        "launched_on": case.actual.launched_on,
        "months_on_record": len(case.gap.months),
        "timeline": {
            "launch_month": at.launch,
            "launched": at.is_launched,
            "last_month": at.last,
            "today": at.today,
            "horizon": at.horizon,
        },
        "forecast": None if found is None else _forecast(found),
        "known": list(case.ahead.known),
        "drawn": list(case.ahead.drawn),
        "findings": [_noticed(one) for one in findings(case)],
        "ways": {
            "months_ahead": ways.months,
            "best": ways.ways.index(ways.best),
            "each": [
                {
                    "way": one.kind,
                    "name": one.name or None,
                    "npv": one.npv,
                    "cost": one.cost,
                    "counts": one.counts,
                    "remark": one.remark,
                }
                for one in ways.ways
            ],
        },
        "problems": [
            {"key": one.key, "message": one.message, "severity": one.severity}
            for one in case.actual.problems
        ],
    }
    return {name: as_json(value) for name, value in whole.items()}


def _forecast(found: Forecast) -> dict[str, Any]:
    return {
        "planned": list(found.planned),
        "balance": list(found.balance),
        "band": [{"p10": one.p10, "p90": one.p90} for one in found.band],
        "known_months": found.known,
        "filled_months": list(found.filled),
        "planned_payback_months": found.planned_payback,
        "payback_months": {"likely": found.payback, **found.paybacks._asdict()},
        "within_target": found.within_target,
        "within_horizon": found.within_horizon,
        "draws": found.draws,
    }


def _noticed(one: Noticed) -> dict[str, Any]:
    return {
        "id": one.watch.id,
        "title": one.watch.title,
        "message": one.message,
        "remedy": one.watch.remedy,
        "evidence": one.evidence,
    }
