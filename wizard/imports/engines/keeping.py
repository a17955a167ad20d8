"""Calls as they are summed, called `kept`, and what becomes of the rows that are left out.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from typing import Final, Literal

from wizard.imports.engines.engine import Wanted
from wizard.imports.engines.grouping import NO_NUMBER, Copies, Pass
from wizard.imports.engines.judging import DUPLICATE, has_buckets, is_time, reason
from wizard.imports.usage.format import Row

_LN2: Final = "CAST(0.6931471805599453 AS DOUBLE)"
_LONGEST_CALL: Final = "604800"
"""Seconds; a longer one is a wrong unit, and counts as no duration."""
_PROBED: Final = 2**64 // 16
"""Rows are looked at whose hash is below: one in 16."""


def kept(row: Row, wanted: Wanted, copies: Copies, way: Pass, chosen: str) -> list[tuple[str, str]]:
    """The steps from calls of which is said whether they count, to those that are summed.

    Grouped by sets, rows that are left out stand among them, with the reason. Fanned out, they are
    a step of their own, `left_out`: whoever reads the calls makes of them only what he needs, and
    reasons are looked for where there is one. `chosen` is SQL of all calls, with `counts`, and
    whether or why not they do by themselves.
    """
    if way == "fanned":
        calls = f"SELECT {_summed(row, wanted, copies)}"
        why = f"CASE WHEN is_good THEN '{DUPLICATE}' ELSE {reason(row, wanted)} END"
        left_out = f"SELECT {why} AS dropped, again, {_times(row)} FROM chosen WHERE NOT counts"
        return [
            ("chosen AS MATERIALIZED", chosen),
            ("kept AS NOT MATERIALIZED", f"{calls} FROM chosen WHERE counts"),
            ("left_out AS", left_out),
        ]
    dropped = f"CASE WHEN NOT counts THEN COALESCE(rejected, '{DUPLICATE}') END AS dropped"
    calls = f"SELECT {dropped}, {_summed(row, wanted, copies, among='all')} FROM chosen"
    # They are read once more for the minutes of the largest.
    is_shared = wanted.peaks in ("each", "both")
    return [("chosen AS", chosen), ("kept AS MATERIALIZED" if is_shared else "kept AS", calls)]


def _summed(
    row: Row, wanted: Wanted, copies: Copies, among: Literal["calls", "all"] = "calls"
) -> str:
    """What is summed, and by what it is told apart.

    Of what is left out, which is among `all`, rows and times are of use, and no sums.
    """
    counts, if_it_counts = "counts", "CASE WHEN counts THEN {} END"
    # A time that is usable lies behind 1970, where both are the same.
    minute = "CAST(FLOOR(EPOCH_US(began) / 60000000) AS BIGINT)"
    if among == "calls":
        counts, if_it_counts = "TRUE", "{}"
        minute = "EPOCH_US(began) // 60000000"
    counted = f"{counts} AND status IN ('ok', 'unknown')"
    is_duration, seconds, logged, octaves = "FALSE", NO_NUMBER, NO_NUMBER, "NULL"
    if wanted.durations:
        octaves = f"FLOOR(8 * LN(CAST(seconds AS DOUBLE)) / {_LN2})"
        is_duration = f"seconds > 0 AND seconds <= {_LONGEST_CALL}"
        seconds = f"CASE WHEN {is_duration} THEN seconds END"
        logged = f"CASE WHEN {is_duration} AND logged > 0 THEN logged END"
    # Rows that are copies are alike in these too, which are read anyway, as keys are not.
    probed = f""", HASH(began, input, output, cost, seconds) AS probe,
        {counts} AND NOT again AND HASH(began, output) < {_PROBED} AS is_probed"""
    lacks = "WHEN input IS NULL OR output IS NULL THEN 'untold'"
    untold = lacks if row.may_lack_tokens else ""
    one_call = "bucket = 0 AND " if has_buckets(row) else ""
    short = " AND bucket <= 3600" if has_buckets(row) else ""
    uncached, contradicts = "input", "FALSE"
    if row.cached_is == "inside":
        # Cached tokens that are more than the input that should contain them lie beside it.
        uncached = (
            "CASE WHEN cached + written <= input THEN input - cached - written ELSE input END"
        )
        contradicts = "cached + written > input"
    on_its_clock = f"TIMEZONE('{wanted.zone}', began)"
    if wanted.zone == "UTC":
        # A way around the calendar of a zone, which costs more than all the rest.
        on_its_clock = "MAKE_TIMESTAMP(EPOCH_US(began))"
    return f"""
        {if_it_counts.format("endpoint")} AS endpoint,
        {if_it_counts.format("model")} AS model,
        {if_it_counts.format(f"DATE_TRUNC('month', {on_its_clock})")} AS month,
        status,
        CASE WHEN cost > 0 AND cost < 1e12 THEN 'logged'
            WHEN is_apart THEN 'apart'
            {untold}
            WHEN cost = 0 AND COALESCE(input, 0) + COALESCE(output, 0) > 0 THEN 'zero'
            ELSE 'none' END AS costed,
        CASE WHEN {counted} AND {one_call}calls > 0 AND {is_duration}
            THEN CAST({octaves} AS INTEGER)
            END AS latency_bucket,
        CASE WHEN {counted}{short} THEN {minute} END AS minute,
        calls, failures, {uncached} AS uncached, cached, written, output,
        CASE WHEN cost > 0 AND cost < 1e12 THEN cost END AS cost,
        cached_told, written_told, {contradicts} AS contradicts, again,
        {seconds} AS seconds,
        {logged} AS logged,
        {_times(row, among)}
        {probed if copies == "probed" else ""}"""


def _times(row: Row, among: Literal["calls", "all"] = "all") -> str:
    """When rows began and ended, in microseconds; what is left out may have any time at all."""
    began = ended = "EPOCH_US(began)"
    if has_buckets(row):
        ended = f"{began} + CAST(bucket * 1000000 AS BIGINT)"
    if among == "all":
        began, ended = (f"CASE WHEN {is_time(row)} THEN {one} END" for one in (began, ended))
    return f"{began} AS began_us, {ended} AS ended_us"
