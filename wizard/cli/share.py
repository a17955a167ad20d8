"""A share as an option of a command: 4% or 0.04."""

from __future__ import annotations

from typing import Any

import click

from rules.answers.numbers import NotANumber, Unit, parse


class _Share(click.ParamType[float]):
    name = "SHARE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The share, from 0 to less than 1; a usage error that says how one is written."""
        if isinstance(value, float):
            return value
        try:
            share = parse(value if "%" in value else f"{100 * float(value)}%", Unit.PERCENT).likely
        except (NotANumber, ValueError):
            share = -1.0
        if not 0 <= share < 1:
            self.fail(f"{value!r} is no share below 100%; write 4% or 0.04", param, ctx)
        return share


SHARE = _Share()
"""The type of such an option."""
