"""The sheet of checks: what has to come to the same by two ways, and what lies between.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from rules.figures.catalogue import FIGURES
from rules.figures.catalogue.figure import Kind
from wizard.reports.workbook.constants import MONTHS_PER_YEAR, ROUNDING_SLACK
from wizard.reports.workbook.figure_rows import cell_of
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.formula import NONE, Formula, Value
from wizard.reports.workbook.functions import (
    absolute,
    and_,
    differences,
    if_,
    is_number,
    maximum,
    of_sum,
    or_,
    others_than,
    outside,
    total,
)
from wizard.reports.workbook.inputs_sheet import InputsSheet
from wizard.reports.workbook.model import HEADS, LINES, Model
from wizard.reports.workbook.scenario_table import NUMBER
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.years import SUMMED, Years

HEAD = ("Check", "As judged", "Is", "Has to be", "Size", "Difference", "What it finds")
_LABEL, _JUDGED, _IS, _HAS_TO_BE, _SIZE, _DIFFERENCE, _WHAT = range(len(HEAD))
_FIRST = 8


class _Check(NamedTuple):
    label: str
    is_: Formula
    has_to_be: Formula
    what: str
    kind: Kind = "money"
    judged: float | None = None
    """What it has to be as long as inputs and scenario are those that were judged."""


class Checks:
    """Two ways to each number, and their sum of differences."""

    def __init__(self, sheet: Sheet, figures: Figures, model: Model, years: Years) -> None:
        self.sheet = sheet
        self.figures = figures
        self.model = model
        self.years = years

    def write(
        self, numbers: InputsSheet, in_force: dict[str, Formula], at_once: Formula
    ) -> tuple[Formula, Formula]:
        """Fill the sheet.

        Args:
            numbers: the inputs.
            in_force: what the column of the scenario in force comes to.
            at_once: the net of its first month, were it launched at once.

        Returns:
            How many checks fail, and how many inputs are others than those that were judged.
        """
        sheet, columns = self.sheet, numbers.columns
        sheet.columns(46, 17, 17, 17, 15, 14, 64)
        sheet.titled(
            "Checks",
            _WHAT,
            "Every difference has to be 0, give or take the slack of comparisons: a part of the two"
            " numbers, or of the size of the sums that they come from. A formula that was written"
            " over shows here.",
        )
        changed = self._told(
            3, "Inputs that are others than those that were judged",
            differences(columns["value"], columns["judged"]), "checks_inputs_changed",
            "the figures follow them; the verdict does not",
        )  # fmt: skip
        self._told(
            4, "Inputs outside their range",
            outside(columns["value"], columns["low"], columns["high"]), "checks_inputs_outside",
            "move low and high where the value was moved to, or Sensitivity swings it oddly",
        )  # fmt: skip
        sheet.header(_FIRST - 1, *HEAD, right=range(_JUDGED, _WHAT))
        as_judged = and_(changed.equals(0), NUMBER.equals(1))
        found = [*self._sums(), *self._ways(in_force, at_once), *self._stored()]
        wrong: list[Value] = []
        size = self._size()
        for row, one in enumerate(found, _FIRST):
            sheet.text(row, _LABEL, one.label, "label")
            first = sheet.put(row, _IS, one.is_, "figure decimal")
            wanted = one.has_to_be
            if one.judged is not None:
                sheet.number(row, _JUDGED, one.judged, "fixed decimal")
                held = one.judged if math.isfinite(one.judged) else NONE
                wanted = if_(as_judged, sheet.reference(row, _JUDGED, held), wanted)
            second = sheet.put(row, _HAS_TO_BE, wanted, "figure decimal")
            scale = self._scale(row, one, size)
            between = sheet.put(
                row, _DIFFERENCE, _difference(first, second, scale), "figure strong decimal"
            )
            sheet.text(row, _WHAT, one.what, "remark")
            wrong.append(between.value)
        last = _FIRST + len(found) - 1
        cells = sheet.cells(_FIRST, last, _DIFFERENCE, wrong, "checks_difference")
        sheet.cells(_FIRST, last, _LABEL, [one.label for one in found], "checks_label")
        failing = self._told(
            2, "Checks that fail", others_than(cells, 0), "checks_failing", "has to be 0"
        )
        bad = sheet.reference(_FIRST, _DIFFERENCE, 0.0, fixed_column=True)
        sheet.mark_where(_FIRST, last, _WHAT, or_(bad < 0, bad > 0), "alarm")
        sheet.finish(frozen=_FIRST, repeated=_FIRST - 1)
        return failing, changed

    def _scale(self, row: int, one: _Check, size: Formula) -> Formula:
        """The size of what the numbers of a row come from."""
        if one.kind == "money":
            return self.sheet.put(row, _SIZE, size, "figure money")
        # A rate or a number of months may be near 0 by chance, a price or a count is none then.
        scale = 1.0 if one.kind in ("share", "months") else 0.0
        self.sheet.number(row, _SIZE, scale, "fixed count")
        return self.sheet.reference(row, _SIZE, scale)

    def _told(self, row: int, label: str, count: Formula, name: str, what: str) -> Formula:
        """A number of things to look at, above the checks."""
        self.sheet.text(row, _LABEL, label, "label")
        self.sheet.text(row, _WHAT, what, "remark")
        return self.sheet.put(row, _IS, count, "figure strong count", name)

    def _size(self) -> Formula:
        """The size of the sums that are compared, which their rounding is a part of."""
        lines = [absolute(self.years.totals[name]) for name in LINES]
        self.sheet.text(5, _LABEL, "Largest of the lines, which rounding is a part of", "label")
        return self.sheet.put(5, _IS, maximum(1, *lines), "figure money", "checks_size")

    def _sums(self) -> Iterator[_Check]:
        """Columns, rows and balances of the same months."""
        columns, totals = self.model.columns, self.years.totals
        yield _Check(
            "Lines of the Model", of_sum([total(columns[name]) for name in LINES]),
            total(columns["net"]), "all lines of all months add up to the net",
        )  # fmt: skip
        for name in SUMMED:
            yield _Check(
                f"Years: {HEADS[name]}", totals[name], total(columns[name]),
                "the yearly totals are those of the months",
                "calls" if name == "handled" else "money",
            )  # fmt: skip
        yield _Check(
            "Cash at the end", self.years.closing, total(columns["net"]),
            "opening cash and the net are the cumulated cash, year by year",
        )  # fmt: skip
        yield _Check(
            "Cumulated cash of the Model",
            of_sum([total(columns["opening"]), total(columns["net"])]),
            total(columns["balance"]),
            "opening cash and the net are the cumulated cash, month by month",
        )

    def _ways(self, in_force: dict[str, Formula], at_once: Formula) -> Iterator[_Check]:
        """The Model against the column of its scenario, and the headline against a month of it."""
        yield _Check(
            "Net present value", self.model.worth, in_force["npv"],
            "the Model and the column of the scenario in force come to the same",
        )  # fmt: skip
        yield _Check(
            "Cash payback", self.model.payback, in_force["payback"],
            "the Model and the column of the scenario in force come to the same", "months",
        )  # fmt: skip
        yield _Check(
            "Steady state", at_once * MONTHS_PER_YEAR,
            if_(
                self.model.drivers.last >= 1,
                self.figures.by_name["result_annual_net_after_errors"],
                0,
            ),
            "the headline is twelve times the first month of a case launched at once; 0 where the"
            " student never serves",
        )  # fmt: skip

    def _stored(self) -> Iterator[_Check]:
        """Figures as they were judged, where neither inputs nor scenario are others now."""
        judged = self.model.inputs.assessment.figures
        for one in FIGURES:
            now = self.figures.by_name.get(cell_of(one))
            if now is not None:
                yield _Check(
                    f"As judged: {one.name}", now, now,
                    "the figure of the verdict, until inputs or scenario are changed",
                    one.kind,
                    one.read(judged),
                )  # fmt: skip


def _difference(first: Formula, second: Formula, size: Formula) -> Formula:
    """What lies between two numbers beyond their rounding; 1 between two texts."""
    scale = maximum(size, absolute(first), absolute(second))
    beyond = if_(absolute(first - second) <= ROUNDING_SLACK * scale, 0, first - second)
    return if_(and_(is_number(first), is_number(second)), beyond, if_(first.equals(second), 0, 1))
