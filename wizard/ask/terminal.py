"""Plain lines in and out: no cursor movement, no colour, nothing to redraw."""

from __future__ import annotations

import io
import sys
import textwrap
from collections.abc import Iterable
from typing import Protocol, TextIO

from rules.wording import visible

WIDTH = 80


class Ended(Exception):
    """There is nothing more to read: the terminal or pipe was closed."""


class PressedTwice(KeyboardInterrupt):
    """The person pressed ctrl+c again behind a warning."""


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

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout
        if isinstance(self._source, io.TextIOWrapper):
            # Bytes that are no text must not end the interview; `_trouble` finds them.
            self._source.reconfigure(errors="surrogateescape")

    def say(self, text: str) -> None:
        """Show one paragraph, wrapped."""
        lines = visible(text).splitlines() or [""]
        parts = (
            part
            for line in lines
            for part in textwrap.wrap(line, WIDTH, break_on_hyphens=False) or [""]
        )
        self._write("".join(f"{part}\n" for part in parts))

    def ask(self, prompt: str) -> str:
        """Show a prompt and return the line typed, without its end.

        The first ctrl+c only warns: one key must not cost an afternoon's answers.
        """
        warned = False
        while True:
            try:
                self._write(f"{visible(prompt)} ")
                line = self._read()
            except KeyboardInterrupt:
                self._write("\n")
                if warned:
                    raise PressedTwice from None
                warned = True
                self.say(CTRL_C)
                continue
            trouble = _trouble(line)
            if trouble is None:
                return line
            self.say(f"Not taken: {trouble}.")

    def _read(self) -> str:
        try:
            line = self._source.readline()
        except OSError:
            line = ""
        if not line:
            self._write("\n")
            raise Ended
        if not self._source.isatty():
            # Nobody types here, so nothing has ended the line of the prompt.
            self._write("\n")
        return line.rstrip("\r\n")

    def _write(self, text: str) -> None:
        try:
            self._sink.write(text)
            self._sink.flush()
        except OSError:
            raise Ended from None


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
    line = terminal.ask(f"1 to {len(listed)}, or an empty line for none:").strip()
    return int(line) - 1 if line.isdecimal() and 1 <= int(line) <= len(listed) else None
