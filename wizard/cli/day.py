"""A day as an option of a command, written as where one is typed as an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from rules.answers.days import NotADay, day_of
from rules.answers.numbers import without_marks
from rules.answers.problem import briefly


class _Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error that says how one is written where it is none."""
        if isinstance(value, date):
            return value
        try:
            return day_of(without_marks(value))
        except NotADay as why:
            form = "write year-month-day, such as 2026-11-24"
            self.fail(f"{why}; {form} (given: {briefly(value)!r})", param, ctx)


DAY = _Day()
"""The type of such an option."""


on_option = click.option(
    "--on",
    "day",
    type=DAY,
    metavar="DATE",
    help="The day that counts as today; that of this machine's clock where none is named.",
)
"""`--on DATE`, which stands for today."""
