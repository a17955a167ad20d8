"""A workshop that is led on the open case: people are let in, copies brought, and it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rules.answers.problem import Problem
from rules.words.wording import plural
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.app.file_choice import FilesScreen
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession
from wizard.workshop.facilitating import Facilitating


def lead(app: CaseApp, workshop: Facilitating) -> None:
    """Have a workshop tell what changes in it, and let people in."""
    workshop.attach(partial(_changed, app), app.report)
    app.run_worker(_let_in(app, workshop))


def _changed(app: CaseApp) -> None:
    """What was agreed is an answer now, and may be in the file."""
    if app.session is not None:
        views.show(app, app.session.answers)
        app.keeper.now()


async def _let_in(app: CaseApp, workshop: Facilitating) -> None:
    try:
        await workshop.start()
    except InputUnusable as unusable:
        app.report(unusable.problems)


def go_on_with(app: CaseApp, before: Facilitating, session: OpenSession) -> Sequence[Problem]:
    """Lead on a file that was opened in place of the case; why its workshop cannot be led."""
    try:
        app.workshop = before.on(session, app.team)
    except InputUnusable as unusable:
        app.workshop = None
        app.run_worker(before.stop())
        return unusable.problems
    lead(app, app.workshop)
    return ()


async def stop(app: CaseApp) -> None:
    """End the workshop that is led, where one is."""
    workshop, app.workshop = app.workshop, None
    if workshop is not None:
        await workshop.stop()


async def bring(app: CaseApp, name: str) -> None:
    """Have a copy of the session chosen, and count its answers as somebody's."""
    workshop, session = app.workshop, app.session
    if workshop is None or session is None:
        return
    question = f"Which file is the copy that {name} has filled in?"
    file = await app.push_screen_wait(FilesScreen(question, session.file.path))
    if file is None:
        return
    try:
        count = workshop.bring(name, file)
    except InputUnusable as unusable:
        app.report(unusable.problems)
        return
    said = plural(count, "answer", "answers")
    app.say(f"{name} brings {said} that differ from the session's.")
