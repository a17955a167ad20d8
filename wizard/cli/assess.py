"""`payback assess FILE...`: the judgement, for people or as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rules.answers.policy import TeamPolicy
from rules.assess import Assessment
from rules.catalog.rule import VERDICTS
from rules.results import as_json
from wizard.cli.common import (
    FILE,
    complete_settings,
    policy_option,
    read_and_judge,
    team_policies,
    width_to_read,
    with_settings,
)
from wizard.problems import Exit, InputUnusable, by_line, report
from wizard.sessions.session_file import SessionFile

if TYPE_CHECKING:
    from rules.argument.lines import Section
    from rules.argument.what_it_hangs_on import Outlook
    from wizard.prices.reprice import Repriced


@click.command("assess")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--json", "as_object", is_flag=True, help="One JSON object; a line each for several.")
@policy_option
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=complete_settings,
    help="Judge as if this were the answer; the file stays as it is. May be repeated. Another"
    " volume alone leaves what a call costs as it is, also where it follows from a bill.",
)
@click.option(
    "--fail-under",
    type=click.Choice(VERDICTS),
    metavar="VERDICT",
    help=f"Exit with {Exit.VERDICT} where the verdict is worse, or there is none:"
    f" {', '.join(VERDICTS)}.",
)
@click.option(
    "--reprice",
    "repricing",
    is_flag=True,
    help="Judge again with today's prices of the models, and say what changes; the file and"
    " --fail-under stay with its own.",
)
@click.option(
    "--quick",
    is_flag=True,
    help="Leave sensitivity and risk out, which take most of the time; null in JSON.",
)
def command(
    files: tuple[Path, ...],
    as_object: bool,
    policy_file: Path | None,
    settings: tuple[str, ...],
    fail_under: str | None,
    repricing: bool,
    quick: bool,
) -> int:
    """Judge sessions: payback, verdict, reasons, and what to do instead."""
    policies = team_policies(policy_file)
    status = Exit.DONE
    separate = False
    for path in files:
        try:
            team = policies.of(path)
            session, assessment = read_and_judge(path, settings, team)
            repriced = _repriced(session, settings, team) if repricing else None
        except InputUnusable as unusable:
            report(unusable.problems)
            status = Exit.UNUSABLE
            continue
        judged, outlook = (assessment, None) if quick else _with_outlook(assessment)
        if as_object:
            # Indented for eyes only: the indenting encoder is many times slower.
            to_be_read = len(files) == 1 and sys.stdout.isatty()
            indent = 2 if to_be_read else None
            sys.stdout.write(f"{_object(session, judged, outlook, repriced, indent)}\n")
            # Whoever reads it gets each as soon as it is there.
            sys.stdout.flush()
        else:
            from wizard.reports.page import page

            hanging = _sections(judged, outlook)
            decided = _since(session, settings, team) if session.raw.get("decisions") else ()
            said = page(session, judged, hanging, decided, width=width_to_read())
            click.echo(("\n" if separate else "") + said)
            if repriced is not None:
                from wizard.prices.reprice import section

                click.echo("\n" + section(repriced))
            separate = True
        if status is Exit.DONE and _worse(assessment, fail_under):
            status = Exit.VERDICT
    return status


def _repriced(session: SessionFile, settings: tuple[str, ...], team: TeamPolicy | None) -> Repriced:
    from wizard.prices.reprice import reprice

    return reprice(with_settings(session.answers, settings, team), date.today(), team)


def _with_outlook(assessment: Assessment) -> tuple[Assessment, Outlook]:
    """The judgement as it reads with that known, and what was found out besides."""
    from rules.argument.what_it_hangs_on import outlook_of, with_outlook

    outlook = outlook_of(assessment)
    return with_outlook(assessment, outlook), outlook


def _sections(assessment: Assessment, outlook: Outlook | None) -> tuple[Section, ...]:
    from rules.argument.what_it_hangs_on import sections

    return sections(assessment, outlook) if outlook is not None else ()


def _since(
    session: SessionFile, settings: tuple[str, ...], team: TeamPolicy | None
) -> tuple[Section, ...]:
    """What has become of the case since it was decided; most cases are not decided."""
    from rules.review.drift import since
    from wizard.review.recording import drift_on

    drift = drift_on(session, with_settings(session.answers, settings, team), team)
    return () if drift is None else (since(drift, ": payback log lists all"),)


def _object(
    session: SessionFile,
    assessment: Assessment,
    outlook: Outlook | None,
    repriced: Repriced | None,
    indent: int | None,
) -> str:
    title = assessment.case.title or session.title
    found = (outlook.sensitivity, outlook.risk) if outlook is not None else ()
    result = as_json(assessment, title, *found)
    problems = by_line((*session.problems, *session.placed(assessment.problems)))
    result["problems"] = [
        {"file": one.file or None, "line": one.line, "key": one.key or None, "message": one.message}
        for one in problems
        if one.severity == "warning"
    ]
    if repriced is not None:
        from wizard.prices.reprice import as_object

        result["reprice"] = as_object(repriced)
    return json.dumps(result, indent=indent, allow_nan=False)


def _worse(assessment: Assessment, fail_under: str | None) -> bool:
    if fail_under is None:
        return False
    order: tuple[str, ...] = VERDICTS
    verdict = assessment.verdict
    return verdict is None or order.index(verdict.id) > order.index(fail_under)
