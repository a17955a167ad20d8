"""How stated trends of volume and prices change what a year leaves.

Source: docs/specification.md §5.7.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rules.answers.slack import at_least
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.wording import percent

TELLING = 0.2
"""Share of today's year by which another one has to differ to be told."""


class Trend(NamedTuple):
    """That savings do not stay what they are today."""

    causes: tuple[str, ...]
    years: tuple[tuple[int, float], ...]
    """First and last full year of service within the horizon, with what each leaves; one of them
    where there is only one."""


def trend_of(figures: Figures) -> Trend | None:
    """The trend of a case; None where there is none, or it changes less than a fifth."""
    causes = tuple(_causes(figures))
    years = _full_years(figures)
    today = figures.headline.annual_net_after_errors
    if not causes or not years or math.isnan(today):
        return None
    ends = (years[0], years[-1]) if len(years) > 1 else (years[0],)
    amounts = [today, *(net for _, net in ends)]
    spread, size = max(amounts) - min(amounts), min(abs(one) for one in amounts)
    return Trend(causes, ends) if spread > 0 and at_least(spread, TELLING * size) else None


def _causes(figures: Figures) -> list[str]:
    growth, price = figures.drivers.monthly_growth, figures.drivers.annual_price_change
    causes = []
    if growth:
        verb = "growth" if growth > 0 else "a decline"
        causes.append(f"{verb} of {percent(abs(growth))} a month")
    if price:
        verb = "rising" if price > 0 else "falling"
        causes.append(f"prices {verb} by {percent(abs(price))} a year")
    return causes


def _full_years(figures: Figures) -> list[tuple[int, float]]:
    """The years after approval in which the student serves all calls in all twelve months."""
    cash, drivers = figures.cash, figures.drivers
    rolled_out = FLOATS.ceil(drivers.months_to_launch) + FLOATS.ceil(drivers.ramp_months)
    return [
        (year, net)
        for year, net in enumerate(cash.net_by_year, 1)
        if 12 * (year - 1) >= rolled_out and 12 * year <= cash.last_month
    ]
