"""What every command that changes a session file does: check, save, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import click

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.argument.brief import headline
from rules.assess import Assessment
from rules.words.wording import months, visible
from wizard.cli.common import telling_of
from wizard.disk import store
from wizard.disk.errors import ChangedOnDisk
from wizard.problems import InputUnusable, report
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import ATTEMPTS, FAILURES, problem_of

PATIENCE_S: Final = 15.0
"""How long to wait for others, several of which may stand in a row."""

_CHANGES_ALL_THE_TIME = "It keeps being changed; try again when that has ended."

Outcome = TypeVar("Outcome")


def change_in_place(
    file: Path, change: Callable[[OpenSession], Outcome], *, team: TeamPolicy | None = None
) -> tuple[OpenSession, Outcome]:
    """Open a session, change it and save it, while no other program of this user does the same.

    Where one that knows no locks was faster, the change is applied again, to what is in the file
    then: nothing that others have written is undone.

    Returns:
        The session as it was saved, and what `change` returned then.

    Raises:
        InputUnusable: where the file cannot be read, does not take the change, or is not written.
    """
    try:
        with store.alone(file, PATIENCE_S):
            for attempt in range(1, ATTEMPTS + 1):
                session = OpenSession.open(file, team=team)
                outcome = change(session)
                try:
                    session.save(date.today())
                except ChangedOnDisk:
                    if attempt == ATTEMPTS:
                        raise
                else:
                    break
    except FAILURES as failure:
        raise InputUnusable([problem_of(failure, file, _CHANGES_ALL_THE_TIME)]) from failure
    return session, outcome


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


def change_answers(
    file: Path,
    change: Callable[[Answers], tuple[Answers, Iterable[str]]],
    *,
    team: TeamPolicy | None = None,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Change answers in a file, and print what was understood and where the case stands.

    What is doubtful since is told on standard error; what was before is not said again.

    Raises:
        InputUnusable: as `change_in_place`, and where an answer contradicts the others.
    """

    def change_session(
        session: OpenSession,
    ) -> tuple[Assessment, Iterable[str], Sequence[Problem]]:
        known = {(one.key, one.message) for one in _doubts(session.assess())}
        answers, said = change(session.answers)
        assessment = apply_changes(session, answers)
        doubts = [one for one in _doubts(assessment) if (one.key, one.message) not in known]
        return assessment, said, doubts

    session, (assessment, said, doubts) = change_in_place(file, change_session, team=team)
    report(session.file.placed([*assessment.errors, *doubts]))
    payback = ""
    if assessment.missing:
        payback = f" Payback: {months(assessment.figures.headline.payback_months)}."
    lines = (*said, headline(assessment) + payback)
    with telling_of("the change was saved"):
        (tell or click.echo)(visible("\n".join(lines)))


def _doubts(assessment: Assessment) -> tuple[Problem, ...]:
    if not assessment.case.actuals:
        return assessment.warnings
    from rules.review.doubts import doubts_of_months

    return (*assessment.warnings, *doubts_of_months(assessment, date.today()))
