"""Where messages stand: never on the help, nor on the keys."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from textual.screen import Screen

from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.widgets.help_strip import HelpStrip
from tests.screens.drive import at, driven, is_on, present, press, sample, shown, taken_in, until

LONG = "support_ticket_classifier.toml:37: volume.calls_per_month is not a number that can be used"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_messages_cover_neither_help_nor_keys(size: tuple[int, int]) -> None:
    app = sample("support_ticket_classifier")
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: present(app))
        await at(pilot, "volume.calls_per_month")

        def ready(screen: type[Screen[Any]]) -> bool:
            return is_on(app, screen) and bool(present(app))

        for opened, screen in (("", StepScreen), ("ctrl+r", DetailsScreen)):
            if opened:
                await press(pilot, opened)
            await until(pilot, partial(ready, screen))
            app.clear_notifications()
            await until(pilot, lambda: "classifier.toml:37" not in shown(app))
            below = app.screen.query_one(HelpStrip).region.y
            before = shown(app).splitlines()[below:]
            for number in range(3):
                app.notify(f"{LONG} ({number}).", markup=False, timeout=60)
            await until(pilot, lambda: "classifier.toml:37" in shown(app))
            assert shown(app).splitlines()[below:] == before


async def test_a_message_of_a_line_leaves_every_answer_in_sight() -> None:
    app = sample("support_ticket_classifier")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: present(app))
        await at(pilot, "volume.calls_per_month")
        below = shown(app).splitlines()[1:]
        app.notify("Saved to support_ticket_classifier.toml.", markup=False, timeout=60)
        await until(pilot, lambda: "Saved to" in shown(app))
        assert shown(app).splitlines()[1:] == below


async def test_messages_that_are_gone_take_no_lines() -> None:
    app = sample("support_ticket_classifier")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: present(app))
        for number in range(5):
            app.notify(f"Message {number}.", markup=False, timeout=60)
            await until(pilot, lambda: "Message" in shown(app))
            assert "Message" in shown(app).splitlines()[0]
            app.clear_notifications()
            await until(pilot, lambda: "Message" not in shown(app))
        await until(pilot, lambda: not list(app.screen.query("ToastHolder")))


@pytest.mark.parametrize("key", ["volume.calls_per_month", "quality.slices"])
async def test_what_opens_beside_the_steps_has_an_edge(key: str) -> None:
    async with driven(sample("support_ticket_classifier"), (150, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await at(pilot, key)
        if is_on(app, StepScreen):
            await press(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) or is_on(app, TableScreen))

        def edges() -> set[int]:
            """The columns in which every line has one."""
            lines = shown(app).splitlines()
            return set.intersection(
                *({at for at, sign in enumerate(line) if sign == "│"} for line in lines)
            )

        await until(pilot, edges)
        (edge,) = edges()
        assert 0 < edge < 100
        # Where it fills the screen there is nothing to be set apart from.
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not edges())


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (20, 5)])
async def test_no_message_lies_on_what_says_how_much_room_is_needed(size: tuple[int, int]) -> None:
    app = sample("support_ticket_classifier")
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: "needs 40" in shown(app))
        before = shown(app)
        app.notify("Saved to support_ticket_classifier.toml.", markup=False, timeout=60)
        await until(pilot, lambda: bool(app.screen.query("Toast")))
        await taken_in(pilot)
        assert shown(app) == before
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Saved to" in shown(app))
