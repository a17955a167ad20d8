"""`payback new [FILE]`: a commented, empty session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rules.problem import Problem
from rules.wording import visible
from wizard.cli.common import FILE
from wizard.cli.launch import has_terminal, launch
from wizard.problems import Exit, InputUnusable
from wizard.sessions.store import ChangedOnDisk, SaveFailed, save
from wizard.sessions.template import empty_session

DEFAULT_NAME = Path("payback.toml")


@click.command("new")
@click.argument("file", required=False, type=FILE, default=DEFAULT_NAME)
def command(file: Path) -> int:
    """Write a commented, empty session (payback.toml where no FILE is named).

    On a terminal the wizard opens on it.
    """
    try:
        save(file, empty_session(date.today()).encode(), expected=None, is_precious=False)
    except (ChangedOnDisk, SaveFailed) as failed:
        raise InputUnusable([Problem(str(failed))]) from None
    click.echo(visible(str(file)))
    return launch(file) if has_terminal() else Exit.DONE
