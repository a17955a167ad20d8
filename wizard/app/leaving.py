"""Leaving the open case, or the program: its answers are saved first, kept, or given up."""

from __future__ import annotations

from functools import partial

from screens.frame.overlay import Overlay
from screens.overlays.confirm import asks_to_drop
from wizard.app import switching
from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S


async def may_leave(app: CaseApp) -> bool:
    """Whether the open case may be left: saved, kept for later, or given up on purpose."""
    if app.asking():
        app.say("Answer what is asked here first.", "warning")
        return False
    from wizard.app import save_dialogs, saving

    while app.session is not None and app.session.dirty:
        answer = await save_dialogs.what_of_unsaved(app, app.session, keeps=app.keeper.keeps)
        if answer == "save":
            if not await saving.save(app):
                return False
        elif answer == "keep":
            if app.keeper.leave():
                return True
            app.say(app.keeper.trouble, "error", PROBLEMS_S)
            return False
        else:
            return answer == "discard"
    return True


async def to_start(app: CaseApp) -> None:
    """Leave the case for the start page."""
    if await may_leave(app):
        from wizard.app import leading

        app.keeper.give_up()
        await leading.stop(app)
        await switching.to_start(app)


async def quit_program(app: CaseApp) -> None:
    """Leave; asked again at the question about unsaved work, leave it for the next start."""
    if app.is_quitting:
        if app.keeper.finish():
            app.exit()
        else:
            app.say(app.keeper.trouble, "error", PROBLEMS_S)
        return
    while app.asking() or (app.errands.under_way and app.screen.is_modal):
        # What was to be decided is not, as by its own way to close it.
        await app.screen.dismiss(None)
    app.is_quitting = True
    app.run_errand(partial(_quit, app))


async def _quit(app: CaseApp) -> None:
    try:
        if await _may_drop(app) and await may_leave(app):
            app.keeper.give_up()
            app.exit()
    finally:
        app.is_quitting = False


async def _may_drop(app: CaseApp) -> bool:
    """Whether what was typed into a dialog, and nothing has taken over, may be lost."""
    if not any(isinstance(one, Overlay) and one.has_typed for one in app.screen_stack):
        return True
    return await app.push_screen_wait(asks_to_drop("Quit without it")) == "drop"
