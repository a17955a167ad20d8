"""Bars made of background-coloured cells; signs carry them where there is no colour."""

from __future__ import annotations

from collections.abc import Sequence

WORSE, BETTER, BASE, EMPTY = "░", "▓", "│", " "
"""What a cell shows: an outcome worse than the case as it is, a better one, itself, nothing."""
LOW_END, HIGH_END, BOTH_ENDS = "-", "+", "±"
"""What stands where a number is at the low end of its range, at the high end, at either."""
LEGEND = f"{WORSE} worse, {BETTER} better for the case; {LOW_END} low end, {HIGH_END} high end"
"""What the signs of a tornado mean."""


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
        A text of that many cells, of the signs above: what is worse stands left of the case as it
        is, what is better right of it.
    """
    at_base = cell_of(base, extent, width)
    low, high = (cell_of(end, extent, width) for end in ends)
    cells = [EMPTY] * width
    cells[min(low, high, at_base) : at_base] = WORSE * (at_base - min(low, high, at_base))
    cells[at_base + 1 : max(low, high, at_base) + 1] = BETTER * (max(low, high, at_base) - at_base)
    cells[low], cells[high] = LOW_END, HIGH_END
    if low == high:
        cells[low] = BOTH_ENDS
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
