"""What differs between the open case and its file, which another program may have changed."""

from __future__ import annotations

import asyncio

from rules.comparing.differing import differing
from rules.words.wording import plural
from screens.keymap import with_keys
from screens.overlays.kept_work import KeptWorkScreen
from wizard.app import saving
from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S
from wizard.disk import reading
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.meanwhile import RecordsClash, Theirs, compare
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import read_session
from wizard.toml.document import Unsafe


async def show(app: CaseApp) -> None:
    """Show the answers that differ, and bring both together where somebody wants that."""
    session = app.session
    if session is None:
        return
    if session.file.path is None or session.file.state is None:
        app.say(with_keys("This case is in no file yet: {save} saves it.", app.config.keys))
        return
    name = on_one_line(session.file.path.name)
    try:
        theirs = await asyncio.to_thread(_as_it_is, session)
    except InputUnusable as unusable:
        app.report(unusable.problems)
        return
    except (RecordsClash, Unsafe) as clash:
        app.say(f"{name}: {clash}", "error", PROBLEMS_S)
        return
    rows = differing(session.answers, theirs.file.answers)
    is_changed = await asyncio.to_thread(reading.has_changed, session.file.state)
    if not rows and session.decided:
        app.say(f"A decision is on record here and not yet in {name}: a save puts it there.")
        return
    if not rows:
        also = ", although another program has written it" if is_changed else ""
        app.say(f"{name} has the same answers as this case{also}.")
        return
    if is_changed:
        text = f"{name} was changed by another program. {plural(len(rows), 'answer', 'answers')}"
        text += " differ:" if len(rows) > 1 else " differs:"
        answers = [("stay", "Go back"), ("save", "Save: brings both together")]
    else:
        text = f"Not saved yet, in {plural(len(rows), 'answer', 'answers')}:"
        answers = [("stay", "Go back"), ("save", "Save")]
    app.clear_notifications()
    screen = KeptWorkScreen(text, answers, rows, "here", "in the file")
    if await app.push_screen_wait(screen) == "save":
        await saving.save(app)


def _as_it_is(session: OpenSession) -> Theirs:
    """The file as it lies on disk, its rows under the ids that they have here."""
    assert session.file.path is not None
    return compare(session, read_session(session.file.path))
