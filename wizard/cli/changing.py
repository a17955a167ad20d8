"""What every command that changes a session file does: check, save, and say what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click

from rules.answers import Answers
from rules.assess import Assessment
from rules.brief import headline
from rules.wording import months, visible
from wizard.problems import InputUnusable, report
from wizard.saving import save
from wizard.session import OpenSession


def apply_changes(session: OpenSession, answers: Answers) -> Assessment:
    """Put changed answers into an open session, and judge it with them.

    Raises:
        InputUnusable: where an answer contradicts the others.
    """
    wrong_before = {one.key for one in session.assess().errors}
    session.apply(answers)
    assessment = session.assess()
    contradictions = [one for one in assessment.errors if one.key not in wrong_before]
    if contradictions:
        raise InputUnusable(contradictions)
    return assessment


def save_changes(session: OpenSession, answers: Answers, said: Iterable[str]) -> None:
    """Save changed answers, and print what was understood and where the case stands.

    Raises:
        InputUnusable: where an answer contradicts the others, or the file was not written.
    """
    assessment = apply_changes(session, answers)
    save(session, date.today(), on_conflict="Run the command again.")
    report(session.file.placed(assessment.errors))
    for line in said:
        click.echo(visible(line))
    payback = ""
    if assessment.missing:
        payback = f" Payback: {months(assessment.figures.headline.payback_months)}."
    click.echo(visible(headline(assessment) + payback))
