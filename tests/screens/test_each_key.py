"""Every key on every screen: it does something that is seen, or it is said why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input

from screens.frame.textual_widgets import bound_ids
from screens.frame.unused import MOVES
from screens.keymap import shown_key
from screens.keys import ACTIONS
from screens.keys.case import CASE, EVERYWHERE
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.palette import Palette
from screens.overlays.tour import TourScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.key_bar import KeyBar
from screens.workshop.ballot import HandOver
from screens.workshop.door import DoorScreen
from screens.workshop.screen import WorkshopScreen
from tests.depth import part_of
from tests.screens.drive import Driver, driven, is_on, press, said, send, shown, taken_in, until
from tests.screens.frame.test_closing_twice import (
    FROM_STEPS,
    FROM_WORKSHOP,
    agreed,
    asked,
    back,
    nothing,
    people_have_answered,
)
from tests.screens.rounds import case, leading
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession
from wizard.workshop.wishes import Wishes

Opens = Callable[[Driver], Awaitable[None]]

LEAVES = {"quit", "home", "tour"}
"""What ends the walk; tried in tests of their own."""
EDITS = {"ctrl+a", "ctrl+d"}
"""Go home and delete within a field."""
WITH_ALL = (StepScreen, VerdictScreen, DetailsScreen, HomeScreen)
"""Where the keys that all screens of a kind share are pressed, too."""
ELSEWHERE = ("f12", "b", "ctrl+d")
"""Keys of actions that most screens have not."""


def seen(app: Any) -> tuple[object, ...]:
    """What somebody sees, and what was copied."""
    stack = tuple(type(one) for one in app.screen_stack)
    return shown(app), stack, said(app), app.theme, app.clipboard


async def does_something(pilot: Driver, key: str) -> bool:
    app = pilot.app
    app.clear_notifications()
    await taken_in(pilot)
    before = seen(app)
    await press(pilot, key)
    if seen(app) != before:
        return True
    # What is asked for first may take a moment, such as prices.
    await until(pilot, lambda: not app.errands.is_busy(app.screen_stack))  # type: ignore[attr-defined]
    return seen(app) != before


async def walk(pilot: Driver, screen: type[Screen[Any]], again: Opens, came: str = "") -> list[str]:
    """Press each key on a screen that is open; the keys by which nothing was to be seen.

    What came before it draws others where only a part of them is pressed.
    """
    app: Any = pilot.app
    silent = []
    once = set() if screen in WITH_ALL else {one.id for one in (*CASE.actions, *EVERYWHERE.actions)}
    bound = [one for one in ACTIONS if one.id in {*bound_ids(app.screen)} - LEAVES - once]
    letters = any(len(one.keys) == 1 for one in bound)
    keys = dict.fromkeys([*(key for one in bound for key in one.keys.split(",")), *ELSEWHERE])
    for key in part_of((one for one in keys if one not in MOVES), 6, screen.__name__ + came):
        types = isinstance(app.focused, Input)
        is_letter = len(key) == 1 or key in ("question_mark", "plus", "minus")
        if (types and (is_letter or key in EDITS)) or (is_letter and not letters):
            continue
        below = app.screen
        if not await does_something(pilot, key):
            silent.append(key)
        if app.screen is not below:
            await again(pilot)
            await until(pilot, lambda: is_on(app, screen), f"{screen} does not open")
    return silent


def in_the_bar(app: Any) -> None:
    """The last line has all that can be done on the screen on top, and nothing else.

    The palette and the cards of the tour say their keys themselves.
    """
    top = app.screen
    if not isinstance(top, Palette | TourScreen):
        types = isinstance(top.focused, Input)
        bound = {
            one
            for one in ACTIONS
            if one.id in bound_ids(top)
            and one.hint
            and not (types and len(one.keys) == 1 and one.keys.isalpha())
        }
        assert {*top.query_one(KeyBar).at_hand} == {
            one
            for one in bound
            if not (top.why_not(one.call) or app.nothing_for(one.call) or one.id in top.LEADS_HERE)
        }


async def test_what_finds_nothing_to_do_is_not_in_the_bar_and_says_why(tmp_path: Path) -> None:
    app = PaybackApp(session=OpenSession.open(case(tmp_path)))
    async with app.run_test(size=(160, 50)) as pilot:
        await until(pilot, lambda: is_on(app, StepScreen) and app.focused)
        bar = app.screen.query_one(KeyBar)

        def offered() -> set[str]:
            ids = {one.id for one in bar.at_hand} & {"undo", "redo", "on-disk"}
            line = str(bar.render())
            assert all((one.hint in line) == (one.id in ids) for one in ACTIONS if one.id in ids)
            return ids

        assert offered() == set()
        for key, why in (
            ("ctrl+z", "nothing to undo"),
            ("ctrl+y", "nothing to redo"),
            ("f9", "has the same answers"),
        ):
            await press(pilot, key)
            await until(pilot, lambda why=why: why in said(app))  # type: ignore[misc]
        # An undo right behind the first letter is taken for what it is.
        send(pilot, "x", "ctrl+z")
        await until(pilot, lambda: offered() == {"redo"})
        await press(pilot, "x")
        await until(pilot, lambda: offered() == {"undo", "on-disk"})
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: offered() == {"undo"})
        changed = app.session.file.path if app.session is not None else None
        assert changed is not None
        changed.write_text(changed.read_text("utf-8") + "\n# by another program\n", "utf-8")
        app.watcher.look()
        await until(pilot, lambda: offered() == {"undo", "on-disk"})


@pytest.mark.parametrize("screen", [*FROM_STEPS, StepScreen], ids=lambda one: one.__name__)
async def test_on_a_screen_of_a_case(
    screen: type[Screen[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("case.md").write_text("mine", "utf-8")
    app = PaybackApp(session=OpenSession.open(case(tmp_path)))
    opens = FROM_STEPS.get(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: is_on(app, StepScreen) and app.focused)

        async def again(pilot: Driver) -> None:
            await back(pilot, StepScreen)
            if opens is not None:
                await opens(pilot)

        await again(pilot)
        await until(pilot, lambda: is_on(app, screen))
        in_the_bar(app)
        assert await walk(pilot, screen, again) == []


async def test_on_the_start_page() -> None:
    async with driven(PaybackApp(), (120, 40)) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)

        async def again(pilot: Driver) -> None:
            await back(pilot, HomeScreen)

        assert await walk(pilot, HomeScreen, again) == []


@pytest.mark.parametrize(
    ("screen", "before", "keys"),
    [
        (WorkshopScreen, nothing, ()),
        (WorkshopScreen, asked, ()),
        (WorkshopScreen, people_have_answered, ()),
        (WorkshopScreen, agreed, ()),
        *((one, before, keys) for one, (before, keys) in FROM_WORKSHOP.items()),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
async def test_on_a_screen_of_a_workshop(
    screen: type[Screen[Any]], before: Opens, keys: tuple[str, ...], tmp_path: Path
) -> None:
    app = leading(case(tmp_path), Wishes(joins=screen is DoorScreen))
    async with app.run_test(size=(120, 40)) as pilot:
        await before(pilot)
        if screen is DoorScreen:
            await until(pilot, lambda: app.workshop is not None and app.workshop.door)

        async def again(pilot: Driver) -> None:
            while not is_on(app, WorkshopScreen):
                dropped = is_on(app, ConfirmScreen) and not is_on(app, HandOver)
                await press(pilot, *(("down", "enter") if dropped else ("escape",)))
            for key in keys:
                below = app.screen
                send(pilot, key)
                await until(pilot, lambda below=below: app.screen is not below and app.focused)  # type: ignore[misc]

        await again(pilot)
        in_the_bar(app)
        assert await walk(pilot, screen, again, before.__name__) == []


@pytest.mark.parametrize("key", ["s", "r", "e"])
async def test_no_view_offers_itself(key: str, tmp_path: Path) -> None:
    app = PaybackApp(session=OpenSession.open(case(tmp_path)))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: is_on(app, StepScreen) and app.focused)
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        assert "verdict" not in {one.id for one in app.screen.query_one(KeyBar).at_hand}
        await press(pilot, key)
        await until(pilot, lambda: not is_on(app, VerdictScreen) and app.screen.query(KeyBar))
        offered = {shown_key(one, {}) for one in app.screen.query_one(KeyBar).at_hand}
        assert key not in offered
        assert "esc" in offered
