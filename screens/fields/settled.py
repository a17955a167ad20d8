"""Taking in what was typed in its order: a key that is heard first must not overtake another."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TypeVar

from textual import events
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from screens.frame.textual_private import acting
from screens.frame.textual_widgets import own_bindings

Result = TypeVar("Result")

PAINTED_AFTER_S = 0.05
"""Seconds after which is painted what there is: somebody may be long about hearing of it."""
LOOKED_AGAIN_S = 0.25
"""Seconds after which it is looked whether the field is still there."""


async def settled(screen: Screen[Result]) -> None:
    """Wait until the field with the focus has taken in what was typed into it so far.

    Keys that are heard first overtake letters typed just before them, as on a slow connection, and
    an undo would take back the wrong step.
    """
    field = screen.focused
    # What a field asks for itself comes after all that it has heard.
    if field is not None and acting() is not field:
        await taken_in(field)


async def taken_in(pump: MessagePump) -> None:
    """Wait until somebody has heard all that was said to it so far.

    However long a busy machine takes: what is waited for is done without anybody else's help, or
    who was to do it goes away.
    """
    done = asyncio.Event()
    waits = pump.call_later(done.set)
    while waits and pump.is_running and not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), LOOKED_AGAIN_S)


async def focus_at_once(screen: Screen[Result], field: Widget) -> None:
    """Move the focus, and have all that follows from it painted with it.

    Whoever loses and gets it is told by messages. What they do then would else be painted a second
    time, and a terminal is painted sixty times a second.
    """
    before = screen.focused
    with screen.app.batch_update():
        screen.set_focus(field, scroll_visible=False)
        with suppress(TimeoutError):
            async with asyncio.timeout(PAINTED_AFTER_S):
                await _heard_of(screen, before, field)
    screen.check_idle()


async def _heard_of(screen: Screen[Result], before: Widget | None, field: Widget) -> None:
    """Wait until fields, and those around them, have heard of the focus."""
    ways = [[*one.ancestors_with_self] for one in (before, field) if one is not None]
    # Once for that itself, and once for what it led to.
    for one in (pump for way in (*ways, *ways) for pump in way):
        if one is not screen.app and one is not acting():
            await taken_in(one)


async def run_own_binding(field: Widget, event: events.Key) -> bool:
    """Run what a key is bound to in a field itself; whether there is anything.

    Textual would run it only after the key has travelled up to the app and back. Keys typed
    meanwhile would overtake it, and where they move the focus it would reach another field.
    """
    for binding in own_bindings(field, event.key):
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return True
    return False
