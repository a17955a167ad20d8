"""Months between days, as contracts count them.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

import calendar
from datetime import date


def months_after(day: date, count: int) -> date:
    """The day so many months later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: date, end: date) -> int:
    """How many months are over at the end; none where it lies before the start."""
    count = (end.year - start.year) * 12 + end.month - start.month
    if months_after(start, max(count, 0)) > end:
        count -= 1
    return max(count, 0)
