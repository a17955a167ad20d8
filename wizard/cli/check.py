"""`payback check FILE...`: what is wrong with sessions, by line; which reviews are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.assess import Assessment, assess
from rules.questions import QUESTIONS, locate
from wizard.cli.common import FILE, policy_option, team_policies
from wizard.cli.day import on_option
from wizard.disk import piped
from wizard.problems import Exit, InputUnusable, by_line, on_one_line, report
from wizard.sessions.session_file import SessionFile, read_session


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--due",
    is_flag=True,
    help="List the reviews that are due in folders, or of files, instead; exit status 3 where any"
    " is.",
)
@on_option
@click.option("--json", "as_object", is_flag=True, help="With --due: one JSON object.")
@policy_option
def command(
    files: tuple[Path, ...],
    due: bool,
    day: date | None,
    as_object: bool,
    policy_file: Path | None,
) -> int:
    """Say what is wrong with sessions, by line, and what a verdict still needs.

    With --due it lists the decided cases whose review has come, for a job that runs every day: exit
    status 0 none, 3 some, 2 a session whose decisions cannot be read.
    """
    if due:
        from wizard.cli.due import list_due

        if policy_file is not None:
            message = "has no part in --due: days of review are in the sessions"
            raise InputUnusable([Problem(message, key="--policy")])
        return list_due(files, day or date.today(), as_object=as_object)
    for option, is_given in (("--on", day is not None), ("--json", as_object)):
        if is_given:
            raise InputUnusable([Problem("is for --due; name that too", key=option)])
    status = Exit.DONE
    policies = team_policies(policy_file)
    for path in files:
        try:
            session = read_session(path, only_read=True)
            team = policies.of(path)
        except InputUnusable as unusable:
            report(unusable.problems)
            status = Exit.UNUSABLE
            continue
        assessment = assess(session.answers, team)
        known = {one.key for one in session.problems}
        more = session.placed(one for one in assessment.problems if one.key not in known)
        beside = (
            *_in_scenarios(session),
            *_in_decisions(session),
            *_in_months(session, assessment),
        )
        problems = by_line((*session.problems, *more, *beside))
        report(problems)
        if any(one.severity == "error" for one in problems):
            status = Exit.UNUSABLE
            continue
        lacks = len(assessment.missing)
        said = f"usable; a verdict needs {lacks} more" if lacks else "complete"
        click.echo(on_one_line(f"{piped.named(path)}: {said}"))
        for key in assessment.missing:
            click.echo(f"  {key}: {_prompt(key)}")
    return status


def _in_scenarios(session: SessionFile) -> tuple[Problem, ...]:
    """What keeps a scenario of the session from being judged."""
    if not session.raw.get("scenarios"):
        return ()
    from rules.uncertainty.scenarios.own import read
    from wizard.sessions.scenarios import scenarios_of

    wrong = read(scenarios_of(session), session.answers).wrong
    return _in_records(session, (one.problem for one in wrong))


def _in_decisions(session: SessionFile) -> tuple[Problem, ...]:
    """What is to be looked at in the decisions on record."""
    if not session.raw.get("decisions"):
        return ()
    from rules.review.decisions import decisions_of
    from rules.review.doubts import doubts_of_decisions

    return _in_records(session, doubts_of_decisions(decisions_of(session.raw), date.today()))


def _in_records(session: SessionFile, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is found in records; of one that is not written as it should be nothing else is told."""
    known = {one.key for one in session.problems}
    return session.placed(one for one in found if not any(key.startswith(one.key) for key in known))


def _in_months(session: SessionFile, assessment: Assessment) -> tuple[Problem, ...]:
    """What is to be looked at in the months after launch."""
    if not assessment.case.actuals:
        return ()
    from rules.review.doubts import doubts_of_months

    return session.placed(doubts_of_months(assessment, date.today()))


def _prompt(key: str) -> str:
    place = locate(key)
    return place[0].prompt if place is not None else QUESTIONS[key].prompt
