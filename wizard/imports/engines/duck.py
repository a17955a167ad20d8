"""DuckDB, opened so that it reads the named files and nothing else.

Source: docs/threat-model.md; docs/decisions/0082-how-duckdb-is-closed-up.md.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rules.answers.problem import Problem
from wizard.extras import needs_extra
from wizard.imports.engines.dialects.dialect import literal
from wizard.imports.engines.engine import MOST_GROUPS, Cancelled, Progress, Watch
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_MEMORY: Final = "400MB"
"""The limit is passed by about 100 MB."""
_MOST_THREADS: Final = 4
_LOOKS_EVERY_S: Final = 0.1
_LEFT_FREE: Final = 0.5
"""Of the disk on which it spills."""


@contextmanager
def closed_up(paths: Sequence[Path], zone: str = "UTC") -> Iterator[DuckDBPyConnection]:
    """A connection that may read these files, spill into a folder of its own, and nothing else.

    Times that name no zone are read in `zone`.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise needs_extra("reading usage from files needs", "usage") from None
    folder = Path(tempfile.mkdtemp(prefix="payback-import-"))
    try:
        free = int(shutil.disk_usage(folder).free * _LEFT_FREE)
        names = dict.fromkeys(name for path in paths for name in (spelled(path), named(path)))
        allowed = ", ".join(map(literal, names))
        with duckdb.connect(":memory:") as connection:
            # In this order: what is set after the lock is refused, and files have to be named
            # before the outside is shut.
            for setting in (
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                "allow_community_extensions = false",
                "python_enable_replacements = false",
                f"timezone = {literal(zone)}",
                f"temp_directory = {literal(str(folder))}",
                f"allowed_paths = [{allowed}]",
                f"memory_limit = '{_MEMORY}'",
                f"threads = {min(os.cpu_count() or 1, _MOST_THREADS)}",
                f"max_temp_directory_size = '{max(free >> 20, 1)}MiB'",
                "preserve_insertion_order = false",
                "enable_progress_bar = true",
                "enable_progress_bar_print = false",
                "enable_external_access = false",
                "lock_configuration = true",
            ):
                connection.execute(f"SET {setting}")
            yield connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def spelled(path: Path) -> str:
    """A path as DuckDB says it: one that begins with a tilde would be a home to it."""
    said = path.as_posix()
    return f"./{said}" if said.startswith("~") else said


def named(path: Path) -> str:
    """A path as DuckDB finds this file by it and no other: it takes every path for a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in spelled(path))


def answer(
    connection: DuckDBPyConnection,
    statement: str,
    parameters: Mapping[str, Any],
    watch: Watch,
    size: int,
) -> list[tuple[Any, ...]]:
    """The rows of a statement of our own, while somebody watches, and may call it off.

    `size` is how many bytes are to be read.

    Raises:
        Cancelled: where it was called off.
        InputUnusable: where there are more rows of sums than anybody could use.
    """
    import duckdb

    if watch.cancelled.is_set():
        raise Cancelled
    with _watched(connection, watch, size):
        try:
            rows = connection.execute(statement, dict(parameters)).fetchmany(MOST_GROUPS + 1)
        except duckdb.InterruptException:
            raise Cancelled from None
    if watch.cancelled.is_set():
        raise Cancelled
    if len(rows) > MOST_GROUPS:
        message = (
            f"the source falls into more than {MOST_GROUPS:,} groups; name an endpoint with"
            " --endpoint, or tell calls apart by another field with --by"
        )
        raise InputUnusable([Problem(message)])
    return rows


@contextmanager
def _watched(connection: DuckDBPyConnection, watch: Watch, size: int) -> Iterator[None]:
    """Look at a running statement from beside: how far it is, and whether it is to end."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOKS_EVERY_S):
            if watch.cancelled.is_set():
                connection.interrupt()
                continue
            share = connection.query_progress()
            if share >= 0:
                watch.show(Progress(min(share / 100, 1.0), size))

    beside = threading.Thread(target=look, name="payback-import-watch", daemon=True)
    beside.start()
    try:
        yield
    finally:
        done.set()
        beside.join()
