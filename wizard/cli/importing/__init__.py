"""`payback import`: figures from logs and evaluations, read where they are."""

from __future__ import annotations

import click

from wizard.cli.importing.usage import usage_command


@click.group("import")
def command() -> None:
    """Read figures from files that have them: what calls cost and how many there are."""


command.add_command(usage_command)
