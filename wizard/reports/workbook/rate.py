"""The sheet that searches for the internal rate of return.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

from wizard.reports.workbook.constants import HIGHEST_RATE, LARGEST_FACTOR, MONTHS_PER_YEAR
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.formula import NONE, Cells
from wizard.reports.workbook.functions import (
    and_,
    at,
    if_,
    middle_of,
    polynomial,
    rows_of,
    total,
)
from wizard.reports.workbook.sheet import Sheet

_HALVINGS = 52
_HEAD = 7


def write_rate(sheet: Sheet, columns: dict[str, Cells], figures: Figures) -> None:
    """Fill the sheet, and add the rate to the figures.

    A spreadsheet's own IRR() starts from a guess and finds no rate for some flows; halving an
    interval always arrives.
    """
    sheet.columns(44, 18, 18, 18, 20)
    sheet.titled(
        "Internal rate of return",
        4,
        "The yearly rate at which the flows are worth nothing today. It is searched for in the"
        " monthly discount factor x: the flows are worth more than nothing on one side of it and"
        " less on the other, and each row halves the interval between the two.",
    )
    net, months, signs = columns["net"], columns["month"], columns["sign"]
    sheet.text(2, 0, "Changes of sign; exactly one gives one rate", "label")
    count = sheet.put(2, 1, total(columns["turn"]), "figure count", "rate_changes_of_sign")
    sheet.text(3, 0, "Sign of the early flows", "label")
    # Where it changes once, the early flows have the sign that the last ones have not.
    last = at(signs, rows_of(signs))
    early = sheet.put(3, 1, -last, "figure count", "rate_early_sign")
    sheet.text(4, 0, "Smallest x, of the highest rate", "label")
    least = sheet.put(4, 1, (1 + HIGHEST_RATE) ** (-1 / MONTHS_PER_YEAR), "figure small")
    sheet.text(5, 0, "What the flows are worth there", "label")
    worth_there = early * polynomial(net, least, months)
    there = sheet.put(5, 1, worth_there, "figure money", "rate_worth_at_smallest")
    sheet.header(
        _HEAD, "Halving", "From x", "To x", "Middle", "Worth at the middle", right=range(5)
    )
    low, high = least, LARGEST_FACTOR
    for row in range(_HEAD + 1, _HEAD + 1 + _HALVINGS):
        sheet.number(row, 0, float(row - _HEAD), "right")
        low = sheet.put(row, 1, low, "figure small")
        high = sheet.put(row, 2, high, "figure small")
        name = "rate_discount_factor" if row == _HEAD + _HALVINGS else ""
        middle = sheet.put(row, 3, middle_of(low, high), "figure small", name)
        worth = sheet.put(row, 4, early * polynomial(net, middle, months), "figure scientific")
        low, high = if_(worth > 0, middle, low), if_(worth > 0, high, middle)
    figures.result(
        "cash.irr",
        if_(and_(count.equals(1), there >= 0), middle**-MONTHS_PER_YEAR - 1, NONE),
        'searched for on the sheet Rate; "none" unless the flows change sign exactly once',
    )
    sheet.finish(frozen=_HEAD + 1, repeated=_HEAD)
