"""Several people's ranges on one axis, and the pool of them, legible without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from screens.charts.bars import cell_of
from screens.fields.cut import cut

LIKELY, POOL = "●", "◆"
"""What stands at the likely value, and at that of the pool."""
APART = "!"
"""Stands behind the name of whoever stands apart."""
NARROWEST = 30
"""Cells for everything below which there is no chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One range of the chart."""

    name: str
    low: float
    likely: float
    high: float
    said: str
    """The range as text, at the right of its bar."""
    is_apart: bool = False
    is_pool: bool = False


def ranges(bars: Sequence[Bar], median: tuple[float, str], width: int) -> list[str]:
    """The chart as lines of text: one for each bar, and the axis with the median below them.

    Args:
        bars: in the order in which they stand.
        median: of the likely values, and what it is called.
        width: cells for everything.

    Returns:
        No line where there is no bar or no room.
    """
    if not bars or width < NARROWEST:
        return []
    name = min(width // 4, max(cell_len(one.name) for one in bars) + 2)
    said = min(width // 3, max(cell_len(one.said) for one in bars))
    room = width - name - said - 2
    extent = min(one.low for one in bars), max(one.high for one in bars)
    lines = [
        f"{_name(one, name)} {_drawn(one, extent, room)} {_padded(cut(one.said, said), said)}"
        for one in bars
    ]
    return [*lines, f"{' ' * name} {_axis(median, extent, room, said)}"]


def _name(bar: Bar, width: int) -> str:
    mark = f" {APART}" if bar.is_apart else ""
    return _padded(f"{cut(bar.name, width - len(mark))}{mark}", width)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _drawn(bar: Bar, extent: tuple[float, float], width: int) -> str:
    cells = [" "] * width
    low, likely, high = (cell_of(one, extent, width) for one in (bar.low, bar.likely, bar.high))
    if high > low:
        cells[low : high + 1] = ["├", *"─" * (high - low - 1), "┤"]
    cells[likely] = POOL if bar.is_pool else LIKELY
    return "".join(cells)


def _axis(median: tuple[float, str], extent: tuple[float, float], width: int, beside: int) -> str:
    """The mark of the median with its name, on the side that has room for it."""
    at, text = cell_of(median[0], extent, width), f"median {median[1]}"
    line = f"{' ' * at}▲ {text}"
    if len(line) > width + 1 + beside:
        line = f"{text} ▲".rjust(at + 1)
    return line.ljust(width + 1 + beside)[: width + 1 + beside]
