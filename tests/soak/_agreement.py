"""Whether what is shown, what the session holds and what is on disk are the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Button

from rules.answers.answers import Entry, Table
from rules.questions import QUESTIONS
from screens.fields.choice_row import ChoiceRow
from screens.fields.text_row import TextRow
from screens.frame.case_screen import ShowsAnswers
from screens.overlays.confirm import ConfirmScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.widgets.form import QuestionForm
from screens.workshop.screen import WorkshopScreen
from tests.soak._patience import Patience
from wizard.sessions.session_file import as_saved, read_session

ROOM = (100, 30)
"""Columns and lines in which everything is to be seen."""
LOOKED_AGAIN_S = 0.25
"""Seconds after which it is looked whether who was asked is still there."""


class Stuck(AssertionError):
    """The program does not answer any more."""


def has_ended(app: Any) -> bool:
    """Whether the program is over, or on its way out."""
    return app._exit or app._exception is not None or not app.screen_stack


async def answers_within(app: Any, seconds: float) -> Patience:
    """Wait until everything sent so far has been taken in; how long it took.

    Raises:
        Stuck: where it takes longer.
    """
    patience = Patience(seconds)
    rounds = 0
    while rounds < 2 and not has_ended(app):
        # The way of a key: to the field with the focus, and where that has no use for it up again.
        for pump in (app, *(app.focused or app.screen).ancestors_with_self):
            done = asyncio.Event()
            waits = pump.call_later(done.set)
            while waits and pump.is_running and not has_ended(app):
                if await _is_set(done, LOOKED_AGAIN_S):
                    break
                if patience.is_over:
                    raise Stuck(f"no answer {patience}: {pump!r} of {app.screen_stack}")
        rounds = 0 if app._held or app._handed_on else rounds + 1
    return patience


async def _is_set(done: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(done.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def at_rest(app: Any, seconds: float) -> bool:
    """Close whatever lies on top, as a person would; whether a case is open then.

    Raises:
        Stuck: where that does not come to an end.
    """
    if app._driver.is_headless:
        app._driver._size = ROOM
        app.post_message(events.Resize(Size(*ROOM), Size(*ROOM)))
    for _ in range(60):
        await answers_within(app, seconds)
        if has_ended(app):
            return False
        top: Screen[Any] = app.screen
        if isinstance(top, StepScreen | HomeScreen | WorkshopScreen):
            return not isinstance(top, HomeScreen)
        if isinstance(top, ConfirmScreen) and any(one.id == "drop" for one in top.query(Button)):
            _press(app, "down", "enter")
        else:
            _press(app, "escape")
    raise Stuck(f"{app.screen_stack} do not close")


def _press(app: Any, *keys: str) -> None:
    for one in keys:
        event = events.Key(one, None)
        event.set_sender(app)
        app._driver.send_message(event)


async def disagreements(app: Any, seconds: float) -> list[str]:
    """Bring the program to rest, save, and say what differs anywhere.

    Raises:
        Stuck: where the program does not answer.
    """
    if not await at_rest(app, seconds):
        return []
    found = list(_differs_on_screens(app))
    if app.session.file.path is None:
        # Saving would ask for a name.
        return found
    app.clear_notifications()
    _press(app, "ctrl+s")
    await answers_within(app, seconds)
    patience = Patience(seconds)
    while not has_ended(app) and app.session.savable and not (patience.is_over or _says_why(app)):
        if isinstance(app.screen, ConfirmScreen):
            # What cannot be used stays out of the file: the first button saves the rest.
            _press(app, "enter")
        await answers_within(app, seconds)
        await asyncio.sleep(0.05)
    if has_ended(app) or _says_why(app):
        return found
    found += _differs_on_disk(app.session)
    if app.session.savable:
        found.append(f"what stood in the way of ctrl+s: {_standing(app)}")
    return found


def _standing(app: Any) -> str:
    """What is open, asked for and said, in one line."""
    errands, said = app.errands, [one.message for one in app._notifications]
    return f"{app.screen_stack}, errand under way: {errands.under_way}, said: {said}"


def _says_why(app: Any) -> bool:
    """Whether it has said that it cannot save; a name may have been typed that no disk takes."""
    return any(one.severity == "error" for one in app._notifications)


def _differs_on_screens(app: Any) -> Iterator[str]:
    held = app.session.answers
    for screen in app.screen_stack:
        if not isinstance(screen, ShowsAnswers):
            continue
        shown = getattr(screen, "answers", held)
        for key in {**shown.entries, **held.entries}:
            if shown.get(key) != held.get(key):
                yield f"{screen!r} shows {shown.get(key)!r} for {key}, held is {held.get(key)!r}"
        if isinstance(screen, StepScreen):
            yield from _differs_in_fields(screen.form, held)


def _differs_in_fields(form: QuestionForm, held: Any) -> Iterator[str]:
    for row in form.rows:
        entry = held.get(row.question.key)
        if isinstance(row, TextRow):
            # Blanks alone are no answer.
            seen = row.input.value if row.input.value.strip() else ""
            wanted = entry.text if entry is not None else ""
        elif isinstance(row, ChoiceRow):
            seen, wanted = row.choice.value, row._option(entry)
        else:
            continue
        if seen != wanted:
            yield f"the field of {row.question.key} shows {seen!r}, held is {wanted!r}"


def _differs_on_disk(session: Any) -> Iterator[str]:
    if session.savable:
        saved, held = session._saved, as_saved(session.answers, session.file.answers)
        differing = [
            key for key in {**saved.entries, **held.entries} if saved.get(key) != held.get(key)
        ]
        yield f"ctrl+s does not save {session.file.path}: {differing or 'its text'}"
        return
    written, left_out = read_session(session.file.path).answers, session.left_out
    for key in {**written.entries, **session.answers.entries}:
        on_disk, held = written.get(key), session.answers.get(key)
        if key not in left_out and _in_a_file(key, on_disk) != _in_a_file(key, held):
            yield f"the file has {on_disk!r} for {key}, held is {held!r}"


def _in_a_file(key: str, entry: Entry | None) -> object:
    """What a file can hold of an answer: of rows that are named, those that have name and value."""
    if entry is None or not isinstance(entry.value, Table):
        return entry and entry.value
    rows = [row.values() for row in entry.value.rows]
    question = QUESTIONS.get(key)
    if question is not None and question.named_rows:
        rows = [one for one in rows if len(one) == len(question.columns)]
        # Their order says nothing: one that is renamed goes to the end of its table.
        rows.sort(key=lambda one: str(one["name"]))
    return rows or None
