"""The query that is printed for a ClickHouse, run by one, gives the figures of the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.databases.alike import assert_alike
from tests.wizard.imports.databases.clickhouse_rows import (
    LOADED,
    OBSERVATIONS,
    TABLE,
    observations,
    values,
)
from tests.wizard.imports.made import as_lines
from wizard.imports.engines.engine import Watch
from wizard.imports.importing import import_usage
from wizard.imports.request import Request
from wizard.imports.sources.opening import open_sources

clickhouse = pytest.importorskip(
    "chdb.session", reason="no ClickHouse is installed: pip install chdb (534 MB)"
)


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--endpoint", 'it\'s; "a" \\ name', "--since", "2026-04-01", "--timezone", "Asia/Kolkata"),
    ],
    ids=str,
)
def test_the_printed_query_gives_the_figures_of_the_rows(
    asked: tuple[str, ...], exported: Path, payback: Payback, tmp_path: Path
) -> None:
    printed = payback("import", "usage", "--print-sql", "clickhouse", *asked).out
    result = tmp_path / "result.csv"
    session = clickhouse.Session(str(tmp_path / "clickhouse"))
    try:
        session.query("SET session_timezone = 'UTC'")
        session.query(TABLE)
        session.query(LOADED.format(path=exported))
        result.write_bytes(session.query(printed, "CSVWithNames").bytes())
    finally:
        session.close()
    there = Request(sources=(str(result),))
    options = dict(zip(asked[::2], asked[1::2], strict=True))
    here = Request(
        sources=(str(exported),),
        endpoint=options.get("--endpoint"),
        zone=options.get("--timezone"),
        since=date.fromisoformat(options["--since"]) if "--since" in options else None,
    )
    found, expected = (import_usage(open_sources(one), one, Watch()) for one in (there, here))
    peaks = [one for one in found.usage.peaks if one.endpoint is None]
    assert list(expected.usage.peaks) == peaks
    assert_alike(replace(found.usage, peaks=tuple(peaks)), expected.usage)


TRACES = "CREATE TABLE traces (id String, name String, tags Array(String)) ENGINE = Memory"
CALLS = """
CREATE VIEW calls AS SELECT o.id AS id, type, parent_observation_id, start_time, end_time,
    o.name AS name, level, prompt_name, t.name AS trace_name, provided_model_name AS model,
    usage_details, cost_details, total_cost, NULL AS latency, NULL AS input_usage,
    NULL AS output_usage
FROM observations AS o LEFT JOIN traces AS t ON t.id = o.trace_id
SETTINGS join_use_nulls = 1"""


def test_langfuse_is_read_from_its_own_tables(payback: Payback, tmp_path: Path) -> None:
    rows = observations()
    printed = payback(
        *("import", "usage", "--print-sql", "clickhouse", "--format", "langfuse"),
        *("--table", "calls"),
    ).out
    result = tmp_path / "result.csv"
    session = clickhouse.Session(str(tmp_path / "clickhouse"))
    try:
        for statement in (
            "SET session_timezone = 'UTC'",
            *(OBSERVATIONS, TRACES, CALLS),
            # Written twice, as an update is, and not tidied up.
            *(f"INSERT INTO observations VALUES {values(rows)}",) * 2,
            "INSERT INTO traces SELECT 'trace-' || toString(number), 'app ' || toString(number), []"
            " FROM numbers(3)",
        ):
            session.query(statement)
        result.write_bytes(session.query(printed, "CSVWithNames").bytes())
    finally:
        session.close()
    lines = as_lines(tmp_path / "observations.jsonl", rows)
    requests = [Request(sources=(str(one),)) for one in (result, lines)]
    there, here = (import_usage(open_sources(one), one, Watch()).usage for one in requests)
    assert there.read == len(rows)
    whole = tuple(one for one in there.peaks if one.endpoint is None)
    assert_alike(replace(there, peaks=whole), here)
