"""Other kinds of SQL than DuckDB's: a small table each of what is written otherwise there."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.imports.engines.dialects.dialect import Dialect

_PLACES: Final = {
    "bigquery": "bigquery",
    "clickhouse": "clickhouse",
    "databricks": "spark",
    "duckdb": "duckdb",
    "postgres": "postgres",
    "snowflake": "snowflake",
    "spark": "spark",
    "trino": "trino",
}

NAMES: Final = tuple(_PLACES)
"""What `--print-sql` takes."""


def dialect_named(name: str) -> Dialect:
    """The dialect of a name."""
    module = import_module(f"{__name__}.{_PLACES[name]}")
    found: Dialect = getattr(module, name.upper())
    return found
