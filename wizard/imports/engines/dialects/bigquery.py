"""BigQuery."""

from __future__ import annotations

from functools import partial
from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, escaped, json_path

BIGQUERY: Final = Dialect(
    name="bigquery",
    title="BigQuery",
    micros="UNIX_MICROS({0})",
    month="DATE_TRUNC(DATE({0}, {1}), MONTH)",
    moment="CAST({0} AS TIMESTAMP)",
    since_1970="CASE WHEN ABS({0}) < 1e11 THEN TIMESTAMP_MICROS(CAST({0} * 1000000 AS INT64)) END",
    number="SAFE_CAST({0} AS FLOAT64)",
    instant="SAFE_CAST({0} AS TIMESTAMP)",
    # Of a column of type JSON and of a text alike; a text that is no JSON has no keys.
    json="{0}",
    json_text="SAFE.JSON_VALUE({0}, {1})",
    path=partial(json_path, quote=escaped),
    matches="REGEXP_CONTAINS({0}, {1})",
    zone="SET @@time_zone = {0}",
)
