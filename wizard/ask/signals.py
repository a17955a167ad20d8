"""Signals while somebody is asked at a terminal: heard at once, and never in the middle of a write.

Source: docs/specification.md §5.3.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from wizard.ask.terminal import PlainTerminal
from wizard.problems import Exit
from wizard.process import ENDING, status_of

_UNHEARD_S: Final = 0.5
"""How long a signal may go unheard that comes right before a line is waited for: the wait does not
end by it, and Python hears of signals between its own steps alone."""
_LEAVING: Final = "Press ctrl+c again to leave with nothing taken."


@contextmanager
def prompting() -> Iterator[PlainTerminal]:
    """A terminal for a few questions of a command, which ctrl+c leaves.

    A signal to end is the command's own matter.
    """
    terminal = PlainTerminal(warning=_LEAVING)
    with _taken({signal.SIGINT: _interrupting(terminal)}):
        yield terminal


@contextmanager
def signals_reach(terminal: PlainTerminal) -> Iterator[None]:
    """Let ctrl+c, a closed terminal and a plain kill stop an interview where it loses nothing."""

    def end(number: int, frame: FrameType | None) -> None:
        terminal.end(Exit(status_of(number)))

    with _taken({signal.SIGINT: _interrupting(terminal), **dict.fromkeys(ENDING, end)}):
        yield


_Handler = Callable[[int, FrameType | None], Any]


def _interrupting(terminal: PlainTerminal) -> _Handler:
    def interrupt(number: int, frame: FrameType | None) -> None:
        terminal.interrupt()

    return interrupt


@contextmanager
def _taken(wanted: Mapping[signal.Signals, _Handler]) -> Iterator[None]:
    """Take signals; what ignores one from the start, as `nohup` wants it, goes on ignoring it."""
    before = {one: signal.getsignal(one) for one in wanted}
    taken = [one for one in wanted if before[one] is not signal.SIG_IGN]
    for one in taken:
        signal.signal(one, wanted[one])
    try:
        with _waits_interrupted():
            yield
    finally:
        for one in taken:
            signal.signal(one, before[one])


@contextmanager
def _waits_interrupted() -> Iterator[None]:
    """Have Python hear every so often of signals that ended no wait."""
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.setitimer(signal.ITIMER_REAL, _UNHEARD_S, _UNHEARD_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
