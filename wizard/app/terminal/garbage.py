"""Garbage is looked for while nobody types.

By the interpreter's thresholds every key brings about a search, and every tenth a longer one, which
takes as long as judging the case does.
"""

from __future__ import annotations

import asyncio
import gc

QUIET_S = 0.2
"""How long nothing is pressed before garbage is looked for."""
LOOKS_AT_ALL = 10
"""Every so many pauses all objects are looked at, not only the young ones."""
UNTIL_THEN = (20_000, 10, 10)
"""How many new objects bring about a search by generation where there is no pause."""


class Garbage:
    """What a program that runs for hours takes out of what it drops."""

    def __init__(self) -> None:
        self._due: asyncio.TimerHandle | None = None
        self._pauses = 0

    def begin(self) -> None:
        """What was loaded until now stays anyhow, and is looked at no more."""
        gc.freeze()
        gc.set_threshold(*UNTIL_THEN)

    def put_off(self) -> None:
        """A key was pressed: look a while later."""
        if self._due is not None:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(QUIET_S, self._look)

    def _look(self) -> None:
        self._due = None
        self._pauses += 1
        gc.collect(1 if self._pauses % LOOKS_AT_ALL else 2)
