"""Calls by calendar month: which months are whole, how they spread, how they grow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS_PER_MONTH: Final = 365.25 / 12
LEAST_FOR_GROWTH: Final = 3
"""Complete months, in a row."""
WHOLE_MONTH_DAYS: Final = 28
"""From which on a stretch without a whole calendar month is a month's worth all the same."""


def zone_of(name: str) -> tzinfo:
    """The zone of a name; what has no list of zones knows UTC all the same.

    Raises:
        ZoneInfoNotFoundError: where there is no zone of this name.
    """
    return UTC if name == "UTC" else ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether there is a zone of this name."""
    try:
        zone_of(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def next_month(month: date) -> date:
    """The first day of the month after; the last day that there is after the last month of all."""
    if (month.year, month.month) == (date.max.year, date.max.month):
        return date.max
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def days_in(month: date) -> int:
    """How many days a month has, named by its first."""
    return (next_month(month) - month).days


def of_average_length(calls: float, month: date) -> float:
    """As many calls as a month of average length has at as many a day as this whole month has.

    Months differ by a tenth in length alone; where one is held against another, or against a month
    of a case, that is no growth.
    """
    return calls * DAYS_PER_MONTH / days_in(month)


def complete_months(reaches_from: datetime, reaches_to: datetime) -> list[date]:
    """The calendar months that a source covers from their first to their last day.

    Times are in the zone by which months are cut; a bucket reaches to where the next begins. A
    source reaches an edge where it has something of the first, or the last, day: nobody calls on
    the stroke of midnight.
    """
    month = reaches_from.date().replace(day=1)
    if reaches_from.date() > month:
        month = next_month(month)
    # What ends at midnight ends with the day before.
    last_day = (reaches_to - timedelta(microseconds=1)).date()
    months = []
    while (end := next_month(month)) <= last_day + timedelta(days=1):
        months.append(month)
        month = end
    return months


def last_run(months: Sequence[date], calls: Mapping[date, float]) -> list[date]:
    """The last complete months in a row that have calls, oldest first.

    A month without any in the midst of others is more likely a missing file than a silent month.
    """
    run: list[date] = []
    for month in reversed(months):
        if calls.get(month, 0) <= 0:
            if run:
                break
            continue
        run.insert(0, month)
    return run


class Spread(NamedTuple):
    """Mean and, of three values or more, P10 and P90."""

    mean: float
    low: float | None
    high: float | None


def spread(values: Sequence[float]) -> Spread:
    """How values that are at least one spread."""
    mean = math.fsum(values) / len(values)
    if len(values) < LEAST_FOR_GROWTH:
        return Spread(mean, None, None)
    return Spread(mean, quantile(values, 0.1), quantile(values, 0.9))


def quantile(values: Sequence[float], share: float) -> float:
    """A quantile of a few values, interpolated between the two that it lies between."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def monthly_growth(calls: Mapping[date, float]) -> float:
    """The growth per month that fits months in a row best: three or more, with calls, oldest first.

    Least squares over the logarithms of their calls a day: from February to March a month grows by
    a tenth by itself.
    """
    logs = [math.log(of_average_length(one, month)) for month, one in calls.items()]
    middle = (len(logs) - 1) / 2
    mean = math.fsum(logs) / len(logs)
    slope = math.fsum((at - middle) * (one - mean) for at, one in enumerate(logs)) / math.fsum(
        (at - middle) ** 2 for at in range(len(logs))
    )
    return math.expm1(slope)
