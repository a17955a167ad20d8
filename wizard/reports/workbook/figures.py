"""The sheet of figures: those of the headline at the present volume and at half of it, and cash.

Source: docs/specification.md §3.
"""

from __future__ import annotations

from wizard.reports.workbook.break_even import write_break_even
from wizard.reports.workbook.figure_rows import FIRST, HALF, HEAD, NAME, NOW, FigureRows
from wizard.reports.workbook.headline import write_beside, write_headline


class Figures(FigureRows):
    """The figures of a complete case."""

    def write(self) -> None:
        """Fill the sheet as far as the cash flow is not needed."""
        sheet = self.sheet
        sheet.columns(40, 15, 17, 17, 62, 44)
        sheet.titled(
            "Figures",
            NAME,
            "The student fully rolled out, at the volume and the price of the scenario in force."
            " Half the volume leaves the upfront and the upkeep as they are.",
        )
        sheet.header(FIRST - 1, *HEAD, right=(NOW, HALF))
        write_headline(self)
        write_break_even(self)
        write_beside(self)

    def finish(self) -> None:
        """Set up scrolling and printing, once everything is in place."""
        self.sheet.finish(frozen=FIRST, frozen_columns=1, repeated=FIRST - 1)
