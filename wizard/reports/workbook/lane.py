"""The numbers of one column of a sheet of cases, and what its months are calculated from.

Source: docs/specification.md §3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rules.questions import question_of
from wizard.reports.workbook.constants import CALLS_PER_PRICE, MONTHS_PER_YEAR
from wizard.reports.workbook.formula import Cells, Formula, formula
from wizard.reports.workbook.inputs import ERROR_RATE
from wizard.reports.workbook.inputs_sheet import number_style
from wizard.reports.workbook.scenario_table import Modifiers
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.worksheets import (
    annual_maintenance,
    months_of,
    replica_capacity,
    replica_cost,
    upfront_total,
)


class Row(NamedTuple):
    """What a driver is called, what one of it is, and how it looks."""

    label: str
    unit: str
    style: str


DRIVERS = (
    Row("Handled calls a month, rolled out", "calls", "whole"),
    Row("Growth", "%", "percent"),
    Row("Saved on the teacher, per call", "money", "small"),
    Row("Its price changes by, a year", "%", "percent"),
    Row("Spent on the student and on errors, per call", "money", "small"),
    Row("Spent a month whatever is handled", "money", "money"),
    Row("One replica a month", "money", "money"),
    Row("Calls a month of one replica", "calls", "whole"),
    Row("Fewest replicas", "replicas", "count"),
    Row("Launch after", "months", "count"),
    Row("Ramp", "months", "count"),
    Row("Upfront", "money", "money"),
)


class Driven(NamedTuple):
    """The cells that the months of a column are calculated from, in the order of `DRIVERS`."""

    calls: Formula
    growth: Formula
    avoided: Formula
    price_change: Formula
    spent: Formula
    burden: Formula
    replica_cost: Formula
    replica_capacity: Formula
    fewest_replicas: Formula
    launch: Formula
    ramp: Formula
    upfront: Formula


class Lane:
    """The numbers of one column by key, as they are put in place."""

    def __init__(self, sheet: Sheet, column: int, others: Sequence[str]) -> None:
        """Begin a column; `others` are the keys of further upfront items, below each other."""
        self.sheet = sheet
        self.column = column
        self.cells: dict[str, Formula] = {}
        self._others = others
        self._rows: dict[str, int] = {}

    def __getitem__(self, key: str) -> Formula:
        """The cell of a key in this column."""
        return self.cells[key]

    def __contains__(self, key: str) -> bool:
        """Whether it is in place already."""
        return key in self.cells

    @property
    def other_costs(self) -> Cells | None:
        """What the further upfront items cost."""
        if not self._others:
            return None
        first, last = self._rows[self._others[0]], self._rows[self._others[-1]]
        values = [self.cells[key].value for key in self._others]
        return self.sheet.cells(first, last, self.column, values)

    def take(self, key: str, row: int, number: Formula) -> None:
        """Put a number in place."""
        style = number_style(question_of(key), number.number)
        self._rows[key] = row
        self.cells[key] = self.sheet.put(row, self.column, number, f"figure {style}")

    def drivers(self, first: int, modified: Modifiers, *, is_hosted: bool) -> Driven:
        """Put in place, from a row on, what the months are calculated from."""
        zero = formula(0)
        loss = self[ERROR_RATE] * self["quality.cost_per_error"]
        teacher = self["teacher.cost_per_1k_calls"] * modified.price
        upkeep = annual_maintenance(self, MONTHS_PER_YEAR) / MONTHS_PER_YEAR
        formulas = Driven(
            calls=self["volume.calls_per_month"] * modified.calls * self["volume.share_moved"],
            growth=self["volume.monthly_growth"],
            avoided=(1 - self["volume.fallback_rate"]) * teacher / CALLS_PER_PRICE,
            price_change=self["teacher.annual_price_change"],
            spent=self["student.cost_per_1k_calls"] / CALLS_PER_PRICE + loss,
            burden=self["student.fixed_cost_per_month"] + upkeep,
            replica_cost=replica_cost(self) if is_hosted else zero,
            replica_capacity=replica_capacity(self) if is_hosted else zero,
            fewest_replicas=self["student.hosting.min_replicas"] if is_hosted else zero,
            launch=months_of(self["upfront.months_to_launch"], modified.pace, modified.later),
            ramp=months_of(self["upfront.ramp_months"], modified.pace),
            upfront=upfront_total(self),
        )
        rows = enumerate(zip(formulas, DRIVERS, strict=True), first)
        return Driven(
            *(
                self.sheet.put(row, self.column, one, f"figure {how.style}")
                for row, (one, how) in rows
            )
        )
