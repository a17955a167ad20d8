"""The sheet of yearly totals: each line of the Model, by twelve months.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

from wizard.reports.workbook.formula import Cells, Formula, Value, formula
from wizard.reports.workbook.functions import total, total_where
from wizard.reports.workbook.model import HEADS, LINES, Model
from wizard.reports.workbook.sheet import Sheet

_LABEL, _UNIT, _TOTAL, _FIRST_YEAR = range(4)
_HEAD = 3
SUMMED = ("handled", *LINES, "net", "discounted")
"""Columns of the Model that have a row each."""


class Years:
    """The rows, which checks and the summary use."""

    def __init__(self, sheet: Sheet, model: Model) -> None:
        self.sheet = sheet
        self.model = model
        self.totals: dict[str, Formula] = {}
        """Over all years, by the name of the column."""
        self._net: list[Formula] = []
        self.first_net = formula(0)
        """Of year 1."""
        self.closing: Formula = formula(0)
        """Cash at the end of the last year."""

    def write(self) -> None:
        """Fill the sheet."""
        sheet, model = self.sheet, self.model
        years = range(int(model.columns["year"].numbers[-1]) + 1)
        last = _FIRST_YEAR + len(years) - 1
        currency = sheet.currency
        sheet.columns(34, 12, 16, *[15] * len(years))
        sheet.titled(
            "Yearly totals",
            last,
            "The months of the Model by twelve, in the scenario in force. Year 0 is the upfront;"
            " a last year that the horizon ends within is shorter.",
        )
        sheet.header(
            _HEAD - 1, "Line", "Unit", "Total", *(f"Year {year}" for year in years),
            right=range(_TOTAL, last + 1),
        )  # fmt: skip
        sheet.text(_HEAD, _LABEL, "Number of the year", "note")
        for year in years:
            sheet.number(_HEAD, _FIRST_YEAR + year, float(year), "fixed count")
        keys = model.columns["year"]
        for row, name in enumerate(SUMMED, _HEAD + 1):
            self._row(row, name, keys, last, "calls" if name == "handled" else currency)
        self._cash(_HEAD + 1 + len(SUMMED), last, currency)
        sheet.finish(frozen=_HEAD + 1, frozen_columns=1, repeated=_HEAD - 1)

    def _row(self, row: int, name: str, keys: Cells, last: int, unit: str) -> None:
        sheet, style = self.sheet, "whole" if name == "handled" else "money"
        strong = " strong" if name == "net" else ""
        sheet.labels(row, HEADS[name], unit)
        placed = [
            sheet.put(
                row,
                column,
                total_where(keys, self._year(column), self.model.columns[name]),
                f"figure {style}{strong}",
            )
            for column in range(_FIRST_YEAR, last + 1)
        ]
        values: list[Value] = [one.value for one in placed]
        cells = sheet.across(row, _FIRST_YEAR, last, values, f"years_{name}")
        self.totals[name] = sheet.put(
            row, _TOTAL, total(cells), f"figure strong {style}", f"years_total_{name}"
        )
        if name == "net":
            self._net = placed
            first = _FIRST_YEAR + 1
            self.first_net = sheet.reference(row, first, placed[1].value, elsewhere=True)

    def _year(self, column: int) -> Formula:
        place = self.sheet.reference(_HEAD, column, float(column - _FIRST_YEAR))
        letters = place.text.rstrip("0123456789")
        return Formula(f"{letters}${_HEAD + 1}", place.value)

    def _cash(self, row: int, last: int, currency: str) -> None:
        """Cash at the beginning and at the end of each year."""
        sheet = self.sheet
        for place, said in ((row, "Opening cash"), (row + 1, "Cumulated cash")):
            sheet.labels(place, said, currency)
        sheet.number(row, _FIRST_YEAR, 0.0, "figure money")
        opening = sheet.reference(row, _FIRST_YEAR, 0.0)
        for column, net in enumerate(self._net, _FIRST_YEAR):
            closing = sheet.put(row + 1, column, opening + net, "figure strong money")
            self.closing = sheet.reference(row + 1, column, closing.value, elsewhere=True)
            if column < last:
                opening = sheet.put(row, column + 1, closing, "figure money")
