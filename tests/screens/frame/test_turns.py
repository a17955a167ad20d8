"""What comes in one write ends as the same keys do, each waited for; nothing goes astray.

A key may open something although it is not the program that hears it first: a field has it before,
or a list, a button, the mouse.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Button, Input

from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.save_as import SaveAsScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.step_rail import StepRail
from tests.screens.drive import (
    Driver,
    answers,
    at,
    clicks,
    complete,
    driven,
    hear,
    is_on,
    present,
    resize,
    send,
    shown,
    steps,
    texts,
    until,
)
from tests.screens.test_keys import flat
from tests.wizard.cases import COMPLETE
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.sessions.open_session import OpenSession

CALLS = "volume.calls_per_month"
TYPED = "6M"
Goes = Callable[[Driver], Awaitable[None]]


class State(NamedTuple):
    """Where somebody is and what was answered."""

    screens: tuple[str, ...]
    focus: str
    at_hand: str
    typed: str
    answers: dict[str, str]


async def is_done(pilot: Driver) -> None:
    """Wait until all that was asked for has happened."""
    app: Any = pilot.app
    await until(pilot, lambda: app._exit or not (app._held or app.is_awaited))


async def state(pilot: Driver) -> State:
    await is_done(pilot)
    app: Any = pilot.app
    if app._exit:
        return State((), "", "", "", {})
    await is_done(pilot)
    focus = app.focused
    return State(
        tuple(type(one).__name__ for one in app.screen_stack),
        type(focus).__name__,
        present(app),
        focus.value if isinstance(focus, Input) else "",
        texts(answers(app)) if app.session is not None else {},
    )


async def at_a_number(pilot: Driver) -> None:
    await until(pilot, lambda: present(pilot.app))
    await at(pilot, CALLS)
    # And what is not saved has to be asked about.
    send(pilot, "ctrl+u", *TYPED)
    await is_done(pilot)


async def on_verdict(pilot: Driver) -> None:
    await at_a_number(pilot)
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(pilot.app, VerdictScreen) and pilot.app.focused)


async def at_home(pilot: Driver) -> None:
    await until(pilot, lambda: is_on(pilot.app, HomeScreen) and pilot.app.focused)


async def asked_about_unsaved(pilot: Driver) -> None:
    await at_a_number(pilot)
    send(pilot, "f3")
    await until(pilot, lambda: is_on(pilot.app, ConfirmScreen) and pilot.app.focused)


def of_the_steps() -> list[str]:
    """Each key that does something on the step screen, wherever it is declared."""
    found: dict[str, None] = {}
    for one in (*flat(StepScreen), *flat(PaybackApp)):
        assert isinstance(one, Binding)
        # A sign stays one in a field.
        if one.key != "question_mark":
            found[one.key] = None
    return list(found)


class Compares(Protocol):
    """Tells how keys end that come in one write, and how each waited for."""

    async def __call__(
        self, make: Callable[[], PaybackApp], goes: Goes, *keys: str
    ) -> tuple[State, State]: ...


@pytest.fixture
def compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compares:
    async def end(make: Callable[[], PaybackApp], goes: Goes, *bursts: Sequence[str]) -> State:
        app = make()
        async with app.run_test(size=(120, 40)) as pilot:
            await goes(pilot)
            for burst in bursts:
                send(pilot, *burst)
                await is_done(pilot)
                if app._exit:
                    break
            return await state(pilot)

    async def compare(
        make: Callable[[], PaybackApp], goes: Goes, *keys: str
    ) -> tuple[State, State]:
        ends = []
        for bursts in ([keys], [(key,) for key in keys]):
            # What one of them keeps or saves is not there for the other.
            folder = tmp_path / str(len(bursts))
            folder.mkdir()
            monkeypatch.chdir(folder)
            monkeypatch.setenv("PAYBACK_HOME", str(folder / "home"))
            ends.append(await end(make, goes, *bursts))
        return ends[0], ends[1]

    return compare


@pytest.mark.part(9)
@pytest.mark.parametrize("key", of_the_steps())
async def test_digits_behind_any_key_of_a_number_field_go_where_that_key_leads(
    compared: Compares, key: str
) -> None:
    at_once, one_by_one = await compared(complete, at_a_number, key, *"123")
    assert at_once == one_by_one
    if at_once.screens[1:] and at_once.screens[-1] != DetailsScreen.__name__:
        assert at_once.answers[CALLS] == TYPED, "what is covered is not answered"


async def test_help_hears_what_comes_behind_its_key_and_a_question_mark_is_typed() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await at_a_number(pilot)
        hear(app, "\x1bOP123")
        await until(pilot, lambda: is_on(app, HelpScreen))
        await is_done(pilot)
        assert texts(answers(app))[CALLS] == TYPED
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await at(pilot, "title")
        hear(app, "\x1b[Fwhy?12")
        await until(pilot, lambda: texts(answers(app))["title"].endswith("why?12"))


@pytest.mark.parametrize(
    ("make", "goes", "keys"),
    [
        # Into a new case, whose first field takes the text.
        (PaybackApp, at_home, ("down", "enter", *"shop")),
        (PaybackApp, at_home, ("down", "down", "enter", "down", "down")),
        # To the answer behind a line of the verdict.
        (complete, on_verdict, ("down", "enter", *"12")),
        (complete, on_verdict, ("s", "escape", "r", "escape", "e", "escape")),
        # `Save`, which asks for a name.
        (complete, asked_about_unsaved, ("enter", "ctrl+u", *"mine")),
        (complete, asked_about_unsaved, ("enter", "ctrl+u", *"mine.toml", "enter", "down")),
        # `Stay` in the case.
        (complete, asked_about_unsaved, ("escape", "end", *"12")),
    ],
)
async def test_what_comes_behind_a_line_or_a_button_goes_to_what_that_opens(
    compared: Compares, make: Callable[[], PaybackApp], goes: Goes, keys: tuple[str, ...]
) -> None:
    at_once, one_by_one = await compared(make, goes, *keys)
    assert at_once == one_by_one


async def test_a_case_begun_at_home_has_the_title_typed_behind_it() -> None:
    async with driven(PaybackApp(), (100, 30)) as (app, pilot):
        await at_home(pilot)
        hear(app, "\x1b[B\rshop")
        await until(pilot, lambda: app.session is not None and is_on(app, StepScreen))
        await until(pilot, lambda: texts(answers(app)).get("title") == "shop")


async def test_letters_behind_a_click_on_a_button_go_to_what_it_opens() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await asked_about_unsaved(pilot)
        button = app.screen.query(Button).first().region
        clicks(pilot, button.x + 2, button.y)
        send(pilot, "ctrl+u", *"mine")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        await is_done(pilot)
        assert isinstance(app.focused, Input)
        assert app.focused.value == "mine"


@pytest.mark.parametrize(
    ("before", "text"),
    [(("left", "7"), "67M"), (("7",), "6M7"), (("home", "delete"), "M"), (("backspace",), "6")],
)
async def test_a_key_before_a_click_on_the_rail_is_not_lost(
    before: tuple[str, ...], text: str
) -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await at_a_number(pilot)
        case = steps(app)
        line = next(y for y, row in enumerate(shown(app).splitlines()) if "1 Task" in row)
        send(pilot, *before)
        clicks(pilot, case.query_one(StepRail).region.x + 4, line)
        send(pilot, "end", "x")
        await until(pilot, lambda: case.current == 0)
        await is_done(pilot)
        assert texts(answers(app))[CALLS] == text
        assert texts(answers(app))["title"] == "Ticketsx"


@pytest.mark.parametrize("keys", [("enter", "enter"), ("down", "enter", "enter")])
async def test_a_second_enter_is_not_meant_for_what_the_first_has_opened(
    keys: tuple[str, ...],
) -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await on_verdict(pilot)
        send(pilot, "b")
        await until(pilot, lambda: is_on(app, FilesScreen) and app.focused)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, *keys)
        await until(pilot, lambda: is_on(app, StepScreen))
        here = present(app)
        await is_done(pilot)
        assert present(app) == here
        assert is_on(app, StepScreen)


async def test_keys_behind_a_terminal_that_grows_are_meant_for_what_is_seen_then(
    tmp_path: Path,
) -> None:
    place = tmp_path / "case.toml"
    place.write_text(COMPLETE, encoding="utf-8")
    async with driven(PaybackApp(session=OpenSession.open(place), start="title")) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: app.focused is None)
        resize(app, 80, 24)
        send(pilot, "end", *" 2", "ctrl+s")
        await until(pilot, lambda: app.session is not None and not app.session.dirty)
        assert answers(app).value("title") == "Tickets 2"
        assert 'title = "Tickets 2"' in place.read_text(encoding="utf-8")


async def test_no_task_begins_before_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which Textual has them do at a real terminal, and only on Python from 3.12 on.

    There it filled a screen before it lay on the others: it was empty, and the next key on it
    ended the program.
    """
    begun: list[str] = []

    def eager(loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
        begun.append(coro.__qualname__)
        return asyncio.Task(coro, loop=loop, **more)

    monkeypatch.setattr(asyncio, "eager_task_factory", eager, raising=False)
    app = PaybackApp(session=None)

    async def looks(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: is_on(app, HomeScreen))
        begun.clear()
        send(pilot, "f1")
        await until(pilot, lambda: is_on(app, HelpScreen))
        app.exit()

    await app.run_async(headless=True, size=(80, 24), auto_pilot=looks)
    assert begun == []
