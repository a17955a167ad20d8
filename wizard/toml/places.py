"""Writing a new answer where the file keeps a place for it: over its commented example.

A file that began as the empty session holds a line such as `# calls_per_month = 6_000_000  # calls`
for each key that has no answer yet. The answer takes the place of that line where it is still the
program's own; a comment that an author has touched stays, and the answer stands right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wizard.toml.layout import Layout, Path, ScanError, newline_of
from wizard.toml.spelling import goes_on_line, spell_key
from wizard.toml.values import spell

Names: TypeAlias = tuple[str, ...]
"""A path without its row numbers."""


@dataclass(frozen=True, slots=True)
class Places:
    """The comments that an empty session has for its questions."""

    headers: Mapping[str, Names] = field(default_factory=dict)
    """The tables and rows that begin at a commented header, by its line."""
    examples: Mapping[Names, str] = field(default_factory=dict)
    """The commented example of each key, as its line."""
    words: Mapping[Names, str] = field(default_factory=dict)
    """The last line of the words above each example."""


NO_PLACES = Places()


@dataclass(frozen=True, slots=True)
class _Line:
    """A comment line of its own, and the table that a key in its place would belong to."""

    start: int
    stop: int
    text: str
    scope: Names
    is_open: bool
    """Whether the header of that table is no comment."""
    leads: bool
    """Whether it touches, and so introduces, the header below."""


def filled(text: str, path: Path, value: Any, places: Places) -> str | None:
    """The text with a value that it lacks in the place that is kept for it; None without one.

    What the text then means is for the caller to compare.
    """
    try:
        if isinstance(path[-1], int):
            return _with_row(text, path, value, places)
        return _with_key(text, path, value, places) if goes_on_line(path, value) else None
    except ScanError:
        return None


def _with_row(text: str, path: Path, cells: Any, places: Places) -> str | None:
    """The first row of a table, whose other columns remain as examples."""
    opened = _opened(text, path[:-1], places) if path[-1] == 0 and isinstance(cells, dict) else None
    if opened is None:
        return None
    for name, value in cells.items():
        written = filled(opened, (*path, name), value, places)
        opened = written if written is not None else _behind_header(opened, path, name, value)
    return opened


def _with_key(text: str, path: Path, value: Any, places: Places) -> str | None:
    *scope, name = path
    opened = text
    if scope and Layout(text).header(tuple(scope)) is None:
        # Its table may wait behind a comment as well.
        found = None if isinstance(scope[-1], int) else _opened(text, tuple(scope), places)
        if found is None:
            return None
        opened = found
    names = _names(path)
    example, words = places.examples.get(names), places.words.get(names)
    key = spell_key(str(name))
    lines = [
        line
        for line in _comments(Layout(opened), places)
        if line.is_open and line.scope == names[:-1]
    ]
    for line in lines:
        if line.text == example:
            written = _in_place_of(example, key, value)
            return opened[: line.start] + written + opened[line.start + len(example) :]
    lines = [line for line in lines if not line.leads]
    mentions = [line for line in lines if re.match(rf"# ?{re.escape(key)} =", line.text)]
    told = mentions or [line for line in lines if line.text == words]
    if told:
        at = told[-1].stop
        return f"{opened[:at]}{key} = {spell(value)}{newline_of(text)}{opened[at:]}"
    return None if opened is text else _behind_header(opened, tuple(scope), name, value)


def _opened(text: str, path: Path, places: Places) -> str | None:
    """The text with the commented header of a table or row taken for one."""
    for line in _comments(Layout(text), places):
        if places.headers.get(line.text) == _names(path):
            header = line.text.removeprefix("# ")
            return text[: line.start] + header + text[line.start + len(line.text) :]
    return None


def _behind_header(text: str, path: Path, name: Any, value: Any) -> str:
    layout = Layout(text)
    header = layout.header(path)
    assert header is not None
    at = layout.statements[layout.last_of_section(header)].stop
    line = f"{spell_key(str(name))} = {spell(value)}{newline_of(text)}"
    return text[:at] + line + text[at:]


def _in_place_of(example: str, key: str, value: Any) -> str:
    """A statement instead of an example of it, with the remark behind it."""
    statement = example.removeprefix("# ")
    return f"{key} = {spell(value)}{statement[Layout(statement).statements[0].end :]}"


def _names(path: Path) -> Names:
    return tuple(part for part in path if isinstance(part, str))


def _comments(layout: Layout, places: Places) -> Iterator[_Line]:
    """The comment lines between statements."""
    text = layout.text
    statements = layout.statements
    for index in range(-1, len(statements)):
        start = statements[index].stop if index >= 0 else 0
        end = statements[index + 1].start if index + 1 < len(statements) else len(text)
        scope = _names(statements[index].scope) if index >= 0 else ()
        is_open = True
        is_header = index + 1 < len(statements) and statements[index + 1].kind != "pair"
        lead = layout.touching_start(index + 1) if is_header else end
        while start < end:
            stop = text.find("\n", start) + 1 or end
            line = text[start:stop].rstrip("\r\n")
            if line in places.headers:
                scope, is_open = places.headers[line], False
            if line.startswith("#"):
                yield _Line(start, stop, line, scope, is_open, leads=start >= lead)
            start = stop
