"""`payback import`: figures from logs and evaluations, read where they are."""

from __future__ import annotations

import click

from wizard.cli.importing.evaluation import evaluation_command
from wizard.cli.importing.usage import usage_command


@click.group("import")
def command() -> None:
    """Read figures from files that have them: calls with what they cost, and scores."""


command.add_command(usage_command)
command.add_command(evaluation_command)
