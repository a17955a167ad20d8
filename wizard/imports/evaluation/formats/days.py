"""The day on which an evaluation was run, as harnesses write it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any


def day_of(value: Any) -> date | None:
    """The day of an ISO time or of seconds since 1970, in UTC; None for anything else."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC).date()
    except (ValueError, OverflowError, OSError):
        # No day, then.
        return None
    return None
