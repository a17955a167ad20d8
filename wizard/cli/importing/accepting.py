"""What an import offers to a session, asked for one by one, and written where it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from wizard.ask.terminal import Terminal
from wizard.cli.changing import change_answers
from wizard.disk.errors import shown
from wizard.imports.accepting import Question, asked
from wizard.imports.importing import Money
from wizard.imports.report import value_told
from wizard.imports.review import DOUBTS, Offer, with_accepted
from wizard.problems import on_one_line


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


def write(
    file: Path,
    taken: Sequence[Offer],
    money: Money,
    team: TeamPolicy | None,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Write what was taken into a session, as `payback set` does; nothing where it is nothing.

    Args:
        file: the session.
        taken: what goes into it.
        money: in which it reckons.
        team: the policy by which it is judged.
        tell: where to say what was done, if not on standard output.

    Raises:
        InputUnusable: where the session does not take it.
    """

    def change(answers: Answers) -> tuple[Answers, Iterable[str]]:
        said = [
            on_one_line(
                f"{one.proposal.key} {value_told(one.proposal, money)}, {one.proposal.basis}"
            )
            for one in taken
        ]
        return with_accepted(answers, taken), said

    if taken:
        change_answers(file, change, team=team, tell=tell)
    else:
        (tell or _echo)(f"Nothing was taken; {shown(file)} is as it was.")


def _echo(text: str) -> None:
    import click

    click.echo(text)
