"""One server for all tests of a process, which says by name why it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wizard.imports.databases.rows import fill
from tests.wizard.imports.databases.server import Server, running, why_not

ROWS = 8_000
"""So many that whatever is odd in a log is there in several calls that count; the rarest of that is
one of 13 things, which take their turns in every 157th row."""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL with a spend log in it."""
    why = why_not()
    if why is not None:
        pytest.skip(why)
    with running() as server:
        with server.owner() as owner:
            fill(owner, ROWS)
        yield server


@pytest.fixture(scope="session")
def exported(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows of the log in a file, as the server writes them out."""
    return export(
        server, tmp_path_factory.mktemp("exported") / "log.csv", 'TABLE "LiteLLM_SpendLogs"'
    )


def export(server: Server, path: Path, rows: str) -> Path:
    statement = f"COPY ({rows}) TO STDOUT (FORMAT csv, HEADER)"
    with server.owner() as one, path.open("wb") as stream, one.cursor().copy(statement) as copy:
        stream.writelines(copy)
    return path
