"""`payback policy [FILE]`: what sessions are judged by, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rules.answers.answers import Answers
from rules.answers.case_of import case_of
from rules.answers.defaults import currency, is_foreign, with_defaults
from rules.answers.policy import Policy, TeamPolicy, effective, origins
from rules.questions import QUESTIONS
from rules.words.wording import visible
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.problems import Exit, InputUnusable, report
from wizard.sessions.session_file import read_session

_DEFAULT = "default"


@click.command("policy")
@click.argument("file", required=False, type=FILE)
@policy_option
def command(file: Path | None, policy_file: Path | None) -> int:
    """Print the policy that the session FILE is judged by, each value with its origin.

    Without FILE it is the policy of a session in this folder that states none of its own.
    """
    answers: Answers | None = None
    if file is not None:
        session = read_session(file, only_read=True)
        wrong = [one for one in session.errors if one.key.startswith("policy")]
        if wrong:
            raise InputUnusable(wrong)
        report(one for one in session.problems if one.key.startswith("policy."))
        answers = session.answers
    team = team_policy(policy_file, file)
    for line in _lines(answers, team):
        click.echo(visible(line))
    return Exit.DONE


def _lines(answers: Answers | None, team: TeamPolicy | None) -> Iterator[str]:
    stated = Policy() if answers is None else case_of(answers)[0].policy
    money = currency(Answers() if answers is None else answers, team)
    policy, _ = effective(stated, team, money)
    named = origins(stated, team, money)
    yield from _table(
        "Thresholds",
        [
            (key, _value(getattr(policy, key)), named.get(key, _DEFAULT))
            for key in Policy.model_fields
        ],
    )
    if team is None:
        return
    yield from _table(
        "Default answers",
        [
            (key, entry.text, _use(key, answers, team) or team.origin)
            for key, entry in team.defaults.items()
        ],
    )
    yield from _table(
        "Rules", [(rule, setting, team.origin) for rule, setting in team.rules.items()]
    )


def _use(key: str, answers: Answers | None, team: TeamPolicy) -> str:
    """Why a session makes no use of a default answer; empty where it does."""
    if answers is None or key in with_defaults(answers, team)[1]:
        return ""
    if key in answers:
        return f"not used: the session says {answers[key].text}"
    if is_foreign(key, team, currency(answers, team)):
        return f"not used: in {team.currency}, and the session is in {currency(answers, team)}"
    if QUESTIONS[key].builds is not None:
        return "not used: the session has not begun that worksheet"
    return "not used: the session says it in another way"


def _value(value: float | int | None) -> str:
    return "none" if value is None else f"{value:.10g}"


def _table(heading: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    if not rows:
        return
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    yield heading
    for key, value, origin in rows:
        yield f"  {key:{first}}  {value:{second}}  {origin}"
