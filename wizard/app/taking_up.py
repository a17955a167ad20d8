"""Unsaved work of earlier: offered, taken up, or discarded."""

from __future__ import annotations

from typing import Literal

from wizard.app import switching
from wizard.app.case_app import CaseApp
from wizard.sessions import autosave
from wizard.sessions.autosave import Kept
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile


async def find(app: CaseApp, name: str) -> Kept | None:
    """Work that was kept, as the start page names it; None where it is gone, which is said."""
    found = next((one for one in autosave.kept() if str(one.place) == name), None)
    if found is None:
        await switching.to_start(app)
        app.say("That work waits here no more: it was taken up or discarded elsewhere.")
    return found


async def offer(app: CaseApp, file: SessionFile) -> Kept | Literal["as it is"] | None:
    """What to open of a file: unsaved work on it, the file as it is, or nothing."""
    from wizard.app import kept_dialogs

    if file.path is None or not app.keeper.keeps:
        return "as it is"
    for kept in autosave.kept_for(file.path):
        answer = await kept_dialogs.what_of_kept(app, kept)
        if answer == "take-up":
            return kept
        if answer == "discard":
            autosave.drop(kept.place)
        else:
            return None if answer is None else "as it is"
    return "as it is"


async def take_up(app: CaseApp, kept: Kept) -> bool:
    """Go on with work that was kept; whether it could be read and judged."""
    from wizard.app import save_dialogs

    try:
        work = autosave.take_up(kept)
    except autosave.Unreadable as why:
        app.say(f"The unsaved work cannot be taken up: {why}.", severity="error")
        return False
    if not switching.judges(app, kept.path):
        return False
    apart = None if kept.path is None or work.apart is None else (kept.path, work.apart)
    suggested = None if apart is None else save_dialogs.name_beside(*apart)
    session = OpenSession(work.file, team=app.team, suggested=suggested)
    session.go_on(work.answers, work.history, work.decided)
    await switching.to_case(app, session, taken_up=kept.place)
    if apart is not None:
        await save_dialogs.say_apart(app, *apart)
    return True


async def discard(app: CaseApp, name: str) -> None:
    """Forget work that was kept, where somebody really wants that."""
    from wizard.app import save_dialogs

    kept = await find(app, name)
    if kept is not None and await save_dialogs.agrees_to_discard(app, kept):
        await drop(app, kept)


async def drop(app: CaseApp, kept: Kept) -> None:
    """Forget work that was kept, and no longer offer it on the start page."""
    autosave.drop(kept.place)
    await switching.to_start(app)
