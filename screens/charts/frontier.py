"""Verdicts over volume and price as text: regions told apart by their fill, not by colour."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rules.catalog.rule import VERDICTS, VerdictId
from rules.uncertainty.scenarios.frontier import Frontier
from rules.verdict import SPOKEN
from rules.words.money import Words
from rules.words.wording import count

FILLS: Mapping[VerdictId, str] = dict(zip(VERDICTS, "█▒░·", strict=True))
"""The better, the darker."""
HERE = "◆"
"""Where the case stands."""
NARROWEST, LOWEST = 40, 8
"""Cells and lines below which it would say nothing."""
WIDEST = 4
"""Cells of one price, at most."""


def frontier_chart(found: Frontier, words: Words, width: int, height: int) -> list[str]:
    """The picture as lines of text, its legend last.

    Args:
        found: what is shown.
        words: how money reads.
        width: cells for everything, labels included.
        height: lines for everything, axis and legend included.

    Returns:
        No line where there is no room.
    """
    labels = [count(one) for one in (found.highest, found.calls_per_month, found.lowest)]
    margin = max(map(len, labels)) + 2
    each = min(WIDEST, (width - margin) // len(found.columns))
    legend = _legend(found, width)
    # An odd number of rows, so that the volume of the case is in the middle of one.
    rows = (height - 2 - len(legend)) // 2 * 2 - 1
    if width < NARROWEST or each < 1 or rows < LOWEST - 3:
        return []
    span = math.log(found.highest / found.lowest)
    middle = round(math.log(found.highest / found.calls_per_month) / span * (rows - 1))
    here = min(
        range(len(found.columns)),
        key=lambda at: abs(found.columns[at].cost_per_1k - found.cost_per_1k),
    )
    named = {0: labels[0], middle: labels[1], rows - 1: labels[2]}
    lines = ["calls a month"]
    for row in range(rows):
        calls = found.highest / math.exp(span * row / (rows - 1))
        if row == middle:
            calls = found.calls_per_month
        cells = [_fill(column.at(calls)) * each for column in found.columns]
        if row == middle:
            cells[here] = HERE + cells[here][1:]
        bar = "┤" if row in named else "│"
        lines.append(f"{named.get(row, ''):>{margin - 2}} {bar}{''.join(cells)}")
    return [*lines, _axis(found, words, margin, each, here), *legend]


def _fill(verdict: VerdictId | None) -> str:
    return " " if verdict is None else FILLS[verdict]


def _axis(found: Frontier, words: Words, margin: int, each: int, here: int) -> str:
    """The lowest price, that of the case and the highest, below their columns."""
    cells = [" "] * (each * len(found.columns))
    first, last = (words.money(found.columns[at].cost_per_1k) for at in (0, -1))
    cells[: len(first)] = first
    cells[len(cells) - len(last) :] = last
    said = f"▲ {words.money(found.cost_per_1k)}"
    start = here * each
    if not "".join(cells[start - 1 : start + len(said) + 1]).strip():
        cells[start : start + len(said)] = said
    return f"{' ' * margin}{''.join(cells)}"


def _legend(found: Frontier, width: int) -> list[str]:
    parts = [f"{FILLS[one]} {SPOKEN[one].within}" for one in VERDICTS if one in found.verdicts] + [
        f"{HERE} the case"
    ]
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]}   {part}" if lines[-1] else part
        if len(joined) > width:
            lines.append(part)
        else:
            lines[-1] = joined
    price = "across: the teacher's price per 1,000 calls"
    return [*lines, price] if len(price) <= width else lines
