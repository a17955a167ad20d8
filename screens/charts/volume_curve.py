"""The calls of each month, those of the student filled: legible without colour."""

from __future__ import annotations

from collections.abc import Sequence

from rules.figures.volume import Calls
from rules.words.wording import count, months
from screens.charts.histogram import EIGHTHS

TEACHERS = "░"
"""Fills what the student does not handle."""
NARROWEST, LOWEST = 24, 4
"""Cells and lines below which it would say nothing."""


def volume_curve(ahead: Sequence[Calls], width: int, height: int) -> list[str]:
    """The curve as lines of text.

    Args:
        ahead: the calls of each month.
        width: cells for everything, axis labels included.
        height: lines for everything, the axis of months included.

    Returns:
        No line where there is no room or nothing to show.
    """
    top = max((one.all for one in ahead), default=0.0)
    if width < NARROWEST or height < LOWEST or not 0 < top < float("inf"):
        return []
    label = count(top)
    margin, rows = max(len(label), 1) + 1, height - 1
    columns = width - margin
    shown = [ahead[column * len(ahead) // columns] for column in range(columns)]
    lines = []
    for row in reversed(range(rows)):
        named = label if row == rows - 1 else "0" if row == 0 else ""
        cells = "".join(_cell(one, top, row, rows) for one in shown)
        lines.append(f"{named:>{margin - 1}} {cells}")
    legend, last = f"█ student  {TEACHERS} teacher", months(len(ahead))
    axis = "1".ljust(columns - len(last)) + last
    if columns >= len(legend) + len(last) + 6:
        at = (columns - len(last) - len(legend)) // 2
        axis = axis[:at] + legend + axis[at + len(legend) :]
    return [*lines, " " * margin + axis]


def _cell(one: Calls, top: float, row: int, rows: int) -> str:
    """What a month shows in a line, counted from the lowest."""
    students = round(one.students / top * rows * 8) - 8 * row
    everyones = round(one.all / top * rows * 8) - 8 * row
    if students > 0:
        return EIGHTHS[min(8, students)]
    return TEACHERS if everyones >= 4 else " "
