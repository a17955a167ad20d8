"""`payback assess FILE...`: the judgement, for people or as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from rules.assess import Assessment
from rules.catalog.rule import VERDICTS
from rules.results import as_json
from wizard.cli.common import (
    FILE,
    complete_settings,
    policy_option,
    read_and_judge,
    team_policy,
)
from wizard.problems import Exit, InputUnusable, by_line, report
from wizard.sessions.session_file import SessionFile


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
    help="Judge as if this were the answer; the file stays as it is. May be repeated.",
)
@click.option(
    "--fail-under",
    type=click.Choice(VERDICTS),
    metavar="VERDICT",
    help=f"Exit with {Exit.VERDICT} where the verdict is worse, or there is none:"
    f" {', '.join(VERDICTS)}.",
)
def command(
    files: tuple[Path, ...],
    as_object: bool,
    policy_file: Path | None,
    settings: tuple[str, ...],
    fail_under: str | None,
) -> int:
    """Judge sessions: payback, verdict, reasons, and what to do instead."""
    team = team_policy(policy_file)
    status = Exit.DONE
    separate = False
    for path in files:
        try:
            session, assessment = read_and_judge(path, settings, team)
        except InputUnusable as unusable:
            report(unusable.problems)
            status = Exit.UNUSABLE
            continue
        if as_object:
            # Indented for eyes only: the indenting encoder is many times slower.
            to_be_read = len(files) == 1 and sys.stdout.isatty()
            click.echo(_object(session, assessment, indent=2 if to_be_read else None))
        else:
            from wizard.page import page

            click.echo(("\n" if separate else "") + page(session, assessment))
            separate = True
        if status is Exit.DONE and _worse(assessment, fail_under):
            status = Exit.VERDICT
    return status


def _object(session: SessionFile, assessment: Assessment, indent: int | None) -> str:
    title = assessment.case.title or session.title
    result = as_json(assessment, title)
    problems = by_line((*session.problems, *session.placed(assessment.problems)))
    result["problems"] = [
        {"file": one.file or None, "line": one.line, "key": one.key or None, "message": one.message}
        for one in problems
        if one.severity == "warning"
    ]
    return json.dumps(result, indent=indent, allow_nan=False)


def _worse(assessment: Assessment, fail_under: str | None) -> bool:
    if fail_under is None:
        return False
    order: tuple[str, ...] = VERDICTS
    verdict = assessment.verdict
    return verdict is None or order.index(verdict.id) > order.index(fail_under)
