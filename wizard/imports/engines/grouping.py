"""The second half of the one query: canonical calls, called `kept`, to sums and peaks.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from typing import Final, Literal

from rules.usage.usage import REST
from wizard.imports.engines.engine import Rank, Wanted
from wizard.imports.usage.format import Row

Copies = Literal["removed", "probed", "ignored"]
"""What is done about calls that a source may hold twice. To remove them, every key is held; to
probe takes a part of the keys, and tells whether any is there twice."""
Pass = Literal["sets", "fanned"]
"""How calls come to sums and to minutes in one pass. `sets` is a grouping by sets, which every
engine has. `fanned` hands each call to aggregates that stand side by side: DuckDB does that where
they read one step that is said to be materialised, of which it then holds nothing. Minutes have one
sum so, instead of all of them."""

_GROUP: Final = "endpoint, model, month, status, costed, latency_bucket"

NO_NUMBER: Final = "CAST(NULL AS DOUBLE)"


def grouped(row: Row, wanted: Wanted, way: Pass) -> str:
    """Sums of calls that are alike, and where wanted of minutes.

    What cannot be anything else for a format is not summed: each sum is made of every row, twice.
    """
    has_copies = row.cached_is == "inside" and (row.cached, row.written) != ("NULL", "NULL")
    contradicts = "SUM(CASE WHEN contradicts THEN 1 ELSE 0 END)" if has_copies else "0"
    failures = "SUM(failures)" if row.failed != "NULL" else NO_NUMBER
    n_input, n_output = (
        ("COUNT(uncached)", "COUNT(output)") if row.may_lack_tokens else ("COUNT(*)", "COUNT(*)")
    )
    has_field = row.seconds_logged != "NULL"
    has_buckets = row.bucket_seconds != "0"
    minutes = way == "sets" and wanted.peaks in ("all", "both")
    level = "GROUPING(minute) = 0" if minutes else "FALSE"
    # Fanned out, rows that are left out are summed by themselves.
    dropped, group = "CAST(NULL AS VARCHAR) AS dropped", _GROUP
    if way == "sets":
        dropped, group = "dropped", f"dropped, {_GROUP}"
    minute = "minute" if minutes else "CAST(NULL AS BIGINT) AS minute"
    sums = f"""
    SELECT {level} AS by_minute, {dropped}, {_GROUP}, {minute},
        COUNT(*) AS n_rows, SUM(calls) AS s_calls, {failures} AS s_failures,
        SUM(uncached) AS s_uncached, SUM(cached) AS s_cached, SUM(written) AS s_written,
        SUM(output) AS s_output, SUM(cost) AS s_cost,
        {n_input} AS n_input, {n_output} AS n_output,
        COUNT(cached_told) AS n_cached, COUNT(written_told) AS n_written,
        {contradicts} AS s_contradicts,
        {"SUM(CASE WHEN again THEN 1 ELSE 0 END)" if wanted.splits else "0"} AS n_again,
        {"SUM(CASE WHEN logged > 0 THEN seconds END)" if has_field else NO_NUMBER} AS s_seconds,
        {"SUM(logged)" if has_field else NO_NUMBER} AS s_logged,
        MIN(began_us) AS m_first, MAX(began_us) AS m_last,
        {"MAX(ended_us)" if has_buckets else "MAX(began_us)"} AS m_until,
        {"MAX(ended_us - began_us)" if has_buckets else "0"} AS m_bucket
    FROM kept
    GROUP BY {f"GROUPING SETS (({group}), (minute))" if minutes else group}"""
    if way == "sets":
        return sums
    return f"""{sums}
    UNION ALL BY NAME
    SELECT FALSE AS by_minute, dropped, COUNT(*) AS n_rows,
        SUM(CASE WHEN again THEN 1 ELSE 0 END) AS n_again,
        MIN(began_us) AS m_first, MAX(began_us) AS m_last, MAX(ended_us) AS m_until
    FROM left_out GROUP BY dropped"""


_TOKENS: Final = """COALESCE(s_uncached, 0) + COALESCE(s_cached, 0) + COALESCE(s_written, 0)
                + COALESCE(s_output, 0)"""
_BY: Final[dict[Rank, tuple[str, str]]] = {
    "calls": ("SUM(COALESCE(s_calls, 0))", "SUM(n_rows)"),
    "spend": ("SUM(COALESCE(s_cost, 0))", f"SUM({_TOKENS})"),
}
_ORDERS: Final[dict[Rank, str]] = {
    "calls": "first_place, second_place",
    "spend": "LEAST(first_place, second_place), first_place + second_place",
}


def ranked(rank: Rank) -> str:
    """Endpoints, the largest first."""
    first, second = _BY[rank]
    return f"""
    SELECT ranked_endpoint,
        ROW_NUMBER() OVER (ORDER BY {_ORDERS[rank]}, ranked_endpoint) AS place
    FROM (SELECT endpoint AS ranked_endpoint,
            RANK() OVER (ORDER BY {first} DESC) AS first_place,
            RANK() OVER (ORDER BY {second} DESC) AS second_place
        FROM grouped WHERE NOT by_minute AND dropped IS NULL GROUP BY endpoint)"""


def probed() -> str:
    """How often each of the rows that are looked at is there; beside the sums, as minutes are."""
    return "SELECT probe, COUNT(*) AS n_alike FROM kept WHERE is_probed GROUP BY probe"


_OF_ALL: Final[dict[Pass, str]] = {
    "sets": """
    SELECT 2 AS of_whom, CAST(NULL AS VARCHAR) AS busy_endpoint, minute AS busy_minute,
        s_calls AS busy_calls
    FROM grouped WHERE by_minute AND minute IS NOT NULL""",
    # What is of no minute is summed as well, and has no sum: to leave it out takes longer.
    "fanned": """
    SELECT 2 AS of_whom, '' AS busy_endpoint, minute AS busy_minute,
        CASE WHEN minute IS NOT NULL THEN SUM(calls) END AS busy_calls
    FROM kept GROUP BY minute""",
}
# Of the largest alone, which have to be known first; of all endpoints there may be as many sums as
# calls. Fanned out that many are held, on the disk where memory ends: it is a third of the work.
_OF_EACH: Final[dict[Pass, str]] = {
    "sets": """
    SELECT 1 AS of_whom, endpoint AS busy_endpoint, minute AS busy_minute, SUM(calls) AS busy_calls
    FROM kept JOIN ranked ON endpoint = ranked_endpoint
    WHERE minute IS NOT NULL AND place <= {largest} GROUP BY endpoint, minute""",
    "fanned": """
    SELECT 1 AS of_whom, endpoint AS busy_endpoint, minute AS busy_minute, calls_then AS busy_calls
    FROM (SELECT endpoint, minute, SUM(calls) AS calls_then
            FROM kept WHERE minute IS NOT NULL GROUP BY endpoint, minute)
        JOIN ranked ON endpoint = ranked_endpoint
    WHERE place <= {largest}""",
}


def busiest(wanted: Wanted, way: Pass) -> list[tuple[str, str]]:
    """The steps to the busiest minute and hour, of all or of each as it is wanted.

    Of several that are as busy it is the first.
    """
    if wanted.peaks == "none":
        return []
    of_whom = {"all": (_OF_ALL,), "each": (_OF_EACH,), "both": (_OF_ALL, _OF_EACH)}[wanted.peaks]
    calls = " UNION ALL ".join(one[way] for one in of_whom)
    first = _FIRST_OF_BUSIEST[way]
    return [
        ("busy", calls.format(largest=wanted.largest)),
        ("minutes", first.format(source="busy", span="minute")),
        (
            "busy_by_hour",
            """
    SELECT of_whom, busy_endpoint, CAST(FLOOR(busy_minute / 60) AS BIGINT) AS busy_hour,
        SUM(busy_calls) AS busy_calls
    FROM busy GROUP BY 1, 2, 3""",
        ),
        ("hours", first.format(source="busy_by_hour", span="hour")),
    ]


_FIRST_OF_BUSIEST: Final[dict[Pass, str]] = {
    "sets": """
    SELECT of_whom AS {span}_of_whom, busy_endpoint AS {span}_endpoint,
        busy_calls AS {span}_calls, busy_{span} AS busiest_{span}
    FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY of_whom, busy_endpoint
            ORDER BY busy_calls DESC, busy_{span}) AS nth FROM {source})
    WHERE nth = 1""",
    # Nothing is sorted; the source is read twice, which costs little where it is held.
    "fanned": """
    SELECT of_whom AS {span}_of_whom, busy_endpoint AS {span}_endpoint,
        most AS {span}_calls, MIN(busy_{span}) AS busiest_{span}
    FROM {source} JOIN (SELECT of_whom AS most_of_whom, busy_endpoint AS most_endpoint,
            MAX(busy_calls) AS most FROM {source} GROUP BY 1, 2)
        ON of_whom = most_of_whom AND busy_endpoint = most_endpoint AND busy_calls = most
    GROUP BY 1, 2, 3""",
}


_PEAKS: Final = """
    SELECT minute_of_whom, NULL, minute_endpoint, NULL, NULL, NULL, NULL, NULL, 0, minute_calls,
        hour_calls, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        busiest_minute, busiest_hour, NULL, NULL, NULL, 0, 0
    FROM minutes JOIN hours ON minute_of_whom = hour_of_whom
        AND COALESCE(minute_endpoint, '') = COALESCE(hour_endpoint, '')"""
"""Peaks in the columns of groups, as `wizard/imports/engines/sums.py` reads them."""


def answer(wanted: Wanted, copies: Copies) -> str:
    """The rows that leave the engine, as `wizard/imports/engines/sums.py` reads them."""
    name = f"CASE WHEN place > {wanted.largest} THEN '{REST}' ELSE endpoint END"
    again = "(SELECT SUM(n_alike) - COUNT(*) FROM probed)" if copies == "probed" else "0"
    groups = f"""
    SELECT 0 AS level, dropped, {name} AS named, model, month, status, costed, latency_bucket,
        SUM(n_rows) AS a_rows, SUM(s_calls) AS a_calls, SUM(s_failures) AS a_failures,
        SUM(s_uncached) AS a_uncached, SUM(s_cached) AS a_cached, SUM(s_written) AS a_written,
        SUM(s_output) AS a_output, SUM(s_cost) AS a_cost,
        SUM(n_input) AS an_input, SUM(n_output) AS an_output,
        SUM(n_cached) AS an_cached, SUM(n_written) AS an_written,
        SUM(s_contradicts) AS a_contradicts, SUM(s_seconds) AS a_seconds,
        SUM(s_logged) AS a_logged,
        MIN(m_first) AS a_first, MAX(m_last) AS a_last, MAX(m_until) AS a_until,
        MAX(m_bucket) AS a_bucket, (SELECT COUNT(*) FROM ranked) AS endpoints,
        {again} AS copies, SUM(n_again) AS a_again
    FROM grouped LEFT JOIN ranked ON endpoint = ranked_endpoint AND dropped IS NULL
    WHERE NOT by_minute GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""
    return groups if wanted.peaks == "none" else f"{groups} UNION ALL {_PEAKS}"
