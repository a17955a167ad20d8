"""Saving the open case, and what is said of it."""

from __future__ import annotations

from datetime import date
from functools import partial

from wizard.app import opening, save_dialogs, views
from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions import recent
from wizard.sessions.left_out import left_out
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import save as save_without_asking
from wizard.sessions.saving import taken_over
from wizard.sessions.three_way import differing


async def save_if_open(app: CaseApp, session: OpenSession | None) -> None:
    """Save a case, unless another one is open by now: it was not meant."""
    if session is app.session:
        await save(app)


async def save(app: CaseApp, *, ask_for_name: bool = False) -> bool:
    """Save, asking for what only a person can decide; whether it is saved then."""
    session = app.session
    if session is None:
        return True
    if app.workshop is not None:
        try:
            app.workshop.put()
        except InputUnusable as unusable:
            app.report(unusable.problems)
            return False
    before = session.answers
    if app.asking():
        saved = _save_below(app, session, ask_for_name=ask_for_name)
    else:
        saved = await save_dialogs.save(
            app, session, ask_for_name=ask_for_name, reopen=partial(opening.reopen, app)
        )
    if session is app.session and session.answers is not before:
        views.show(app, session.answers)
    if saved and session.file.path is not None:
        if app.workshop is not None:
            app.workshop.saved()
        app.keeper.now()
        app.be_seen()
        views.tell(app)
        recent.remember(session.file.path)
        name = on_one_line(str(session.file.path))
        taken = differing(before, session.answers)
        also = f"\n{taken_over(taken)}" if taken else ""
        if session.left_out:
            without = left_out(session)
            app.say(f"Saved: {name}, but for {without}.{also}", "warning", PROBLEMS_S)
        else:
            app.say(f"Saved: {name}{also}", timeout=PROBLEMS_S if also else None)
    return saved


def _save_below(app: CaseApp, session: OpenSession, *, ask_for_name: bool) -> bool:
    """Save while something else is asked, as far as that takes no other question."""
    if ask_for_name or session.file.path is None or session.left_out:
        app.say("Not saved: answer what is asked here, then save again.", "error", PROBLEMS_S)
        return False
    try:
        save_without_asking(session, date.today())
    except InputUnusable as unusable:
        app.report(unusable.problems)
        return False
    return True
