"""`payback report FILE --format FORMAT`: the case as a document for a budget holder."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import click

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.argument.what_it_hangs_on import outlook_of
from rules.uncertainty.scenarios.found import find
from wizard.cli.common import (
    FILE,
    STDOUT,
    exists_already,
    policy_option,
    read_and_judge,
    team_policy,
    telling_of,
)
from wizard.cli.day import DAY
from wizard.disk import piped
from wizard.disk.errors import shown
from wizard.problems import Exit, InputUnusable, on_one_line, report
from wizard.reports.content import Audience, Paper
from wizard.reports.filing import Taken, beside, is_taken, refuse, report_of, write
from wizard.reports.formats import FORMATS, Outcome, Report
from wizard.review.recording import since_decided
from wizard.sessions.scenarios import scenarios_of
from wizard.sessions.session_file import read_session
from wizard.workshop.record import workshop_of


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
@click.option(
    "--paper",
    type=click.Choice(get_args(Paper)),
    help="Size of the pages of pdf; a4 unless it is named. html prints on either.",
)
@click.option(
    "--about",
    type=click.Choice(("case", "outcome")),
    default="case",
    show_default=True,
    help="The case as it is answered now, or what came of one that was decided: plan, actual and"
    " what is open now.",
)
@click.option(
    "--on",
    "day",
    type=DAY,
    metavar="DATE",
    help="With --about outcome: the day that counts as today; that of this machine's clock where"
    " none is named.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@policy_option
def command(
    file: Path,
    name: str,
    output: Path | None,
    audience: Audience,
    paper: Paper | None,
    about: Literal["case", "outcome"],
    day: date | None,
    force: bool,
    policy_file: Path | None,
) -> int:
    """Write the case as a document that a budget holder can question: a report.

    A session that is not complete gives a draft, which lists what is missing. The path of what was
    written is printed.
    """
    chosen = FORMATS[name]
    if day is not None and about != "outcome":
        message = "is for --about outcome: a case is judged as of its own as_of; leave it out"
        raise InputUnusable([Problem(message, key="--on")])
    if paper is not None and not chosen.has_pages:
        message = f"is for pdf, and {name} has no pages; leave it out"
        raise InputUnusable([Problem(message, key="--paper")])
    target = _beside(file, name, about) if output is None else output
    if target == STDOUT:
        if not chosen.is_text and sys.stdout.isatty():
            message = f"a terminal cannot show {name}; send it to a file with > or name one with -o"
            raise InputUnusable([Problem(message)])
    else:
        refuse(target, file, name)
        if is_taken(target) and not force:
            raise exists_already(target)
    team = team_policy(policy_file, file)
    made = (
        _of_case(file, audience, team)
        if about == "case"
        else _of_outcome(file, audience, team, day or date.today())
    )
    rendered = chosen.render(replace(made, paper=paper or made.paper))
    report(Problem(one, severity="warning") for one in rendered.warnings)
    if target == STDOUT:
        _print(rendered.data, chosen.is_text)
        return Exit.DONE
    try:
        write(target, rendered.data, replace=force)
    except Taken:
        raise exists_already(target) from None
    with telling_of(f"{shown(target)} was written"):
        click.echo(on_one_line(str(target)))
    return Exit.DONE


def _of_case(file: Path, audience: Audience, team: TeamPolicy | None) -> Report:
    session, assessment = read_and_judge(file, team=team)
    report(one for one in session.problems if one.severity == "warning")
    scenarios = find(session.answers, scenarios_of(session), team)
    report(
        one._replace(severity="warning") for one in session.placed(scenarios.judgements.problems)
    )
    return report_of(
        assessment,
        outlook_of(assessment),
        audience,
        title=assessment.case.title or session.title,
        session=file,
        team=team,
        workshop=workshop_of(session),
        since=since_decided(session, session.answers, team),
        scenarios=scenarios,
    )


def _of_outcome(file: Path, audience: Audience, team: TeamPolicy | None, on: date) -> Outcome:
    from wizard.review.looking import look, outcome_of

    session = read_session(file, only_read=True)
    case = look(session, team, on)
    report(session.placed(case.actual.doubts))
    title = case.followed.now.case.title or session.title
    return outcome_of(case, audience, title=title, session=file, today=date.today())


def _beside(session: Path, name: str, about: str) -> Path:
    if piped.descriptor_of(session) is None:
        # What came of a case does not take the place of its report.
        return beside(session, name if about == "case" else f"{about}.{name}")
    message = "has no place for a report beside it; say where with -o PATH, - for standard output"
    raise InputUnusable([Problem(message, file=piped.named(session))])


def _print(data: bytes, is_text: bool) -> None:
    if not is_text:
        click.echo(data, nl=False)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A page names its encoding in its head, whatever the terminal's is.
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    click.echo(data.decode(), nl=False)
