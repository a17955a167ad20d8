"""The comments of a TOML text that have a line of their own, and which table each stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from wizard.toml.layout import Layout, Path

Names: TypeAlias = tuple[str, ...]
"""A path without its row numbers."""


class Comment(NamedTuple):
    """A comment line of its own, and the table that a key in its place would belong to."""

    start: int
    stop: int
    text: str
    scope: Names
    is_open: bool
    """Whether the header of that table is no comment."""
    leads: bool
    """Whether it touches, and so introduces, the header below."""


def names_of(path: Path) -> Names:
    """A path without its row numbers."""
    return tuple(part for part in path if isinstance(part, str))


def comments(layout: Layout, headers: Mapping[str, Names] | None = None) -> Iterator[Comment]:
    """The comment lines between statements.

    Args:
        layout: of the text.
        headers: the tables that begin at a commented header, by its line.
    """
    text, headers = layout.text, headers or {}
    statements = layout.statements
    for index in range(-1, len(statements)):
        start = statements[index].stop if index >= 0 else 0
        end = statements[index + 1].start if index + 1 < len(statements) else len(text)
        scope = names_of(statements[index].scope) if index >= 0 else ()
        is_open = True
        is_header = index + 1 < len(statements) and statements[index + 1].kind != "pair"
        lead = layout.touching_start(index + 1) if is_header else end
        while start < end:
            stop = text.find("\n", start) + 1 or end
            line = text[start:stop].rstrip("\r\n")
            if line in headers:
                scope, is_open = headers[line], False
            if line.startswith("#"):
                yield Comment(start, stop, line, scope, is_open, leads=start >= lead)
            start = stop
