"""The beginning of a Parquet file, which says itself what its columns are called and hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from rules.answers.problem import Problem
from wizard.disk.errors import shown
from wizard.imports.engines.duck import closed_up, named
from wizard.problems import InputUnusable

_SAMPLE: Final = 50


def beginning(path: Path) -> tuple[dict[str, str], tuple[dict[str, Any], ...]]:
    """The types of its columns by their names, and its first rows.

    Raises:
        InputUnusable: where it cannot be read, or the extra is not installed.
    """
    with closed_up([path]) as connection:
        import duckdb

        def rows_of(statement: str) -> list[tuple[Any, ...]]:
            return connection.execute(statement, {"path": named(path)}).fetchall()

        try:
            described = rows_of("DESCRIBE SELECT * FROM read_parquet($path)")
            rows = rows_of(f"SELECT * FROM read_parquet($path) LIMIT {_SAMPLE}")
        except duckdb.Error:
            message = "is no Parquet that can be read; export it again"
            raise InputUnusable([Problem(message, file=shown(path))]) from None
    types = {str(name): str(kind) for name, kind, *_ in described}
    return types, tuple(dict(zip(types, row, strict=True)) for row in rows)
