"""Text to cells and back: whatever a spreadsheet, a harness or a README puts on a clipboard.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from rules.answers.answers import Table
from rules.questions.question import Question
from rules.words.wording import visible

MOST_ROWS = 500
"""Rows of a paste that are taken: more would be a log, and no table to judge by."""

_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
_UPRIGHT = str.maketrans(dict.fromkeys("│┃║", "|"))
_RULE = re.compile(r"[\s|:+=\-_─━═╌┄┈┌┐└┘├┤┬┴┼╭╮╰╯╒╕╘╛╞╡╪╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋┡┩╇]+")
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+)\1", re.DOTALL)
_GAP = re.compile(r" {2,}")
_BEGINS_A_FORMULA = ("=", "+", "-", "@")


class Sheet(NamedTuple):
    """Cells as they were pasted."""

    rows: tuple[tuple[str, ...], ...]
    """All of the same length; the last cell of one of them, and one of the last row, has a text."""
    separator: str
    """What stands between the cells of a row, in words."""
    left_out: int = 0
    """Rows beyond those that may be taken: headings stand above them, or do not."""

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return len(self.rows[0])


def sheet_of(text: str) -> Sheet | None:
    """The cells of a text; None where it is a single answer and no table.

    Several lines are rows, of one cell each where nothing separates any. A single line is a row
    only where tabs do, as from a spreadsheet: its commas may group digits.
    """
    plain = _LINE_ENDS.sub("\n", text.lstrip("\ufeff")).strip("\n")
    if not plain.strip():
        return None
    if "\t" in plain:
        return _sheet(_separated(plain, "\t"), "tabs")
    lines = [line for line in plain.split("\n") if line.strip()]
    if len(lines) < 2:
        return None
    drawn = _drawn(lines)
    if drawn is not None:
        return _sheet(drawn, "vertical bars")
    for words, rows in _READINGS:
        found = rows(plain)
        if found and len({len(row) for row in found}) == 1 and len(found[0]) > 1:
            return _sheet(found, words)
    return _sheet([[line] for line in plain.split("\n")], "lines")


def text_of(question: Question, table: Table) -> str:
    """The rows of a table as tab-separated text, headings first, to be pasted into a spreadsheet.

    A text that a spreadsheet would take for a formula has an apostrophe before it, which is taken
    off again where it is pasted here.
    """
    columns = question.columns
    rows = [[column.label for column in columns]]
    for row in table.rows:
        texts = (row.cells[one.key].text if one.key in row.cells else "" for one in columns)
        rows.append([_inert(" ".join(visible(text).split())) for text in texts])
    return "".join("\t".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(text: str) -> str:
    """A cell as spreadsheets write one with quotes in it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if doubled != text else text


def _inert(text: str) -> str:
    is_number = text[:1] in "+-" and text[1:2].isdecimal()
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) and not is_number else text


def _sheet(given: Iterable[Iterable[str]], separator: str) -> Sheet | None:
    cells = [[_cell(text) for text in row] for row in given]
    # What is empty behind all else says nothing; an empty row between others keeps its place.
    width = max((at + 1 for row in cells for at, text in enumerate(row) if text), default=0)
    if not width:
        return None
    height = max(at + 1 for at, row in enumerate(cells) if any(row))
    kept = cells[: min(height, MOST_ROWS + 1)]
    rows = tuple(tuple([*row, *[""] * width][:width]) for row in kept)
    return Sheet(rows, separator, height - len(kept))


def _cell(text: str) -> str:
    stripped = " ".join(text.split())
    return stripped[1:] if stripped[:1] == "'" and stripped[1:2] in _BEGINS_A_FORMULA else stripped


def _separated(text: str, separator: str) -> list[list[str]]:
    """Rows of quoted or bare cells; quotes that do not close are signs like all others."""
    # Every field that can be pasted into knows of sheets, and few pastes are one.
    import csv

    lines = (f"{line}\n" for line in text.split("\n"))
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return [line.split(separator) for line in text.split("\n")]


def _drawn(lines: list[str]) -> list[list[str]] | None:
    """Rows of a table of bars, as in a README or as a terminal draws one."""
    upright = [line.translate(_UPRIGHT).strip() for line in lines]
    rows = [line for line in upright if not _RULE.fullmatch(line)]
    if not rows or not all("|" in line for line in rows):
        return None
    inner = [re.sub(r"^\||(?<!\\)\|$", "", row) for row in rows]
    return [[_unmarked(cell) for cell in re.split(r"(?<!\\)\|", row)] for row in inner]


def _unmarked(cell: str) -> str:
    """A cell of a README without what makes it bold or code."""
    stripped = cell.replace("\\|", "|").strip()
    marked = _EMPHASIS.fullmatch(stripped)
    return marked[2] if marked else stripped


def _spaced(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [_GAP.split(line) for line in lines if not _RULE.fullmatch(line)]


def _by(separator: str) -> Callable[[str], list[list[str]]]:
    return lambda text: [row for row in _separated(text, separator) if any(map(str.strip, row))]


_READINGS: tuple[tuple[str, Callable[[str], list[list[str]]]], ...] = (
    ("semicolons", _by(";")),
    ("commas", _by(",")),
    ("spaces", _spaced),
)
