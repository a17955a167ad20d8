"""`payback scenarios FILE`: the case in other states of the world, and where it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rules.answers.estimate import Estimate
from rules.figures.ops import known
from rules.uncertainty.scenarios.found import Found, find
from rules.uncertainty.scenarios.frontier import Frontier
from rules.uncertainty.scenarios.judged import Judged
from wizard.cli.common import FILE, policy_option, read_and_judge, team_policy
from wizard.cli.one_object import answer, json_option
from wizard.problems import Exit, report
from wizard.reports.scenarios_page import scenarios_page
from wizard.sessions.scenarios import scenarios_of
from wizard.sessions.session_file import SessionFile


@click.command("scenarios")
@click.argument("file", type=FILE)
@json_option
@policy_option
def command(file: Path, as_object: bool, policy_file: Path | None) -> int:
    """Judge a session in other states of the world, and show where its verdict changes.

    Half the volume, a falling price, a late launch, stated ranges at their ends, errors at their
    bound, and what the session itself names under [[scenarios]]. The file and what `payback assess`
    says of it stay as they are.
    """
    team = team_policy(policy_file, file)
    session, assessment = read_and_judge(file, team=team)
    found = find(session.answers, scenarios_of(session), team)
    problems = session.placed(found.judgements.problems)
    report(problems)
    title = assessment.case.title or session.title
    answer(
        as_object,
        lambda: _object(session, title, found),
        lambda: scenarios_page(title, found),
    )
    return Exit.UNUSABLE if problems else Exit.DONE


def _object(session: SessionFile, title: str, found: Found) -> dict[str, Any]:
    judgements = found.judgements
    return {
        "title": title,
        "currency": judgements.case.case.currency,
        "complete": judgements.case.complete,
        "missing": list(judgements.case.missing),
        "scenarios": [_scenario(one) for one in judgements.judged],
        "left_out": [{"name": one.name, "why": one.why} for one in judgements.left_out],
        "problems": [
            {"file": one.file or None, "line": one.line, "key": one.key, "message": one.message}
            for one in session.placed(judgements.problems)
        ],
        "frontier": None if found.frontier is None else _frontier(found.frontier),
    }


def _scenario(one: Judged) -> dict[str, Any]:
    figures = one.assessment.figures
    return {
        "name": one.name,
        "origin": one.origin,
        "says": one.says or None,
        "set": {key: _plain(value) for key, value in one.values.items()},
        "verdict": None if one.assessment.verdict is None else one.assessment.verdict.id,
        "payback_months": known(figures.headline.payback_months),
        "cash_payback_months": known(figures.cash.payback_months),
        "npv": known(figures.cash.npv),
        "dearer_from_month": one.dearer_from,
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it: the number of an estimate, a date as its text."""
    if isinstance(value, Estimate):
        return value.likely
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | bool | int | float) else str(value)


def _frontier(found: Frontier) -> dict[str, Any]:
    return {
        "teacher_cost_per_1k": found.cost_per_1k,
        "calls_per_month": found.calls_per_month,
        "lowest_calls_per_month": found.lowest,
        "highest_calls_per_month": found.highest,
        "judgements": found.judgements,
        "prices": [
            {
                "teacher_cost_per_1k": column.cost_per_1k,
                "verdicts": [
                    {"from_calls_per_month": step.calls_per_month, "verdict": step.verdict}
                    for step in column.steps
                ],
            }
            for column in found.columns
        ],
    }
