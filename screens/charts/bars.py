"""Bars made of background-coloured cells; signs carry them where there is no colour."""

from __future__ import annotations

from collections.abc import Sequence

LOW, HIGH, BASE, EMPTY = "░", "▓", "│", " "
"""What a cell shows: a worse-known end of a range, the other, the case as it is, nothing."""


def tornado_bar(
    ends: tuple[float, float], base: float, extent: tuple[float, float], width: int
) -> str:
    """One row of a tornado: the outcome at the low and at the high end of one number.

    Args:
        ends: outcome at the low end, outcome at the high end.
        base: outcome of the case as it is.
        extent: least and largest outcome of the whole chart.
        width: cells.

    Returns:
        A text of that many cells, of the four signs above.
    """
    at_base = cell_of(base, extent, width)
    cells = [EMPTY] * width
    for end, sign in zip(ends, (LOW, HIGH), strict=True):
        at = cell_of(end, extent, width)
        for cell in range(min(at, at_base), max(at, at_base) + 1):
            cells[cell] = sign
    cells[at_base] = BASE
    return "".join(cells)


def cell_of(value: float, extent: tuple[float, float], width: int) -> int:
    """The cell of a chart in which a value lies; the middle one where there is no extent."""
    # Halved, since the difference of two numbers may be more than can be calculated.
    low, high, at = extent[0] / 2, extent[1] / 2, value / 2
    if high <= low:
        return width // 2
    return min(width - 1, max(0, round((at - low) / (high - low) * (width - 1))))


def extent_of(values: Sequence[float]) -> tuple[float, float]:
    """The least and largest of all finite values."""
    return min(values), max(values)
