"""Trino, and what is of its kind, such as Athena."""

from __future__ import annotations

from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, json_path

TRINO: Final = Dialect(
    name="trino",
    title="Trino",
    micros="CAST(ROUND(TO_UNIXTIME({0}) * 1000000) AS BIGINT)",
    month="CAST(DATE_TRUNC('month', AT_TIMEZONE({0}, {1})) AS DATE)",
    moment="FROM_ISO8601_TIMESTAMP(REPLACE({0}, ' ', 'T'))",
    since_1970="CASE WHEN ABS({0}) < 1e11 THEN FROM_UNIXTIME({0}) END",
    number="TRY_CAST({0} AS DOUBLE)",
    instant="COALESCE(TRY_CAST({0} AS TIMESTAMP(6) WITH TIME ZONE),"
    " TRY(FROM_ISO8601_TIMESTAMP(CAST({0} AS VARCHAR))))",
    # Of a column of type JSON and of a text alike.
    json="{0}",
    json_text="TRY(JSON_EXTRACT_SCALAR({0}, {1}))",
    path=json_path,
    matches="REGEXP_LIKE({0}, {1})",
    zone="SET TIME ZONE {0}",
)
