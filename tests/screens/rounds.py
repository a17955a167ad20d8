"""Leading a workshop on the real app: people, answers, and what is on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from rules.workshop.meeting import Meeting
from rules.workshop.votes import Typed, read_vote
from screens.workshop.ballot import BallotScreen, ChooseScreen, HandOver
from screens.workshop.leading import PersonScreen
from screens.workshop.screen import WorkshopScreen
from tests.screens.drive import Driver, is_on, send, taken_in, until
from tests.wizard.cases import COMPLETE
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession
from wizard.workshop.facilitating import Facilitating
from wizard.workshop.wishes import Wishes


def case(folder: Path, text: str = COMPLETE) -> Path:
    """A session file to hold a workshop on."""
    path = folder / "case.toml"
    path.write_text(text, "utf-8")
    return path


def leading(path: Path, wishes: Wishes | None = None, **more: Any) -> PaybackApp:
    """The facilitator's screen on a session, as `payback workshop FILE` opens it."""
    session = OpenSession.open(path)
    return PaybackApp(session=session, workshop=Facilitating(session, None, wishes), **more)


def workshop(app: Any) -> WorkshopScreen:
    """The facilitator's screen, wherever it stands."""
    return next(one for one in app.screen_stack if isinstance(one, WorkshopScreen))


def meeting(app: Any) -> Meeting:
    """The workshop as it is now."""
    return workshop(app).meeting


async def join(pilot: Driver, *names: str) -> None:
    """Have people join, as if each had been typed in."""
    screen = await led(pilot)
    for name in names:
        assert screen.do(partial(Meeting.join, name=name))
        screen.people.choose(name)
    await taken_in(pilot)


async def vote(pilot: Driver, said: Mapping[str, tuple[str, ...]]) -> None:
    """Have people answer the question that is open: low, likely, high, reason by name."""
    screen = await led(pilot)
    for name, texts in said.items():
        given = read_vote(screen.meeting.key or "", Typed(*texts), screen.assessment.case.currency)
        assert screen.do(partial(Meeting.vote, name=name, vote=given))
    assert not screen.meeting.pending
    await taken_in(pilot)


async def led(pilot: Driver) -> WorkshopScreen:
    """The facilitator's screen, on top."""
    await until(pilot, lambda: is_on(pilot.app, WorkshopScreen))
    return workshop(pilot.app)


async def type_in(pilot: Driver, *names: str) -> None:
    """Type in who joins."""
    app = pilot.app
    for name in names:
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, "p")
        await until(pilot, lambda: is_on(app, PersonScreen) and app.focused)
        send(pilot, *name, "enter", "enter")
        await until(pilot, lambda: meeting(app).person(name))
    await until(pilot, lambda: is_on(app, WorkshopScreen))


async def ready(pilot: Driver) -> None:
    """Sit down at the keyboard that somebody handed over."""
    await until(pilot, lambda: is_on(pilot.app, HandOver) and pilot.app.focused)
    send(pilot, "enter")
    await until(pilot, lambda: is_on(pilot.app, BallotScreen) and pilot.app.focused)


async def fill(pilot: Driver, *said: str) -> None:
    """Type into the fields of a form, from the first on; a range as low, likely, high."""
    if isinstance(pilot.app.screen, BallotScreen | ChooseScreen) and len(said) > 1:
        low, likely, *others = said
        said = (likely, low, *others)
    for at, text in enumerate(said):
        if at:
            send(pilot, "tab")
            await taken_in(pilot)
        send(pilot, *text)
        await taken_in(pilot)


async def answer(pilot: Driver, *said: str) -> None:
    """Give an answer at the form that is open: low, likely, high, reason."""
    await fill(pilot, *said)
    form = pilot.app.screen
    send(pilot, "enter")
    await until(pilot, lambda: pilot.app.screen is not form)
