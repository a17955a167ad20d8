"""Rows of the sheet of figures: each with unit, formula, how it follows, and the name of its cell.

Source: docs/specification.md §3.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.figures.catalogue import figure as figure_of
from rules.figures.catalogue.figure import Figure, Kind
from wizard.reports.workbook.drivers import Drivers
from wizard.reports.workbook.formula import Formula
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.worksheets import Hosted

HEAD = ("Figure", "Unit", "Present volume", "Half the volume", "How", "Name of the cell")
LABEL, UNIT, NOW, HALF, HOW, NAME = range(len(HEAD))
STYLES: Mapping[Kind, str] = {
    "money": "money",
    "price": "price",
    "months": "months",
    "share": "share",
    "calls": "whole",
    "count": "count",
    "seconds": "number",
}
"""How the cells of each kind of figure look."""
FIRST = 3


class FigureRows:
    """The figures as formulas, and the sheet that holds them, filled row by row."""

    upfront: Formula
    teacher: Formula
    saving_per_call: Formula
    """Before fixed cost, of a handled call."""
    maintenance: Formula
    """A year."""
    monthly_upkeep: Formula
    hosted: Hosted | None
    replicas: Formula
    """At the present volume, where it is hosted."""

    def __init__(
        self, sheet: Sheet, inputs: Inputs, drivers: Drivers, bound: Formula | None
    ) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.drivers = drivers
        self.case = inputs.case
        self.bound = bound
        """The upper end of what slices say of the additional errors, where they bound them."""
        self.by_name: dict[str, Formula] = {}
        """By the names of the results, as other sheets refer to them."""
        self.hosted = None
        self.row = FIRST
        """The next that is free."""

    # -------------------------------------------------------------------- rows

    def section(self, text: str) -> None:
        """A heading in the next row."""
        self.sheet.section(self.row, NAME, text)
        self.row += 1

    def result(self, name: str, formula: Formula, how: str = "") -> Formula:
        """The cell of a figure of the catalogue, in a row of its own."""
        one = figure_of(name)
        unit = unit_of(one, self.sheet.currency)
        return self.figure(one.label, formula, STYLES[one.kind], how, cell_of(one), unit)

    def figure(
        self, label: str, formula: Formula, style: str, how: str, name: str, unit: str = ""
    ) -> Formula:
        """What explains the figures, in a row of its own, under a name."""
        sheet = self.sheet
        sheet.labels(self.row, label, unit or _units(style, sheet.currency))
        placed = sheet.put(self.row, NOW, formula, f"figure {style}", name)
        sheet.text(self.row, HOW, how, "remark")
        sheet.text(self.row, NAME, name, "key")
        self.by_name[name] = placed
        self.row += 1
        return placed

    def results(
        self, name: str, now: Formula, half: Formula, how: str = "", *, of_half: str = ""
    ) -> tuple[Formula, Formula]:
        """A figure of the catalogue at both volumes; `of_half` is that of half the volume."""
        one = figure_of(name)
        half_cell = cell_of(figure_of(of_half)) if of_half else ""
        placed = self.result(name, now, how)
        return placed, self._halved(half, STYLES[one.kind], cell_of(one), half_cell)

    def pair(
        self, label: str, now: Formula, half: Formula, style: str, how: str, name: str
    ) -> tuple[Formula, Formula]:
        """What explains the figures, at both volumes."""
        placed = self.figure(label, now, style, how, name)
        return placed, self._halved(half, style, name)

    def _halved(self, half: Formula, style: str, name: str, half_name: str = "") -> Formula:
        """Put what half the volume comes to beside the figure that was put last."""
        row = self.row - 1
        halved = self.sheet.put(row, HALF, half, f"figure {style}", half_name)
        if half_name:
            self.by_name[half_name] = halved
            self.sheet.text(row, NAME, f"{name}, {half_name}", "key")
        return halved


def cell_of(one: Figure) -> str:
    """The name of a figure's cell."""
    return f"result_{one.flat_name}"


def unit_of(one: Figure, currency: str) -> str:
    """What one of a figure is, as a column of units says it."""
    match one.kind:
        case "money" | "price":
            return f"{currency} {one.unit}".rstrip()
        case "share":
            return f"% {one.unit}".rstrip()
        case "calls":
            return one.unit or "calls"
        case _:
            return one.unit


def _units(style: str, currency: str) -> str:
    return {"money": currency, "small": currency, "whole": "calls a month", "months": "months"}.get(
        style, style
    )
