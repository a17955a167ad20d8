"""Waiting for what was typed: keys that are heard first must not overtake it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TypeVar

from textual.message_pump import MessagePump
from textual.screen import Screen

from screens.frame.textual_private import acting

Result = TypeVar("Result")

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
