"""`payback report FILE --format FORMAT`: the case as a document for a budget holder."""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path
from typing import get_args

import click

from rules.outlook import outlook_of
from rules.problem import Problem
from rules.wording import visible
from wizard import __version__
from wizard.cli.common import FILE, policy_option, read_and_judge, team_policy
from wizard.problems import Exit, InputUnusable, report
from wizard.reports.compose import Origin, compose
from wizard.reports.content import Audience
from wizard.reports.formats import FORMATS, Report
from wizard.saving import is_folder
from wizard.sessions.file_errors import shown
from wizard.sessions.store import ChangedOnDisk, SaveFailed, save

STDOUT = Path("-")


@click.command("report")
@click.argument("file", type=FILE)
@click.option(
    "--format",
    "name",
    type=click.Choice(tuple(FORMATS)),
    required=True,
    help="; ".join(f"{name}: {one.summary}" for name, one in FORMATS.items()) + ".",
)
@click.option(
    "-o",
    "--output",
    "output",
    type=FILE,
    metavar="PATH",
    help="Where to write it, - for standard output; otherwise beside FILE, with the format as its"
    " ending.",
)
@click.option(
    "--audience",
    type=click.Choice(get_args(Audience)),
    default="full",
    show_default=True,
    help="The page to decide on alone, or with the appendix behind it.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@policy_option
def command(
    file: Path,
    name: str,
    output: Path | None,
    audience: Audience,
    force: bool,
    policy_file: Path | None,
) -> int:
    """Write the case as a document that a budget holder can question: a report.

    A session that is not complete gives a draft, which lists what is missing. The path of what was
    written is printed.
    """
    chosen = FORMATS[name]
    target = file.with_suffix(f".{name}") if output is None else output
    if target == STDOUT:
        _refuse_terminal(name)
    else:
        _refuse_target(target, file, force)
    team = team_policy(policy_file, file)
    session, assessment = read_and_judge(file, team=team)
    report(one for one in session.problems if one.severity == "warning")
    outlook = outlook_of(assessment)
    origin = Origin(
        title=assessment.case.title or session.title,
        file=file.name,
        version=__version__,
        today=date.today(),
    )
    content = compose(assessment, outlook, origin, audience, team)
    rendered = chosen.render(Report(content, assessment, outlook))
    report(Problem(one, severity="warning") for one in rendered.warnings)
    if target == STDOUT:
        _print(rendered.data, chosen.is_text)
        return Exit.DONE
    _write(target, rendered.data, force)
    click.echo(visible(str(target)))
    return Exit.DONE


def _print(data: bytes, is_text: bool) -> None:
    if not is_text:
        click.echo(data, nl=False)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A page names its encoding in its head, whatever the terminal's is.
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    click.echo(data.decode(), nl=False)


def _refuse_terminal(name: str) -> None:
    if not FORMATS[name].is_text and sys.stdout.isatty():
        message = f"a terminal cannot show {name}; send it to a file with > or name one with -o"
        raise InputUnusable([Problem(message)])


def _refuse_target(target: Path, session: Path, force: bool) -> None:
    """Say before anything is computed that a place cannot be written to."""
    if is_folder(target):
        raise InputUnusable([Problem("is a folder; add the name of a file", file=str(target))])
    try:
        exists = os.path.lexists(target)
        is_session = exists and target.samefile(session)
    except (OSError, ValueError):
        # What is wrong with either is said by whoever opens it.
        return
    if is_session:
        message = "is the session itself, which a report never replaces; name another file with -o"
        raise InputUnusable([Problem(message, file=str(target))])
    if exists and not force:
        raise _taken(target)


def _taken(target: Path) -> InputUnusable:
    message = "exists already; replace it with --force, or name another file with -o"
    return InputUnusable([Problem(message, file=shown(target))])


def _write(target: Path, data: bytes, force: bool) -> None:
    try:
        save(target, data, expected=None, replace_changed=force, is_precious=False)
    except ChangedOnDisk:
        raise _taken(target) from None
    except SaveFailed as failed:
        raise InputUnusable([Problem(str(failed))]) from None
