"""Snowflake."""

from __future__ import annotations

from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, bracket_path, escaped

SNOWFLAKE: Final = Dialect(
    name="snowflake",
    title="Snowflake",
    micros="DATE_PART(EPOCH_MICROSECOND, {0})",
    month="CAST(DATE_TRUNC('MONTH', CONVERT_TIMEZONE({1}, {0})) AS DATE)",
    moment="CAST({0} AS TIMESTAMP_TZ)",
    since_1970="TO_TIMESTAMP_TZ(CAST({0} * 1000000 AS BIGINT), 6)",
    number="TRY_CAST(CAST({0} AS VARCHAR) AS DOUBLE)",
    instant="TRY_TO_TIMESTAMP_TZ(CAST({0} AS VARCHAR))",
    json="TRY_PARSE_JSON(CAST({0} AS VARCHAR))",
    json_text="CAST(GET_PATH({0}, {1}) AS VARCHAR)",
    path=lambda steps: bracket_path(steps, escaped).replace("$", "", 1),
    matches="REGEXP_INSTR({0}, {1}) > 0",
    zone="ALTER SESSION SET TIMEZONE = {0}",
)
