"""`payback set FILE KEY=VALUE...`: change answers in a session file, in place."""

from __future__ import annotations

from pathlib import Path

import click

from rules.answers.answers import Answers
from wizard.cli.changing import change_answers
from wizard.cli.common import FILE, complete_settings, decimal_comma, policy_option, team_policy
from wizard.problems import Exit
from wizard.sessions.assignments import with_settings


@click.command("set")
@click.argument("file", type=FILE)
@click.argument(
    "settings",
    nargs=-1,
    required=True,
    metavar="KEY=VALUE...",
    shell_complete=complete_settings,
)
@policy_option
def command(file: Path, settings: tuple[str, ...], policy_file: Path | None) -> int:
    """Change answers in a session file; comments and everything else stay as they are.

    Values are written as on the screens: 6M, 200k/day, 12%, 4.5M..8M, "6M (4.5M..8M)", yes,
    2026-11-24. One
    that begins with { or [ is read as TOML. KEY= takes an answer back; KEY.basis and KEY.source
    set the details of a number, which another number leaves as they are, and clear them where they
    are empty; quality.slices[0].examples=4k changes a row, counted from 0.

    What others write into the file at the same time stays in it.
    """
    team, comma = team_policy(policy_file, file), decimal_comma()

    def change(answers: Answers) -> tuple[Answers, list[str]]:
        return with_settings(answers, settings, team, decimal_comma=comma)

    change_answers(file, change, team=team)
    return Exit.DONE
