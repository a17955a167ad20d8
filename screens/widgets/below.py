"""What stands below the help where lines are free: what the answers of a step make."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from rules.argument.lines import Section
from screens.fields.cut import cut
from screens.widgets.chart import Drawn

HEADING, ROW, CURVE = "below--heading", "below--row", "below--curve"
LOOKS = (HEADING, ROW, CURVE)
"""Component classes of its lines."""
HIGHEST_CURVE, LOWEST_CURVE = 12, 5
USUAL_LINES = 9
"""Lines that most of it takes, which are left to it before rows stand apart."""
SHORT = 16
"""Cells of values that stand under each other at the right, as in a sum."""


class Below(NamedTuple):
    """What there is to show."""

    sheet: Section | None = None
    """The parts of the worksheet behind the answer at hand."""
    step: Section | None = None
    """What all answers of the step make."""
    curve: Drawn | None = None


def laid_out(below: Below, width: int, room: int) -> list[tuple[str, str]]:
    """As much as there is room for, the step's own lines first.

    Args:
        below: what there is.
        width: cells of a line.
        room: lines there are.

    Returns:
        Lines with the component class each is drawn in.
    """
    step = _block(below.step, width)
    if len(step) > room:
        # The sum says most.
        step = [step[0], step[-1]] if room >= 2 else []
    left = room - len(step)
    sheet = _block(below.sheet, width)
    sheet = [*sheet, ("", ROW)] if sheet and step else sheet
    if len(sheet) > left:
        sheet = []
    left -= len(sheet)
    curve: Sequence[str] = ()
    if below.curve is not None and left > LOWEST_CURVE:
        curve = below.curve(width, min(HIGHEST_CURVE, left - 1))
    drawn = [("", ROW), *((line, CURVE) for line in curve)] if curve else []
    return [*sheet, *step, *drawn]


def _wrapped(text: str, width: int) -> Sequence[str]:
    return [text] if cell_len(text) <= width else textwrap.wrap(text, width)


def _block(section: Section | None, width: int) -> list[tuple[str, str]]:
    """A heading, and under it labels and values in columns."""
    if section is None:
        return []
    names = max(cell_len(line.label) for line in section.lines)
    values = max(cell_len(line.text) for line in section.lines)
    lines = [(cut(section.heading, width), HEADING)]
    for line in section.lines:
        label = line.label + " " * (names - cell_len(line.label))
        gap = " " * (values - cell_len(line.text)) if values <= SHORT else ""
        first, *rest = _wrapped(line.text, max(SHORT, width - names - 4))
        lines.append((cut(f"  {label}  {gap}{first}", width), ROW))
        lines += [(cut(" " * (names + 4) + one, width), ROW) for one in rest]
    return lines
