"""The sheet of scenarios: what each changes, and what each comes to, beside the one in force.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wizard.reports.workbook.formula import Cells, Formula, formula
from wizard.reports.workbook.inputs import ERROR_RATE, Inputs
from wizard.reports.workbook.inputs_sheet import InputsSheet
from wizard.reports.workbook.lanes import RESULTS, Lanes
from wizard.reports.workbook.model import Model
from wizard.reports.workbook.scenario_table import (
    AT_ONCE,
    FIRST,
    HEAD_ROW,
    IN_FORCE,
    LAST,
    LATER,
    SCENARIOS,
    Modifiers,
    chosen,
)
from wizard.reports.workbook.sheet import Sheet

_RESULTS = HEAD_ROW + 8


class Scenarios:
    """Every scenario calculated, whichever is in force."""

    def __init__(self, sheet: Sheet, inputs: Inputs, numbers: InputsSheet) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.numbers = numbers
        self.names = Cells("scenario_names", SCENARIOS)
        self.later = self.at_once = formula(0)
        """The net present value of a launch one month later; the first month of one at once."""
        self.results: dict[str, Cells] = {}
        """What each scenario comes to, by name."""
        self.in_force: dict[str, Formula] = {}
        """What the column of the scenario in force comes to, by name."""

    def head(self) -> None:
        """Say what the sheet is."""
        sheet = self.sheet
        sheet.columns(42, 22, 36, *[15] * (LAST - IN_FORCE + 1))
        sheet.text(0, 0, "Scenarios", "title")
        sheet.merged(
            1,
            LAST,
            "The scenario in force is chosen on the Summary, and drives Inputs, Figures, Model and"
            " all else. Each column below calculates one of them month by month, so that they stand"
            " beside each other; the last two have the one in force launched at another time.",
            "note",
        )

    def write(self, modified: Mapping[int, Modifiers], model: Model) -> None:
        """Fill the columns, once the months of the Model are there."""
        sheet, inputs = self.sheet, self.inputs
        lanes = Lanes(sheet, inputs, model, _RESULTS)
        sheet.section(_RESULTS - 1, LAST, "What it comes to")
        lanes.write_labels(LAST)
        outcomes = {
            column: lanes.write(column, partial(self._number, modified[column]), modified[column])
            for column in range(FIRST, LAST + 1)
        }
        self.later = lanes.elsewhere(LATER, "npv", outcomes[LATER].npv)
        self.at_once = lanes.elsewhere(AT_ONCE, "first_net", outcomes[AT_ONCE].first_net)
        for row, (_, style, name) in enumerate(RESULTS, _RESULTS):
            values = [getattr(outcomes[column], name).value for column in range(FIRST, LATER)]
            cells = sheet.across(row, FIRST, LATER - 1, values, f"scenarios_{name}")
            self.results[name] = cells
            self.in_force[name] = sheet.put(
                row, IN_FORCE, chosen(cells), f"figure strong {style}", f"scenario_{name}"
            )
        sheet.finish(frozen=HEAD_ROW + 1, frozen_columns=1, repeated=HEAD_ROW)

    def _number(self, modified: Modifiers, key: str, row: int) -> Formula:
        if key == ERROR_RATE and self.inputs.derives_error_rate:
            return self.inputs[key]
        return self.numbers.at_end(key, modified.end)
