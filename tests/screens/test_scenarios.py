"""Scenarios on a screen: found by key and palette, and judged anew when an answer changes."""

from __future__ import annotations

from pathlib import Path

from screens.pages.scenarios import ScenariosScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.report_page import Page, as_text
from tests.screens.drive import Driver, is_on, present, press, until
from tests.wizard.cases import SAMPLES
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import read_session

OWN = """
[[scenarios]]
name = "Two markets"
set = { "volume.calls_per_month" = "40M" }
"""


def said(app: PaybackApp) -> str:
    return as_text(app.screen.query_one(Page).shown)


async def test_they_open_from_the_verdict_and_follow_undo(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = SAMPLES["growing_product_search"].read_text(encoding="utf-8")
    path.write_text(text + OWN, encoding="utf-8")
    session = OpenSession(read_session(path))
    app = PaybackApp(session=session)
    async with app.run_test(size=(100, 30)) as driver:
        pilot: Driver = driver
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await press(pilot, "o")
        await until(pilot, lambda: is_on(app, ScenariosScreen) and "Two markets" in said(app))
        assert "Price falls 90% a year" in said(app)
        assert "◆ the case" in said(app)
        screen = app.screen
        assert isinstance(screen, ScenariosScreen)
        assert "Two markets" in screen.as_text()
        draft = session.answers.answer("task.breadth", None)
        screen.show_answers(draft)
        await until(pilot, lambda: "this one waits for Breadth of the task" in said(app))
        await press(pilot, "o")
        await until(pilot, lambda: is_on(app, VerdictScreen))
