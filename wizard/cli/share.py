"""A share as an option of a command: 4% or 0.04."""

from __future__ import annotations

import math
from typing import Any

import click

from rules.answers.numbers import NotANumber, Takes, Unit, read_typed
from wizard.cli.common import decimal_comma


class _Share(click.ParamType[float]):
    name = "SHARE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The share, from 0 to less than 1; a usage error that says how one is written."""
        takes = Takes(Unit.PERCENT if "%" in value else Unit.PLAIN, decimal_comma=decimal_comma())
        try:
            found = read_typed(value, takes)
        except NotANumber:
            share = math.nan
        else:
            share = found.likely if found.low is None else math.nan
        if not 0 <= share < 1:
            self.fail(f"{value!r} is no share below 100%; write 4% or 0.04", param, ctx)
        return share


SHARE = _Share()
"""The type of such an option."""
