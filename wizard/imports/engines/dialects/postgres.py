r"""PostgreSQL; nothing newer than version 12 is used.

JSON is JSONB there, which the functions that sqlglot would take refuse; a cast that fails ends the
query, so that a text is looked at before it is cast. Conditions beside each other are evaluated in
any order, those of a CASE one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, literal

_FITS: Final = (
    r"'^\s*[-+]?((\d{{1,200}}([.]\d{{0,200}})?|[.]\d{{1,200}})(e[-+]?\d{{1,2}})?"
    r"|nan|inf|infinity)\s*$'"
)
# What is a number, and more or less than a double can be, would end the query.
_IS_BEYOND: Final = r"'^\s*[-+]?(\d+([.]\d*)?|[.]\d+)(e[+]?\d+)?\s*$'"
_IS_NOTHING: Final = r"'^\s*[-+]?(\d+([.]\d*)?|[.]\d+)e-\d+\s*$'"
_DAY: Final = r"[12]\d{{3}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK: Final = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d+)?)?"
_OFFSET: Final = r"\s*(Z|UTC|[-+](0\d|1[0-4])(:?[0-5]\d)?)?"
_TIME: Final = rf"'^{_DAY}([T ]{_CLOCK}{_OFFSET})?$'"
_TEXT: Final = "BTRIM(CAST({0} AS TEXT))"
_DAYS_OF_MONTH: Final = f"""EXTRACT(DAY FROM MAKE_DATE(CAST(LEFT({_TEXT}, 4) AS INT),
    CAST(SUBSTRING({_TEXT} FROM 6 FOR 2) AS INT), 1) + INTERVAL '1 month' - INTERVAL '1 day')"""


def _path(steps: Sequence[str]) -> str:
    listed = ",".join('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in steps)
    return literal("{" + listed + "}")


POSTGRES: Final = Dialect(
    name="postgres",
    title="PostgreSQL",
    micros="CASE WHEN ISFINITE({0}) THEN CAST(EXTRACT(EPOCH FROM {0}) * 1000000 AS BIGINT) END",
    month="CAST(DATE_TRUNC('month', {0} AT TIME ZONE {1}) AS DATE)",
    moment="CAST({0} AS TIMESTAMPTZ)",
    since_1970="CASE WHEN ABS({0}) < 1e11 THEN TO_TIMESTAMP({0}) END",
    number=f"""CASE WHEN CAST({{0}} AS TEXT) ~* {_FITS}
            THEN CAST(CAST({{0}} AS TEXT) AS DOUBLE PRECISION)
        WHEN CAST({{0}} AS TEXT) ~* {_IS_BEYOND} THEN CAST('Infinity' AS DOUBLE PRECISION)
        WHEN CAST({{0}} AS TEXT) ~* {_IS_NOTHING} THEN 0 END""",
    instant=rf"""CASE WHEN {_TEXT} ~ {_TIME} THEN
        CASE WHEN CAST(SUBSTRING({_TEXT} FROM 9 FOR 2) AS INT) <= {_DAYS_OF_MONTH}
        THEN CAST(REGEXP_REPLACE({_TEXT}, '([.]\d{{{{6}}}})\d+', '\1') AS TIMESTAMPTZ) END END""",
    json="CAST({0} AS JSONB)",
    json_text="({0} #>> {1})",
    path=_path,
    matches="({0} ~ {1})",
    zone="SET TIME ZONE {0}",
    texts="""ARRAY(SELECT JSONB_ARRAY_ELEMENTS_TEXT(
        CASE WHEN JSONB_TYPEOF({0}) = 'array' THEN {0} ELSE '[]' END))""",
    joined="ARRAY_TO_STRING({0}, {1})",
    distinct="ARRAY(SELECT DISTINCT UNNEST({0}))",
    contains="({1} = ANY({0}))",
    each="UNNEST({0})",
    places="GENERATE_SERIES(0, {0} - 1)",
    unfolds_steps=True,
    is_tested=True,
)
