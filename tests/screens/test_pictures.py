"""Each kind of field once, each screen once, compared with how they looked when last looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.table import TableScreen
from screens.pages.home import HomeScreen
from screens.pages.importing import ImportScreen
from screens.pages.verdict import VerdictScreen
from tests.screens.conftest import steady
from tests.screens.drive import (
    Driver,
    at,
    driven,
    is_on,
    paste,
    present,
    sample,
    send,
    shown,
    steps,
    themed,
    until,
    verdicts,
)
from tests.wizard.imports.made import as_lines, monthly
from wizard.app.app import PaybackApp

pytestmark = pytest.mark.painted

WIDE, USUAL = (120, 40), (80, 24)
WORKED = "support_ticket_classifier"


async def taken(pilot: Driver) -> str:
    """A picture, once nothing moves any more; a cursor that blinks would tell two moments apart."""
    field = pilot.app.focused
    if field is not None and hasattr(field, "cursor_blink"):
        field.cursor_blink = False
    await pilot.pause()
    await pilot.pause()
    return steady(pilot.app.export_screenshot(simplify=True))


async def test_the_step_screen(picture: SnapshotAssertion) -> None:
    async with driven(sample(WORKED), USUAL) as (app, pilot):
        # A number that is not usable, and all kinds of notes.
        await at(pilot, "volume.monthly_growth")
        send(pilot, "x")
        await until(pilot, lambda: "✗" in shown(app))
        assert await taken(pilot) == picture(name="step-80")
        send(pilot, "ctrl+z")
        await until(pilot, lambda: "✗" not in shown(app))
        # Texts, choices, a date.
        await at(pilot, "task.breadth")
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: steps(app).form.rows[-1].region.height)
        assert await taken(pilot) == picture(name="step-120")
        # Yes or no, and a table.
        await pilot.resize_terminal(*USUAL)
        await at(pilot, "quality.slices")
        assert await taken(pilot) == picture(name="fields-80")


async def test_figures_that_were_read(picture: SnapshotAssertion, tmp_path: Path) -> None:
    logs = as_lines(tmp_path / "spend.jsonl", monthly({"2026-07": 300, "2026-08": 310}))
    async with driven(sample(WORKED), WIDE) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        send(pilot, "f4")
        await until(pilot, lambda: is_on(app, ImportScreen) and app.focused)
        await paste(pilot, str(logs))
        send(pilot, "\n")
        await until(pilot, lambda: "Proposed" in shown(app))
        send(pilot, "down")
        await until(pilot, lambda: "now = 6,000,000 calls" in shown(app))
        assert await taken(pilot) == picture(name="import")


async def test_the_other_screens(picture: SnapshotAssertion) -> None:
    async with driven(sample(WORKED), WIDE) as (app, pilot):
        await at(pilot, "upfront.data_generation")
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        assert await taken(pilot) == picture(name="details")
        send(pilot, "escape")
        await until(pilot, lambda: not is_on(app, DetailsScreen))
        await at(pilot, "quality.slices")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        assert await taken(pilot) == picture(name="table")
        send(pilot, "escape")
        await until(pilot, lambda: not is_on(app, TableScreen))
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen))
        send(pilot, *"cost")
        await until(pilot, lambda: "cost" in shown(app))
        assert await taken(pilot) == picture(name="jump")
        send(pilot, "escape")
        await until(pilot, lambda: not is_on(app, JumpScreen))
        send(pilot, "f1")
        await until(pilot, lambda: is_on(app, HelpScreen) and app.focused)
        assert await taken(pilot) == picture(name="help")
        send(pilot, "escape")
        await until(pilot, lambda: not is_on(app, HelpScreen))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        await until(pilot, lambda: verdicts(app).outlook is not None)
        assert await taken(pilot) == picture(name="verdict")
        send(pilot, "ctrl+l")
        await until(pilot, lambda: not is_on(app, VerdictScreen))
        await at(pilot, "title")
        send(pilot, "!", "f3")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        assert await taken(pilot) == picture(name="confirm")


async def test_the_start_page_and_a_projector(picture: SnapshotAssertion) -> None:
    async with driven(PaybackApp(), WIDE) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and "unfinished draft" in shown(app))
        assert await taken(pilot) == picture(name="home")
    async with driven(sample(WORKED, config=themed("projector")), (60, 20)) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        assert await taken(pilot) == picture(name="projector-60")
