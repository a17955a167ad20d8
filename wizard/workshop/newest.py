"""Writing to disk on a thread of its own: the newest there is, and one at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

State = TypeVar("State")


class NewestWriter(Generic[State]):
    """Writes the newest of what it is given; what newer states have overtaken is passed over."""

    def __init__(self, keep: Callable[[State], bool]) -> None:
        """Begin; `keep` puts a state on disk, and is False where the disk does not take it."""
        self._keep = keep
        self._thread = ThreadPoolExecutor(1, "workshop")
        self._lock = threading.Lock()
        self._newest: tuple[State, ...] = ()
        self._waiting: Future[bool] | None = None
        """The write that has not begun and will take the newest."""
        self._latest: Future[bool] | None = None
        self.is_well = True
        """Whether the disk took what was last given to it."""

    def put(self, state: State) -> None:
        """Have a state written, soon."""
        with self._lock:
            self._newest = (state,)
            if self._waiting is None:
                self._waiting = self._latest = self._thread.submit(self._write)

    def _write(self) -> bool:
        with self._lock:
            (state,), self._waiting = self._newest, None
        is_well = False
        with suppress(OSError):
            is_well = self._keep(state)
        self.is_well = is_well
        return is_well

    async def done(self) -> bool:
        """Wait until everything so far is on disk; False where the disk does not take it."""
        latest = self._latest
        # Shielded: whoever stops waiting must not take the write back for the others.
        return await asyncio.shield(asyncio.wrap_future(latest)) if latest is not None else True

    def stop(self) -> None:
        """End, once everything so far is on disk."""
        self._thread.shutdown()
