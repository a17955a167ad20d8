"""The screens of a case: made, opened on each other, and told of answers that have changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from rules.answers.answers import Answers
from rules.argument.lines import Section
from rules.questions import QUESTIONS
from screens import messages
from screens.frame.case_screen import (
    AnswersOverlay,
    CaseScreen,
    GoesToQuestions,
    ShowsAnswers,
    ViewScreen,
)
from screens.pages.step import StepScreen
from wizard.app.case_app import CaseApp
from wizard.problems import InputUnusable
from wizard.sessions import recent
from wizard.sessions.open_session import OpenSession


def first(app: CaseApp) -> Screen[None]:
    """What everything lies on: the start page, the steps of a case, or the workshop on it."""
    if app.session is None:
        return _home(app)
    return _steps(app, app.session) if app.workshop is None else _workshop(app, app.session)


def _home(app: CaseApp) -> Screen[None]:
    from screens.pages.home import HomeScreen
    from screens.ports import RecentCase, SampleCase, UnsavedCase
    from wizard.sessions import autosave
    from wizard.sessions.samples import list_samples

    async def judge(path: Path) -> str:
        return await asyncio.to_thread(_in_short, app, path)

    return HomeScreen(
        [RecentCase(path, title) for path, title in recent.titled(recent.paths())],
        [SampleCase(one.name, one.teaches) for one in list_samples()],
        [
            UnsavedCase(str(one.place), one.title, one.path, one.when)
            for one in (autosave.kept() if app.keeper.keeps else ())
        ],
        judge,
    )


def _in_short(app: CaseApp, path: Path) -> str:
    try:
        return recent.in_short(path, app.policy_of(path))
    except InputUnusable as unusable:
        return unusable.problems[0].message


def _steps(app: CaseApp, session: OpenSession) -> StepScreen:
    return StepScreen(
        session.answers,
        title=session.title,
        file_state=app.file_state,
        team=app.team,
        quick=app.quick,
        start=app.start,
        decimal_comma=app.config.decimal_comma,
    )


def _workshop(app: CaseApp, session: OpenSession) -> Screen[None]:
    from screens.workshop.screen import WorkshopScreen

    assert app.workshop is not None
    return WorkshopScreen(
        app.workshop,
        session.answers,
        title=session.title,
        file_state=app.file_state,
        team=app.team,
        decimal_comma=app.config.decimal_comma,
    )


def since_decided(app: CaseApp) -> Callable[[Answers], tuple[Section, ...]]:
    """Says what has become of the open case since it was decided, where it was."""

    def said(answers: Answers) -> tuple[Section, ...]:
        session = app.session
        if session is None or not (session.decided or session.file.raw.get("decisions")):
            # Most cases are not decided.
            return ()
        from rules.review.drift import since
        from wizard.review.recording import drift_on

        drift = drift_on(session.file, answers, app.team, session.decided)
        return () if drift is None else (since(drift, ": all stand where decisions are listed"),)

    return said


# ------------------------------------------------------------------ what they show


def tell(app: CaseApp) -> None:
    """Title and file state of every screen of the case follow the session."""
    if app.session is None:
        return
    for screen in app.screen_stack:
        if isinstance(screen, CaseScreen) and isinstance(screen, ShowsAnswers):
            screen.case_title = app.session.title
            screen.file_state = app.file_state
    app.show_what_works()


def show(app: CaseApp, answers: Answers) -> None:
    """Put other answers on every screen that shows some."""
    for screen in app.screen_stack:
        # A view that is covered follows when it is gone back to: what it finds out takes long.
        is_covered = isinstance(screen, ViewScreen) and screen is not app.screen_stack[-1]
        if isinstance(screen, ShowsAnswers) and not is_covered:
            screen.show_answers(answers)
    tell(app)


async def answered(app: CaseApp, message: messages.AnswerChanged) -> None:
    """Take an answer into the case."""
    if app.session is None:
        return
    app.session.answer(message.key, message.entry, message.visit)
    tell(app)
    await app.opened()
    # None is left when the program is going down.
    for top in app.screen_stack[-1:]:
        if isinstance(top, ViewScreen) and isinstance(top, ShowsAnswers):
            # Asked for before the last key was taken in.
            top.show_answers(app.session.answers)


async def undo(app: CaseApp) -> None:
    """Take the last change back, and go where it was."""
    if app.session is not None:
        await _step(app, app.session, (app.workshop or app.session).undo, "undo")


async def redo(app: CaseApp) -> None:
    """Make the change taken back again, and go where it is."""
    if app.session is not None:
        await _step(app, app.session, (app.workshop or app.session).redo, "redo")


async def _step(app: CaseApp, session: OpenSession, step: Callable[[], bool], name: str) -> None:
    before, decided = session.answers, session.decided
    if not step():
        app.say(f"There is nothing to {name}.")
        return
    # What was said of the change is not so any more.
    app.clear_notifications()
    show(app, session.answers)
    if session.decided != decided:
        # It stands on no question that could be gone to.
        is_back = len(session.decided) > len(decided)
        app.say("The decision is on record again." if is_back else "The decision is taken back.")
    changed = [
        key
        for key in {**before.entries, **session.answers.entries}
        if before.get(key) != session.answers.get(key)
    ]
    # What was taken from a number into its worksheet was done at the number.
    changed.sort(key=lambda key: key in QUESTIONS and QUESTIONS[key].builds is not None)
    for key in changed[:1]:
        if isinstance(app.screen, AnswersOverlay):
            if await app.screen.go_to(key):
                return
            # Something else changed than what lies on top.
            await _close_to_steps(app)
        steps = _steps_on_top(app)
        if steps is not None:
            await steps.go_to(key)


# ---------------------------------------------------------------- where somebody goes


def _steps_on_top(app: CaseApp) -> StepScreen | None:
    """The step screen, where nothing lies on it; None also when the program is going down."""
    top = app.screen_stack[-1] if app.screen_stack else None
    return top if isinstance(top, StepScreen) else None


async def _close_to_steps(app: CaseApp) -> None:
    """Close whatever lies on the step screen, which shows all that was answered there."""
    await app.close_all()
    steps = _steps_on_top(app)
    if steps is not None and app.session is not None:
        steps.show_answers(app.session.answers)


async def go_to_question(app: CaseApp, key: str) -> None:
    """Show the question of a key, instead of what lies on the steps."""
    await _close_to_steps(app)
    steps = _steps_on_top(app)
    if steps is not None:
        await steps.go_to(key)
    elif isinstance(app.screen, GoesToQuestions):
        app.screen.go_to_question(key)


async def open_view(
    app: CaseApp, view: type[ViewScreen], make: Callable[..., ViewScreen] | None = None
) -> None:
    """Show a view of the case on what is shown, or go back from it where it is shown already.

    Where it lies further below, what lies on it is closed: each view is open once, and esc goes
    back the way one came.

    Args:
        app: whose case it is.
        view: the kind of view.
        make: builds it, where it takes more than a case.
    """
    if app.session is None or not app.screen_stack or app.screen.is_modal:
        # What opened meanwhile has the keys by now.
        return
    if isinstance(app.screen, view):
        await close_view(app)
    elif any(isinstance(one, view) for one in app.screen_stack):
        await close_to(app, view)
    else:
        # Waited for: whatever is typed meanwhile is meant for it.
        await app.push_screen(
            (make or view)(
                app.session.answers,
                title=app.session.title,
                file_state=app.file_state,
                team=app.team,
            )
        )


async def close_to(app: CaseApp, view: type[ViewScreen]) -> None:
    """Close the views that lie on one of a kind, or all of them where there is none."""
    while isinstance(app.screen, ViewScreen) and not isinstance(app.screen, view):
        await close_view(app)


async def close_view(app: CaseApp) -> None:
    """Go back to what a view lies on, which shows what was answered meanwhile."""
    if isinstance(app.screen, ViewScreen):
        await app.screen.dismiss()
        _bring_up_to_date(app)


def _bring_up_to_date(app: CaseApp) -> None:
    """Have the screen on top show the answers as they are, where it still shows others."""
    # None is left when the program is going down.
    for top in app.screen_stack[-1:]:
        session = app.session
        if session is None or not isinstance(top, ShowsAnswers):
            continue
        if top.answers != session.answers:
            top.show_answers(session.answers)


async def ask_all(app: CaseApp) -> None:
    """Close whatever lies on the steps, and have them ask the questions of the full case."""
    await _close_to_steps(app)
    steps = _steps_on_top(app)
    if steps is not None:
        await steps.run_action("full_case")
