"""What is mended in Textual itself, tried on 8.2.8.

Each patch looks first whether what it mends is still there as it was, and leaves another version
as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context
from functools import _lru_cache_wrapper
from typing import Any

from textual._styles_cache import StylesCache


class ForgettingThreads(ThreadPoolExecutor):
    """Threads that hold nothing of the work they have done.

    Textual tells a thread which worker it works for in a context variable, and a thread of a pool
    would remember it until its next work: a screen for each thread.
    """

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have something done, in a context of its own."""
        return super().submit(Context().run, fn, *arguments, **named)


def apply() -> None:
    """Mend what is as it was in the version that was tried."""
    let_go_of_removed_widgets()


def let_go_of_removed_widgets() -> bool:
    """A cache of colours of all widgets that holds none of them; whether it was as expected.

    `StylesCache.get_inner_outer` computes two colours from two colours, yet its cache has the
    instance in the key: the last thousand widgets that were removed stay, with their lines.
    """
    cached = vars(StylesCache).get("get_inner_outer")
    if not isinstance(cached, _lru_cache_wrapper):
        return False
    names = cached.__wrapped__.__code__.co_varnames[: cached.__wrapped__.__code__.co_argcount]
    if names != ("cls", "base_background", "background"):
        return False
    # It is called on instances, and names its first argument as what it was meant to be.
    StylesCache.get_inner_outer = classmethod(cached)  # type: ignore[assignment, arg-type]
    return True
