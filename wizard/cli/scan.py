"""`payback scan SOURCE...`: every endpoint of logs, and which of them deserves a case."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from wizard.cli.common import FILE, STDOUT, policy_option, team_policy, telling_of
from wizard.cli.importing.opening import opened, request_of, source_options, watch_on_terminal
from wizard.cli.launch import has_terminal
from wizard.cli.new import DEFAULT_NAME
from wizard.disk.errors import as_typed, shown
from wizard.problems import Exit, InputUnusable, on_one_line, say

if TYPE_CHECKING:
    from wizard.imports.importing import Imported


@click.command("scan")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@source_options
@click.option(
    "--start",
    metavar="ENDPOINT",
    help="Begin a session about this endpoint, with what the source tells of it.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    help=f"With --start: the session, {DEFAULT_NAME} where none is named, - to print it.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@policy_option
def command(
    sources: tuple[str, ...],
    start: str | None,
    output: Path | None,
    as_json: bool,
    policy_file: Path | None,
    **reading: Any,
) -> int:
    """List every endpoint of logs, and say which of them deserves a case.

    SOURCE is what `payback import usage` reads. Each endpoint comes with calls a month, spend,
    growth, peak and mean tokens, and with a first look: what is measured, and default costs for
    what only people know, which are printed below. The 200 largest are told apart, the others
    summed.

    Nothing is written without --start, which begins a session with what the source tells of one
    endpoint, and with none of the defaults.
    """
    from wizard.imports.importing import import_usage
    from wizard.imports.scan_report import as_object, page
    from wizard.imports.scanning import scan

    if start is None and output is not None:
        raise click.UsageError("-o is where --start ENDPOINT writes a session.")
    if start is not None and as_json:
        raise click.UsageError("--json is for the list; --start writes a session.")
    target = output or DEFAULT_NAME
    if start is not None and target != STDOUT:
        _refuse_place(target)
    team = team_policy(policy_file, target if start is not None else None)
    asks = has_terminal() and not as_json
    request, found = opened(request_of(sources, start, reading), None, asks=asks)
    watch = watch_on_terminal(found)
    if start is not None:
        try:
            imported = import_usage(found, request, watch)
        except InputUnusable as unusable:
            raise InputUnusable(map(_as_named_here, unusable.problems)) from None
        return _start(imported, target, team)
    scanned = scan(found, request, watch, team)
    if as_json:
        from wizard.imports.report import remarks_of

        for remark in remarks_of(scanned.whole):
            say(on_one_line(remark))
        click.echo(json.dumps(as_object(scanned), allow_nan=False))
    else:
        click.echo(page(scanned))
    return Exit.DONE


_ANOTHER = "Name another file with -o."


def _refuse_place(target: Path) -> None:
    """Say before a long scan that no session could be begun there."""
    from wizard.disk import store
    from wizard.sessions.saving import FAILURES, problem_of

    try:
        store.refuse_new(target)
    except FAILURES as failure:
        raise InputUnusable([problem_of(failure, target, _ANOTHER)]) from failure


def _as_named_here(problem: Problem) -> Problem:
    """What other commands call `--endpoint` is `--start` here."""
    return problem._replace(key="--start") if problem.key == "--endpoint" else problem


def _start(imported: Imported, target: Path, team: TeamPolicy | None) -> int:
    """Begin a session, and say what it still lacks."""
    from wizard.imports.offering import DOUBTS
    from wizard.imports.starting import started
    from wizard.sessions.saving import FAILURES, problem_of

    today = date.today()
    session, taken, left = started(imported, today, team)
    if target == STDOUT:
        click.echo(session.text(today), nl=False)
        return Exit.DONE
    try:
        session.save(today, target)
    except FAILURES as failure:
        raise InputUnusable([problem_of(failure, target, _ANOTHER)]) from failure
    with telling_of(f"{shown(target)} was written"):
        click.echo(on_one_line(str(target)))
    say(
        f"{len(taken)} answers are from the source;"
        f" `payback open {as_typed(target)}` asks the rest."
    )
    for one in (one for one in left if one.standing in DOUBTS):
        say(f"{one.proposal.key} is left. {DOUBTS[one.standing]}.")
    return Exit.DONE
