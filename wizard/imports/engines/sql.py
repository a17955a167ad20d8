"""The one query: a format's rows to canonical calls, and these to sums, in one pass.

It is DuckDB's SQL, from which other dialects are written. What a user says comes in as parameters
alone: `$endpoint`, `$since`, `$until`.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from wizard.imports.engines.engine import Wanted
from wizard.imports.engines.grouping import (
    NO_NUMBER,
    Copies,
    Pass,
    answer,
    busiest,
    grouped,
    probed,
    ranked,
)
from wizard.imports.engines.judging import is_good, reason
from wizard.imports.engines.keeping import kept
from wizard.imports.usage.format import Format, Row, texts_in

_LONGEST_NAME: Final = 200
_NO_TEXT: Final = "CAST(NULL AS VARCHAR)"


def query(
    format: Format,
    source: str,
    wanted: Wanted,
    copies: Copies = "removed",
    *,
    way: Pass = "sets",
    whole: Collection[str] = (),
) -> str:
    """The query over a source.

    A source is SQL with the columns that the format declares, and `blank`: whether the row could
    not be read at all. Columns of `whole` hold whole numbers by their type.
    """
    row = format.row
    by = wanted.by or next(iter(format.endpoints))
    splits = wanted.splits and by in format.several
    copies = copies if row.key else "ignored"
    steps = [
        ("source AS", source),
        ("record AS", format.records or "SELECT * FROM source"),
        *([("split AS", _split(format.several[by]))] if splits else ()),
        ("call AS", _calls(row, _endpoint(format, by, wanted), copies, splits=splits)),
        ("judged AS", _judged(row, wanted, way, whole)),
        *kept(row, wanted, copies, way, _chosen(copies, way, splits=splits)),
        ("grouped AS", grouped(row, wanted, way)),
        *([("probed AS", probed())] if copies == "probed" else ()),
        ("ranked AS", ranked(wanted.rank)),
        *((f"{name} AS", text) for name, text in busiest(wanted, way)),
    ]
    named = ",\n".join(f"{name} ({text})" for name, text in steps)
    return f"WITH {named}\n{answer(wanted, copies)}"


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
    skipped = " ".join(f"WHEN {when} THEN '{why}'" for why, when in row.skipped)
    known = " AND ".join(f"{one} IS NOT NULL" for one in row.key)
    key = "NULL"
    if row.key and copies == "removed":
        key = f"CASE WHEN {known} THEN HASH({', '.join(row.key)}) END"
    return f"""
    SELECT blank,
        {f"CASE {skipped} END" if skipped else _NO_TEXT} AS skipped,
        {row.time} AS began,
        {endpoint} AS endpoint_told,
        {_typed(row.model, _NO_TEXT)} AS model_told,
        {row.status} AS status,
        CAST({row.calls} AS DOUBLE) AS calls,
        CAST({row.failed} AS DOUBLE) AS failures,
        {_typed(row.input)} AS input,
        {_typed(row.cached)} AS cached_told,
        {_typed(row.written)} AS written_told,
        {_typed(row.output)} AS output,
        {_typed(row.cost)} AS cost,
        {row.cost_is_apart} AS is_apart,
        {_typed(row.seconds)} AS seconds,
        {_typed(row.seconds_logged)} AS logged,
        CAST({row.bucket_seconds} AS DOUBLE) AS bucket,
        {key} AS key,
        {row.preferred} AS preferred,
        {"place_of_name > 0" if splits else "FALSE"} AS again
    FROM {"split" if splits else "record"}"""


def _typed(expression: str, nothing: str = NO_NUMBER) -> str:
    """What a source never tells has a type all the same, which most dialects ask for."""
    return nothing if expression == "NULL" else expression


def _name(told: str) -> str:
    """A name, cut where it runs long: nobody reads a megabyte, and each distinct one is held."""
    return (
        f"CASE WHEN LENGTH({told}) > {_LONGEST_NAME}"
        f" THEN SUBSTRING({told}, 1, {_LONGEST_NAME}) || '…' ELSE COALESCE({told}, '') END"
    )


def _judged(row: Row, wanted: Wanted, way: Pass, whole: Collection[str]) -> str:
    """Whether a call counts by itself; by sets, why it does not."""
    judged = f"{reason(row, wanted)} AS rejected"
    if way == "fanned":
        judged = f"{is_good(row, wanted, whole)} AS is_good"
    return f"""
    SELECT *, {judged}
    FROM (SELECT *, {_name("endpoint_told")} AS endpoint, {_name("model_told")} AS model,
            COALESCE(cached_told, 0) AS cached, COALESCE(written_told, 0) AS written
        FROM call)"""


def _chosen(copies: Copies, way: Pass, *, splits: bool) -> str:
    """Which calls count: of one that stands in several rows that with most tokens."""
    good = "is_good" if way == "fanned" else "rejected IS NULL"
    if copies != "removed":
        return f"SELECT *, {good} AS counts FROM judged"
    alike = f"key, {good}, endpoint" if splits else f"key, {good}"
    return f"""
    SELECT *, {good} AND (key IS NULL OR copy = 1) AS counts
    FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY {alike}
            ORDER BY COALESCE(input, 0) + COALESCE(output, 0) DESC, preferred DESC, began) AS copy
        FROM judged)"""
