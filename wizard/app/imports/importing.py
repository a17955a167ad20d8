"""The screen of imports: opened on the open case or on a new one; what is taken becomes answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from rules.answers.answers import Entry
from screens.pages.importing import ImportScreen
from wizard.app import opening, views
from wizard.app.case_app import CaseApp
from wizard.app.imports.reading import Reading


async def open_import(app: CaseApp) -> None:
    """Show the screen, or go back from it; where no case is open, one is begun for it."""
    begins = app.session is None
    if begins:
        await opening.new_case(app, quick=False)
    if app.session is not None:
        make = partial(
            ImportScreen, imports=Reading(app.session, app.team, begins=begins), begins=begins
        )
        app.clear_notifications()
        await views.open_view(app, ImportScreen, make)


async def take(app: CaseApp, entries: Mapping[str, Entry], said: str) -> None:
    """Make answers of what was taken, in one step of history, and go back to the case."""
    session = app.session
    if session is None:
        return
    answers = session.answers
    for key, entry in entries.items():
        answers = answers.answer(key, entry)
    session.apply(answers)
    await views.close_view(app)
    views.show(app, session.answers)
    app.say(said)
