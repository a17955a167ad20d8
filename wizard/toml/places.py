"""Writing a new answer where the file keeps a place for it: over its commented example.

A file that began as the empty session holds a line such as `# calls_per_month = 6_000_000  # calls`
for each key that has no answer yet. The answer takes the place of that line where it is still the
program's own; a comment that an author has touched stays, and the answer stands right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.toml.comments import Names, comments, names_of
from wizard.toml.layout import Layout, Path, newline_of
from wizard.toml.scanning import ScanError
from wizard.toml.spelling import goes_on_line, spell_key
from wizard.toml.values import spell


@dataclass(frozen=True, slots=True)
class Places:
    """The comments that an empty session has for its questions."""

    headers: Mapping[str, Names] = field(default_factory=dict)
    """The tables and rows that begin at a commented header, by its line."""
    examples: Mapping[Names, str] = field(default_factory=dict)
    """The commented example of each key, as its line."""
    words: Mapping[Names, str] = field(default_factory=dict)
    """The last line of the words above each example."""


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
    names = names_of(path)
    example, words = places.examples.get(names), places.words.get(names)
    key = spell_key(str(name))
    lines = [
        line
        for line in comments(Layout(opened), places.headers)
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
    for line in comments(Layout(text), places.headers):
        if places.headers.get(line.text) == names_of(path):
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
