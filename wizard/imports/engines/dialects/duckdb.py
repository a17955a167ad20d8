"""DuckDB: what the query is written in."""

from __future__ import annotations

from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, json_path

DUCKDB: Final = Dialect(
    name="duckdb",
    title="DuckDB",
    micros="EPOCH_US({0})",
    month="CAST(DATE_TRUNC('month', TIMEZONE({1}, {0})) AS DATE)",
    moment="CAST({0} AS TIMESTAMPTZ)",
    since_1970="TO_TIMESTAMP({0})",
    number="TRY_CAST({0} AS DOUBLE)",
    instant="TRY_CAST({0} AS TIMESTAMPTZ)",
    json="CAST({0} AS VARCHAR)",
    json_text="TRY({0} ->> {1})",
    path=json_path,
    matches="REGEXP_MATCHES({0}, {1})",
    zone="SET timezone = {0}",
    texts="TRY({0} ->> '$[*]')",
    joined="ARRAY_TO_STRING({0}, {1})",
    distinct="LIST_DISTINCT({0})",
    contains="LIST_CONTAINS({0}, {1})",
    each="UNNEST({0})",
    places="UNNEST(RANGE({0}))",
    hash="HASH({0})",
    is_tested=True,
)
