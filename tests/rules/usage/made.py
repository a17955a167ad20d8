"""Usage as a source of calls adds up to, put together without a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from rules.usage.proposal import Beside
from rules.usage.usage import Group, Peak, Usage

_PLAIN = Group(
    endpoint="",
    model="gpt-large",
    month=date(2026, 6, 1),
    status="ok",
    costed="logged",
    latency_bucket=None,
    rows=100,
    calls=100.0,
    failed=0.0,
    input_uncached=1000.0,
    input_cached=0.0,
    input_written=0.0,
    output=100.0,
    cost=5.0,
    input_told=100,
    output_told=100,
    cached_told=0,
    written_told=0,
    contradicted=0,
    latency=0.0,
    latency_logged=0.0,
    first=datetime(2026, 6, 1, 1, tzinfo=UTC),
    last=datetime(2026, 6, 30, 1, tzinfo=UTC),
    until=datetime(2026, 6, 30, 1, tzinfo=UTC),
)


def group(**changes: Any) -> Group:
    """A hundred calls of June 2026 that cost $5, of 1,000 tokens in and 100 out."""
    return _PLAIN._replace(**changes)


def usage(*groups: Group, months: tuple[int, int] = (6, 6), **changes: Any) -> Usage:
    """A source that reaches from the first day of one month of 2026 to the last of another."""
    reaches: dict[str, Any] = {
        "reaches_from": datetime(2026, months[0], 1, 1, tzinfo=UTC),
        "reaches_to": datetime(2026, months[1] + 1, 1, tzinfo=UTC),
    }
    read = sum(one.rows for one in groups)
    return Usage(**{"groups": groups, "read": read, "zone": "UTC", **reaches, **changes})


def peak(minute: float = 60.0, hour: float = 600.0) -> Peak:
    """The busiest minute and hour of all endpoints together."""
    when = datetime(2026, 6, 9, 10, 30, tzinfo=UTC)
    return Peak(None, minute, when, hour, when.replace(minute=0))


def beside(**changes: Any) -> Beside:
    """What proposals need beside the calls."""
    return Beside(**{"source": "rows of calls.csv", "prices": {}, "references": {}, **changes})
