"""The payback curve: what is left of the investment, month by month.

A line of braille dots over a zero line, with an axis of money and one of months, legible without
colour: the crossing is marked and named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from rules.figures.cash import LARGEST
from rules.words.money import Words
from rules.words.wording import months

NARROWEST = 20
"""Cells of the curve itself below which it would say nothing."""
SHORTER = 40
"""Cells below which the axis of money says `$223k`, so that the curve has more of them."""
APART = 10
"""Cells between two months that are named below the curve, at least."""
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)
"""Months from one that is named to the next."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Braille bits by row and column of a cell."""
_HIGH = len(_DOTS)
"""Dots of a cell, one above the other."""


def payback_curve(
    balance: Sequence[float],
    payback: float,
    width: int,
    height: int,
    words: Words,
    band: Sequence[tuple[float, float]] = (),
    *,
    titled: bool = False,
    planned: Sequence[float] = (),
    known: int | None = None,
) -> list[str]:
    """The curve as lines of text, with what is spent before anything comes back below its zero.

    Args:
        balance: money after each month, month 0 first; empty or not known gives no chart.
        payback: month at which the balance stays above zero; infinite where it does not.
        width: cells for everything, axis labels included.
        height: lines for everything, title and axis of months included; at least 4.
        words: how money reads.
        band: for each month the balance that is undercut, and exceeded, one time in ten; shaded.
        titled: whether the first line says what the curve is.
        planned: another balance that it is held against, in dots; the last line is then the key.
        known: the month up to which the balance is no forecast, where some of it is one.
    """
    if (
        len(balance) < 2
        or not _drawable(planned)
        or not _drawable(balance)
        or width < 24
        or height < 4 + titled
    ):
        return []
    shaded = band if _drawable(one for pair in band for one in pair) else ()
    top = max(0.0, *balance, *planned, *(high for _, high in shaded))
    bottom = min(0.0, *balance, *planned, *(low for low, _ in shaded))
    rows = height - 1 - titled - bool(planned)
    scale = _Scale(top, bottom, rows)
    named = scale.named(words.money if width >= SHORTER else words.short_money)
    margin = max(map(len, named.values())) + 2
    columns = width - margin
    if columns < NARROWEST:
        return []
    plot = _Plot(columns, rows)
    lows, highs = [low for low, _ in shaded], [high for _, high in shaded]
    for dot in range(columns * 2):
        month = dot / (columns * 2 - 1) * (len(balance) - 1)
        if shaded:
            plot.shade(dot, scale.dot(_between(highs, month)), scale.dot(_between(lows, month)))
        if planned:
            plot.dot(dot, scale.dot(_between(planned, month)))
        plot.set(dot, scale.dot(_between(balance, month)))
    title = [_title(balance, payback, words, width)] if titled else []
    horizon = len(balance) - 1
    ticks = _ticks(horizon, columns)
    lines = [
        f"{named.get(row, ''):>{margin - 2}} {_bar(row, scale.zero_row, named)}{line}"
        for row, line in enumerate(plot.lines(scale.zero_row, set(ticks.values())))
    ]
    key = [_key(width, known)] if planned else []
    return [*title, *lines, _axis(horizon, payback, margin, columns, ticks), *key]


def _key(width: int, known: int | None) -> str:
    """What the lines are, with as much of it as there is room for."""
    what = f"as it was for {months(known)}, then ahead" if known else "as it is expected"
    options = (f"⠒⠒ {what}   ·· planned   ░░ P10 to P90", "⠒⠒ balance  ·· planned  ░░ band")
    return next((one for one in options if len(one) <= width), "")


def _title(balance: Sequence[float], payback: float, words: Words, width: int) -> str:
    """What the curve is, with as much of what it says as there is room for."""
    upfront = f", {words.money(-balance[0])} upfront" if balance[0] < 0 else ""
    never = f"not back within {months(len(balance) - 1)}"
    back = never if math.isinf(payback) else f"back after {months(payback)}"
    said = ("Balance month by month", "Balance by month", "Balance")
    options = (f"{said[0]}{upfront}, {back}", *(f"{one}{upfront}" for one in said), said[2])
    return next((one for one in options if len(one) <= width), said[2][:width])


def _bar(row: int, zero: int, named: Mapping[int, str]) -> str:
    """The piece of the axis of money beside a row."""
    return "┼" if row == zero else "┤" if row in named else "│"


class _Scale:
    """Which dot an amount is at. What is spent has a row below zero, what is earned one above."""

    def __init__(self, top: float, bottom: float, rows: int) -> None:
        """Find room for all between two amounts, zero among them, in so many rows."""
        self._ends = top, bottom
        last = rows * _HIGH - 1
        # Halved, since the difference of two numbers may be more than can be calculated.
        up, down = top / 2, -bottom / 2
        natural = int(up / (up + down) * last) if up + down > 0 else last
        first, most = (_HIGH if up else 0), (last - _HIGH if down else last)
        self._zero = max(first, min(natural, most))
        self.zero_row = self._zero // _HIGH
        above, below = self._zero, last - self._zero
        self._half = max(up / above if up else 0.0, down / below if down else 0.0) or 1.0
        """Half of what one dot is worth."""
        self._last = last

    def dot(self, amount: float) -> int:
        """Counted from the top."""
        return max(0, min(self._last, round(self._zero - amount / 2 / self._half)))

    def named(self, say: Callable[[float], str]) -> dict[int, str]:
        """The amounts that stand beside rows: both ends and zero, each in a row of its own."""
        top, bottom = self._ends
        found = {self.zero_row: say(0.0)}
        if top > 0:
            found[min(self.dot(top) // _HIGH, self.zero_row - 1)] = say(top)
        if bottom < 0:
            found[max(self.dot(bottom) // _HIGH, self.zero_row + 1)] = say(bottom)
        return found


def _drawable(amounts: Iterable[float]) -> bool:
    """Whether the differences of all amounts are numbers too."""
    return all(abs(one) <= LARGEST for one in amounts)


def _between(balance: Sequence[float], month: float) -> float:
    before = min(int(month), len(balance) - 2)
    share = month - before
    return balance[before] * (1 - share) + balance[before + 1] * share


def _ticks(horizon: int, columns: int) -> dict[int, int]:
    """The months that are named between the first and the last, with their columns."""
    step = next((one for one in _STEPS if one * columns >= APART * horizon), horizon)
    return {month: round(month / horizon * (columns - 1)) for month in range(step, horizon, step)}


def _axis(horizon: int, payback: float, margin: int, columns: int, ticks: Mapping[int, int]) -> str:
    """Months below the curve, with the payback named where it falls."""
    cells = [" "] * columns
    last = months(horizon)
    ends = (("0", 0), (last, columns - len(last)))
    for text, start in ends:
        cells[start : start + len(text)] = text
    if math.isfinite(payback):
        text = f"▲ {months(payback)}"
        room = columns - len(last) - 1
        if len(text) + 2 > room:
            text = "▲"
        start = round(payback / horizon * (columns - 1))
        start = max(2, min(start, room - len(text)))
        cells[start : start + len(text)] = text
    for month, column in ticks.items():
        text = str(month)
        start = column - len(text) // 2
        # What is named already stays legible.
        if not "".join(cells[max(0, start - 1) : start + len(text) + 1]).strip():
            cells[start : start + len(text)] = text
    return " " * margin + "".join(cells)


class _Plot:
    """Dots on a grid of braille cells."""

    def __init__(self, columns: int, rows: int) -> None:
        self._cells = [[0] * columns for _ in range(rows)]
        self._shaded: set[tuple[int, int]] = set()
        self._beside: set[tuple[int, int]] = set()

    def set(self, x: int, y: int) -> None:
        """Set one dot; the origin is at the top left."""
        self._cells[y // _HIGH][x // 2] |= _DOTS[y % _HIGH][x % 2]

    def shade(self, x: int, first: int, last: int) -> None:
        """Shade the cells of a column of dots, from one row of dots to another."""
        self._shaded |= {(x // 2, y) for y in range(first // _HIGH, last // _HIGH + 1)}

    def dot(self, x: int, y: int) -> None:
        """Have a cell of the other balance, where there is nothing else in it."""
        self._beside.add((x // 2, y // _HIGH))

    def lines(self, zero: int, ticks: Container[int]) -> list[str]:
        """The rows as text; the zero line and the shade are drawn where there are no dots."""
        return [
            "".join(
                chr(0x2800 + cell)
                if cell
                else "·"
                if (column, number) in self._beside
                else "┬"
                if number == zero and column in ticks
                else "─"
                if number == zero
                else "░"
                if (column, number) in self._shaded
                else " "
                for column, cell in enumerate(row)
            )
            for number, row in enumerate(self._cells)
        ]
