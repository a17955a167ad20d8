"""How label, field and note share the width of a row.

A label keeps its unit, a field holds what is typed into it, and a note is read to its end, as far
as there is room for all three. Rows of a form have their columns in common; a row whose text would
be cut takes the cells that its own note leaves free, and those of its label where that makes it
whole.
"""

from __future__ import annotations

from typing import NamedTuple

FIELD = 26
"""Cells of a field in which what is usually typed is seen whole, such as
`$0.0042 ($0.0038..$0.0051)`."""
LEAST_FIELD = 8
"""Cells of a field that a label leaves to it."""
SHORT_FIELD = 17
"""Cells of a field that still holds `6M (4.5M..8M)`."""
NOTE, LONG_NOTE = 11, 17
"""Cells of a note that holds a basis or that an answer is needed; and of one that holds most words
about what is wrong."""
BESIDE = 2
"""Cells beside a label: its marker and a gap."""
LABEL = 30 + BESIDE
"""Cells of the longest label with the shortest unit."""
NARROW = LABEL + SHORT_FIELD + NOTE
"""Cells of a row below which labels are cut to leave the field something."""
GAP = 2
"""Cells beside a note: one before it, one behind it."""


class Columns(NamedTuple):
    """Cells at the left and at the right of the fields."""

    label: int
    note: int


def columns(width: int, label: int) -> Columns:
    """The columns that the rows of a form have in common.

    Args:
        width: of a row.
        label: cells of its longest label with marker and gap.
    """
    if width < NARROW:
        least = width * 2 // 5
        return Columns(min(label, max(least, width - SHORT_FIELD - NOTE)), min(NOTE, width // 6))
    named = min(label, max(LABEL, width - FIELD - NOTE))
    return Columns(named, min(LONG_NOTE, max(NOTE, width - named - FIELD)))


def of_row(common: Columns, width: int, *, label: int, text: int, note: int) -> Columns:
    """The columns of one row: its field takes what it needs and the others do not.

    Args:
        common: the columns of its form.
        width: of the row.
        label: cells of its own label with its shortest unit, marker and gap.
        text: cells its field needs to show the answer whole.
        note: cells of its note, 0 where there is none.
    """
    beside = note + GAP if note else 0
    room = width - sum(common)
    if text > room:
        right = min(beside, max(common.note, width - common.label - SHORT_FIELD))
        left = min(common.label, label)
        # Out of its column only where that makes it whole.
        is_whole = width - common.label - right < text <= width - left - right
        return Columns(left if is_whole else common.label, right)
    right = max(common.note, min(beside, width - common.label - text))
    spare = width - beside - max(text, LEAST_FIELD)
    if label > common.label and spare > common.label:
        return Columns(min(label, spare), beside)
    return Columns(common.label, right)
