"""`payback check FILE...`: what is wrong with sessions, by line."""

from __future__ import annotations

from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.assess import assess
from rules.questions import QUESTIONS, locate
from rules.words.wording import visible
from wizard.cli.common import FILE
from wizard.disk import piped
from wizard.problems import Exit, InputUnusable, by_line, report
from wizard.sessions.session_file import SessionFile, read_session


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
def command(files: tuple[Path, ...]) -> int:
    """Say what is wrong with sessions, by line, and what a verdict still needs."""
    status = Exit.DONE
    for path in files:
        try:
            session = read_session(path, only_read=True)
        except InputUnusable as unusable:
            report(unusable.problems)
            status = Exit.UNUSABLE
            continue
        assessment = assess(session.answers)
        known = {one.key for one in session.problems}
        more = session.placed(one for one in assessment.problems if one.key not in known)
        problems = by_line((*session.problems, *more, *_in_scenarios(session)))
        report(problems)
        if any(one.severity == "error" for one in problems):
            status = Exit.UNUSABLE
            continue
        click.echo(visible(f"{piped.named(path)}: {_summary(assessment.missing)}"))
        for key in assessment.missing:
            click.echo(f"  {key}: {_prompt(key)}")
    return status


def _in_scenarios(session: SessionFile) -> tuple[Problem, ...]:
    """What keeps a scenario of the session from being judged."""
    if not session.raw.get("scenarios"):
        return ()
    from rules.uncertainty.scenarios.own import read
    from wizard.sessions.scenarios import scenarios_of

    known = {one.key for one in session.problems}
    found = read(scenarios_of(session), session.answers).problems
    # Of one that is not written as it should be nothing else is missing.
    return session.placed(one for one in found if not any(key.startswith(one.key) for key in known))


def _summary(missing: tuple[str, ...]) -> str:
    if not missing:
        return "complete"
    return f"usable; a verdict needs {len(missing)} more"


def _prompt(key: str) -> str:
    place = locate(key)
    return place[0].prompt if place is not None else QUESTIONS[key].prompt
