"""`payback decide FILE go|no|later --by NAME`: put a decision on record in a session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.answers.records import Decision
from rules.assess import Assessment
from rules.review.deciding import CHOICES, Choice, Wish, refusals, remarks, row_of, said_before
from rules.words.wording import visible
from wizard import __version__
from wizard.cli.changing import change_in_place
from wizard.cli.common import FILE, policy_option, team_policy, telling_of
from wizard.cli.day import DAY, on_option
from wizard.cli.one_object import json_option, print_object
from wizard.problems import Exit, InputUnusable, report
from wizard.review.recording import readable_decisions
from wizard.review.telling import as_json, recorded
from wizard.sessions.moments import Row
from wizard.sessions.open_session import OpenSession


@click.command("decide")
@click.argument("file", type=FILE)
@click.argument("decision", type=click.Choice(CHOICES), metavar="|".join(CHOICES))
@click.option("--by", required=True, metavar="NAME", help="The person or the board that decides.")
@click.option("--review", type=DAY, metavar="DATE", help="When it is to be looked at again.")
@click.option("--note", default="", metavar="TEXT", help="What else there is to say, on one line.")
@on_option
@json_option
@policy_option
def command(
    file: Path,
    decision: Choice,
    by: str,
    review: date | None,
    note: str,
    day: date | None,
    as_object: bool,
    policy_file: Path | None,
) -> int:
    """Put on record that a case was approved, refused or put off, and by whom.

    The case is kept with the decision as it is now: answers, policy, verdict and figures. `payback
    log` tells later what has changed since. What is on record is never rewritten.
    """
    team = team_policy(policy_file, file)
    wish = Wish(decision, by, day or date.today(), review, note)

    def decide(session: OpenSession) -> tuple[Assessment, Row, tuple[str, ...]]:
        before = readable_decisions(session.file)
        wrong = [
            Problem(f"--{'on' if name == 'date' else name} {message}", file=str(file))
            for name, message in refusals(wish, before)
        ]
        if wrong:
            raise InputUnusable(wrong)
        assessment = session.assess()
        row = row_of(wish, session.answers, assessment, team, __version__)
        session.decide(row)
        again = said_before(Decision.model_validate(row), before)
        return assessment, row, (*remarks(decision, assessment), *again)

    session, (assessment, row, said) = change_in_place(file, decide, team=team)
    report(session.file.placed(assessment.errors))
    with telling_of("the decision was recorded"):
        if as_object:
            found = {"decision": as_json(row), "remarks": list(said)}
            print_object({"file": str(file), **found})
        else:
            made = Decision.model_validate(row)
            click.echo(visible(recorded(made, said, assessment.words)))
    return Exit.DONE
