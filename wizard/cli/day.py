"""A day as an option of a command: 2026-11-27, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class _Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error that says how one is written where it is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"{value!r} is no day; write year-month-day, such as 2026-11-24", param, ctx)


DAY = _Day()
"""The type of such an option."""


def on_option(command: click.decorators.FC) -> click.decorators.FC:
    """`--on DATE`, which stands for today."""
    return click.option(
        "--on",
        "day",
        type=DAY,
        metavar="DATE",
        help="The day that counts as today; that of this machine's clock where none is named.",
    )(command)
