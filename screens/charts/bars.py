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
    at_base = _cell(base, extent, width)
    cells = [EMPTY] * width
    for end, sign in zip(ends, (LOW, HIGH), strict=True):
        at = _cell(end, extent, width)
        for cell in range(min(at, at_base), max(at, at_base) + 1):
            cells[cell] = sign
    cells[at_base] = BASE
    return "".join(cells)


def _cell(value: float, extent: tuple[float, float], width: int) -> int:
    low, high = extent
    if high <= low:
        return width // 2
    return min(width - 1, max(0, round((value - low) / (high - low) * (width - 1))))


def extent_of(values: Sequence[float]) -> tuple[float, float]:
    """The least and largest of all finite values."""
    return min(values), max(values)
