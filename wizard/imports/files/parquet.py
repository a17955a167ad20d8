"""A Parquet file, looked into: it says itself what its columns are called and hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from wizard.imports.engines.duck import closed_up, named
from wizard.imports.files.source_file import SourceFile, refused

_SAMPLE: Final = 50


def look_into_parquet(path: Path, size: int) -> SourceFile:
    """Look into a Parquet file.

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
            raise refused(path, "is no Parquet that can be read; export it again") from None
    types = {str(name): str(kind) for name, kind, *_ in described}
    return SourceFile(
        path=path,
        container="parquet",
        names=tuple(types),
        types=types,
        sample=tuple(dict(zip(types, row, strict=True)) for row in rows),
        size=size,
    )
