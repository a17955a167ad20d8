"""Options laid out in lines: one behind the other, or one below the other with what each means."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from screens.fields.cut import cut

GAP = 2
"""Cells between options on one line, and before what they mean."""
LEFT = 4
"""Cells before a list that has no room below its field."""
LEAST_MEANING = 16
"""Cells below which a meaning is not worth a column of its own."""


class Piece(NamedTuple):
    """An option on a line, or a part of one."""

    at: int
    """Which of the options, from 0."""
    start: int
    """Its first cell."""
    text: str


Line = tuple[Piece, ...]


def in_rows(texts: Sequence[str], width: int) -> list[Line]:
    """One behind the other, on as many lines as it takes."""
    lines: list[list[Piece]] = [[]]
    end = 0
    for at, text in enumerate(texts):
        start = end + GAP if lines[-1] else 0
        if lines[-1] and start + cell_len(text) > width:
            lines.append([])
            start = 0
        lines[-1].append(Piece(at, start, cut(text, width)))
        end = start + cell_len(text)
    return [tuple(line) for line in lines]


def in_a_list(
    texts: Sequence[str], meanings: Sequence[str], width: int, indent: int, room: int
) -> list[Line]:
    """One below the other, each with what it means.

    Args:
        texts: of the options.
        meanings: of each.
        width: cells of a line.
        indent: cells before the texts, as long as all of it fits behind them; fewer else.
        room: lines there are. Meanings are cut where they would take more, and left out where
            even the options alone would.
    """
    names = max(map(cell_len, texts)) + GAP
    longest = names + max(map(cell_len, meanings))
    # Lists that do not fit there begin alike, so that the eye finds them.
    begin = indent if indent + longest <= width else min(indent, LEFT, max(GAP, width - longest))
    column = width - begin - names
    if len(texts) > room or column < LEAST_MEANING:
        alone = [
            tuple(Piece(at, start + GAP, text) for at, start, text in line)
            for line in in_rows(texts, width - GAP)
        ]
        return alone[:room]
    wrapped = [textwrap.wrap(meaning, column) or [""] for meaning in meanings]
    if sum(map(len, wrapped)) > room:
        wrapped = [[cut(meaning, column)] for meaning in meanings]
    lines: list[Line] = []
    for at, (text, parts) in enumerate(zip(texts, wrapped, strict=True)):
        for number, part in enumerate(parts):
            name = "" if number else text
            lines.append((Piece(at, begin, f"{name:<{names}}{part}".rstrip()),))
    return lines


def painted(line: Line, looks: Sequence[Style]) -> Content:
    """A line of options, each in its look."""
    parts: list[Content | str] = []
    end = 0
    for piece in line:
        parts += [" " * (piece.start - end), Content.styled(piece.text, looks[piece.at])]
        end = piece.start + cell_len(piece.text)
    return Content.assemble(*parts)


def piece_at(lines: Sequence[Line], x: int, y: int) -> int | None:
    """The option that is drawn at a cell; None where none is."""
    if not 0 <= y < len(lines):
        return None
    pieces = (one for one in lines[y] if one.start <= x < one.start + cell_len(one.text))
    return next((one.at for one in pieces), None)
