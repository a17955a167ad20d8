"""Waiting for what was typed: keys that are heard first must not overtake it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TypeVar

from textual.screen import Screen

from screens.frame.textual_private import acting

Result = TypeVar("Result")

LOOKED_AGAIN_S = 0.25
"""Seconds after which it is looked whether the field is still there."""


async def settled(screen: Screen[Result]) -> None:
    """Wait until the field with the focus has taken in what was typed into it so far.

    Keys that are heard first overtake letters typed just before them, as on a slow connection, and
    an undo would take back the wrong step. However long a busy machine takes: what is waited for is
    done without anybody else's help, or its field goes away.
    """
    field = screen.focused
    if field is None or acting() is field:
        # What a field asks for itself comes after all that it has heard.
        return
    done = asyncio.Event()
    waits = field.call_later(done.set)
    while waits and field.is_running and not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), LOOKED_AGAIN_S)
