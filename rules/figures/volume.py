"""Calls month by month: how many there are, and how many of them the student handles.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rules.figures.economics import Drivers


class Calls(NamedTuple):
    """The calls of one month."""

    all: float
    """Of the endpoint."""
    students: float
    """Those that the student handles."""


def calls_by_month(drivers: Drivers, months: int) -> tuple[Calls, ...]:
    """The calls of each month after approval, growth, launch, ramp and end of service counted.

    Args:
        drivers: of a case, at its likely values.
        months: how many, the horizon.
    """
    launch, ramp = drivers.months_to_launch, drivers.ramp_months
    if not all(map(math.isfinite, (drivers.calls_per_month, drivers.share_moved, launch, ramp))):
        return ()
    launch, ramp = math.ceil(launch), math.ceil(ramp)
    found = []
    volume = float(drivers.calls_per_month)
    for month in range(1, months + 1):
        live = launch < month <= drivers.months_of_service
        share = min(1.0, (month - launch) / ramp) if ramp > 0 else 1.0
        found.append(Calls(volume, volume * drivers.share_moved * share if live else 0.0))
        volume *= 1 + drivers.monthly_growth
    return tuple(found)
