"""Waiting for what was typed: keys that are heard first must not overtake it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TypeVar

from textual.screen import Screen

Result = TypeVar("Result")


async def settled(screen: Screen[Result]) -> None:
    """Wait until the field with the focus has taken in what was typed into it so far.

    Keys that are heard first overtake letters typed just before them, as on a slow connection, and
    an undo would take back the wrong step.
    """
    done = asyncio.Event()
    if screen.focused is not None and screen.focused.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), 1.0)
