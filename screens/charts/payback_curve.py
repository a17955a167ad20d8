"""The payback curve: what is left of the investment, month by month.

A line of braille dots over a zero line, legible without colour: the crossing is marked and named.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rules.figures.cash import LARGEST
from rules.words.wording import Words, months

NARROWEST = 20
"""Cells of the curve itself below which it would say nothing."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Braille bits by row and column of a cell."""


def payback_curve(
    balance: Sequence[float],
    payback: float,
    width: int,
    height: int,
    words: Words,
    band: Sequence[tuple[float, float]] = (),
) -> list[str]:
    """The curve as lines of text.

    Args:
        balance: money after each month, month 0 first; empty or not known gives no chart.
        payback: month at which the balance stays above zero; infinite where it does not.
        width: cells for everything, axis labels included.
        height: lines for everything, the axis of months included; at least 4.
        words: how money reads.
        band: for each month the balance that is undercut, and exceeded, one time in ten; shaded.
    """
    if len(balance) < 2 or not _drawable(balance) or width < 24 or height < 4:
        return []
    shaded = band if _drawable(one for pair in band for one in pair) else ()
    top = max(0.0, *balance, *(high for _, high in shaded))
    bottom = min(0.0, *balance, *(low for low, _ in shaded))
    if top == bottom:
        top = bottom + 1.0
    labels = [words.money(top), words.money(0.0), words.money(bottom)]
    margin = max(map(len, labels)) + 1
    columns, rows = width - margin, height - 1
    if columns < NARROWEST:
        return []
    plot = _Plot(columns, rows)
    zero = round((top - 0.0) / (top - bottom) * (rows * 4 - 1))

    def level(value: float) -> int:
        return round((top - value) / (top - bottom) * (rows * 4 - 1))

    lows, highs = [low for low, _ in shaded], [high for _, high in shaded]
    for dot in range(columns * 2):
        month = dot / (columns * 2 - 1) * (len(balance) - 1)
        if shaded:
            plot.shade(dot, level(_between(highs, month)), level(_between(lows, month)))
        plot.set(dot, level(_between(balance, month)))
    lines = plot.lines(zero // 4)
    lines = [f"{' ' * margin}{line}" for line in lines]
    for row, label in ((rows - 1, labels[2]), (0, labels[0]), (zero // 4, labels[1])):
        lines[row] = f"{label:>{margin - 1}} {lines[row][margin:]}"
    return [*lines, _axis(len(balance) - 1, payback, margin, columns)]


def _drawable(amounts: Iterable[float]) -> bool:
    """Whether the differences of all amounts are numbers too."""
    return all(abs(one) <= LARGEST for one in amounts)


def _between(balance: Sequence[float], month: float) -> float:
    before = min(int(month), len(balance) - 2)
    share = month - before
    return balance[before] * (1 - share) + balance[before + 1] * share


def _axis(horizon: int, payback: float, margin: int, columns: int) -> str:
    """Months below the curve, with the payback named where it falls."""
    cells = [" "] * columns
    last = months(horizon)
    ends = (("0", 0), (last, columns - len(last)))
    for text, start in ends:
        cells[start : start + len(text)] = text
    if math.isfinite(payback):
        text = f"▲ {months(payback)}"
        start = round(payback / horizon * (columns - 1))
        start = max(2, min(start, columns - len(text) - len(ends[1][0]) - 1))
        cells[start : start + len(text)] = text
    return " " * margin + "".join(cells)


class _Plot:
    """Dots on a grid of braille cells."""

    def __init__(self, columns: int, rows: int) -> None:
        self._cells = [[0] * columns for _ in range(rows)]
        self._shaded: set[tuple[int, int]] = set()

    def set(self, x: int, y: int) -> None:
        """Set one dot; the origin is at the top left."""
        self._cells[y // 4][x // 2] |= _DOTS[y % 4][x % 2]

    def shade(self, x: int, first: int, last: int) -> None:
        """Shade the cells of a column of dots, from one row of dots to another."""
        self._shaded |= {(x // 2, y) for y in range(first // 4, last // 4 + 1)}

    def lines(self, zero: int) -> list[str]:
        """The rows as text; the zero line and the shade are drawn where there are no dots."""
        return [
            "".join(
                chr(0x2800 + cell)
                if cell
                else "─"
                if number == zero
                else "░"
                if (column, number) in self._shaded
                else " "
                for column, cell in enumerate(row)
            )
            for number, row in enumerate(self._cells)
        ]
