"""What goes to standard error, and the exit status: nowhere else.

Source: docs/specification.md §5.3.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import IntEnum

from rules.answers.problem import Problem
from rules.words.wording import visible


class Exit(IntEnum):
    """The exit status of every command."""

    DONE = 0
    BUG = 1
    UNUSABLE = 2
    """Wrong usage, or an input that cannot be used."""
    VERDICT = 3
    """`--fail-under` was given and the verdict is worse, or there is none."""
    DUE = 3
    """`check --due` was asked for, and a review is."""
    HUNG_UP = 129
    """The terminal was closed; 128 and the number of the signal, as shells count it."""
    INTERRUPTED = 130
    TERMINATED = 143


class InputUnusable(Exception):
    """An input that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class AnswerUnwritten(Exception):
    """Standard output did not take the answer, be it that its disk is full."""

    def __init__(self, failure: OSError, done: str = "") -> None:
        super().__init__(failure, done)
        self.failure = failure
        self.done = done
        """What was done all the same, as a sentence without a full stop."""


def by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of one file in the order in which one comes across them."""
    return tuple(sorted(problems, key=lambda one: one.line or 0))


def report(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, one a line, warnings marked as such."""
    for problem in problems:
        mark = "warning: " if problem.severity == "warning" else ""
        say(on_one_line(f"{mark}{problem}"))


def say(message: str) -> None:
    """Write a line to standard error; where that takes none, the exit status says what it can."""
    with suppress(OSError):
        print(visible(message), file=sys.stderr)  # noqa: T201  (the one place that does)


def on_one_line(text: str) -> str:
    """Text whose line ends and tabs are visible too, so that it cannot pass for several lines."""
    return visible(text).replace("\n", "\u240a").replace("\t", "\u2409")
