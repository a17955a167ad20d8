"""A database read on the Import screen: what a file gives, and no password anywhere."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.screens import drive
from tests.screens.drive import complete, driven, joined, shown, until
from tests.screens.test_importing import choose, opened, read, top
from tests.wizard.imports.databases.server import PASSWORD, Server
from wizard.app.imports.reading import sources_of


async def test_a_database_is_read_on_the_screen(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    # The server may share its cores with other tests.
    monkeypatch.setattr(drive, "SECONDS", 60.0)
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
    monkeypatch.setattr(drive, "SECONDS", 60.0)
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
