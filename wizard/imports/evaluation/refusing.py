"""What is said of a source, or of a wish, that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable

from rules.answers.problem import Problem
from wizard.problems import InputUnusable, on_one_line

_LISTED = 12
_LONGEST = 80


class LeavesOpen(InputUnusable):
    """Sources leave a choice that nobody has made, by an option, among these names."""

    def __init__(self, message: str, option: str, names: Iterable[str], file: str = "") -> None:
        super().__init__([Problem(on_one_line(message), file=file)])
        self.option = option
        self.names = tuple(names)


def refused(message: str, file: str = "") -> InputUnusable:
    """One problem, of a file or of the command."""
    return InputUnusable([Problem(on_one_line(message), file=file)])


def clipped(name: str) -> str:
    """A name on one line, cut where it is longer than one would read."""
    shown = on_one_line(name[: _LONGEST + 1])
    return shown if len(name) <= _LONGEST else f"{shown[:_LONGEST]}..."


def named(names: Iterable[str]) -> str:
    """Names in a message: a dozen of them, each cut to a line."""
    every = [clipped(one) for one in names]
    more = [f"{len(every) - _LISTED} more"] if len(every) > _LISTED else []
    return ", ".join([*every[:_LISTED], *more]) or "none"


def counted(number: int, one: str) -> str:
    """`1 row`, `1,319 rows`."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
