"""Plain text: headings, running text, points and columns, in lines of so many cells.

One layout for whatever is read in a terminal, a pipe or a mail: a report and its preview, the page
of `payback assess`, a comparison. A line comes in pieces, each with its look for where one can be
shown; `plain` leaves them out. Nothing in a text is obeyed, and none breaks a line by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rules.words.wording import visible

if TYPE_CHECKING:
    from screens.ports import Look, ReportLine

Cell = str | tuple[str, ...]
"""What stands in a cell of a table: a text, or several lines of it, each wrapped by itself."""

WIDTH = 80
"""Cells of a line where no screen says how many there are."""
NARROWEST = 40
"""Cells of a line below which nothing is laid out for a narrower one."""
INDENT = 2
"""Cells by which all that stands under a heading is set in."""
BULLET = "- "
_GAP = 2
"""Cells between columns."""
_BESIDE = 6
"""Cells between parts that stand beside each other."""
_JOINT = re.compile(r"(?<=[-/])")
_LEAST = 14
"""Cells of a column of words below which the rows of a table stand below each other instead."""


def plain(lines: Iterable[ReportLine]) -> str:
    """Lines without their looks."""
    return "\n".join(_text(line).rstrip() for line in lines)


def _text(line: ReportLine) -> str:
    return "".join(text for text, _ in line)


def under(heading: str, parts: Iterable[Iterable[ReportLine]], width: int) -> Iterator[ReportLine]:
    """A heading and what stands under it, a blank line between the parts.

    The parts are `INDENT` cells narrower than the width.
    """
    yield from words(heading, width, "heading")
    for number, part in enumerate(parts):
        if number:
            yield ()
        yield from indented(part)


def apart(parts: Iterable[Iterable[ReportLine]]) -> Iterator[ReportLine]:
    """Parts one after the other, a blank line between them."""
    for number, part in enumerate(parts):
        if number:
            yield ()
        yield from part


def indented(lines: Iterable[ReportLine]) -> Iterator[ReportLine]:
    """Lines as they stand under a heading."""
    return (((" " * INDENT, "plain"), *line) for line in lines)


def words(text: str, width: int, look: Look = "plain") -> Iterator[ReportLine]:
    """Running text."""
    return (((line, look),) for line in _wrapped(_inert(text), width))


def led(lead: str, text: str, width: int, bullet: str = "") -> Iterator[ReportLine]:
    """Running text behind what it is about, which stands out; later lines clear the bullet."""
    lead = _inert(f"{lead}.") if lead else ""
    first, *rest = _wrapped(f"{lead} {_inert(text)}".strip(), width - _cells(bullet))
    # A lead that is longer than a line does not stand out.
    ahead = len(lead) if first.startswith(lead) else 0
    yield ((bullet, "plain"), (first[:ahead], "strong"), (first[ahead:], "plain"))
    for line in rest:
        yield ((f"{' ' * _cells(bullet)}{line}", "plain"),)


def points(texts: Iterable[str], width: int) -> Iterator[ReportLine]:
    """A list of things of equal rank."""
    for text in texts:
        yield from led("", text, width, BULLET)


def columns(
    rows: Iterable[Sequence[Cell]],
    align: Sequence[str],
    width: int,
    header: Sequence[str] = (),
    *,
    total: bool = False,
) -> Iterator[ReportLine]:
    """Rows whose cells stand under each other, or each below the one before where that is too wide.

    Args:
        rows: of as many cells each as there are columns.
        align: `left` for words, which are wrapped; `right` for numbers, which stay whole; `whole`
            for words that do too.
        width: cells for everything.
        header: names of the columns, if they have any; where they are too wide for each other,
            their words stand below each other.
        total: whether the last row is the sum of those above.
    """
    names = [_inert(name) for name in header]
    cells = [[_lines_of(cell) for cell in row] for row in rows]
    widths = _widths(names, cells, align, width)
    if widths is None:
        yield from _below(names, cells, width)
        return
    if names:
        yield from _names(names, align, widths)
    for number, row in enumerate(cells, 1):
        yield from _row(row, align, widths, "strong" if total and number == len(cells) else "plain")


def abreast(parts: Sequence[Sequence[ReportLine]], width: int) -> Iterator[Sequence[ReportLine]]:
    """Parts beside each other as one, where there is room; else as they are."""
    widths = [max((_cells(_text(line)) for line in part), default=0) for part in parts]
    if sum(widths) + _BESIDE * (len(parts) - 1) > width:
        yield from parts
        return
    lines: list[ReportLine] = []
    for number in range(max(map(len, parts), default=0)):
        line: ReportLine = ()
        for part, room in zip(parts, widths, strict=True):
            piece = part[number] if number < len(part) else ()
            line += (*piece, (" " * (room - _cells(_text(piece)) + _BESIDE), "plain"))
        lines.append(line[:-1])
    yield lines


def fits(
    rows: Sequence[Sequence[Cell]], align: Sequence[str], width: int, header: Sequence[str]
) -> bool:
    """Whether rows fit as `columns`."""
    cells = [[_lines_of(cell) for cell in row] for row in rows]
    return _widths(list(header), cells, align, width) is not None


def _lines_of(cell: Cell) -> tuple[str, ...]:
    return (_inert(cell),) if isinstance(cell, str) else tuple(map(_inert, cell))


def _widths(
    names: Sequence[str],
    rows: Sequence[Sequence[Sequence[str]]],
    align: Sequence[str],
    width: int,
) -> Sequence[int] | None:
    """Cells of each column; None where they do not fit beside each other."""
    longest = [
        max(max(map(_cells, cell), default=0) for cell in column)
        for column in zip(*rows, strict=True)
    ]
    room = width - _GAP * (len(align) - 1)
    wanted = longest or [0] * len(align)
    if names:
        wanted = [max(one, _cells(name)) for one, name in zip(wanted, names, strict=True)]
        if sum(wanted) > room:
            least = (max(map(_cells, name.split()), default=0) for name in names)
            wanted = [max(pair) for pair in zip(longest or wanted, least, strict=True)]
    if sum(wanted) <= room:
        return wanted
    # Numbers stay whole; columns of words share what is left, and short ones take their due.
    left = room - sum(one for one, way in zip(wanted, align, strict=True) if way != "left")
    of_words = sorted(one for one, way in zip(wanted, align, strict=True) if way == "left")
    most = 0
    for number, one in enumerate(of_words):
        most = left // (len(of_words) - number)
        if one > most:
            break
        left -= one
    if most < _LEAST:
        return None
    return [
        min(one, most) if way == "left" else one for one, way in zip(wanted, align, strict=True)
    ]


def _names(
    names: Sequence[str], align: Sequence[str], widths: Sequence[int]
) -> Iterator[ReportLine]:
    """The names of columns, each right above its cells."""
    wrapped = [_wrapped(*one) for one in zip(names, widths, strict=True)]
    lines = max(map(len, wrapped))
    yield from _row([[""] * (lines - len(one)) + one for one in wrapped], align, widths, "quiet")


def _row(
    row: Sequence[Sequence[str]], align: Sequence[str], widths: Sequence[int], look: Look
) -> Iterator[ReportLine]:
    """A row on as many lines as its longest cell takes; its name hangs, to tell rows apart."""
    hangs = (INDENT, *[0] * (len(row) - 1))
    cells = [
        [line for text in cell for line in _wrapped(text, width, hang)]
        for cell, width, hang in zip(row, widths, hangs, strict=True)
    ]
    for number in range(max(map(len, cells))):
        parts = []
        for lines, way, width in zip(cells, align, widths, strict=True):
            text = lines[number] if number < len(lines) else ""
            space = " " * (width - _cells(text))
            parts.append(f"{space}{text}" if way == "right" else f"{text}{space}")
        yield (((" " * _GAP).join(parts).rstrip(), look),)


def _below(
    header: Sequence[str], rows: Sequence[Sequence[Sequence[str]]], width: int
) -> Iterator[ReportLine]:
    """Rows whose cells stand below each other, each with the name of its column."""
    for first, *others in (map(", ".join, row) for row in rows):
        yield from words(first, width, "strong")
        for name, cell in zip(header[1:] or [""] * len(others), others, strict=True):
            if cell:
                said = f"{name}: {cell}" if name else cell
                lines = _wrapped(said, width - INDENT, INDENT)
                yield from indented(((line, "plain"),) for line in lines)


def _inert(text: str) -> str:
    """A text on one line, in which everything that a terminal would obey is visible."""
    return visible(text).replace("\n", " ").replace("\t", " ")


def _wrapped(text: str, width: int, hang: int = 0) -> list[str]:
    """A text in lines of so many cells, all but the first set in.

    A text that fits stays as it is, blanks and all; a word that is longer than a line is broken,
    at its hyphens and slashes where it has any.
    """
    if _cells(text) <= width:
        return [text]
    width, room = max(2, width - hang), max(2, width)
    lines, line = [], ""
    for word in text.split(" "):
        parts = [word] if _cells(word) <= width else _JOINT.split(word)
        for number, part in enumerate(parts):
            longer = f"{line} {part}" if line and number == 0 else f"{line}{part}"
            if _cells(longer) <= room:
                line = longer
                continue
            *full, line = [*([line] if line else []), *(_chopped(part, width))]
            lines += full
            room = width if lines else room
    first, *rest = (one.rstrip() for one in (*lines, line))
    return [first, *(f"{' ' * hang}{one}" for one in rest)]


def _cells(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _chopped(word: str, width: int) -> list[str]:
    """A word in pieces of so many cells; one that fits is its only piece."""
    if _cells(word) <= width:
        return [word]
    from rich.cells import chop_cells

    return chop_cells(word, width)
