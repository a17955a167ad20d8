"""`payback new [FILE]`: a commented, empty session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.words.wording import visible
from wizard.cli.common import FILE, STDOUT, policy_option, recovery_option, team_policy, telling_of
from wizard.cli.launch import has_terminal, launch
from wizard.disk.errors import shown
from wizard.disk.store import ChangedOnDisk, SaveFailed, save
from wizard.problems import Exit, InputUnusable
from wizard.sessions.template import empty_session

DEFAULT_NAME = Path("payback.toml")


@click.command("new")
@click.argument("file", required=False, type=FILE, default=DEFAULT_NAME)
@recovery_option
@policy_option
def command(file: Path, no_recovery: bool, policy_file: Path | None) -> int:
    """Write a commented, empty session (payback.toml where no FILE is named, - to print it).

    Its currency is the one that the team's policy gives as default. On a terminal the wizard opens
    on it.
    """
    team = team_policy(policy_file, file)
    text = empty_session(date.today(), currency=team.currency if team else None)
    if file == STDOUT:
        click.echo(text, nl=False)
        return Exit.DONE
    try:
        save(file, text.encode(), expected=None, is_precious=False)
    except (ChangedOnDisk, SaveFailed) as failed:
        raise InputUnusable([Problem(str(failed))]) from None
    with telling_of(f"{shown(file)} was written"):
        click.echo(visible(str(file)))
    if not has_terminal():
        return Exit.DONE
    return launch(file, policy_file=policy_file, recovers=not no_recovery)
