"""Driving the real app: keys, pastes, waiting, and reading what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import date
from time import monotonic
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from rules.answers.answers import Answers
from screens.frame.textual_widgets import key_named
from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.form import QuestionForm
from tests.environment import PATIENCE_S
from tests.wizard.cases import COMPLETE, SAMPLES
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession
from wizard.sessions.short_form import short_session
from wizard.settings.config import Config

Driver = Pilot[None]

NAMES = {"\n": "enter", "\t": "tab"}


@asynccontextmanager
async def driven(
    app: PaybackApp, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PaybackApp, Driver]]:
    """The app at a terminal of so many columns and lines, and who drives it."""
    async with app.run_test(size=size) as pilot:
        yield app, pilot


async def until(pilot: Driver, condition: Callable[[], object], what: str = "") -> None:
    """Wait until something is so, letting the app work meanwhile; then let it finish that."""
    began = monotonic()
    end = began + PATIENCE_S
    while not condition():
        looked = monotonic()
        assert looked < end, what or f"did not come true:\n{shown(pilot.app)}"
        # The pilot's own pause waits for widgets that are just being removed. Whoever looks at all
        # of a screen leaves most of the time to what is waited for.
        await asyncio.sleep(min(max(0.006, 2 * (looked - began)), 0.04))
        began = monotonic()
    if pilot.app.screen_stack:
        await taken_in(pilot)


async def taken_in(pilot: Driver) -> None:
    """Wait until what was sent so far has reached whatever has the focus, and is painted."""
    app: Any = pilot.app
    rounds = 0
    # What comes behind a key that opens something waits for that.
    while rounds < 2:
        for pump in (app, app.focused or app.screen, app.screen):
            done = asyncio.Event()
            if pump.call_later(done.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), 1.0)
            if not app.screen_stack:
                return
        rounds = 0 if app._held or app._handed_on else rounds + 1
    app.screen._on_timer_update()


def new(*, quick: bool = False, **more: Any) -> PaybackApp:
    """The wizard on an empty case."""
    return PaybackApp(session=OpenSession.new(short_session(date.today())), quick=quick, **more)


def complete(**more: Any) -> PaybackApp:
    """The wizard on a case that has a verdict, not saved yet."""
    return PaybackApp(session=OpenSession.new(COMPLETE), **more)


def sample(name: str, **more: Any) -> PaybackApp:
    """The wizard on a sample."""
    return PaybackApp(session=OpenSession.new(SAMPLES[name].read_text(encoding="utf-8")), **more)


def themed(name: str) -> Config:
    """A config that sets a theme."""
    return Config(theme=f"payback-{name}")


def key_of(character: str) -> events.Key:
    """The event of a character as a terminal sends it."""
    name = NAMES.get(character) or key_named(character)
    return events.Key(name, "\r" if character == "\n" else character)


def send(pilot: Driver, *keys: str) -> None:
    """Hand over keys in one burst, as a slow connection does, without waiting for any.

    A word of more than one letter is the name of a key.
    """
    driver = pilot.app._driver
    assert driver is not None
    for key in keys:
        event = key_of(key) if len(key) == 1 else events.Key(key, None)
        event.set_sender(pilot.app)
        driver.send_message(event)


def resize(app: Any, columns: int, lines: int) -> None:
    """Have the terminal be of another size, without waiting for what that leads to."""
    app._driver._size = (columns, lines)
    app.post_message(events.Resize(Size(columns, lines), Size(columns, lines)))


def hear(app: Any, sent: str) -> None:
    """Have the program hear what a terminal sends, without waiting for anything."""
    driver = app._driver
    assert driver is not None
    parser = XTermParser()
    for text in (sent, ""):
        # The end of the input tells an escape key from what begins with one.
        for event in parser.feed(text):
            driver.process_message(event)


def clicks(pilot: Driver, x: int, y: int, times: int = 1) -> None:
    """Click on a cell so many times at once."""
    at = f"{x + 1};{y + 1}"
    hear(pilot.app, f"\x1b[<0;{at}M\x1b[<0;{at}m" * times)


async def paste(pilot: Driver, text: str) -> None:
    """Paste a text as a terminal with bracketed paste does."""
    pilot.app.post_message(events.Paste(text))
    await taken_in(pilot)


async def press(pilot: Driver, *keys: str) -> None:
    """Press keys, each once the one before has done its work."""
    for key in keys:
        send(pilot, key)
        await taken_in(pilot)


def shown(app: PaybackApp | Any) -> str:
    """The whole screen as text, one line per line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def text_of(widget: Widget) -> str:
    """What a widget shows."""
    region = widget.region
    lines = shown(widget.app).splitlines()[region.y : region.bottom]
    return "\n".join(map(without_edge, lines))


def without_edge(line: str) -> str:
    """A line without the edge of what opens beside the steps."""
    return f" {line[1:]}" if line.startswith("│") else line


def steps(app: Any) -> StepScreen:
    """The step screen, wherever it stands."""
    return next(one for one in app.screen_stack if isinstance(one, StepScreen))


def verdicts(app: Any) -> VerdictScreen:
    """The verdict screen on top."""
    assert isinstance(app.screen, VerdictScreen)
    return app.screen


def details(app: Any) -> DetailsScreen:
    """The details on top."""
    assert isinstance(app.screen, DetailsScreen)
    return app.screen


def table(app: Any) -> TableScreen:
    """The table on top."""
    assert isinstance(app.screen, TableScreen)
    return app.screen


def present(app: Any) -> str:
    """The key of the question that has the focus."""
    forms = app.screen.query(QuestionForm)
    row = forms.first().present if forms else None
    return row.question.key if row is not None else ""


def answers(app: PaybackApp | Any) -> Answers:
    """The answers as the session has them."""
    assert app.session is not None
    return app.session.answers


def texts(found: Answers) -> dict[str, str]:
    """What was typed, by key."""
    return {key: entry.text for key, entry in found.items()}


async def at(pilot: Driver, key: str) -> None:
    """Go to a question and wait until it has the focus, or what it opens in lies on top."""
    # What was typed before belongs where the focus was.
    await taken_in(pilot)
    case = steps(pilot.app)
    await case.go_to(key)
    await until(
        pilot,
        lambda: pilot.app.screen is not case or present(pilot.app) == key,
        f"no focus on {key}",
    )


def is_on(app: Any, screen: type[Screen[Any]]) -> bool:
    """Whether a screen of a kind is on top and can take keys."""
    return isinstance(app.screen, screen) and app.screen.is_mounted


def field(app: Any) -> Input:
    """The field that has the focus."""
    assert isinstance(app.focused, Input)
    return app.focused


def joined(lines: Iterable[str]) -> str:
    """Lines without what wrapping did to them."""
    return " ".join(" ".join(map(without_edge, lines)).split())


def said(app: Any) -> str:
    """What the app notified of, still on show."""
    return "\n".join(one.message for one in app._notifications)


def holds_cursor(app: Any) -> bool:
    """Whether the hardware cursor lies in the widget that has the focus."""
    focused = app.focused
    return focused is not None and focused.region.contains_point(app.cursor_position)
