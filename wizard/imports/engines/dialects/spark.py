r"""Spark from version 4 on, and Databricks, which is the same kind of SQL.

Its casts take more than numbers and times (`12d`, `0x1p3`, a year alone), and its functions for
JSON read as far as a text is JSON; elsewhere such a cell holds nothing, so each is looked at first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, bracket_path, escaped

_TEXT: Final = "TRIM(CAST({0} AS STRING))"
_FITS: Final = r"'(?i)^\\s*[-+]?((\\d+([.]\\d*)?|[.]\\d+)(e[-+]?\\d+)?|nan|inf|infinity)\\s*$'"
_DAY: Final = r"[12]\\d{{3}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])"
_CLOCK: Final = r"([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.]\\d+)?)?"
_OFFSET: Final = r"\\s*(Z|UTC|[-+](0\\d|1[0-4])(:?[0-5]\\d)?)?"
_TIME: Final = rf"'^{_DAY}([T ]{_CLOCK}{_OFFSET})?$'"
# What stands in brackets is one value only if it is JSON from its first sign to its last.
_IS_JSON: Final = "JSON_ARRAY_LENGTH(CONCAT('[', CAST({0} AS STRING), ']')) = 1"


def _path(steps: Sequence[str]) -> str:
    """In brackets a step ends at the first apostrophe, whatever stands before it."""
    if not any("'" in step or "?" in step for step in steps):
        return bracket_path(steps)
    return escaped("$" + "".join(f".{step}" for step in steps))


SPARK: Final = Dialect(
    name="spark",
    title="Spark",
    micros="UNIX_MICROS({0})",
    month="TRUNC(CONVERT_TIMEZONE({1}, CAST({0} AS TIMESTAMP_NTZ)), 'MM')",
    moment="CAST({0} AS TIMESTAMP)",
    since_1970="CASE WHEN ABS({0}) < 1e11 THEN TIMESTAMP_MICROS(CAST({0} * 1000000 AS BIGINT)) END",
    number=f"CASE WHEN RLIKE(CAST({{0}} AS STRING), {_FITS}) THEN TRY_CAST({{0}} AS DOUBLE) END",
    instant=f"CASE WHEN RLIKE({_TEXT}, {_TIME}) THEN TRY_CAST({_TEXT} AS TIMESTAMP) END",
    json="TO_JSON({0})",
    json_of_text=f"CASE WHEN {_IS_JSON} THEN CAST({{0}} AS STRING) END",
    json_text="GET_JSON_OBJECT({0}, {1})",
    path=_path,
    matches="RLIKE({0}, {1})",
    zone="SET TIME ZONE {0}",
    texts="FROM_JSON({0}, 'ARRAY<STRING>')",
    joined="ARRAY_JOIN({0}, {1})",
    distinct="ARRAY_DISTINCT({0})",
    contains="ARRAY_CONTAINS({0}, {1})",
    # One list in a SELECT can be unfolded, so names are taken by the place that is unfolded.
    each="ELEMENT_AT({0}, CAST(place_of_name + 1 AS INT))",
    places="EXPLODE(SEQUENCE(0, {0} - 1))",
    is_tested=True,
)

DATABRICKS: Final = SPARK._replace(name="databricks", title="Databricks", is_tested=False)
