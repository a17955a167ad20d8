"""What a source looks like before anybody knows its format: one value, rows, a table, an archive.

The name of a file says nothing of it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from wizard.disk.errors import shown
from wizard.imports.evaluation.refusing import refused
from wizard.imports.evaluation.sources.archives import Archive, archive_of
from wizard.imports.evaluation.sources.streams import is_zip, text_of
from wizard.imports.files.source_file import DELIMITERS

_LONGEST_CELL = 64_000_000
"""Signs in one cell: an export may hold a whole prompt in a heading."""
_HEAD = 200
"""How many lines are looked at to tell what separates cells."""
_JSON_BEGINS = re.compile(r"""\s*(?:\{|\[\s*(?:["\d\[\]{-]|(?:true|false|null)\s*(?:[],]|$)|$))""")
"""A heading may begin with a bracket as well: `[openai:gpt-4.1] prompt`."""


class Broken(NamedTuple):
    """A row that could not be read; what stands in it is not told."""

    reason: str


class Tree(NamedTuple):
    """A file that is one JSON object."""

    value: Mapping[str, Any]


class Rows(NamedTuple):
    """JSON values one after the other: a line each, or the members of one array."""

    first: Any
    """The first that could be read; None where there is none."""
    numbered: Iterator[tuple[int, Any]]
    """All of them, by line or by place in the array, counted from 1; `Broken` among them."""


class Table(NamedTuple):
    """Cells in rows below a heading."""

    heading: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]
    """The first rows, to look at."""
    numbered: Iterator[tuple[int, tuple[str, ...] | Broken]]
    """All rows below the heading by the line on which each ends."""
    decimal_comma: bool
    """Whether a comma may be the decimal sign, as it may where something else separates cells."""


Shape = Tree | Rows | Table | Archive


@contextmanager
def shape_of(path: Path) -> Iterator[Shape]:
    """A source as far as its structure tells; rows are read as they are asked for.

    Raises:
        InputUnusable: where it cannot be read, or breaks off.
    """
    name = shown(path)
    if is_zip(path):
        with archive_of(path) as archive:
            yield archive
        return
    with text_of(path) as text:
        lines = _filled(text)
        first = next(lines, None)
        if first is None:
            raise refused("is empty: an export that came to nothing", name)
        if _JSON_BEGINS.match(first[1]):
            yield _json(first, lines, text, name)
        else:
            yield _table(first, text, name)


def _filled(text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, numbered."""
    return ((number, line) for number, line in enumerate(text, 1) if line.strip())


def parsed(text: str) -> Any:
    """One JSON value, or `Broken`."""
    try:
        return json.loads(text)
    except RecursionError:
        return Broken("nested too deeply")
    except ValueError:
        # Digits without end are a ValueError too.
        return Broken("no JSON")


def _json(
    first: tuple[int, str], lines: Iterator[tuple[int, str]], text: io.TextIOWrapper, name: str
) -> Shape:
    value = parsed(first[1])
    second = next(lines, None)
    if second is None:
        return _of_value(_whole(first[1], name) if isinstance(value, Broken) else value, name)
    following = value if isinstance(value, dict) else parsed(second[1])
    start = "\n" * (first[0] - 1) + first[1] + "\n" * (second[0] - first[0] - 1) + second[1]
    if not isinstance(following, dict):
        return _of_value(_whole(start + text.read(), name), name)
    if isinstance(value, Broken) and _goes_on(first[1]):
        # One that is laid out over lines, of which the second happens to be an object by itself.
        rest = text.read()
        if not isinstance(whole := parsed(start + rest), Broken):
            return _of_value(whole, name)
        behind = enumerate(io.StringIO(rest, newline=""), second[0] + 1)
        lines = ((number, line) for number, line in behind if line.strip())
    seconds = parsed(second[1])
    others = ((number, parsed(line)) for number, line in lines)
    return Rows(following, chain([(first[0], value), (second[0], seconds)], others))


def _goes_on(line: str) -> bool:
    """Whether a line is no JSON for the one reason that more has to follow."""
    try:
        json.loads(line)
    except json.JSONDecodeError as wrong:
        return not line[wrong.pos :].strip()
    except (ValueError, RecursionError):
        pass
    return False


def _of_value(value: Any, name: str) -> Shape:
    if value == []:
        raise refused("is an empty list: it holds no answers", name)
    if isinstance(value, list):
        first = next((one for one in value if isinstance(one, dict)), None)
        return Rows(first, iter(enumerate(value, 1)))
    return Tree(value)


def _whole(text: str, name: str) -> Any:
    """A file that is one JSON value, or why not, with the place at which it breaks off."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        if not text[wrong.pos :].strip() or "Unterminated" in wrong.msg:
            message = f"is JSON that breaks off at line {wrong.lineno}; fetch it again"
        else:
            message = f"is no JSON from line {wrong.lineno}, column {wrong.colno} on"
        raise refused(message, name) from None
    except RecursionError:
        raise refused("is JSON that is nested too deeply to be an evaluation", name) from None
    except ValueError:
        raise refused("is JSON with a number of thousands of digits", name) from None


def _table(first: tuple[int, str], text: io.TextIOWrapper, name: str) -> Table:
    csv.field_size_limit(_LONGEST_CELL)
    head = [first[1], *islice(text, _HEAD)]
    separator = _separator(head)
    reader = csv.reader(chain(head, text), delimiter=separator, strict=True)
    try:
        heading = next(reader)
    except (csv.Error, StopIteration):
        raise refused("is neither JSON nor a table: its first line has no end", name) from None
    looked_at = _parsed(head, separator)[1:3]
    return Table(
        tuple(cell.strip() for cell in heading),
        tuple(tuple(row) for row in looked_at),
        _cells(reader, len(heading), first[0] - 1),
        separator != ",",
    )


def _separator(lines: list[str]) -> str:
    """What separates cells: the sign by which most rows are as wide as the heading, and widest."""

    def fit(separator: str) -> tuple[float, int]:
        rows = _parsed(lines, separator)
        width = len(rows[0]) if rows else 0
        same = sum(len(row) == width for row in rows)
        return (same / len(rows) if width > 1 else 0, width)

    return max(DELIMITERS, key=fit)


def _parsed(lines: Iterable[str], separator: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return []


def _cells(reader: Any, width: int, before: int) -> Iterator[tuple[int, tuple[str, ...] | Broken]]:
    """Rows as wide as the heading; the others are broken."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield before + reader.line_num, Broken("quotes that do not end")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != width:
            yield before + reader.line_num, Broken("another number of cells than the heading")
        else:
            yield before + reader.line_num, tuple(row)
