"""What was decided, on its screen: put on record, taken back while unsaved, held against now."""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest

from rules.review.story import story_of
from screens.overlays.deciding import DecideScreen
from screens.pages.decisions import DecisionsScreen
from screens.pages.verdict import VerdictScreen
from tests.environment import PATIENCE_S
from tests.screens.drive import (
    Driver,
    driven,
    is_on,
    joined,
    present,
    press,
    said,
    send,
    shown,
    until,
)
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback
from tests.wizard.dialogs import asks
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession


def opened(path: Path) -> PaybackApp:
    return PaybackApp(session=OpenSession.open(path))


async def on_decisions(pilot: Driver) -> None:
    await until(pilot, lambda: present(pilot.app))
    await press(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(pilot.app, VerdictScreen))
    await press(pilot, "d")
    await until(pilot, lambda: is_on(pilot.app, DecisionsScreen))


async def asked(pilot: Driver) -> None:
    await press(pilot, "n")
    await until(pilot, lambda: is_on(pilot.app, DecideScreen) and present(pilot.app))


def says(pilot: Driver, words: str) -> bool:
    return words in joined(shown(pilot.app).splitlines())


async def sees(pilot: Driver, words: str) -> None:
    """Wait for what is judged meanwhile."""
    await until(pilot, lambda: says(pilot, words))


def decided(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("decisions", [])
    return found


async def test_a_decision_is_put_on_record_taken_back_and_saved(case: Path) -> None:
    async with driven(opened(case), (100, 40)) as (app, pilot):
        await on_decisions(pilot)
        await sees(pilot, "No decision is on record yet.")
        await asked(pilot)
        await press(pilot, "1", "enter")
        send(pilot, *"Ann")
        await press(pilot, "enter", "enter")
        send(pilot, *"with a pilot")
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, DecisionsScreen))
        await sees(pilot, "1. Approved by Ann on ")
        await sees(pilot, "Note: with a pilot")
        assert decided(case) == [], "only a save writes"

        await press(pilot, "ctrl+z")
        await sees(pilot, "No decision is on record yet.")
        assert said(app) == "The decision is taken back."
        await press(pilot, "ctrl+y")
        await sees(pilot, "1. Approved by Ann on ")
        await press(pilot, "escape")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await until(pilot, lambda: says(pilot, "Since the decision Approved by Ann on "))

        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(decided(case)) == 1)
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: "nothing to undo" in said(app))
    assert [(one["decision"], one["by"]) for one in decided(case)] == [("go", "Ann")]


async def test_what_cannot_be_recorded_is_said_and_what_was_typed_stays(case: Path) -> None:
    async with driven(opened(case), (100, 40)) as (app, pilot):
        await on_decisions(pilot)
        await asked(pilot)
        await press(pilot, "1", "enter", "enter")
        send(pilot, *"2020-01-01")
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: says(pilot, "By is empty; name the person or the board"))
        assert says(pilot, "Review on is 2020-01-01, which is not after the day of the decision")
        assert present(app) == "details.by", "the first that is wrong is at hand"
        send(pilot, *"Ann")
        await press(pilot, "escape")
        await until(pilot, lambda: is_on(app, DecisionsScreen))
        assert app.session is not None
        assert app.session.decided == ()

        await asked(pilot)
        assert says(pilot, "By Ann")
        assert says(pilot, "Review on 2020-01-01")


async def test_a_decision_that_is_begun_is_not_lost_by_leaving(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await on_decisions(pilot)
        await asked(pilot)
        await press(pilot, "1", "enter")
        send(pilot, *"Ann")
        send(pilot, "ctrl+q")
        await asks(pilot, "What you typed here is not taken over yet.")
        await pilot.click("#stay")
        await until(pilot, lambda: is_on(app, DecideScreen))
        assert says(pilot, "By Ann")
        send(pilot, "ctrl+c", "ctrl+c")
        await asks(pilot, "What you typed here is not taken over yet.")
        await pilot.click("#drop")
        await until(pilot, lambda: app._exit)


async def test_a_decision_is_asked_for_until_it_is_whole(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await on_decisions(pilot)
        await asked(pilot)
        await press(pilot, "down", "down")
        assert present(app) == "details.review"
        await press(pilot, "up")
        assert present(app) == "details.by"
        await press(pilot, "enter", *"soon", "enter", "enter")
        assert says(pilot, "Review on: Not a date; write year-month-day")
        assert present(app) == "details.review"
        send(pilot, "ctrl+u")
        await press(pilot, "enter", "enter")
        assert says(pilot, "Choose what was decided.")
        assert present(app) == "details.decision"
        await press(pilot, "3", "delete", "enter", *"Ann", "enter", "enter", "enter")
        assert says(pilot, "Choose what was decided."), "one that was cleared is none"
        await press(pilot, "3", "enter", "enter", "enter", "enter")
        await until(pilot, lambda: is_on(app, DecisionsScreen))
        assert app.session is not None
        assert [one["decision"] for one in app.session.decided] == ["later"]


async def test_beside_a_decision_that_cannot_be_read_none_is_asked_for(case: Path) -> None:
    case.write_text(f"{COMPLETE}\n[[decisions]]\ndate = 3\n", "utf-8")
    async with driven(opened(case)) as (app, pilot):
        # It stands at no question, so that it is told of at once.
        await until(pilot, lambda: "decisions[0].date: needs a date" in said(app))
        app.clear_notifications()
        await on_decisions(pilot)
        await press(pilot, "n")
        assert is_on(app, DecisionsScreen)
        assert "decisions[0].date: needs a date such as" in said(app)


async def test_a_go_against_the_verdict_is_said_while_it_is_chosen(case: Path) -> None:
    case.write_text(COMPLETE.replace("= 0.5", "= 5.0"), encoding="utf-8")
    async with driven(opened(case), (80, 30)) as (_, pilot):
        await on_decisions(pilot)
        await asked(pilot)
        assert not says(pilot, "against the verdict")
        await press(pilot, "1")
        await until(pilot, lambda: says(pilot, "This go is against the verdict: do not distil."))
        await press(pilot, "2")
        await until(pilot, lambda: not says(pilot, "against the verdict"))


async def test_what_changed_since_is_on_the_verdict(case: Path, payback: Payback) -> None:
    payback("decide", case, "go", "--by", "Ann", "--on", "2026-11-24")
    payback("set", case, "volume.calls_per_month=4.1M")
    async with driven(opened(case), (100, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await sees(pilot, "Approved by Ann on 2026-11-24: ")
        await sees(pilot, "Calls per month: decided at 6M (4.5M..8M), now 4.1M.")
        screen = app.screen
        assert isinstance(screen, VerdictScreen)
        assert "Since the decision" in screen.as_text()


async def test_the_screen_is_there_before_the_story_is_found_out(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def slowly(*asked: Any) -> Any:
        may_go_on.wait(PATIENCE_S)
        return story_of(*asked)

    monkeypatch.setattr("wizard.app.deciding.story_of", slowly)
    async with opened(case).run_test(size=(100, 40)) as pilot:
        await on_decisions(pilot)
        await until(pilot, lambda: says(pilot, "is being judged again"))
        may_go_on.set()
        await sees(pilot, "No decision is on record yet.")
