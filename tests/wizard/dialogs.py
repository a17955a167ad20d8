"""Typing an answer and answering the dialogs, on the real app."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from screens.overlays.confirm import ConfirmScreen
from tests.screens.drive import Driver, answers, at, field, is_on, send, shown, texts, until
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession

GROWTH = "volume.monthly_growth"


def opened(path: Path) -> PaybackApp:
    return PaybackApp(session=OpenSession.open(path))


async def type_growth(pilot: Driver, text: str) -> None:
    await at(pilot, GROWTH)
    field(pilot.app).value = ""
    send(pilot, *text)
    await until(pilot, lambda: texts(answers(pilot.app)).get(GROWTH) == text)


def dialog(app: App[None]) -> str:
    """What the screen on top says, without what lies beside it; nothing before it is made."""
    made = [one for one in app.screen.children if one.id != "cover"]
    if not made:
        return ""
    box = made[0].region
    lines = shown(app).splitlines()[box.y : box.bottom]
    inside = " ".join(line[box.x : box.right] for line in lines)
    return " ".join(inside.replace("│", " ").split())


async def asks(pilot: Driver, words: str) -> None:
    await until(pilot, lambda: is_on(pilot.app, ConfirmScreen) and pilot.app.focused)
    await until(pilot, lambda: words in dialog(pilot.app), words)


async def choose(pilot: Driver, name: str) -> None:
    await pilot.click(f"#{name}")
    await until(pilot, lambda: not is_on(pilot.app, ConfirmScreen))
