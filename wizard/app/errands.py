"""Errands: what the program does for somebody who may have to be asked meanwhile. One at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.screen import Screen

from screens.frame.case_screen import AnswersOverlay

Given = ParamSpec("Given")
Work = Callable[[], Coroutine[None, None, None]]


class Errands:
    """Whose turn it is."""

    def __init__(self, went_on: Callable[[], object]) -> None:
        """Begin without any.

        Args:
            went_on: called when one asks somebody, and when one is done.
        """
        self._turn = asyncio.Lock()
        self._begun = 0
        """How many are under way, or wait for their turn."""
        self._question: Screen[Any] | None = None
        """What was asked last."""
        self._went_on = went_on

    @property
    def under_way(self) -> bool:
        """Whether one is begun and not done."""
        return self._begun > 0

    def is_busy(self, shown: Iterable[Screen[Any]]) -> bool:
        """Whether one is under way that waits for nobody: keys are meant for what it leads to.

        Args:
            shown: the screens that are open.
        """
        return self.under_way and not any(one is self._question for one in shown)

    def ask(self, question: Screen[Any]) -> None:
        """Note what is asked: as long as it is open, the errand waits for somebody."""
        self._question = question
        self._went_on()

    def begin(self, errand: Work) -> Work:
        """Count an errand as begun now; a worker does it later, once those before are done.

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
                self._question = None
                self._went_on()

        return do


class RunsErrands(Protocol):
    """The program, as far as an errand knows it."""

    errands: Errands

    @property
    def screen(self) -> Screen[object]:
        """The one on top."""

    def run_errand(self, errand: Work) -> None:
        """Have an errand done in a worker, in its turn."""


App = TypeVar("App", bound=RunsErrands)


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
            app.run_errand(partial(handler, app, *given, **named))

    return begin
