"""`payback new [FILE]`: an empty session, commented or short."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.words.wording import listed
from wizard.cli.common import (
    FILE,
    STDOUT,
    exists_already,
    policy_option,
    recovery_option,
    team_policy,
    telling_of,
)
from wizard.cli.launch import has_terminal, launch
from wizard.disk.errors import ChangedOnDisk, SaveFailed, shown
from wizard.disk.store import save
from wizard.problems import Exit, InputUnusable, on_one_line
from wizard.sessions.short_form import short_session

DEFAULT_NAME = Path("payback.toml")


@click.command("new")
@click.argument("file", required=False, type=FILE, default=DEFAULT_NAME)
@click.option(
    "--short",
    is_flag=True,
    help="Leave out the questions without an answer; those answered later come with theirs.",
)
@click.option(
    "--schema",
    "with_schema",
    is_flag=True,
    help="Write the schema beside it as well, and name it in the first line, so that editors"
    " complete, explain and check the keys.",
)
@recovery_option
@policy_option
def command(
    file: Path, short: bool, with_schema: bool, no_recovery: bool, policy_file: Path | None
) -> int:
    """Write an empty session (payback.toml where no FILE is named, - to print it).

    Every key stands in it as a comment, with its question. Its currency is the one that the team's
    policy gives as default. On a terminal the wizard opens on it.
    """
    team = team_policy(policy_file, file)
    begun = short_session if short else _commented
    text = begun(date.today(), currency=team.currency if team else None)
    if file == STDOUT and with_schema:
        message = (
            "--schema writes a file beside the session: name the session, or use `payback schema`"
        )
        raise InputUnusable([Problem(message)])
    if file == STDOUT:
        click.echo(text, nl=False)
        return Exit.DONE
    written = [file]
    if with_schema:
        # A session alone does without the means to describe one.
        from wizard.sessions import schema_file

        text = schema_file.LINE + text
        written.append(schema_file.beside(file))
        schema_file.refuse_another(written[-1])
    try:
        save(file, text.encode(), expected=None, is_precious=False)
    except ChangedOnDisk:
        raise exists_already(file, "open it with `payback open`, or name another file") from None
    except SaveFailed as failed:
        raise InputUnusable([Problem(str(failed))]) from None
    if with_schema:
        schema_file.write(written[-1])
    verb = "were" if with_schema else "was"
    with telling_of(f"{listed([shown(one) for one in written])} {verb} written"):
        for one in written:
            click.echo(on_one_line(str(one)))
    if not has_terminal():
        return Exit.DONE
    return launch(file, policy_file=policy_file, recovers=not no_recovery)


def _commented(today: date, *, currency: str | None) -> str:
    # The short form does without the means to build the other.
    from wizard.sessions.template import empty_session

    return empty_session(today, currency=currency)
