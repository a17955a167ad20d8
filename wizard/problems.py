"""What goes to standard error, and the exit status: nowhere else.

Source: docs/specification.md §5.3.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import IntEnum

from rules.problem import Problem


class Exit(IntEnum):
    """The exit status of every command."""

    DONE = 0
    BUG = 1
    UNUSABLE = 2
    """Wrong usage, or an input that cannot be used."""
    VERDICT = 3
    """`--fail-under` was given and the verdict is worse, or there is none."""
    INTERRUPTED = 130


class InputUnusable(Exception):
    """An input that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def report(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, one a line, warnings marked as such."""
    for problem in problems:
        mark = "warning: " if problem.severity == "warning" else ""
        say(f"{mark}{problem}")


def say(message: str) -> None:
    """Write a line to standard error."""
    print(visible(message), file=sys.stderr)  # noqa: T201  (the one place that does)


_BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SHOWN = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
_SHOWN |= {0x7F: "\u2421", 0x2028: "\u240a", 0x2029: "\u240a"}
_SHOWN |= {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *map(ord, _BIDI))}


def visible(text: str) -> str:
    """Text with every control and direction sign replaced by one that can be seen.

    Titles and sources come from files; a terminal obeys what is in them unless it is shown instead.
    Tabs and line ends stay.
    """
    return text.translate(_SHOWN)
