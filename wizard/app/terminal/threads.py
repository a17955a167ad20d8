"""Threads that hold nothing of the work they have done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context
from typing import Any


class ForgettingThreads(ThreadPoolExecutor):
    """Threads that hold nothing of the work they have done.

    Textual tells a thread which worker it works for in a context variable, and a thread of a pool
    would remember it until its next work: a screen for each thread.
    """

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have something done, in a context of its own."""
        return super().submit(Context().run, fn, *arguments, **named)
