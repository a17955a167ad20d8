"""The tour: cards beside the parts they speak of, offered and never in the way."""

from __future__ import annotations

import pytest
from textual.geometry import Offset, Region, Size

from screens.overlays.help import HelpScreen
from screens.overlays.tour import CARDS, CardShown, TourScreen, placed
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from tests.screens.drive import at, complete, driven, is_on, present, sample, send, shown, until
from wizard.app.app import PaybackApp

POINTERS = {*"▲▼►◄"}


async def begun(pilot: object, app: PaybackApp) -> TourScreen:
    send(pilot, "f11")  # type: ignore[arg-type]
    await until(pilot, lambda: is_on(app, TourScreen) and CARDS[0].title in shown(app))  # type: ignore[arg-type]
    assert isinstance(app.screen, TourScreen)
    return app.screen


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (110, 32), (120, 40), (160, 50)])
async def test_each_card_points_at_its_part_and_leaves_it_in_sight(size: tuple[int, int]) -> None:
    async with driven(sample("support_ticket_classifier"), size) as (app, pilot):
        await until(pilot, lambda: present(app))
        tour = await begun(pilot, app)
        for number, card in enumerate(CARDS):
            await until(pilot, lambda: card.title in shown(app))
            region = tour.query_one(CardShown).region
            assert tour.region.contains_region(region)
            assert tour.part.area, card.part
            assert not region.overlaps(tour.part), card.title
            lines = shown(app).splitlines()
            frame = [line[region.x : region.right] for line in lines[region.y : region.bottom]]
            assert len(POINTERS & {*"".join(frame)}) == 1, card.title
            assert all(line[0] in "┌│└◄" and line[-1] in "┐│┘►" for line in frame), frame
            assert f"{number + 1} of {len(CARDS)}" in frame[-2]
            send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_where_there_is_hardly_room_a_card_lies_in_the_middle() -> None:
    async with driven(complete(), (40, 10)) as (app, pilot):
        await until(pilot, lambda: present(app))
        tour = await begun(pilot, app)
        await pilot.pause()
        assert tour.region.contains_region(tour.query_one(CardShown).region)
    assert placed(Region(0, 0, 40, 10), Size(30, 6), Size(40, 10)) == (Offset(5, 2), None)


@pytest.mark.painted
async def test_it_is_offered_on_the_start_page_and_shows_a_sample() -> None:
    async with driven(PaybackApp(), (120, 40)) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and "A tour" in shown(app))
        await begun(pilot, app)
        await until(pilot, lambda: "Support-ticket classifier" in shown(app))
        # It goes on, back and away, and what is typed then is for the case.
        send(pilot, "down", "up", "right")
        await until(pilot, lambda: CARDS[1].title in shown(app))
        send(pilot, "f1")
        await until(pilot, lambda: is_on(app, HelpScreen))
        send(pilot, "escape", "escape", "!")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "Support-ticket classifier!" in shown(app))


async def test_a_click_on_a_card_goes_on_and_a_terminal_that_grows_moves_it() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "volume.monthly_growth")
        tour = await begun(pilot, app)
        await pilot.click("#card")
        await until(pilot, lambda: CARDS[1].title in shown(app))
        before = tour.part
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: tour.part != before)
        assert not tour.query_one(CardShown).region.overlaps(tour.part)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert present(app) == "volume.monthly_growth"
