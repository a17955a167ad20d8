"""What the palette offers: every action that works on a screen, themes, leaving for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from screens.frame.layers import Layer
from screens.keymap import shown_key
from screens.keys import ACTIONS
from screens.theme import THEMES
from wizard.app.shell import Shell
from wizard.problems import InputUnusable, on_one_line
from wizard.settings.theme import keep_theme

_PREFIX = "payback-"
"""What the name of a theme has before that of the config file."""


def offered(app: Shell, screen: Screen[object]) -> Iterator[SystemCommand]:
    """What can be chosen by name on a screen."""
    for one in ACTIONS:
        # Views have no key on the steps, where letters are answers: this is the way there.
        call = one.call.partition("(")[0]
        if hasattr(screen, f"action_{call}") and one.id != "palette":
            run = partial(_run_on, app, screen, one.call)
            yield SystemCommand(one.label, f"Key: {shown_key(one, app.config.keys)}", run)
    for theme in THEMES:
        name = theme.name.removeprefix(_PREFIX)
        yield SystemCommand(f"Theme: {name}", "Change colours", partial(choose_theme, app, name))
    yield SystemCommand("Suspend", "Back to the shell; fg returns", app.action_suspend_process)


async def _run_on(app: Shell, screen: Screen[object], action: str) -> None:
    """Run an action that was chosen by name for a screen, if that is still the one on top."""
    if screen is not app.screen:
        return
    if isinstance(screen, Layer) and (why := screen.why_not(action)):
        app.say(why)
    else:
        await app.run_action(action, screen)


async def choose_theme(app: Shell, name: str) -> None:
    """Change colours, now and for the next time.

    Args:
        app: whose colours they are.
        name: of the theme, as the config file has it.
    """
    app.theme = f"{_PREFIX}{name}"
    try:
        place = await asyncio.to_thread(keep_theme, name)
    except InputUnusable as unusable:
        app.report(unusable.problems)
    else:
        app.say(f"Kept in {on_one_line(str(place))}.")
