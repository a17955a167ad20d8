"""The sheet of scenarios: what each changes, and what each comes to, beside the one in force.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wizard.reports.workbook.formula import Cells, Formula, formula
from wizard.reports.workbook.functions import at
from wizard.reports.workbook.inputs import ERROR_RATE, Inputs
from wizard.reports.workbook.inputs_sheet import InputsSheet
from wizard.reports.workbook.lanes import RESULTS, Lanes
from wizard.reports.workbook.model import Model
from wizard.reports.workbook.scenario_table import (
    HEAD_ROW,
    IN_FORCE,
    NUMBER,
    Modifiers,
    ScenarioTable,
)
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.states import FIRST, States


class Scenarios:
    """Every scenario calculated, whichever is in force."""

    def __init__(self, sheet: Sheet, inputs: Inputs, numbers: InputsSheet, states: States) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.numbers = numbers
        self.states = states
        self.names = Cells("scenario_names", states.names)
        self.later = self.at_once = formula(0)
        """The net present value of a launch one month later; the first month of one at once."""
        self.results: dict[str, Cells] = {}
        """What each scenario comes to, by name."""
        self.in_force: dict[str, Formula] = {}
        """What the column of the scenario in force comes to, by name."""

    def head(self) -> None:
        """Say what the sheet is."""
        sheet, last = self.sheet, self.states.at_once
        sheet.columns(42, 22, 36, *[15] * (last - IN_FORCE + 1))
        sheet.titled(
            "Scenarios",
            last,
            "The scenario in force is chosen on the Summary, and drives Inputs, Figures, Model and"
            " all else. Each column below calculates one of them month by month, so that they stand"
            " beside each other; the last two have the one in force launched at another time."
            + "".join(f" Left out is {one.name}: {one.why}." for one in self.states.left_out),
        )

    def write(self, table: ScenarioTable, modified: Mapping[int, Modifiers], model: Model) -> None:
        """Fill the columns, once the months of the Model are there."""
        sheet, inputs, last, later = self.sheet, self.inputs, self.states.at_once, self.states.later
        results = HEAD_ROW + table.rows + 3
        lanes = Lanes(sheet, inputs, model, results)
        sheet.section(results - 1, last, "What it comes to")
        lanes.write_labels(last)
        outcomes = {
            column: lanes.write(column, partial(self._number, modified[column]), modified[column])
            for column in range(FIRST, last + 1)
        }
        self.later = lanes.elsewhere(later, "npv", outcomes[later]["npv"])
        self.at_once = lanes.elsewhere(last, "first_net", outcomes[last]["first_net"])
        for row, (_, style, name) in enumerate(RESULTS, results):
            values = [outcomes[column][name].value for column in range(FIRST, later)]
            cells = sheet.across(row, FIRST, later - 1, values, f"scenarios_{name}")
            self.results[name] = cells
            self.in_force[name] = sheet.put(
                row, IN_FORCE, at(cells, NUMBER), f"figure strong {style}", f"scenario_{name}"
            )
        sheet.finish(frozen=HEAD_ROW + 1, frozen_columns=1, repeated=HEAD_ROW)

    def _number(self, modified: Modifiers, key: str, row: int) -> Formula:
        if key == ERROR_RATE and self.inputs.derives_error_rate:
            # What the scores come to, whatever the scenario in force sets in its place.
            usual = self.inputs.built[key].formula
        else:
            usual = self.numbers.at_end(key, modified.end)
        return modified.with_set(key, usual)
