"""One server for all tests of a process, which says by name why it is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wizard.cli.conftest import case, payback, process
from tests.wizard.imports.conftest import imported, refused
from tests.wizard.imports.databases.rows import fill
from tests.wizard.imports.databases.server import Server, running, why_not

__all__ = ["case", "imported", "payback", "process", "refused"]

ROWS = 20_000


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
