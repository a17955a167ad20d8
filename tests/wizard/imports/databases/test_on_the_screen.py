"""A database read on the Import screen: what a file gives, and no password anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from textual.widgets import Input

from tests.screens.drive import complete, driven, joined, send, shown, until
from tests.screens.test_importing import choose, opened, read, top
from tests.wizard.imports.databases.server import DATABASE, PASSWORD, Server
from wizard.app.imports.reading import sources_of


async def test_a_database_is_read_on_the_screen(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    async with driven(complete(), (120, 40)) as (app, pilot):
        await opened(pilot)
        await read(pilot, server.address(), stage="reading")
        await until(pilot, lambda: top(app).stage == "asking")
        assert PASSWORD not in shown(app)
        await choose(pilot, "it's; ", "reviewing")
        seen = joined(shown(app).splitlines())
        assert "LiteLLM_SpendLogs" in top(app).as_text()
        assert "Calls per month" in seen
        assert PASSWORD not in shown(app) + top(app).as_text()


async def test_a_password_is_typed_with_its_signs_as_they_are(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    app = complete()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await read(pilot, server.address(password=PASSWORD), stage="reading")
        await until(pilot, lambda: top(app).stage == "asking")
        assert PASSWORD not in shown(app)


@pytest.mark.parametrize("word", ["it's", 'a"b', "a\\b", "'x'"])
def test_no_shell_reads_a_password(word: str) -> None:
    typed = f"postgresql://u:{word}@h/db"
    assert sources_of(f" {typed} ") == (typed,)
    assert sources_of('"postgresql://u:p@h" a.csv')[0] == "postgresql://u:p@h"


@pytest.fixture
def elsewhere(server: Server) -> Iterator[psycopg.Connection]:
    """A database of the same server, with tables of which a test decides."""
    with server.owner() as owner:
        owner.execute("CREATE DATABASE elsewhere")
        try:
            with psycopg.connect(
                host=str(server.folder),
                port=server.port,
                dbname="elsewhere",
                user="owner",
                autocommit=True,
            ) as connection:
                yield connection
        finally:
            owner.execute("DROP DATABASE elsewhere WITH (FORCE)")


async def test_a_table_of_another_name_and_its_columns_are_chosen(
    server: Server,
    elsewhere: psycopg.Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    # The mapping is kept in the folder where the program was begun.
    monkeypatch.chdir(tmp_path)
    address = server.address().replace(DATABASE, "elsewhere")
    app = complete()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await read(pilot, address, stage="choosing")
        await until(pilot, lambda: "it shows none at all" in shown(app))
        elsewhere.execute(
            "CREATE SCHEMA app; CREATE TABLE app.calls (at timestamptz, model text,"
            " input_tokens int, output_tokens int, cost numeric); CREATE TABLE app.people (id int);"
            " GRANT USAGE ON SCHEMA app TO reader; GRANT SELECT ON app.calls TO reader;"
            " INSERT INTO app.calls SELECT timestamptz '2026-06-01' + i * interval '30 min',"
            " 'gpt-4.1', 100, 10, 0.002 FROM generate_series(1, 3000) i"
        )
        send(pilot, "\n")
        await until(pilot, lambda: top(app).stage == "asking")
        assert "no table 'LiteLLM_SpendLogs'. Which table has the calls?" in shown(app)
        await choose(pilot, "people", "choosing")
        await until(pilot, lambda: "may be read by this role" in shown(app))
        send(pilot, "\n")
        await until(pilot, lambda: top(app).stage == "asking")
        await choose(pilot, "calls", "asking")
        await until(pilot, lambda: "calls is of no known format" in shown(app))
        await choose(pilot, "none of these", "asking")
        while top(app).stage == "asking":
            # As each is guessed from the names of the columns.
            asked = top(app)._way
            send(pilot, "\n")
            await until(
                pilot,
                lambda: (
                    top(app).stage in ("reviewing", "choosing")
                    or (top(app).stage == "asking" and top(app)._way is not asked)
                ),
            )
        assert "3,000 rows read" in top(app).as_text()


async def test_a_database_that_refuses_is_told_and_the_address_stays(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        address = server.address(password="wrong")
        await read(pilot, address, stage="choosing")
        await until(pilot, lambda: "does not accept the password" in shown(app))
        # To be typed on, as the password is still known.
        masked = address.replace(":wrong@", ":***@")
        assert masked != address
        assert app.screen.query_one("#sources", Input).value == masked
