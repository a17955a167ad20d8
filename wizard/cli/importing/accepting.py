"""What an import offers to a session, asked for one by one, and written where it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from wizard.ask.terminal import Ended, PlainTerminal, PressedTwice, Terminal
from wizard.cli.changing import change_answers
from wizard.disk.errors import shown
from wizard.imports.importing import Money
from wizard.imports.report import value_told
from wizard.imports.review import DOUBTS, Offer, with_accepted
from wizard.problems import on_one_line

_YES, _NO = ("y", "yes"), ("n", "no")


class LeftUnanswered(Exception):
    """Whoever was asked has gone; nothing is taken."""


def ask(offered: Sequence[Offer], money: Money, terminal: Terminal | None = None) -> list[Offer]:
    """Ask for each offer whether it is taken.

    Raises:
        LeftUnanswered: where somebody leaves before the last one.
    """
    terminal = terminal or PlainTerminal()
    try:
        return [one for one in offered if one.standing != "same" and _wanted(one, money, terminal)]
    except (Ended, PressedTwice):
        raise LeftUnanswered from None


def _wanted(one: Offer, money: Money, terminal: Terminal) -> bool:
    terminal.say(f"\n{one.proposal.key}")
    if one.now:
        terminal.say(on_one_line(f"  now {one.now}"))
    terminal.say(
        on_one_line(f"  new {value_told(one.proposal, money)}, {one.proposal.basis},")
        + on_one_line(f" {one.proposal.source}")
    )
    doubt = DOUBTS.get(one.standing)
    if doubt is not None:
        terminal.say(f"  {doubt}.")
    while True:
        prompt = "Take it? y/n [y]" if doubt is None else "Take it? y/n [n]"
        word = terminal.ask(prompt).strip().lower()
        if word in _YES or (not word and doubt is None):
            return True
        if word in _NO or not word:
            return False
        terminal.say("Type y to take it, n to leave what is there.")


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
