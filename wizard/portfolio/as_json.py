"""A plan as one JSON object.

Source: docs/specification.md §16.5.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from rules.answers.problem import Problem
from rules.comparing.portfolio.member import Member
from rules.comparing.portfolio.plan import Plan, Waiting
from rules.comparing.portfolio.whole import Whole
from rules.figures.ops import known
from rules.uncertainty.risk import Percentiles
from wizard.portfolio.asking import Planned
from wizard.portfolio.folder import Folder
from wizard.portfolio.said import reason


def portfolio_object(planned: Planned) -> dict[str, Any]:
    """The object of a plan."""
    found, folder, problems = planned
    terms, totals = found.terms, found.totals
    files = folder.files

    def file(name: str) -> str:
        return str(files[name])

    return {
        "folder": str(folder.path),
        "currency": found.currency,
        "budget": terms.budget,
        "people_months": terms.people,
        "per_quarter": terms.per_quarter,
        "npv": totals.npv,
        "upfront": math.fsum(totals.upfront),
        "people": math.fsum(totals.people),
        "proved": found.is_proved,
        "npv_at_most": max(found.at_most, totals.npv),
        "chosen": [
            {
                "place": number,
                **_case(found.members[one.option.member], files[one.option.member]),
                "quarter": one.option.quarter + 1 if terms.per_quarter else None,
                "begins_month": one.option.start,
                "npv": one.option.npv,
                "upfront_total": one.option.upfront,
                "people_months": found.members[one.option.member].people_months,
                "adds": {"npv": one.npv, "upfront": one.upfront, "people_months": one.people},
            }
            for number, one in enumerate(found.places, 1)
        ],
        "quarters": [
            {"quarter": number, "upfront": upfront, "people_months": people}
            for number, (upfront, people) in enumerate(
                zip(totals.upfront, totals.people, strict=True), 1
            )
        ]
        if terms.per_quarter
        else [],
        "shared": [
            {"name": one.name, "files": [file(name) for name in one.members], "saved": one.saved}
            for one in found.shared
        ],
        "risk": _risk(found.whole, folder),
        "next_budget": None
        if found.marginal is None
        else {
            "money": found.marginal.money,
            "npv": found.marginal.npv,
            "added": [file(name) for name in found.marginal.added],
            "dropped": [file(name) for name in found.marginal.dropped],
        },
        "waiting": [_waiting(one, found, folder) for one in found.waiting],
        "horizons": list(found.horizons),
        "without_months": [file(name) for name in found.without_months],
        "launched": [file(one.name) for one in folder.members if one.is_launched],
        "other_currencies": [
            {"file": file(one.name), "title": one.title, "currency": one.currency}
            for one in folder.members
            if one.currency != found.currency and one.verdict is not None and not one.is_launched
        ],
        "incomplete": [
            {
                "file": file(one.name),
                "title": one.title,
                "currency": one.currency,
                "missing": list(one.missing),
            }
            for one in folder.members
            if one.missing and not one.is_launched
        ],
        "unusable": [_problem(problem, files[name]) for name, problem in folder.unusable.items()],
        "problems": [
            {**_problem(one, Path(one.file)), "severity": one.severity}
            for one in (*problems, *folder.doubts)
        ],
        "skipped": folder.skipped,
    }


def _case(member: Member, path: Path) -> dict[str, Any]:
    return {
        "file": str(path),
        "title": member.title,
        "verdict": member.verdict,
        "payback_months": known(member.payback_months),
    }


def _waiting(one: Waiting, found: Plan, folder: Folder) -> dict[str, Any]:
    return {
        **_case(one.member, folder.files[one.member.name]),
        "npv": known(one.member.npv),
        "upfront_total": known(one.member.upfront),
        "people_months": one.member.people_months,
        "reasons": [
            {
                "why": each.why,
                "file": str(folder.files[each.other]) if each.other else None,
                "amount": known(each.amount),
                "rules": list(each.rules),
                "message": reason(each, found),
            }
            for each in one.reasons
        ],
    }


def _risk(whole: Whole | None, folder: Folder) -> dict[str, Any] | None:
    if whole is None:
        return None
    return {
        "draws": whole.draws,
        "seed": whole.seed,
        "target_months": whole.target_months,
        "horizon_months": whole.horizon_months,
        "within_target": whole.within_target,
        "within_horizon": whole.within_horizon,
        "positive_npv": whole.positive_npv,
        "within_budget": whole.within_budget,
        "payback_months": _percentiles(whole.payback_months),
        "npv": _percentiles(whole.npv),
        "drawn": whole.varying,
        "stand_ins": whole.stand_ins,
        "drawn_together": whole.in_common,
        "large_held": [
            {"file": str(folder.files[name]), "key": key} for name, key in whole.large_held
        ],
    }


def _percentiles(found: Percentiles) -> dict[str, float | None]:
    return {name: known(value) for name, value in found._asdict().items()}


def _problem(problem: Problem, path: Path) -> dict[str, Any]:
    is_there = problem.file == str(path)
    return {
        "file": str(path),
        "line": problem.line if is_there else None,
        "key": problem.key or None,
        "message": problem.message if is_there else str(problem),
    }
