"""Where everything in a TOML text stands: each header, key and value with its offsets.

tomllib says what a text means and forgets where it was written; the functions here say where and
care nothing for the meaning. The text must be one that tomllib accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

from wizard.toml.scanning import (
    EQUALS,
    GAP,
    LINE_END,
    SPACE,
    Node,
    ScanError,
    expect,
    scan_key,
    scan_value,
)

Path = tuple[str | int, ...]
"""A key path; ints are 0-based positions in arrays and arrays of tables."""


def newline_of(text: str) -> str:
    r"""The line ending most lines of `text` have: "\n" or "\r\n"."""
    crlf = text.count("\r\n")
    return "\r\n" if crlf and 2 * crlf >= text.count("\n") else "\n"


class Statement(NamedTuple):
    """A `key = value`, a `[table]` or a `[[row]]`, with the lines it takes."""

    kind: Literal["pair", "table", "row"]
    path: Path
    """From the root of the file, with the row numbers that apply at this place."""
    parts: tuple[str, ...]
    """The key as written, split at its dots and unquoted."""
    scope: Path
    """The path of the header it stands under; for a header its own path."""
    start: int
    """Offset of the first character of its first line."""
    key_start: int
    end: int
    """Offset after the value or the closing bracket."""
    stop: int
    """Offset after the line break that ends it, or the length of the text."""
    value: Node | None = None


class Layout:
    """The statements and values of one text, in the order in which they are written."""

    def __init__(self, text: str, *, lenient: bool = False) -> None:
        """Scan `text`; a lenient scan keeps what stands before the first error."""
        self.text = text
        self.statements: list[Statement] = []
        self.values: dict[Path, Node] = {}
        """Every value by its path: of statements, of inline members and of array elements."""
        self._row_counts: dict[Path, int] = {}
        try:
            self._scan()
        except (ScanError, RecursionError):
            if not lenient:
                raise

    def under(self, path: Path) -> list[int]:
        """Indexes of the statements at `path` or below it."""
        depth = len(path)
        return [i for i, s in enumerate(self.statements) if s.path[:depth] == path]

    def header(self, path: Path) -> int | None:
        """Index of the `[table]` or `[[row]]` line that opens `path`, if it has one."""
        for i, statement in enumerate(self.statements):
            if statement.kind != "pair" and statement.path == path:
                return i
        return None

    def is_movable(self, path: Path) -> bool:
        """Whether the rows at `path` have headers, and nothing else stands between them."""
        kin = self.under(path)
        return path not in self.values and bool(kin) and kin[-1] - kin[0] + 1 == len(kin)

    def last_of_section(self, index: int) -> int:
        """Index of the last statement in the section of header `index` (-1: before any header)."""
        last = index
        while last + 1 < len(self.statements) and self.statements[last + 1].kind == "pair":
            last += 1
        return last

    def body_end(self, index: int) -> int:
        """Offset at which statement `index` and the remarks that belong to it are over.

        Comment lines directly below belong to it when an empty line or the end of the file
        follows; comment lines that touch the next header introduce that one.
        """
        position = self.statements[index].stop
        following = index + 1
        limit = (
            self.statements[following].start if following < len(self.statements) else len(self.text)
        )
        end = position
        while end < limit:
            stop = self.text.find("\n", end) + 1 or len(self.text)
            if not self.text[end:stop].lstrip(" \t").startswith("#"):
                return end
            end = stop
        return end if end == len(self.text) else position

    def touching_start(self, index: int) -> int:
        """Offset at which the comment lines that touch statement `index` from above begin."""
        start = self.statements[index].start
        limit = self.statements[index - 1].stop if index > 0 else 0
        while start > limit:
            above = self.text.rfind("\n", 0, start - 1) + 1
            if above < limit or not self.text[above:start].lstrip(" \t").startswith("#"):
                break
            start = above
        return start

    def lead_start(self, index: int) -> int:
        """Offset at which the comments that introduce statement `index` begin."""
        return self.body_end(index - 1) if index > 0 else self.touching_start(index)

    def written_keys(self) -> Iterator[tuple[Path, int]]:
        """Each path that is written down, with the offset of its key, in file order."""
        for statement in self.statements:
            yield statement.path, statement.key_start
            if statement.value is not None:
                yield from _inner_keys(statement.path, statement.value)

    def _scan(self) -> None:
        text = self.text
        scope: Path = ()
        position = 0
        while True:
            gap = cast(re.Match[str], GAP.match(text, position))
            key_start = gap.end()
            if key_start >= len(text):
                return
            start = text.rfind("\n", 0, key_start) + 1
            if text[key_start] == "[":
                statement = self._scan_header(start, key_start)
                scope = statement.path
            else:
                parts, after = scan_key(text, key_start)
                value = scan_value(text, expect(EQUALS, text, after))
                path = scope + parts
                statement = Statement(
                    "pair", path, parts, scope, start, key_start, value.end,
                    expect(LINE_END, text, value.end), value,
                )  # fmt: skip
                self._note(path, value)
            self.statements.append(statement)
            position = statement.stop

    def _scan_header(self, start: int, key_start: int) -> Statement:
        text = self.text
        is_row = text.startswith("[[", key_start)
        inside = expect(SPACE, text, key_start + (2 if is_row else 1))
        parts, after = scan_key(text, inside)
        after = expect(SPACE, text, after)
        closing = "]]" if is_row else "]"
        if not text.startswith(closing, after):
            raise ScanError(after)
        end = after + len(closing)
        path: Path = ()
        for part in parts[:-1]:
            path += (part,)
            if path in self._row_counts:
                path += (self._row_counts[path] - 1,)
        path += (parts[-1],)
        if is_row:
            row = self._row_counts.get(path, 0)
            self._row_counts[path] = row + 1
            path += (row,)
        return Statement(
            "row" if is_row else "table", path, parts, path, start, key_start, end,
            expect(LINE_END, text, end),
        )  # fmt: skip

    def _note(self, path: Path, value: Node) -> None:
        self.values[path] = value
        for i, item in enumerate(value.items):
            self._note((*path, i), item)
        for member in value.members:
            self._note(path + member.parts, member.value)


def _inner_keys(path: Path, value: Node) -> Iterator[tuple[Path, int]]:
    for i, item in enumerate(value.items):
        yield (*path, i), item.start
        yield from _inner_keys((*path, i), item)
    for member in value.members:
        yield path + member.parts, member.start
        yield from _inner_keys(path + member.parts, member.value)
