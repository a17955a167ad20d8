"""The beginning of a Parquet file, which says itself what its columns are called and hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard.imports.engines.duck import closed_up, named

_SAMPLE: Final = 50


class NoParquet(Exception):
    """A file that begins like Parquet and cannot be read as such."""


class Beginning(NamedTuple):
    """What the file says of its columns, and its first rows."""

    names: tuple[str, ...]
    types: dict[str, str]
    rows: list[tuple[Any, ...]]


def beginning(path: Path) -> Beginning:
    """Look into a Parquet file.

    Raises:
        NoParquet: where it cannot be read.
        InputUnusable: where the extra is not installed.
    """
    with closed_up([path]) as connection:
        import duckdb

        try:
            described = connection.execute(
                "DESCRIBE SELECT * FROM read_parquet($path)", {"path": named(path)}
            ).fetchall()
            rows = connection.execute(
                f"SELECT * FROM read_parquet($path) LIMIT {_SAMPLE}", {"path": named(path)}
            ).fetchall()
        except duckdb.Error as failure:
            raise NoParquet from failure
    types = {str(name): str(kind) for name, kind, *_ in described}
    return Beginning(tuple(types), types, rows)
