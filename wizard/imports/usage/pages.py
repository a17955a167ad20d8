"""Pages of buckets of results, as the administration interfaces of vendors answer.

A vendor's usage says how many tokens, its costs how much money, each in buckets of time; given
together they are one source, in which a cost is a bill: money for calls that stand in other rows.

Source: openai 3.57 and anthropic 2.14, `organization/usage`, `costs`, `usage_report` and
`cost_report`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Kind
from wizard.imports.usage.unfolding import each, objects_in, shaped

COLUMNS: Final = (
    Column("data", Kind.JSON),
    Column("results", Kind.JSON),
)
"""What a page, and a bucket that was taken out of one, are read from."""

_BUCKETS: Final = [
    {
        **dict.fromkeys(("start_time", "end_time", "starting_at", "ending_at"), "VARCHAR"),
        "results": ["JSON"],
    }
]
OPENED: Final = f"""
    SELECT *, {each("held")} AS result
    FROM (SELECT *, COALESCE(bucket.results, {shaped("results", ["JSON"])}) AS held,
            CASE WHEN COALESCE(data, results) IS NOT NULL THEN ROW_NUMBER() OVER () END AS answer
        FROM (SELECT *, {each("buckets")} AS bucket
            FROM (SELECT *, {shaped("data", _BUCKETS)} AS buckets FROM source)))"""
"""A row for each result, in `result`, with its bucket in `bucket`; flat rows stay as they are.

`answer` numbers the buckets, of which each is one answer of a vendor, and nothing for flat rows.
A page is parsed once: each look into its text for each of its results would hold it as often."""

BILLED: Final[dict[str, Any]] = {
    "cost": "CASE WHEN is_bill THEN amount END",
    "cost_is_apart": "is_billed",
    "status": "CASE WHEN is_bill THEN 'bill' ELSE 'unknown' END",
    # Where two exports overlap: a bucket, or a file of flat rows, has rows that are alike, so of
    # these as many count as the one with most of them has.
    "key": ("identity", "nth"),
}
"""What the row of a format says where usage and bills are one source."""
BILLS: Final = (
    ("an empty bucket", "NOT is_usage AND NOT is_bill"),
    ("a cost of a day without usage", "is_lone"),
    ("a negative amount", "is_bill AND amount < 0"),
)
"""Rows that are left out where usage and bills are one source."""

_DAY: Final = "CAST(FLOOR(EPOCH_US(began) / 86400000000) AS BIGINT)"


def with_bills(rows: str, apart: Iterable[str], counts: Iterable[str]) -> str:
    """Rows of usage and of bills as one source.

    They are SQL with `file`, `answer`, `began`, `is_usage`, `is_bill`, `amount`, the columns
    `apart` by which both may be told apart, and others, `counts`. A bill counts for the usage of
    its day, and has no place on days of which the usage is not given. Where bills do not tell apart
    what usage has one of, they are of that one.
    """
    apart = tuple(apart)
    filled = ", ".join(
        f"CASE WHEN is_bill AND MAX(CASE WHEN is_bill THEN {one} END) OVER () IS NULL"
        f" AND MIN({_of_usage(one)}) OVER () = MAX({_of_usage(one)}) OVER ()"
        f" THEN MIN({_of_usage(one)}) OVER () ELSE {one} END AS {one}"
        for one in apart
    )
    on_its_day = f"OVER (PARTITION BY {_DAY})"
    identity = f"HASH({', '.join(('began', 'amount', *apart, *counts))})"
    return f"""
    SELECT * REPLACE ({filled}), {identity} AS identity,
        ROW_NUMBER() OVER (PARTITION BY file, answer, {identity}) AS nth,
        is_usage AND BOOL_OR(is_bill AND amount > 0) {on_its_day} AS is_billed,
        is_bill AND BOOL_OR(is_usage) OVER () AND NOT BOOL_OR(is_usage) {on_its_day} AS is_lone
    FROM ({rows})"""


def _of_usage(column: str) -> str:
    # What is not told apart counts as one of its own: '' and a name are two.
    return f"CASE WHEN is_usage THEN COALESCE({column}, '') END"


def results_in(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    """The results at the beginning of a file of pages or buckets."""
    for bucket in buckets_in(file):
        yield from objects_in(bucket.get("results"))


def buckets_in(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    """The buckets at the beginning of a file of pages or buckets."""
    for record in file.sample:
        if "results" in record:
            yield record
        yield from objects_in(record.get("data"))


def unfinished(file: SourceFile) -> tuple[str, ...]:
    """What has to be said where the last page of a file is not the last one of all."""
    last = file.sample[-1] if file.sample else {}
    goes_on = "data" in last and (last.get("has_more") or last.get("next_page"))
    return has_next(file) if goes_on else ()


def has_next(file: SourceFile) -> tuple[str, ...]:
    """What is said of a file whose last page has a next one."""
    return (
        f"{file.path.name} ends with a page that has a next one: unless that is given too, the"
        " figures are too low.",
    )
