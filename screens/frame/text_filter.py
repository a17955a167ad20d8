"""No control sign reaches the terminal: what a text holds is shown, never obeyed.

Textual passes escapes on from nearly every widget. One filter over every line stops them all; it
is one instance, since a new one per call would lose Textual's cache of filtered lines.
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from rules.words.signs import hidden, is_plain, picture

ZWJ = "\u200d"
_BLANKS = re.compile("  +")


class ControlFilter(LineFilter):
    """Replaces the signs that a terminal obeys or hides, and keeps each line as wide as it was."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, where none holds such a sign; else without them."""
        if all(segment.control or is_plain(segment.text) for segment in segments):
            return segments
        # Looked at as one: a joiner may stand at the edge of a segment, beside the cursor.
        line = "".join("" if segment.control else segment.text for segment in segments)
        found = set(hidden(line))
        if not found:
            return segments
        shown, owed = _shown(segments, found)
        if owed:
            # Nowhere is the room for a picture of what takes no cell.
            shown, owed = _shown(segments, found, leave_out=True)
        if owed:
            shown = [*Strip(shown).crop(0, sum(cell_len(segment.text) for segment in segments))]
        return shown


def each_seen(text: str) -> str:
    """A text of as many signs, of which each hidden one takes a cell, a tab and a line end too.

    Where a cursor stands in it, and what fits beside it, is then counted as it is drawn.
    """
    found = set(hidden(text))
    if not found:
        return text
    return "".join(_cell(sign) if at in found else sign for at, sign in enumerate(text))


def _shown(
    segments: list[Segment], found: set[int], *, leave_out: bool = False
) -> tuple[list[Segment], int]:
    """The segments with pictures for what was found, and how many cells that is too wide.

    What takes no cell has a picture that takes one, which the next run of blanks gives up.
    """
    shown, owed, at = [], 0, 0
    for segment in segments:
        if segment.control:
            shown.append(segment)
            continue
        parts, plain = [], ""
        for after, sign in enumerate(segment.text, 1):
            if at not in found:
                plain += sign
            else:
                plain, owed = _narrowed(plain, owed)
                # A joiner takes away the cells of what it is thought to join.
                width = (
                    -cell_len(segment.text[after : after + 1]) if sign == ZWJ else cell_len(sign)
                )
                drawn = "" if leave_out and width < 1 else _cell(sign) + " " * (width - 1)
                owed += len(drawn) - width
                parts += [plain, drawn]
                plain = ""
            at += 1
        plain, owed = _narrowed(plain, owed)
        shown.append(Segment("".join([*parts, plain]), segment.style))
    return shown, owed


def _narrowed(text: str, cells: int) -> tuple[str, int]:
    """Text without so many of its blanks, one of each run left; and how many are still wanted."""
    left = cells

    def fewer(run: re.Match[str]) -> str:
        nonlocal left
        taken = min(left, len(run[0]) - 1)
        left -= taken
        return run[0][taken:]

    return _BLANKS.sub(fewer, text), left


def _cell(sign: str) -> str:
    """One sign of one cell in place of one."""
    shown = picture(sign)
    return shown if len(shown) == 1 else "\ufffd"
