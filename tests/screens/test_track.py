"""Plan and actual: months are typed and pasted there, and what they come to is shown at once."""

from __future__ import annotations

from datetime import date

from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.pages.track import TrackScreen
from screens.pages.verdict import VerdictScreen
from tests.screens.drive import (
    Driver,
    answers,
    complete,
    driven,
    is_on,
    paste,
    press,
    send,
    shown,
    taken_in,
    until,
)
from wizard.app.app import PaybackApp

PASTED = (
    "month\tcalls\ton the student\tteacher's cost\n2026-01\t4M\t3M\t5000\n2026-02\t4M\t3M\t5000\n"
)


async def open_track(app: PaybackApp, pilot: Driver) -> None:
    await until(pilot, lambda: app.screen_stack)
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    send(pilot, "t")
    await until(pilot, lambda: is_on(app, TrackScreen))


async def test_months_that_are_pasted_are_laid_beside_the_plan_and_taken_back() -> None:
    async with driven(complete(), (110, 40)) as (app, pilot):
        await open_track(app, pilot)
        assert "No month after launch counts yet." in shown(app)
        send(pilot, "m")
        await until(pilot, lambda: is_on(app, TableScreen))
        await paste(pilot, PASTED)
        await until(pilot, lambda: not is_on(app, TableScreen), "what the paste is taken for")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen))
        await until(pilot, lambda: len(answers(app).table("actuals").rows) == 2)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, TrackScreen))
        await until(pilot, lambda: "In 2 months the student brought" in shown(app))
        assert "2026-02" in shown(app)
        send(pilot, "ctrl+z")
        await until(pilot, lambda: "actuals" not in answers(app))


async def test_the_day_of_the_launch_is_typed_there() -> None:
    async with driven(complete()) as (app, pilot):
        await open_track(app, pilot)
        send(pilot, "l")
        await until(pilot, lambda: is_on(app, DetailsScreen))
        await press(pilot, *"2026-01-15")
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, TrackScreen))
        assert answers(app).value("student.launched_on") == date(2026, 1, 15)
        await until(pilot, lambda: "Launched on 2026-01-15" in shown(app))
        send(pilot, "t")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await taken_in(pilot)
