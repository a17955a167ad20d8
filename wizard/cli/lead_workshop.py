"""`payback workshop FILE`: the facilitator's screen on a session."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wizard.cli.common import FILE, policy_option, recovery_option
from wizard.cli.launch import launch_workshop
from wizard.process import file_name_of
from wizard.workshop.wishes import LOCAL, Wishes

LEAD = "lead"
"""The name of the command, which may be left out."""


class FileFirst(click.Group):
    """A group that leads a workshop on whatever is no command of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command in, where it was left out."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            _refuse_a_slip(args[0], ctx, list(self.commands))
            args = [LEAD, *args]
        return super().parse_args(ctx, args)


def _refuse_a_slip(word: str, ctx: click.Context, commands: list[str]) -> None:
    """Suggest the command that is meant by what is nearly its name, and no file."""
    slip = click.NoSuchCommand(word, possibilities=commands, ctx=ctx)
    if slip.possibilities and not os.path.lexists(file_name_of(word)):
        raise slip


@click.command(LEAD)
@click.argument("file", type=FILE)
@click.option("--join", "joins", is_flag=True, help="Let people answer from their own devices.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default=LOCAL,
    show_default=True,
    help="With --join, the address of this machine that their browsers reach.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    metavar="N",
    help="With --join, the port; any that is free otherwise.",
)
@click.option(
    "--public-url",
    default="",
    metavar="URL",
    help="With --join, where people reach the proxy that stands in front.",
)
@click.option("--anonymous", "is_anonymous", is_flag=True, help="Show answers without names.")
@recovery_option
@policy_option
def lead(
    file: Path,
    joins: bool,
    host: str,
    port: int,
    public_url: str,
    is_anonymous: bool,
    no_recovery: bool,
    policy_file: Path | None,
) -> int:
    """Lead colleagues through blind rounds of estimates on a session.

    The keyboard goes from one to the next, or people answer from their own devices; nobody sees
    what others say before it is shown to all. What is agreed becomes an answer of FILE, and the
    rounds stand in its [workshop]. A workshop that was left goes on where it was.

    The word `lead` may be left out. What people answered and is not shown yet is kept also with
    --no-recovery, until it is shown: it is not the facilitator's to lose.
    """
    if not joins and (host, port, public_url) != (LOCAL, 0, ""):
        raise click.UsageError("--host, --port and --public-url go with --join.")
    wishes = Wishes(is_anonymous, joins, host, port, public_url)
    return launch_workshop(file, wishes, policy_file, recovers=not no_recovery)
