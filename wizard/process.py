"""The program as a process: its three streams, its arguments as text, the signals that end it.

Source: docs/specification.md §5.3.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO

ENDING = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name))
"""The signals that ask a program to end: its terminal was closed, or somebody wants it gone."""


def status_of(number: int) -> int:
    """The exit status of a program that a signal has ended, as shells count it."""
    return 128 + number


def open_streams() -> None:
    """Put the null device where whoever started the program closed a stream.

    Such a stream is None in Python, and its number would go to the next file that is opened, which
    would then receive what somebody prints.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDONLY if mode == "r" else os.O_WRONLY)
            os.set_inheritable(descriptor, True)
            stream = open(descriptor, mode, encoding="utf-8")  # noqa: PTH123, SIM115 - no path
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def close_streams() -> None:
    """Write what is left to be written, and leave the interpreter nothing to complain about."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # What had to be said of it was said; the interpreter would make a status of its own.
            give_up(stream)


def give_up(stream: IO[str]) -> None:
    """Let a stream that takes nothing any more end in the null device, with what it still holds."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def text_of(argument: str) -> str:
    """An argument as text: UTF-8 is understood where the system claims to know ASCII alone."""
    try:
        return argument if argument.isascii() else os.fsencode(argument).decode()
    except UnicodeError:
        # Of another encoding, in which it is text already, or no text at all.
        return argument


def file_name_of(text: str) -> str:
    """The name by which the system finds the file that such a text means."""
    try:
        os.fsencode(text)
    except UnicodeError:
        return os.fsdecode(text.encode(errors="surrogateescape"))
    return text


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let a signal to end unwind the program, so that it leaves no half of a file behind.

    What ignores a signal from the start, as `nohup` wants it, goes on ignoring it.
    """
    taken = [one for one in ENDING if signal.getsignal(one) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, frame: FrameType | None) -> None:
    # It may come more than once, and must not disturb what the first one began.
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    raise SystemExit(status_of(number))
