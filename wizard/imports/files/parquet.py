"""A Parquet file, looked into: it says itself what its columns are called and of which type."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wizard.imports.files.source_file import SourceFile, refused

_SAMPLE: Final = 50


def parquet_file(path: Path, size: int) -> SourceFile:
    """Look into a Parquet file.

    Raises:
        InputUnusable: where it cannot be read, or the extra is not installed.
    """
    from wizard.imports.engines.duck import closed_up, named

    with closed_up([path]) as connection:
        import duckdb

        try:
            described = connection.execute(
                "DESCRIBE SELECT * FROM read_parquet($path)", {"path": named(path)}
            ).fetchall()
            names = tuple(str(one[0]) for one in described)
            rows = connection.execute(
                f"SELECT * FROM read_parquet($path) LIMIT {_SAMPLE}", {"path": named(path)}
            ).fetchall()
        except duckdb.Error:
            raise refused(path, "is no Parquet that can be read; export it again") from None
    return SourceFile(
        path=path,
        container="parquet",
        names=names,
        types={str(one[0]): str(one[1]) for one in described},
        sample=tuple(dict(zip(names, row, strict=True)) for row in rows),
        size=size,
    )
