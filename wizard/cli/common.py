"""What several commands share: arguments, policy, and reading a session to judge it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from rules.answers import Answers
from rules.assess import Assessment, assess
from rules.policy import TeamPolicy
from rules.problem import Problem
from wizard.problems import InputUnusable, report
from wizard.sessions.session_file import SessionFile, read_session
from wizard.settings import with_setting

FILE = click.Path(path_type=Path)
"""A path as typed; whether it can be read is said by whoever reads it, in our words."""


def policy_option(command: click.decorators.FC) -> click.decorators.FC:
    """`--policy FILE`, which wins over the session's own policy."""
    return click.option(
        "--policy",
        "policy_file",
        type=FILE,
        metavar="FILE",
        help="Judge by a team's policy file; its values win over the session's.",
    )(command)


def team_policy(policy_file: Path | None) -> TeamPolicy | None:
    """The team's policy where a file was named.

    Raises:
        InputUnusable: where it cannot be used.
    """
    if policy_file is None:
        return None
    from wizard.policy_file import read_policy

    policy, warnings = read_policy(policy_file)
    report(warnings)
    return policy


def with_settings(answers: Answers, settings: Iterable[str]) -> Answers:
    """Answers with every `KEY=VALUE` applied, in order.

    Raises:
        InputUnusable: with every setting that cannot be used.
    """
    problems: list[Problem] = []
    for setting in settings:
        try:
            answers, _ = with_setting(answers, setting)
        except InputUnusable as unusable:
            problems += unusable.problems
    if problems:
        raise InputUnusable(problems)
    return answers


def judged(
    session: SessionFile, settings: Iterable[str] = (), team: TeamPolicy | None = None
) -> Assessment:
    """The assessment of a session whose values are all usable.

    Raises:
        InputUnusable: with every value of the session that is not.
    """
    answers = with_settings(session.answers, settings)
    assessment = assess(answers, team)
    unusable = session.placed(assessment.errors)
    # Answers given on the command line have replaced what was wrong in the file.
    structural = [one for one in session.errors if one.key not in answers and not unusable]
    if unusable or structural:
        raise InputUnusable([*unusable, *structural])
    return assessment


def read_and_judge(
    path: Path, settings: Iterable[str] = (), team: TeamPolicy | None = None
) -> tuple[SessionFile, Assessment]:
    """Read a session and judge it.

    Raises:
        InputUnusable: where it cannot be read, or a value in it cannot be used.
    """
    session = read_session(path)
    return session, judged(session, settings, team)
