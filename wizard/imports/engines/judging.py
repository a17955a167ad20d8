"""Which calls count, and why one is left out: conditions in SQL over a canonical call.

Each stands here once: a call is good where all hold, and the reason of another is the first that
does not.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from wizard.imports.engines.engine import Wanted
from wizard.imports.usage.format import Row, quoted

_EARLIEST: Final = "TIMESTAMPTZ '2015-01-01 00:00:00+00:00'"
_LATEST: Final = "TIMESTAMPTZ '2100-01-01 00:00:00+00:00'"
"""What lies outside is no time of a call: seconds taken for milliseconds fall into 1970."""
_LONGEST_BUCKET: Final = "2678400"
"""Seconds: a month; what ends before it begins, or later, has no usable end."""
_MOST_TOKENS: Final = "1e9"
"""Of one call; no model takes a hundredth of it."""

UNREADABLE: Final = "unreadable"
NO_TIME: Final = "no usable time"
NO_COUNT: Final = "no usable count"
DUPLICATE: Final = "duplicate"
OUTSIDE: Final = "outside the dates"
ELSEWHERE: Final = "another endpoint"

BAD: Final = (UNREADABLE, NO_TIME, NO_COUNT)
"""Reasons for which something is wrong with a row."""
CHOICES: Final = (DUPLICATE, OUTSIDE, ELSEWHERE)
"""Reasons that lie in what is asked for. The others are those of a format."""


def is_good(row: Row, wanted: Wanted, whole: Collection[str]) -> str:
    """Whether a call counts; never NULL. Columns of `whole` hold whole numbers by their type."""
    conditions = list(_conditions(row, wanted, whole))
    # Of nearly every call the quick ones hold, and of no other is more asked.
    quick = " AND ".join(one.quick for one in conditions if one.quick)
    return f"CASE WHEN {quick} THEN TRUE ELSE {_first(conditions)} IS NULL END"


def reason(row: Row, wanted: Wanted) -> str:
    """Why a call does not count by itself; NULL where it does."""
    return _first(_conditions(row, wanted, ()))


def _first(conditions: Iterable[_Condition]) -> str:
    """The reason of the first condition that does not hold."""
    cases = " ".join(
        f"WHEN NOT COALESCE({one.holds}, FALSE) THEN {one.otherwise}" for one in conditions
    )
    return f"CASE {cases} END"


class _Condition(NamedTuple):
    """What has to hold of a call, and the reason for leaving it out where it does not."""

    holds: str
    """Where this is not known, it does not hold."""
    otherwise: str
    quick: str
    """What is asked in its place of all calls: where the quick ones of all conditions hold, all
    conditions do. Empty where that of another one is enough."""


def _conditions(row: Row, wanted: Wanted, whole: Collection[str]) -> Iterator[_Condition]:
    """What has to hold of a call, what matters more first."""

    def plain(holds: str, otherwise: str) -> _Condition:
        return _Condition(holds, otherwise, holds)

    yield plain("NOT blank", f"'{UNREADABLE}'")
    if row.skipped:
        yield plain("skipped IS NULL", "skipped")
    yield plain(is_time(row), f"'{NO_TIME}'")
    if not row.may_lack_tokens:
        needs_none = "status IN ('error', 'proxy_cache_hit', 'bill')"
        holds = f"((input IS NOT NULL AND output IS NOT NULL) OR {needs_none})"
        yield _Condition(holds, f"'{NO_COUNT}'", "")
    yield from _are_counts(row, whole)
    if wanted.since is not None:
        yield plain("began >= $since", f"'{OUTSIDE}'")
    if wanted.until is not None:
        yield plain("began < $until", f"'{OUTSIDE}'")
    if wanted.endpoint is not None:
        yield plain("endpoint = $endpoint", f"'{ELSEWHERE}'")


def is_time(row: Row) -> str:
    """Whether a call is of a usable time, and for that of one at all."""
    is_bucket = f" AND bucket >= 0 AND bucket <= {_LONGEST_BUCKET}" if has_buckets(row) else ""
    return f"(began >= {_EARLIEST} AND began < {_LATEST}{is_bucket})"


def has_buckets(row: Row) -> bool:
    """Whether rows may be of a stretch of time; what is constant is not asked of each row."""
    return row.bucket_seconds != "0"


def _are_counts(row: Row, whole: Collection[str]) -> Iterator[_Condition]:
    """Whether each count is whole, not negative and not absurd; NaN is larger than any number.

    What a format always has as it should be is not looked at.
    """
    limit = _MOST_TOKENS
    counts = {
        "input": row.input,
        "output": row.output,
        "cached": row.cached,
        "written": row.written,
    }
    if has_buckets(row):
        limit = f"CASE WHEN bucket > 0 THEN 1e15 ELSE {_MOST_TOKENS} END"
        counts["calls"] = row.calls
    for count, told in counts.items():
        if told != "NULL":
            quick = f"{count} >= 0 AND {count} <= {limit}"
            if told not in map(quoted, whole):
                quick += f" AND {count} = FLOOR({count})"
            # One that is not told is neither good nor bad.
            yield _Condition(f"({count} IS NULL OR ({quick}))", f"'{NO_COUNT}'", quick)
