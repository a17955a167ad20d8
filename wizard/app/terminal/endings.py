"""How the screens end: by themselves, by a signal, by a closed terminal, or by a failure.

In each case unsaved work is kept and the terminal is given back.

Source: docs/specification.md §5.3, docs/decisions/0033-when-the-program-fails.md.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

from wizard.problems import Exit, say
from wizard.process import give_up, status_of
from wizard.support.failure import Failed

if TYPE_CHECKING:
    from wizard.app.shell import Shell

GRACE_S = 5.0
"""Seconds from a signal until what runs is broken off, and as many again until nothing is left."""
_MOUSE, _FOCUS, _PASTES, _SIZES = b"1000;1003;1006;1015;1016", b"1004", b"2004", b"2048"
"""What a terminal reports because the screens asked for it, and a shell would take for typing."""
_LEAVES_SCREEN = (
    b"\x1b[?%b;%b;%b;%bl" % (_MOUSE, _FOCUS, _PASTES, _SIZES) + b"\x1b[<u\x1b[?1049l\x1b[?25h\r\n"
)


def run_to_its_end(app: Shell) -> int:
    """Run the screens and return the exit status.

    Raises:
        Failed: where something went wrong that should not have.
    """
    # What libraries log would go over the screen, or over the last words on the terminal.
    logging.getLogger().addHandler(logging.NullHandler())
    with _Signals(app) as signals, _strays_told(app):
        try:
            app.run()
        except SystemExit:
            if not signals.number:
                raise
        except Exception as error:
            app.failure = app.failure or error
    if app.failure is not None:
        raise Failed(app.screens_at_failure, app.where_work_is()) from app.failure
    if app.not_kept:
        say(app.not_kept)
    status = signals.status or app.return_code or Exit.DONE
    if status != Exit.DONE:
        # Of a closed terminal the interpreter would complain as it closes the streams.
        give_up(sys.stdout)
        give_up(sys.stderr)
    return status


class _Signals:
    """SIGTERM, SIGHUP and SIGINT end the app, within seconds even where it is stuck."""

    def __init__(self, app: Shell) -> None:
        self.number = 0
        """The signal that came; 0 while none has."""
        self._app = app
        self._is_broken_off = False
        self._before: dict[int, Any] = {}
        self._settings = _terminal_settings()

    @property
    def status(self) -> int:
        """The exit status as shells expect it; 0 where no signal came."""
        return status_of(self.number) if self.number else 0

    def __enter__(self) -> _Signals:
        # Not on Windows, and not in a thread: the program then simply ends.
        with suppress(AttributeError, ValueError):
            handlers = {
                signal.SIGTERM: self._told,
                signal.SIGHUP: self._told,
                # Of the keys ctrl+c is one; this comes from another program.
                signal.SIGINT: self._told,
                signal.SIGALRM: self._stuck,
            }
            for number, handler in handlers.items():
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, handler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.number:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _told(self, number: int, frame: FrameType | None) -> None:
        if self.number:
            # A closed terminal may say so more than once.
            return
        self.number = number
        signal.setitimer(signal.ITIMER_REAL, GRACE_S, GRACE_S)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            # Nothing is shown yet, or no more.
            raise SystemExit(self.status) from None
        loop.call_soon_threadsafe(self._app.end_by, number)

    def _stuck(self, number: int, frame: FrameType | None) -> None:
        """Break off what runs; where it still does not end, end everything."""
        if self._is_broken_off:
            _give_back(self._settings)
            os._exit(self.status)
        self._is_broken_off = True
        # Whatever is wrong with the program, what can be kept is; the disk may be what is stuck.
        with suppress(Exception):
            self._app.keep_work()
        raise SystemExit(self.status)


@contextmanager
def _strays_told(app: Shell) -> Iterator[None]:
    """What fails in a thread of its own is told like what fails in a task nobody waits for."""

    def told(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            app.call_later(app.failed_aside, failed.exc_value)

    before, threading.excepthook = threading.excepthook, told
    try:
        yield
    finally:
        threading.excepthook = before


def _terminal_settings() -> list[Any] | None:
    with suppress(ImportError, OSError, ValueError):
        import termios

        with suppress(termios.error):
            return termios.tcgetattr(sys.stdin.fileno())
    return None


def _give_back(settings: list[Any] | None) -> None:
    """The terminal as it was, without waiting for one that takes nothing."""
    if settings is None:
        return
    import termios

    with suppress(OSError, ValueError, termios.error):
        file = sys.stdin.fileno()
        termios.tcsetattr(file, termios.TCSANOW, settings)
        os.set_blocking(file, False)
        with suppress(OSError):
            os.write(file, _LEAVES_SCREEN)
        os.set_blocking(file, True)
