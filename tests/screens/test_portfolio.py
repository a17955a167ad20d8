"""Choosing among the cases of a folder, at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from screens.pages.home import HomeScreen
from screens.pages.portfolio import PortfolioScreen
from tests.screens.drive import press, send, shown, until
from tests.wizard.cases import COMPLETE
from wizard.app.app import PaybackApp
from wizard.settings.config import Config


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PaybackApp:
    """The start page, in a folder with two cases."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.toml").write_text(COMPLETE, "utf-8")
    more = '\n[portfolio]\nneeds = ["lost.toml"]\n'
    (tmp_path / "b.toml").write_text(COMPLETE.replace("6_000_000", "5_000_000") + more, "utf-8")
    return PaybackApp()


def said(app: PaybackApp) -> str:
    """What is on the screen as one line."""
    return " ".join(shown(app).split())


def typed(app: PaybackApp, name: str) -> str:
    return app.screen.query_one(f"#{name}", Input).value


async def test_a_budget_is_typed_and_what_it_buys_is_shown(app: PaybackApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p", *"10k", "enter")
        await until(pilot, lambda: "Nothing to do with $10,000" in shown(app))
        assert typed(app, "folder") == str(tmp_path)
        # What is typed then takes its place, and a case that cannot be done is told of.
        await press(pilot, "home", *"9", "enter")
        await until(pilot, lambda: "Do 1 of 2 cases, with $910,000" in shown(app))
        assert "a.toml" in shown(app)
        await press(pilot, *["pagedown"] * 3)
        # However long the path is, which wraps.
        await until(pilot, lambda: "'lost.toml' is no session of this folder" in said(app))
        screen = app.screen
        assert isinstance(screen, PortfolioScreen)
        assert screen.as_text().startswith("Do 1 of 2 cases")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_arrows_go_from_field_to_field_and_below_the_last_through_the_page(
    app: PaybackApp,
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p", "down", *"6", "up", "up", "up", "down", *"900k", "enter")
        await until(pilot, lambda: "with $900,000" in shown(app))
        assert (typed(app, "money"), typed(app, "people")) == ("900k", "6")
        await press(pilot, "down", "down", *"USD")
        assert typed(app, "currency") == "USD"
        plan = app.screen.query_one("#plan")
        await press(pilot, "down", "down")
        assert plan.scroll_offset.y == 2
        await press(pilot, "up", "up", "up")
        assert plan.scroll_offset.y == 0
        assert app.focused is app.screen.query_one("#people")


async def test_a_budget_by_quarter(app: PaybackApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p", *"900k a quarter", "enter")
        await until(pilot, lambda: "with $900,000 a quarter" in shown(app))


@pytest.mark.usefixtures("app")
async def test_a_budget_is_typed_with_the_comma_of_whoever_types() -> None:
    app = PaybackApp(config=Config(decimal_comma=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p", *"1,5M", "enter")
        await until(pilot, lambda: "with $1,500,000" in shown(app))


async def test_what_cannot_be_read_is_said_and_stays_to_be_mended(
    app: PaybackApp, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p", *"much", "enter")
        await until(pilot, lambda: "Budget: " in shown(app))
        assert typed(app, "money") == "much"
        app.screen.query_one("#folder", Input).value = "nowhere"
        await press(pilot, "enter")
        await until(pilot, lambda: "nowhere" in shown(app) and "Choosing" not in shown(app))
        (tmp_path / "c.toml").write_text(f'currency = "EUR"\n{COMPLETE}', "utf-8")
        app.screen.query_one("#folder", Input).value = "."
        await press(pilot, "end", "ctrl+u", *"9k", "enter")
        await until(pilot, lambda: "EUR and USD: Currency says which one the budget" in said(app))
        assert isinstance(app.screen, PortfolioScreen)


async def test_a_path_that_is_told_breaks_behind_its_slashes(
    app: PaybackApp, tmp_path: Path
) -> None:
    folder = tmp_path / "cases-of-the-first-quarter" / "cases-of-the-support-platform" / "nowhere"
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p")
        await until(pilot, lambda: isinstance(app.screen, PortfolioScreen))
        app.screen.query_one("#folder", Input).value = str(folder)
        await press(pilot, *"9k", "enter")
        await until(pilot, lambda: "nowhere" in said(app) and "Choosing" not in said(app))
        lines = [line.strip() for line in shown(app).splitlines()]
        broken = [line for line in lines if line.startswith(("/", "cases-of"))]
        assert broken
        assert all(line.endswith("/") for line in broken), lines


async def test_each_thing_that_is_wrong_has_a_line_of_its_own(app: PaybackApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.focused)
        send(pilot, "p", *"much", "tab", *"many", "enter")
        await until(pilot, lambda: "People: " in shown(app))
        lines = [line.strip() for line in shown(app).splitlines()]
        assert [one for one in lines if one.startswith(("Budget: ", "People: "))] == [
            "Budget: Not a number. Example: 100k",
            "People: Not a number. Example: 6",
        ]
