"""How the step screen shares its terminal: how wide rail and panel are, how high form and help.

Fields come first. Rail and panel stand beside them only where the fields keep room for what is
typed into them; where there is less, the panel shrinks, then the rail loses its names, and then
each of the two is one line.
"""

from __future__ import annotations

from typing import NamedTuple

FORM = 70
"""Cells in which a form shows its longest label with its unit, what is usually typed, and a note;
a test holds the questions against it."""
NAMED_RAIL, BARE_RAIL = 19, 6
"""Cells of the rail with the names of the steps, and with their numbers alone."""
PANEL, SMALL_PANEL, LARGE_PANEL = 32, 30, 46
"""Cells of the panel beside a form; of the smallest that shows its figures whole; and of the
largest, which has room for sentences and the curve."""
COLUMNS_FROM = FORM + BARE_RAIL + SMALL_PANEL
"""Cells of a terminal from which on rail, form and panel stand beside each other."""
WIDE_FORM = 90
"""Cells of a form beyond which further ones are the panel's."""


class Widths(NamedTuple):
    """Cells of the rail and of the panel; the form has what is left."""

    rail: int
    panel: int


def widths(width: int) -> Widths | None:
    """Rail and panel beside the form; None where there is no room and each is one line.

    Args:
        width: of the terminal.
    """
    if width < COLUMNS_FROM:
        return None
    rail = NAMED_RAIL if width >= FORM + NAMED_RAIL + SMALL_PANEL else BARE_RAIL
    panel = min(PANEL, width - rail - FORM)
    return Widths(rail, max(panel, min(LARGE_PANEL, width - rail - WIDE_FORM)))


class Heights(NamedTuple):
    """Lines of the form, and whether its rows stand apart; the help has what is left."""

    form: int
    apart: bool


def heights(
    height: int, *, rows: int, count: int, opened: int, wanted: int, least: int, spare: int
) -> Heights:
    """How form and help share the lines between them.

    Args:
        height: of both.
        rows: lines that all rows take now.
        count: of rows.
        opened: lines by which a row at hand grows at most.
        wanted: lines in which the help of every question is whole.
        least: lines that the help has also where rows have to scroll for it.
        spare: lines below the help that are filled before rows stand apart.
    """
    # Whether they stand apart must not follow which row is at hand: all of them would move.
    if 2 * count + opened + wanted + spare <= height:
        return Heights(rows + count, apart=True)
    return Heights(max(1, min(rows, height - least)), apart=False)
