"""Another case, or the start page, in place of what is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rules.answers.problem import Problem
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession


def judges(app: CaseApp, path: Path | None) -> bool:
    """Have a case judged by its policy from now on; False where that cannot be used."""
    try:
        app.team = app.policy_of(path)
    except InputUnusable as unusable:
        app.report(unusable.problems)
        return False
    return True


async def to_case(
    app: CaseApp,
    session: OpenSession,
    *,
    quick: bool = False,
    taken_up: Path | None = None,
    amiss: Sequence[Problem] = (),
) -> None:
    """Put a case on the screens; what becomes of the one before was decided.

    Args:
        app: whose screens they are.
        session: the case.
        quick: ask the questions of the quick path.
        taken_up: where its unsaved work lay until now.
        amiss: what has to be said of its file.
    """
    await app.close_all()
    # From here to the switch at once: what the screens before say is of the case before.
    app.session, app.quick, app.start = session, quick, None
    told = [*amiss]
    if app.workshop is not None:
        from wizard.app import leading

        told += leading.go_on_with(app, app.workshop, session)
    app.keeper.watch(session, taken_up)
    app.be_seen()
    await app.switch_screen(views.first(app))
    # What is wrong in its file may be what ends a workshop too.
    app.report(dict.fromkeys(told))


async def to_start(app: CaseApp) -> None:
    """Go to the start page."""
    await app.close_all()
    app.session = None
    app.be_seen()
    await app.switch_screen(views.first(app))
