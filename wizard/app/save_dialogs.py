"""Saving and leaving from the screens: asks for what only a person can decide."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from textual.app import App

from screens.overlays.confirm import ConfirmScreen
from screens.overlays.save_as import SaveAsScreen
from wizard.app.change_dialogs import ask, what_of_change
from wizard.disk.errors import ChangedOnDisk
from wizard.disk.folders import is_folder
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.autosave import Apart, Kept
from wizard.sessions.left_out import left_out
from wizard.sessions.naming import SUFFIX, expanded, free_name, session_path
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import FAILURES, problem_of

FAILED_S = 10.0
"""Seconds that a failure stays to be read."""

MOST_ATTEMPTS = 20
"""How often a file is tried that other programs keep changing without regard to locks."""

MOST_OF_TITLE = 60
"""Characters of a title that a suggested name has; a disk takes 255 bytes."""


async def save(
    app: App[None],
    session: OpenSession,
    *,
    ask_for_name: bool,
    reopen: Callable[[Path], Awaitable[None]],
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
    if session.left_out and not await _agrees_to_leave_out(app, session):
        return False
    over: ChangedOnDisk | None = None
    changed: ChangedOnDisk | None = None
    attempts = 0
    while True:
        attempts += 1
        try:
            if changed is None:
                session.save(date.today(), path, over=over)
                return True
            answer = await what_of_change(app, session, changed)
        except ChangedOnDisk as again:
            if attempts > MOST_ATTEMPTS:
                _say_failure(app, str(again))
                return False
            changed, over = again, None
            continue
        except FAILURES as failed:
            problem = str(problem_of(failed, path or session.file.path))
            if path is None:
                _say_failure(app, problem)
                return False
            path = await _name_for(app, session, typed=str(path), remark=problem)
            if path is None:
                return False
            changed = None
            continue
        found, changed = changed, None
        match answer:
            case "saved":
                return True
            case "save-as":
                path = await _name_for(app, session)
                if path is None:
                    return False
            case "overwrite":
                over = found
            case "reload":
                await reopen(found.path)
                return False
            case None:
                return False


def _say_failure(app: App[None], problem: str) -> None:
    app.clear_notifications()
    app.notify(problem, severity="error", markup=False, timeout=FAILED_S)


async def what_of_unsaved(
    app: App[None], session: OpenSession, *, keeps: bool = True
) -> str | None:
    """What is to become of unsaved answers: "save", "keep", "discard", or None to stay.

    Args:
        app: where to ask.
        session: whose answers they are.
        keeps: whether they can be kept for another time.
    """
    what, them = (
        ("an unsaved answer", "it") if session.has_one_unsaved else ("unsaved answers", "them")
    )
    text = f"{session.title} has {what}."
    answers = [("save", "Save"), ("discard", f"Discard {them}"), ("stay", "Go back")]
    if session.file.path is not None and not session.savable:
        text = (
            f"What you typed for {left_out(session)} cannot be used, so"
            f" {on_one_line(session.file.path.name)} does not hold it."
        )
        answers[:1] = [("keep", "Keep what I typed for the next time")] if keeps else []
    answer = await ask(app, ConfirmScreen(text, answers))
    return None if answer == "stay" else answer


async def agrees_to_discard(app: App[None], kept: Kept) -> bool:
    """Whether work that was kept is really not wanted any more."""
    answer = await ask(
        app,
        ConfirmScreen(
            f"The unsaved work on {on_one_line(kept.title)} from {kept.when} will be gone.",
            [("stay", "Keep it"), ("discard", "Discard it")],
        ),
    )
    return answer == "discard"


async def say_apart(app: App[None], file: Path, why: Apart) -> None:
    """Say why work that was taken up does not go into the file it was meant for."""
    happened = {
        "changed": "was changed since this work was kept",
        "gone": "is not there any more",
        "unreadable": "cannot be read any more",
    }
    await ask(
        app,
        ConfirmScreen(
            f"{on_one_line(str(file))} {happened[why]}. This work is a case of its own now, so that"
            " nothing is undone there: saving asks for a name.",
            [("go-on", "Go on")],
        ),
    )


def name_beside(file: Path, why: Apart) -> Path:
    """A free name for work that does not go into its file any more, in the same folder."""
    return file if why == "gone" else free_name(file, "recovered")


async def _name_for(
    app: App[None], session: OpenSession, typed: str = "", remark: str = ""
) -> Path | None:
    """Ask for a name until it can be one; None where nobody gives one."""
    typed = typed or str(session.file.path or session.suggested or _from_title(session))
    while True:
        answer = await ask(app, SaveAsScreen(typed, remark))
        if answer is None:
            return None
        try:
            return session_path(answer)
        except InputUnusable as unusable:
            typed, remark = _mended(answer, session), str(unusable)


def _mended(typed: str, session: OpenSession) -> str:
    """What to suggest instead of a name that cannot be used: of a folder, a file in it."""
    try:
        folder = expanded(typed)
    except InputUnusable:
        return typed
    if not is_folder(folder):
        return typed
    name = session.file.path.name if session.file.path is not None else _from_title(session)
    return str(Path(typed) / name)


def _from_title(session: OpenSession) -> str:
    words = "".join(c if c.isalnum() else "_" for c in session.title.lower()).strip("_")
    return f"{words[:MOST_OF_TITLE] or 'case'}{SUFFIX}"


async def _agrees_to_leave_out(app: App[None], session: OpenSession) -> bool:
    answer = await ask(
        app,
        ConfirmScreen(
            "These answers cannot be used as they are, so they do not go into the file: "
            f"{left_out(session)}.",
            [("save", "Save the rest"), ("stay", "Go back")],
        ),
    )
    return answer == "save"
