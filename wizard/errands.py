"""Errands: what the program does for somebody who may have to be asked meanwhile. One at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from textual.worker import Worker

from screens.base import AnswersOverlay

if TYPE_CHECKING:
    from wizard.shell import Shell

Given = ParamSpec("Given")
Work = Callable[[], Coroutine[None, None, None]]


class Errands:
    """Whose turn it is."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._begun = 0
        """How many are under way, or wait for their turn."""

    @property
    def under_way(self) -> bool:
        """Whether one is begun and not done."""
        return self._begun > 0

    @asynccontextmanager
    async def in_turn(self) -> AsyncIterator[None]:
        """Do an errand once those before are done."""
        self._begun += 1
        try:
            async with self._turn:
                yield
        finally:
            self._begun -= 1

    def begin(self, errand: Work) -> Work:
        """Count an errand as begun now, although a worker does it later.

        Returns:
            What the worker has to do.
        """
        self._begun += 1

        async def do() -> None:
            try:
                async with self._turn:
                    await errand()
            finally:
                self._begun -= 1

        return do


App = TypeVar("App", bound="Shell")


def errand(
    handler: Callable[Concatenate[App, Given], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[App, Given], None]:
    """Have a handler's work done in a worker, where it may ask.

    What is asked for while an errand is under way, or by a screen that a dialog covers by now, is
    dropped: whoever was that quick sees what is open, and can ask again.
    """

    @wraps(handler)
    def begin(app: App, /, *given: Given.args, **named: Given.kwargs) -> None:
        covered = app.screen.is_modal and not isinstance(app.screen, AnswersOverlay)
        if not covered and not app.errands.under_way:
            work = app.errands.begin(partial(handler, app, *given, **named))
            _: Worker[None] = app.run_worker(work, name=handler.__name__)

    return begin
