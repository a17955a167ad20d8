"""What a newcomer presses, counted, and what the first screens say on the way."""

from __future__ import annotations

import pytest

from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.key_bar import KeyBar
from tests.screens.drive import (
    at,
    complete,
    driven,
    is_on,
    new,
    present,
    press,
    send,
    shown,
    text_of,
    until,
)
from wizard.app.app import PaybackApp

QUICK = ("3M (2.2M..3.6M)", "3.2", "0.6", "1500", "15k", "2")
"""The numbers of the session in README that the quick look asks for, in its order."""
MOST_KEYS = 45


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_quick_case_has_its_verdict_within_45_keys(size: tuple[int, int]) -> None:
    async with driven(PaybackApp(), size) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        keys = ["enter"]
        await press(pilot, *keys)
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        rest = [key for number in QUICK for key in [*number, "enter"]] + ["n", "ctrl+l"]
        send(pilot, *rest)
        await until(pilot, lambda: is_on(app, VerdictScreen) and "Defensible case" in shown(app))
        assert len(keys) + len(rest) <= MOST_KEYS


async def test_what_a_line_of_the_start_page_has_no_room_for_stands_below_the_list() -> None:
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        for about in ("a first verdict in two minutes", "a case others will question"):
            await until(pilot, lambda about=about: about in text_of(app.screen.query_one("#about")))  # type: ignore[misc]
            await press(pilot, "down")


async def test_the_start_page_offers_to_discard_only_where_something_can_be() -> None:
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        assert "discard" not in text_of(app.screen.query_one(KeyBar))


async def test_the_verdict_names_the_way_back_where_the_last_line_is_short() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "esc close" in shown(app))


async def test_nothing_is_called_0_unless_said_that_the_verdict_waits_for() -> None:
    async with driven(new(quick=True)) as (app, pilot):
        await at(pilot, "upfront.data_generation")
        line = next(line for line in shown(app).splitlines() if "Data generation" in line)
        assert "○ needed" in line
        assert "else 0" not in line
        assert "else 0 where another upfront cost is given" in " ".join(shown(app).split())
