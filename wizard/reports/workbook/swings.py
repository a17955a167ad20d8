"""The sheet that calculates the case with each number at each end of its range.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

from functools import partial

from rules.questions import question_of
from rules.uncertainty.sensitivity import Sensitivity
from wizard.reports.workbook.formula import Cells, Formula
from wizard.reports.workbook.functions import if_
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.inputs_sheet import InputsSheet, label, number_style
from wizard.reports.workbook.lanes import KEY, RESULTS, Lanes
from wizard.reports.workbook.model import Model
from wizard.reports.workbook.scenario_table import Modifiers
from wizard.reports.workbook.sheet import Sheet

_FIRST_COLUMN = 3
_NUMBER, _END, _KEY, _VALUE = 3, 4, 5, 6
_RESULTS = 8
LOW, HIGH = "low", "high"


class Swings:
    """A column for each number at its low, then one for each at its high."""

    def __init__(self, sheet: Sheet, inputs: Inputs, numbers: InputsSheet) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.numbers = numbers
        self.values: dict[str, Cells] = {}
        """What is put in, at each end, in the order of the tornado."""
        self.results: dict[tuple[str, str], Cells] = {}
        """By end and name."""

    def write(
        self, found: Sensitivity, modified: Modifiers, model: Model,
    ) -> None:  # fmt: skip
        """Fill the sheet."""
        sheet, keys = self.sheet, [one.key for one in found.tornado]
        last = _FIRST_COLUMN + 2 * len(keys) - 1
        sheet.columns(42, 22, 36, *[14] * (2 * len(keys)))
        sheet.titled(
            "Swings",
            _FIRST_COLUMN + 5,
            "Each column calculates the case in force month by month with one number at one end of"
            " its range, as it stands on the Inputs, all others as they are. The sheet Sensitivity"
            " shows what comes of it.",
        )
        lanes = Lanes(sheet, self.inputs, model, _RESULTS)
        sheet.header(_NUMBER, "Number that is exchanged", "", "")
        for row, said in ((_END, "End of its range"), (_KEY, "Its key"), (_VALUE, "Put in")):
            sheet.text(row, 0, said, "label")
        sheet.section(_RESULTS - 1, last, "What it comes to")
        lanes.write_labels(last)
        for first, end in ((_FIRST_COLUMN, LOW), (_FIRST_COLUMN + len(keys), HIGH)):
            placed = [
                self._column(lanes, column, key, end, modified)
                for column, key in enumerate(keys, first)
            ]
            self.values[end] = sheet.across(
                _VALUE, first, first + len(keys) - 1, [value.value for value, _ in placed],
                f"swings_{end}_value",
            )  # fmt: skip
            for row, (_, _, name) in enumerate(RESULTS, _RESULTS):
                self.results[end, name] = sheet.across(
                    row, first, first + len(keys) - 1,
                    [outcome[name].value for _, outcome in placed],
                    f"swings_{end}_{name}",
                )  # fmt: skip
        # So many columns fit on no page; what they come to stands on the sheet Sensitivity.
        printed = _RESULTS + len(RESULTS) - 1, _FIRST_COLUMN
        sheet.finish(
            frozen=_RESULTS, frozen_columns=_FIRST_COLUMN, repeated=_NUMBER, printed=printed
        )

    def _column(
        self, lanes: Lanes, column: int, key: str, end: str, modified: Modifiers
    ) -> tuple[Formula, dict[str, Formula]]:
        sheet = self.sheet
        sheet.text(_NUMBER, column, label(key, self.inputs), "header right")
        sheet.text(_END, column, end, "right")
        sheet.text(_KEY, column, key, "key")
        value = self._put_in(column, key, end)
        return value, lanes.write(column, partial(self._number, column, key, value), modified)

    def _put_in(self, column: int, key: str, end: str) -> Formula:
        """The end of a range: where it stands on the Inputs, else here."""
        if key in self.inputs.stated:
            low, high = self.numbers.low_and_high(key)
            value = low if end == LOW else high
            style = number_style(question_of(key), value.number)
            self.sheet.put(_VALUE, column, value, f"figure {style}")
            return self._value(column, value.number)
        swing = self.inputs.swings[key]
        number = swing.low.value if end == LOW else swing.high.value
        style = number_style(question_of(key), number)
        self.sheet.number(_VALUE, column, number, f"input {style}")
        return self._value(column, number)

    def _value(self, column: int, number: float) -> Formula:
        return self.sheet.reference(_VALUE, column, number, fixed_row=True)

    def _number(self, column: int, varied: str, value: Formula, key: str, row: int) -> Formula:
        """The number in force, or the one that is put in where it is the key of the column."""
        sheet = self.sheet
        own = sheet.reference(row, KEY, key, fixed_column=True)
        exchanged = sheet.reference(_KEY, column, varied, fixed_row=True)
        return if_(own.equals(exchanged), value, self.inputs[key])
