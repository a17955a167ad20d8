"""The open case in its scenarios, those that its session names among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rules.answers.answers import Answers
from rules.uncertainty.scenarios.found import find
from screens.pages.scenarios import ScenariosScreen
from screens.ports import LaidOut
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.reports.scenarios_page import scenarios_page
from wizard.sessions.scenarios import scenarios_of


async def open_scenarios(app: CaseApp) -> None:
    """Show the open case in other states of the world."""
    session = app.session
    if session is None:
        return
    team = app.team

    def judge(answers: Answers, wanted: Callable[[], bool]) -> LaidOut:
        found = find(answers, scenarios_of(session.file), team, wanted)
        return partial(scenarios_page, session.title, found)

    await views.open_view(app, ScenariosScreen, partial(ScenariosScreen, judge=judge))
