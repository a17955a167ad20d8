"""The one query: a format's rows to canonical calls, and these to sums, in one pass.

It is DuckDB's SQL, from which other dialects are written. What a user says comes in as parameters
alone: `$endpoint`, `$since`, `$until`.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.engines.engine import Wanted
from wizard.imports.engines.grouping import Copies, Pass, answer, busiest, grouped, probed, ranked
from wizard.imports.usage.format import Format, Row, texts_in

_LN2: Final = "CAST(0.6931471805599453 AS DOUBLE)"
_LONGEST_NAME: Final = 200
_EARLIEST: Final = "TIMESTAMPTZ '2015-01-01 00:00:00+00:00'"
_LATEST: Final = "TIMESTAMPTZ '2100-01-01 00:00:00+00:00'"
"""What lies outside is no time of a call: seconds taken for milliseconds fall into 1970."""
_LONGEST_BUCKET: Final = "2678400"
"""Seconds: a month; what ends before it begins, or later, has no usable end."""
_MOST_TOKENS: Final = "1e9"
"""Of one call; no model takes a hundredth of it."""
_LONGEST_CALL: Final = "604800"
"""Seconds; a longer one is a wrong unit, and counts as no duration."""

UNREADABLE: Final = "unreadable"
NO_TIME: Final = "no usable time"
NO_COUNT: Final = "no usable count"
DUPLICATE: Final = "duplicate"
OUTSIDE: Final = "outside the dates"
ELSEWHERE: Final = "another endpoint"

BAD: Final = (UNREADABLE, NO_TIME, NO_COUNT)
"""Reasons for which something is wrong with a row; the others are choices."""


def query(
    format: Format,
    source: str,
    wanted: Wanted,
    copies: Copies = "removed",
    *,
    way: Pass = "sets",
) -> str:
    """The query over a source.

    Args:
        format: of the source.
        source: SQL with the columns that the format declares, and `blank`: whether the row could
            not be read at all.
        wanted: which calls, by what.
        copies: what is done about calls that the source may hold twice.
        way: how calls come to sums and minutes at once.
    """
    row = format.row
    by = wanted.by or next(iter(format.endpoints))
    splits = wanted.splits and by in format.several
    copies = copies if row.key else "ignored"
    # By sets, read twice for the minutes of the largest; fanned out, read once by both.
    is_shared = wanted.peaks in ("each", "both")
    if way == "fanned":
        is_shared = wanted.peaks != "none" or copies == "probed"
    steps = [
        ("source AS", source),
        ("record AS", _records(format)),
        *([("split AS", _split(format.several[by]))] if splits else ()),
        ("call AS", _calls(row, _endpoint(format, by, wanted), copies, splits=splits)),
        ("judged AS", _judged(row, wanted)),
        ("chosen AS", _chosen(copies, splits=splits)),
        ("kept AS MATERIALIZED" if is_shared else "kept AS", _kept(row, wanted, copies)),
        ("grouped AS", grouped(row, wanted, way)),
        *([("probed AS", probed())] if copies == "probed" else ()),
        ("ranked AS", ranked(wanted.rank)),
        *((f"{name} AS", text) for name, text in busiest(wanted, way)),
    ]
    named = ",\n".join(f"{name} ({text})" for name, text in steps)
    return f"WITH {named}\n{answer(wanted, copies)}"


def _records(format: Format) -> str:
    return format.records or "SELECT * FROM source"


def _split(names: str) -> str:
    """A record for each of the names that it has, and one where it has none."""
    return f"""
    SELECT *, UNNEST(RANGE(ARRAY_LENGTH(names_of_it))) AS place_of_name,
        UNNEST(names_of_it) AS one_name
    FROM (SELECT *, CASE WHEN ARRAY_LENGTH({texts_in(names)}) > 0 THEN {texts_in(names)}
            ELSE [''] END AS names_of_it
        FROM record)"""


def _endpoint(format: Format, by: str, wanted: Wanted) -> str:
    """SQL for the name of a record."""
    if by not in format.several:
        return format.endpoints[by]
    if wanted.splits:
        return "one_name"
    if wanted.endpoint is None:
        return format.endpoints[by]
    is_one = f"LIST_CONTAINS({texts_in(format.several[by])}, $endpoint)"
    return f"CASE WHEN {is_one} THEN $endpoint ELSE {format.endpoints[by]} END"


def _calls(row: Row, endpoint: str, copies: Copies, *, splits: bool) -> str:
    """Every record as a canonical call."""
    skipped = " ".join(f"WHEN {when} THEN '{reason}'" for reason, when in row.skipped)
    known = " AND ".join(f"{one} IS NOT NULL" for one in row.key)
    key = "NULL"
    if row.key and copies == "removed":
        key = f"CASE WHEN {known} THEN HASH({', '.join(row.key)}) END"
    return f"""
    SELECT blank,
        {f"CASE {skipped} END" if skipped else "CAST(NULL AS VARCHAR)"} AS skipped,
        {row.time} AS began,
        {_name(endpoint)} AS endpoint,
        {_name(row.model)} AS model,
        {row.status} AS status,
        CAST({row.calls} AS DOUBLE) AS calls,
        CAST({row.failed} AS DOUBLE) AS failures,
        {_number(row.input)} AS input,
        {_number(row.cached)} AS cached_told,
        {_number(row.written)} AS written_told,
        {_number(row.output)} AS output,
        {_number(row.cost)} AS cost,
        {row.cost_is_apart} AS is_apart,
        {_number(row.seconds)} AS seconds,
        {_number(row.seconds_logged)} AS logged,
        CAST({row.bucket_seconds} AS DOUBLE) AS bucket,
        {key} AS key,
        {row.preferred} AS preferred,
        {"place_of_name > 0" if splits else "FALSE"} AS again
    FROM {"split" if splits else "record"}"""


def _number(expression: str) -> str:
    """A number; what a source never tells has a type all the same, which most dialects ask for."""
    return "CAST(NULL AS DOUBLE)" if expression == "NULL" else expression


def _name(expression: str) -> str:
    """A name, cut where it runs long: nobody reads a megabyte, and each distinct one is held."""
    return (
        f"CASE WHEN LENGTH({expression}) > {_LONGEST_NAME}"
        f" THEN SUBSTRING({expression}, 1, {_LONGEST_NAME}) || '…'"
        f" ELSE COALESCE({expression}, '') END"
    )


def _judged(row: Row, wanted: Wanted) -> str:
    """Why a call is left out, if it is."""
    needs = "status NOT IN ('error', 'proxy_cache_hit', 'bill')"
    conditions: list[tuple[str, str | None]] = [
        ("blank", UNREADABLE),
        *([("skipped IS NOT NULL", None)] if row.skipped else []),
        (f"NOT COALESCE({_is_time(row)}, FALSE)", NO_TIME),
        *(
            []
            if row.may_lack_tokens
            else [(f"(input IS NULL OR output IS NULL) AND {needs}", NO_COUNT)]
        ),
        (f"NOT ({_are_counts(row)})", NO_COUNT),
    ]
    if wanted.since is not None:
        conditions.append(("began < $since", OUTSIDE))
    if wanted.until is not None:
        conditions.append(("began >= $until", OUTSIDE))
    if wanted.endpoint is not None:
        conditions.append(("endpoint <> $endpoint", ELSEWHERE))
    cases = " ".join(
        f"WHEN {when} THEN " + ("skipped" if reason is None else f"'{reason}'")
        for when, reason in conditions
    )
    # Cached tokens that are more than the input that should contain them lie beside it.
    inside = f"{_CACHED} + {_WRITTEN} <= input" if row.cached_is == "inside" else "FALSE"
    contradicts = f"{_CACHED} + {_WRITTEN} > input" if row.cached_is == "inside" else "FALSE"
    return f"""
    SELECT *, CASE {cases} END AS rejected, {_CACHED} AS cached, {_WRITTEN} AS written,
        CASE WHEN {inside} THEN input - {_CACHED} - {_WRITTEN} ELSE input END AS uncached,
        {contradicts} AS contradicts
    FROM call"""


_CACHED: Final = "COALESCE(cached_told, 0)"
_WRITTEN: Final = "COALESCE(written_told, 0)"


def _is_time(row: Row) -> str:
    """Whether a call is of a usable time, and for that of one at all."""
    is_bucket = f" AND bucket >= 0 AND bucket <= {_LONGEST_BUCKET}" if _has_buckets(row) else ""
    return f"(began >= {_EARLIEST} AND began < {_LATEST}{is_bucket})"


def _has_buckets(row: Row) -> bool:
    """Whether rows may be of a stretch of time; what is constant is not asked of each row."""
    return row.bucket_seconds != "0"


def _are_counts(row: Row) -> str:
    """Whether counts are whole, not negative and not absurd; NaN is larger than any number.

    What a format always has as it should be is not looked at.
    """
    limit = _MOST_TOKENS
    named = {"input": row.input, "output": row.output}
    named |= {"cached_told": row.cached, "written_told": row.written}
    if _has_buckets(row):
        limit = f"CASE WHEN bucket > 0 THEN 1e15 ELSE {_MOST_TOKENS} END"
        named["calls"] = row.calls
    told = [name for name, expression in named.items() if expression != "NULL"]
    # What is NULL is neither good nor bad here.
    checks = (f"{one} >= 0 AND {one} <= {limit} AND {one} = FLOOR({one})" for one in told)
    return " AND ".join(f"COALESCE({one}, TRUE)" for one in checks)


def _chosen(copies: Copies, *, splits: bool) -> str:
    """Of calls that stand in several rows, all but the row with most tokens left out."""
    if copies != "removed":
        return "SELECT *, rejected AS dropped FROM judged"
    alike = "key, rejected IS NULL, endpoint" if splits else "key, rejected IS NULL"
    return f"""
    SELECT *, CASE WHEN rejected IS NULL AND key IS NOT NULL AND copy > 1
        THEN '{DUPLICATE}' ELSE rejected END AS dropped
    FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY {alike}
            ORDER BY COALESCE(input, 0) + COALESCE(output, 0) DESC, preferred DESC, began) AS copy
        FROM judged)"""


def _kept(row: Row, wanted: Wanted, copies: Copies) -> str:
    """Calls as they are summed; of what is left out rows and times are of use, and no sums."""
    counted = "dropped IS NULL AND status IN ('ok', 'unknown')"
    seconds, logged, octaves = _number("NULL"), _number("NULL"), "NULL"
    if wanted.durations:
        octaves = f"FLOOR(8 * LN(CAST(seconds AS DOUBLE)) / {_LN2})"
        seconds = f"CASE WHEN seconds > 0 AND seconds <= {_LONGEST_CALL} THEN seconds END"
        logged = f"CASE WHEN {seconds} IS NOT NULL AND logged > 0 THEN logged END"
    # Rows that are copies are alike in these too, which are read anyway, as keys are not.
    probe = "HASH(began, input, output, cost, seconds)"
    probed = (
        f", CASE WHEN dropped IS NULL AND NOT again THEN {probe} END AS probe"
        if copies == "probed"
        else ""
    )
    lacks = "WHEN input IS NULL OR output IS NULL THEN 'untold'"
    untold = lacks if row.may_lack_tokens else ""
    # What is left out for another reason may have any time at all.
    timed = f"dropped IS NULL OR {_is_time(row)}"
    one_call = "bucket = 0 AND " if _has_buckets(row) else ""
    short = " AND bucket <= 3600" if _has_buckets(row) else ""
    ended = f"EPOCH_US(began){' + CAST(bucket * 1000000 AS BIGINT)' if _has_buckets(row) else ''}"
    return f"""
    SELECT dropped,
        CASE WHEN dropped IS NULL THEN endpoint END AS endpoint,
        CASE WHEN dropped IS NULL THEN model END AS model,
        CASE WHEN dropped IS NULL THEN DATE_TRUNC('month', {local(wanted.zone)}) END AS month,
        status,
        CASE WHEN cost > 0 AND cost < 1e12 THEN 'logged'
            WHEN is_apart THEN 'apart'
            {untold}
            WHEN cost = 0 AND COALESCE(input, 0) + COALESCE(output, 0) > 0 THEN 'zero'
            ELSE 'none' END AS costed,
        CASE WHEN {counted} AND {one_call}calls > 0 AND {seconds} IS NOT NULL
            THEN CAST({octaves} AS INTEGER)
            END AS latency_bucket,
        CASE WHEN {counted}{short}
            THEN CAST(FLOOR(EPOCH_US(began) / 60000000) AS BIGINT) END AS minute,
        calls, failures, uncached, cached, written, output,
        CASE WHEN cost > 0 AND cost < 1e12 THEN cost END AS cost,
        cached_told, written_told, contradicts, again,
        {seconds} AS seconds,
        {logged} AS logged,
        CASE WHEN {timed} THEN EPOCH_US(began) END AS began_us,
        CASE WHEN {timed} THEN {ended} END AS ended_us
        {probed}
    FROM chosen"""


def local(zone: str) -> str:
    """SQL for the time on the clock of a zone."""
    # A way around the calendar of a zone, which costs more than all the rest.
    return "MAKE_TIMESTAMP(EPOCH_US(began))" if zone == "UTC" else f"TIMEZONE('{zone}', began)"
