"""What is said of a case, as lines under headings: for pages, screens and reports alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rules.questions import locate
from rules.words.wording import enumerated


class Line(NamedTuple):
    """One thing said."""

    text: str
    key: str | None = None
    """The answer behind it."""
    lead: str = ""
    """What a sentence is about, in front of it and set apart."""
    label: str = ""
    """What the text is the value of, where it is one."""
    remark: str = ""
    """What else there is to say about the value: basis and source."""
    is_row: bool = False
    """The text is a row of columns, which stays whole whatever its label takes."""


class Section(NamedTuple):
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]
    name: str = ""
    """What it is known by whatever the heading says; empty where nobody has to find it."""


def name_of(key: str) -> str:
    """What an answer is called, one in a row with row and column; the key where nothing asks it."""
    place = locate(key)
    if place is None:
        return key
    question, row, column = place
    name = question.label
    if row is not None:
        name = f"{name}, {row + 1 if isinstance(row, int) else row}"
    cell = question.column(column) if column is not None else None
    return f"{name}: {cell.label}" if cell is not None else name


def names_of(keys: Iterable[str]) -> str:
    """What answers are called, one after the other."""
    return enumerated([*map(name_of, keys)])
