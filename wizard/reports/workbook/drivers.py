"""The sheet of drivers: what worksheets and scores come to, and the scenario in force applied.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from rules.questions import question_of
from wizard.reports.workbook.formula import Formula
from wizard.reports.workbook.functions import if_, minimum
from wizard.reports.workbook.inputs import BASE_CALLS, ERROR_RATE, SERVICE, Inputs
from wizard.reports.workbook.inputs_sheet import InputsSheet, label, number_style, unit
from wizard.reports.workbook.scenario_table import Modifiers
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.worksheets import BILL, months_of

HEAD = ("Driver", "Unit", "Value", "How", "Basis", "Name of the cell")
_LABEL, _UNIT, _VALUE, _HOW, _BASIS, _NAME = range(len(HEAD))
_FIRST = 3


class Drivers:
    """What the figures and the months are calculated from, beside the inputs themselves."""

    def __init__(
        self, sheet: Sheet, inputs: Inputs, numbers: InputsSheet, in_force: Modifiers
    ) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.numbers = numbers
        self._row = _FIRST
        self._write_built()
        self.calls = self._driver(
            "Calls a month", "calls", inputs["volume.calls_per_month"] * in_force.calls, "whole",
            "the volume, as often as the scenario has it", "driver_calls",
        )  # fmt: skip
        self.teacher = self._driver(
            "Teacher, per 1,000 calls", sheet.currency,
            inputs["teacher.cost_per_1k_calls"] * in_force.price, "price",
            "the cost, as often as the scenario has it; what is upfront stays", "driver_teacher",
        )  # fmt: skip
        self.launch = self._driver(
            "Launch after", "months",
            months_of(inputs["upfront.months_to_launch"], in_force.pace, in_force.later), "count",
            "rounded up, and later by what the scenario says", "driver_launch",
        )  # fmt: skip
        self.ramp = self._driver(
            "Ramp", "months", months_of(inputs["upfront.ramp_months"], in_force.pace), "count",
            "rounded up", "driver_ramp",
        )  # fmt: skip
        self.loss = self._driver(
            "Loss per handled call", sheet.currency,
            inputs[ERROR_RATE] * inputs["quality.cost_per_error"], "small",
            "additional errors times the cost of one", "driver_loss_per_call",
        )  # fmt: skip
        self.horizon = self._driver(
            "Horizon", "months", inputs["policy.horizon_months"], "count",
            "months beyond it count for nothing", "driver_horizon",
        )  # fmt: skip
        served = self.horizon
        if SERVICE in inputs:
            served = minimum(self.horizon, inputs[SERVICE])
        self.last = self._driver(
            "Last month of the student", "months", served, "count",
            "the horizon, or before it the month in which its base model retires",
            "driver_last_month",
        )  # fmt: skip
        sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_FIRST - 1)

    def _write_built(self) -> None:
        sheet, inputs = self.sheet, self.inputs
        sheet.columns(40, 14, 17, 62, 12, 44)
        sheet.titled(
            "Drivers",
            _NAME,
            "What worksheets and scores come to, and what the scenario in force makes of volume,"
            " price and launch. These are formulas: change the inputs that they are built from.",
        )
        sheet.header(_FIRST - 1, *HEAD, right=(_VALUE,))
        if BILL in inputs:
            self._write_calls_of_the_bill()
        for key, built in inputs.built.items():
            question = question_of(key)
            self._driver(
                label(key, inputs), unit(question, inputs.case.currency),
                inputs.in_force(key, built.formula),
                number_style(question, built.formula.number), built.source, inputs.name(key),
                inputs.basis_of(key),
            )  # fmt: skip
        self._row += 1
        sheet.section(self._row, _NAME, "In the scenario in force")
        self._row += 1

    def _write_calls_of_the_bill(self) -> None:
        """A volume that is tried leaves the price of a call as it is; a bill brings its own."""
        volume, numbers = "volume.calls_per_month", self.numbers
        self._driver(
            "Calls that the bill was for", "calls",
            if_(
                numbers.base(BILL).equals(numbers.judged(BILL)),
                numbers.judged(volume),
                numbers.base(volume),
            ),
            "whole", "the volume as judged; with another bill, the volume beside it", BASE_CALLS,
        )  # fmt: skip

    def _driver(
        self, label: str, unit: str, value: Formula, style: str, how: str, name: str,
        basis: str = "",
    ) -> Formula:  # fmt: skip
        """A number in a row of its own, under a name."""
        sheet, row = self.sheet, self._row
        sheet.labels(row, label, unit)
        placed = sheet.put(row, _VALUE, value, f"figure {style}", name)
        sheet.text(row, _HOW, how, "remark")
        sheet.text(row, _BASIS, basis)
        sheet.text(row, _NAME, name, "key")
        self._row += 1
        return placed
