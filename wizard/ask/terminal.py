"""Plain lines in and out: no cursor movement, no colour, nothing to redraw."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from typing import Protocol, TextIO

from wizard.problems import visible

WIDTH = 78


class Ended(Exception):
    """There is nothing more to read: the terminal or pipe was closed."""


class Terminal(Protocol):
    """What an interview needs of the outside."""

    def say(self, text: str) -> None:
        """Show one paragraph."""

    def ask(self, prompt: str) -> str:
        """Show a prompt and return the line typed.

        Raises:
            Ended: where no line will come any more.
            KeyboardInterrupt: where the person pressed ctrl+c twice.
        """


class PlainTerminal:
    """Standard input and output, a line at a time."""

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout

    def say(self, text: str) -> None:
        """Show one paragraph, wrapped."""
        lines = text.splitlines() or [""]
        for line in lines:
            for part in textwrap.wrap(visible(line), WIDTH, break_on_hyphens=False) or [""]:
                self._sink.write(f"{part}\n")
        self._sink.flush()

    def ask(self, prompt: str) -> str:
        """Show a prompt and return the line typed, without its end.

        The first ctrl+c only warns: one key must not cost an afternoon's answers.
        """
        warned = False
        while True:
            self._sink.write(f"{visible(prompt)} ")
            self._sink.flush()
            try:
                line = self._source.readline()
            except KeyboardInterrupt:
                self._sink.write("\n")
                if warned:
                    raise
                warned = True
                self.say("Press ctrl+c again to leave without saving, or type :quit.")
                continue
            if not line:
                self._sink.write("\n")
                raise Ended
            return line.rstrip("\r\n")


def choose(terminal: Terminal, options: Iterable[str]) -> int | None:
    """Let somebody choose by number; None where they choose nothing."""
    listed = list(options)
    for number, option in enumerate(listed, start=1):
        terminal.say(f"{number}. {option}")
    line = terminal.ask(f"1 to {len(listed)}, or an empty line for none:").strip()
    return int(line) - 1 if line.isdecimal() and 1 <= int(line) <= len(listed) else None
