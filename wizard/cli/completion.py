"""`payback completion SHELL`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from wizard.problems import Exit

_SHELLS = ("bash", "zsh", "fish")


_HELP = """Print a shell's completion script, which completes commands, options, files, keys, rules
and samples.

\b
For bash, write it where the shell looks for it:
  payback completion bash > ~/.local/share/bash-completion/completions/payback
"""


@click.command("completion", help=_HELP)
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print a shell's completion script."""
    kind = get_completion_class(shell)
    root = ctx.find_root()
    if kind is None:
        raise click.UsageError(f"click completes no {shell}")
    completion = kind(root.command, {}, root.info_name or "payback", "_PAYBACK_COMPLETE")
    click.echo(completion.source())
    return Exit.DONE
