"""`payback open FILE`: the wizard on a session."""

from __future__ import annotations

from pathlib import Path

import click

from rules.answers.problem import Problem, briefly
from rules.questions import STEPS
from wizard.cli.common import FILE, policy_option, recovery_option
from wizard.cli.launch import launch
from wizard.problems import InputUnusable

_STEPS = {step.name: step.questions[0].key for step in STEPS}


@click.command("open")
@click.argument("file", type=FILE)
@click.option(
    "--step",
    "step",
    metavar="NAME",
    help=f"Begin at a step: {', '.join(_STEPS)}.",
)
@recovery_option
@policy_option
def command(file: Path, step: str | None, no_recovery: bool, policy_file: Path | None) -> int:
    """Open a session in the wizard.

    Without a terminal the judgement is printed; TERM=dumb and ACCESSIBLE=1 give the plain interview
    of `payback ask`.
    """
    if step is not None and step not in _STEPS:
        message = f"'{briefly(step)}' is not a step; there are {', '.join(_STEPS)}"
        raise InputUnusable([Problem(message, key="--step")])
    start = _STEPS[step] if step is not None else None
    return launch(file, start=start, policy_file=policy_file, recovers=not no_recovery)
