"""Spark from version 4 on, and Databricks, which is the same kind of SQL."""

from __future__ import annotations

from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, bracket_path

SPARK: Final = Dialect(
    name="spark",
    title="Spark",
    micros="UNIX_MICROS({0})",
    month="TRUNC(CONVERT_TIMEZONE({1}, CAST({0} AS TIMESTAMP_NTZ)), 'MM')",
    moment="CAST({0} AS TIMESTAMP)",
    since_1970="CASE WHEN ABS({0}) < 1e11 THEN TIMESTAMP_MICROS(CAST({0} * 1000000 AS BIGINT)) END",
    number="TRY_CAST({0} AS DOUBLE)",
    instant="TRY_CAST({0} AS TIMESTAMP)",
    json="CAST({0} AS STRING)",
    json_text="GET_JSON_OBJECT({0}, {1})",
    path=bracket_path,
    matches="RLIKE({0}, {1})",
    zone="SET TIME ZONE {0}",
)

DATABRICKS: Final = SPARK._replace(name="databricks", title="Databricks")
