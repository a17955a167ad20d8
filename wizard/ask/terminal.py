"""Plain lines in and out: no cursor movement, no colour, nothing to redraw."""

from __future__ import annotations

import codecs
import io
import sys
import textwrap
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol, TextIO

from rules.answers.problem import briefly
from rules.words.wording import visible
from wizard.problems import Exit
from wizard.process import give_up

WIDTH = 80


class Ended(Exception):
    """There is nothing more to read: the terminal or pipe was closed."""


class PressedTwice(KeyboardInterrupt):
    """The person pressed ctrl+c again behind a warning."""


_ODD_BYTES = "surrogateescape"
CTRL_C = "Press ctrl+c again to leave without saving, or type :quit."


class Terminal(Protocol):
    """What an interview needs of the outside."""

    def say(self, text: str) -> None:
        """Show one paragraph."""

    def ask(self, prompt: str) -> str:
        """Show a prompt and return the line typed.

        Raises:
            Ended: where no line will come any more.
            PressedTwice: where the person pressed ctrl+c twice.
        """


class PlainTerminal:
    """Standard input and output, a line at a time."""

    def __init__(
        self, source: TextIO | None = None, sink: TextIO | None = None, *, warning: str = CTRL_C
    ) -> None:
        self._warning = warning
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout
        self._is_terminal = self._source.isatty()
        if isinstance(self._source, io.TextIOWrapper):
            _hear_odd_bytes(self._source)
        self._is_waiting = False
        self._is_writing = False
        self._is_interrupted = False
        self._is_over = False
        self.ended_by: Exit | None = None
        """What has ended the interview from outside."""
        self.failure: OSError | None = None
        """Why nothing can be shown any more."""

    def say(self, text: str) -> None:
        """Show one paragraph, wrapped."""
        self._write(f"{_wrapped(text)}\n")

    def ask(self, prompt: str) -> str:
        """Show a prompt and return the line typed, without its end.

        The first ctrl+c only warns: one key must not cost an afternoon's answers.
        """
        warned = False
        remark = ""
        while True:
            try:
                if remark:
                    self.say(remark)
                self._write(f"{_wrapped(prompt)} ")
                line = self._read()
            except KeyboardInterrupt:
                if warned:
                    with suppress(KeyboardInterrupt):
                        self._write("\n")
                    raise PressedTwice from None
                warned = True
                remark = f"\n{self._warning}"
                continue
            trouble = _trouble(line)
            if trouble is None:
                return line
            remark = f"Not taken: {trouble}."

    def interrupt(self) -> None:
        """Take ctrl+c: at once, but behind what is being written.

        Python's buffers lose what they hold where something is raised while they are emptied.

        Raises:
            KeyboardInterrupt: at once.
        """
        if self._is_over:
            # What is left to do is to save.
            return
        self._is_interrupted = self._is_writing
        if not self._is_writing:
            raise KeyboardInterrupt

    def end(self, cause: Exit) -> None:
        """Let no line come any more; what is being worked out or saved is finished first.

        Raises:
            Ended: where something is waited for.
        """
        if not self._is_over:
            self._is_over = True
            self.ended_by = cause
            if self._is_waiting:
                raise Ended

    def _read(self) -> str:
        self._is_waiting = True
        try:
            if self._is_over:
                raise Ended
            line = self._source.readline()
        except OSError:
            line = ""
        finally:
            self._is_waiting = False
        if not line:
            self._is_over = True
            self._notice_hang_up()
            self._write("\n")
            raise Ended
        if not self._is_terminal:
            # Nobody types here, so nothing has ended the line of the prompt. Where nothing can be
            # shown any more, the line that was read counts all the same.
            with suppress(Ended):
                self._write("\n")
        return line.rstrip("\r\n")

    def _write(self, text: str) -> None:
        if self.failure is not None:
            raise Ended
        self._is_waiting = self._is_writing = True
        try:
            self._sink.write(text)
            self._sink.flush()
        except OSError as failure:
            self._is_over = True
            self.failure = failure
            self._notice_hang_up()
            give_up(self._sink)
            raise Ended from None
        finally:
            self._is_waiting = self._is_writing = False
        if self._is_interrupted:
            self._is_interrupted = False
            raise KeyboardInterrupt

    def _notice_hang_up(self) -> None:
        """Tell a terminal that was closed from the end of input, also before its signal comes."""
        if self.ended_by is None and self._is_terminal and not self._source.isatty():
            self.ended_by = Exit.HUNG_UP


def _wrapped(text: str) -> str:
    return "\n".join(
        part
        for line in visible(text).splitlines() or [""]
        for part in textwrap.wrap(line, WIDTH, break_on_hyphens=False) or [""]
    )


def _hear_odd_bytes(source: io.TextIOWrapper) -> None:
    """Bytes that are no text must not end the interview; `_trouble` finds them.

    Once something was read it cannot be done again, and need not: a command may ask in two places.
    """
    wanted = _understood(source.encoding), _ODD_BYTES
    if (source.encoding, source.errors) != wanted:
        source.reconfigure(encoding=wanted[0], errors=wanted[1])


def _understood(encoding: str) -> str:
    """The encoding to read lines in: a system that claims to know ASCII alone may send more."""
    return "utf-8" if codecs.lookup(encoding).name == "ascii" else encoding


def _trouble(line: str) -> str | None:
    """Why a line cannot be an answer, or a command."""
    if any("\udc80" <= sign <= "\udcff" for sign in line):
        return "the line is not UTF-8 text; set the terminal to UTF-8, or type it without accents"
    if any((sign < " " and sign != "\t") or sign == "\x7f" for sign in line):
        return "the line holds control signs, as arrow keys send them; type it again"
    return None


def choose(terminal: Terminal, options: Iterable[str]) -> int | None:
    """Let somebody choose by number; None where they choose nothing."""
    listed = list(options)
    for number, option in enumerate(listed, start=1):
        terminal.say(f"{number}. {option}")
    while line := terminal.ask(f"1 to {len(listed)}, or an empty line for none:").strip():
        if line.isdecimal() and 1 <= int(line) <= len(listed):
            return int(line) - 1
        terminal.say(f"'{briefly(line)}' is none of these numbers.")
    return None
