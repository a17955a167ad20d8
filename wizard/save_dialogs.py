"""Saving from the screens: asks for what only a person can decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from textual.app import App

from rules.questions import QUESTIONS
from screens.confirm import ConfirmScreen
from screens.save_as import SaveAsScreen
from wizard.saving import FAILURES, problem_of, session_path
from wizard.session import OpenSession
from wizard.sessions.store import ChangedOnDisk


async def save(
    app: App[None],
    session: OpenSession,
    *,
    ask_for_name: bool,
    reopen: Callable[[Path], None],
) -> bool:
    """Save a session; whether it is saved then. Why it is not was said, or decided.

    Args:
        app: where to ask; this must run in one of its workers.
        session: the one to save.
        ask_for_name: ask also where it has a file.
        reopen: called with the file where the person prefers what is on disk by now.
    """
    path: Path | None = None
    if ask_for_name or session.file.path is None:
        path = await _name_for(app, session)
        if path is None:
            return False
    if session.unusable_keys and not await _agrees_to_leave_out(app, session.unusable_keys):
        return False
    replace_changed = False
    while True:
        try:
            session.save(date.today(), path, replace_changed=replace_changed)
        except ChangedOnDisk as changed:
            answer = await _ask_about_change(app, changed)
            if answer == "overwrite":
                replace_changed = True
            elif answer == "save-as":
                replace_changed = False
                path = await _name_for(app, session)
                if path is None:
                    return False
            else:
                if answer == "reload":
                    reopen(changed.path)
                return False
        except FAILURES as failed:
            problem = problem_of(failed, path or session.file.path)
            app.notify(str(problem), severity="error", markup=False, timeout=20)
            return False
        else:
            return True


async def what_of_unsaved(app: App[None], session: OpenSession) -> str | None:
    """What is to become of unsaved answers: "save", "discard", or None to stay."""
    answer = await app.push_screen_wait(
        ConfirmScreen(
            f"{session.title} has unsaved answers.",
            [("save", "Save"), ("discard", "Discard them"), ("stay", "Go back")],
        )
    )
    return None if answer == "stay" else answer


async def _name_for(app: App[None], session: OpenSession) -> Path | None:
    suggestion = session.file.path
    if suggestion is None:
        words = "".join(c if c.isalnum() else "_" for c in session.title.lower()).strip("_")
        suggestion = Path(f"{words or 'case'}.toml")
    typed = await app.push_screen_wait(SaveAsScreen(str(suggestion)))
    if typed is None:
        return None
    return session_path(typed)


async def _agrees_to_leave_out(app: App[None], keys: tuple[str, ...]) -> bool:
    answer = await app.push_screen_wait(
        ConfirmScreen(
            "These answers are not usable, so the file keeps what it has for them: "
            f"{', '.join(QUESTIONS[key].label for key in keys)}.",
            [("save", "Save the rest"), ("stay", "Go back")],
        )
    )
    return answer == "save"


async def _ask_about_change(app: App[None], changed: ChangedOnDisk) -> str | None:
    answers = [
        ("save-as", "Save under another name"),
        ("reload", "Drop mine, open theirs"),
        ("overwrite", "Overwrite theirs"),
        ("stay", "Go back"),
    ]
    if changed.reason == "disappeared":
        answers[1:3] = [("overwrite", "Write it there again")]
    return await app.push_screen_wait(ConfirmScreen(str(changed), answers))
