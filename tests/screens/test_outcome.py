"""What came of the open case: a page that is judged anew with the answers, and never waited for."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.pages.outcome import OutcomeScreen
from screens.pages.verdict import VerdictScreen
from tests.screens.drive import Driver, complete, driven, is_on, new, send, shown, until
from tests.wizard.review.followed import FOLLOWED
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession


async def open_outcome(app: PaybackApp, pilot: Driver) -> None:
    await until(pilot, lambda: app.screen_stack)
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    send(pilot, "v")
    await until(pilot, lambda: is_on(app, OutcomeScreen))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (160, 50)])
async def test_what_came_of_a_case_is_shown_with_its_chart(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "tickets.toml"
    path.write_text(FOLLOWED, encoding="utf-8")
    async with driven(PaybackApp(session=OpenSession.open(path)), size) as (app, pilot):
        await open_outcome(app, pilot)
        await until(pilot, lambda: "What was approved" in shown(app))
        screen = app.screen
        assert isinstance(screen, OutcomeScreen)
        said = screen.as_text()
        assert "·· planned" in said
        assert "What can be done now" in said
        send(pilot, "v")
        await until(pilot, lambda: is_on(app, VerdictScreen))


async def test_a_case_without_a_plan_says_what_it_needs() -> None:
    async with driven(new()) as (app, pilot):
        await open_outcome(app, pilot)
        await until(pilot, lambda: "before it has: Calls per month; Teacher" in shown(app))
        assert "per_1k_calls" not in shown(app)


async def test_a_case_that_nobody_has_launched_says_so() -> None:
    async with driven(complete()) as (app, pilot):
        await open_outcome(app, pilot)
        await until(pilot, lambda: "No approval is on record" in shown(app))
