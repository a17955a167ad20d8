"""What an import offers to a session, asked for one by one, and written where it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from wizard.ask.terminal import Terminal
from wizard.cli.changing import change_answers
from wizard.disk.errors import shown
from wizard.imports.accepting import LeftUnanswered, Question, accepted, asked
from wizard.imports.importing import Money
from wizard.imports.offering import DOUBTS, Offer, with_accepted
from wizard.imports.report import value_told
from wizard.problems import on_one_line, say

Change = Callable[[Answers], tuple[Answers, Iterable[str]]]


def taken(questions: Sequence[Question], accept: tuple[str, ...]) -> frozenset[str] | None:
    """The keys of what is named or, where nothing is, asked for; None where nobody answers."""
    if not accept:
        try:
            return asked(questions)
        except LeftUnanswered:
            return None
    keys = accepted(questions, accept)
    for one in questions:
        if one.doubt and one.key not in keys:
            say(on_one_line(f"{one.key} is left. {one.doubt}; --accept {one.key} takes it."))
    return keys


def ask(offered: Sequence[Offer], money: Money, terminal: Terminal | None = None) -> list[Offer]:
    """Ask for each offer whether it is taken.

    Raises:
        LeftUnanswered: where somebody leaves before the last one.
    """
    others = [one for one in offered if one.standing != "same"]
    keys = asked([_question(one, money) for one in others], terminal)
    return [one for one in others if one.proposal.key in keys]


def _question(one: Offer, money: Money) -> Question:
    proposal = one.proposal
    new = f"{value_told(proposal, money)}, {proposal.basis}, {proposal.source}"
    return Question(proposal.key, one.now, new, DOUBTS.get(one.standing, ""))


def putting(taken: Sequence[Offer], money: Money) -> Change:
    """What puts offers into the answers of a session that reckons in some money."""

    def change(answers: Answers) -> tuple[Answers, Iterable[str]]:
        said = [
            on_one_line(
                f"{one.proposal.key} {value_told(one.proposal, money)}, {one.proposal.basis}"
            )
            for one in taken
        ]
        return with_accepted(answers, taken), said

    return change


def write(
    file: Path,
    change: Change | None,
    team: TeamPolicy | None,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Change a session as `payback set` does.

    Args:
        file: the session.
        change: what is done to its answers; None where nothing was taken.
        team: the policy by which it is judged.
        tell: where to say what was done, if not on standard output.

    Raises:
        InputUnusable: where the session does not take it.
    """
    if change is not None:
        change_answers(file, change, team=team, tell=tell)
    else:
        (tell or click.echo)(f"Nothing was taken; {shown(file)} is as it was.")
