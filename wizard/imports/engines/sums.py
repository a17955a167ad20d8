"""The answer of the one query, row by row, as usage.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple, cast

from rules.answers.problem import Problem
from rules.usage.usage import Costed, Group, Peak, Status, Usage
from wizard.imports.engines.engine import Wanted
from wizard.imports.engines.judging import BAD, CHOICES
from wizard.imports.files.bad_rows import NO_UTF_8
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable


class Sums(NamedTuple):
    """A row of the query's answer, by its columns. Times are microseconds since 1970."""

    level: int
    """0 for a group of calls, 1 for the peaks of an endpoint, 2 for those of all together."""
    dropped: str | None
    named: str | None
    model: str | None
    month: date | None
    """Its first moment, or its first day."""
    status: str | None
    costed: str | None
    latency_bucket: int | None
    a_rows: int
    a_calls: float | None
    a_failures: float | None
    a_uncached: float | None
    a_cached: float | None
    a_written: float | None
    a_output: float | None
    a_cost: float | None
    an_input: float | None
    an_output: float | None
    an_cached: float | None
    an_written: float | None
    a_contradicts: float | None
    a_seconds: float | None
    a_logged: float | None
    a_first: int | None
    a_last: int | None
    a_until: int | None
    a_bucket: int | None
    """Of the widest bucket, in microseconds."""
    endpoints: int | None
    copies: int | None
    """How many calls were found twice in a probe."""
    a_again: int | None
    """How many of the rows are counted under another name too, and are read once."""


def usage_of(
    answer: Iterable[Sequence[Any]],
    format: Format,
    wanted: Wanted,
    *,
    unread: Mapping[str, int] | None = None,
) -> Usage:
    """What the rows of the query's answer say, which `Sums` names.

    `unread` are rows that could not be read, and so never reached the query, by reason.
    """
    groups, peaks = [], []
    dropped = dict(unread or {})
    read, endpoints, bucket, counts_calls = sum(dropped.values()), 0, 0, False
    reach: list[datetime] = []
    for row in answer:
        sums = Sums(*row)
        if int(sums.level) > 0:
            peaks.append(_peak(sums))
            continue
        rows = int(sums.a_rows) - int(sums.a_again or 0)
        read += rows
        endpoints = max(endpoints, sums.endpoints or 0)
        if sums.dropped is not None:
            dropped[sums.dropped] = dropped.get(sums.dropped, 0) + rows
        else:
            groups.append(_group(sums))
            bucket = max(bucket, sums.a_bucket or 0)
            counts_calls = counts_calls or sums.a_calls is not None or sums.a_failures is not None
        if sums.dropped not in BAD and sums.a_first is not None and sums.a_until is not None:
            reach += [_moment(sums.a_first), _moment(sums.a_until)]
    return Usage(
        groups=tuple(groups),
        peaks=tuple(peaks),
        read=read,
        dropped=dict(sorted(dropped.items())),
        zone=wanted.zone,
        reaches_from=min(reach, default=None),
        reaches_to=max(reach, default=None),
        since=wanted.since,
        until=wanted.until,
        bucket_seconds=bucket / 1e6,
        counts_calls=counts_calls or not groups,
        is_sampled=format.is_sampled,
        endpoints=endpoints,
    )


def copies_in(answer: Iterable[Sequence[Any]]) -> int:
    """How many calls a probe has found twice."""
    return max((int(Sums(*row).copies or 0) for row in answer), default=0)


def dropped_in(answer: Iterable[Sequence[Any]], reason: str) -> int:
    """How many rows were left out for a reason."""
    named = map(Sums._make, answer)
    return sum(int(one.a_rows) for one in named if int(one.level) == 0 and one.dropped == reason)


def _group(sums: Sums) -> Group:
    is_error = sums.status == "error"
    return Group(
        endpoint=sums.named or "",
        model=sums.model or "",
        month=sums.month.date() if isinstance(sums.month, datetime) else sums.month or date.min,
        status=cast(Status, sums.status),
        costed=cast(Costed, sums.costed),
        latency_bucket=None if sums.latency_bucket is None else int(sums.latency_bucket),
        rows=int(sums.a_rows),
        calls=0.0 if is_error else float(sums.a_calls or 0),
        failed=float((sums.a_calls if is_error else sums.a_failures) or 0),
        input_uncached=float(sums.a_uncached or 0),
        input_cached=float(sums.a_cached or 0),
        input_written=float(sums.a_written or 0),
        output=float(sums.a_output or 0),
        cost=float(sums.a_cost or 0),
        input_told=int(sums.an_input or 0),
        output_told=int(sums.an_output or 0),
        cached_told=int(sums.an_cached or 0),
        written_told=int(sums.an_written or 0),
        contradicted=int(sums.a_contradicts or 0),
        latency=float(sums.a_seconds or 0),
        latency_logged=float(sums.a_logged or 0),
        first=_moment(sums.a_first or 0),
        last=_moment(sums.a_last or 0),
        until=_moment(sums.a_until or 0),
    )


def _peak(sums: Sums) -> Peak:
    return Peak(
        endpoint=(sums.named or "") if int(sums.level) == 1 else None,
        minute_calls=float(sums.a_calls or 0),
        minute=_moment((sums.a_first or 0) * 60_000_000),
        hour_calls=float(sums.a_failures or 0),
        hour=_moment((sums.a_last or 0) * 3_600_000_000),
    )


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(microseconds: float) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))


def refuse_rubbish(
    found: Usage, format: Format, source: str, *, is_at_a_word: bool = False
) -> None:
    """Refuse what is more than half bad: figures of the rest would be an accident.

    Where it looks like none of a format that somebody has named, and no call is found in it, what
    is none is bad as well.
    """
    more = (
        sorted(found.dropped.keys() - {*BAD, *CHOICES}) if is_at_a_word and not found.kept else ()
    )
    bad = {reason: found.dropped.get(reason, 0) for reason in (*BAD, *more)}
    total = sum(bad.values())
    if total * 2 <= found.read:
        return
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in bad.items() if number)
    told = "; ".join(f"line {one.line}: {one.reason}" for one in found.bad_rows if one.line)
    is_foreign = {one.reason for one in found.bad_rows} == {NO_UTF_8}
    message = (
        f"{total:,} of {found.read:,} rows cannot be used ({reasons}) where they are read as"
        f" '{format.title}'{f': {told}' if told else ''}; "
        + (
            "save the file as UTF-8"
            if is_foreign
            else "is it of another format? Name it with --format, or the columns with --map"
        )
    )
    raise InputUnusable([Problem(message, file=source)])
