"""The sheet of alternatives: the same cash formulas with their own numbers.

Source: docs/specification.md §3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rules.answers.case import Alternative
from rules.answers.keys import join
from rules.figures.catalogue import figure
from wizard.reports.workbook.constants import CALLS_PER_PRICE, MONTHS_PER_YEAR
from wizard.reports.workbook.figure_rows import STYLES, unit_of
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.formula import NONE, Formula, Value
from wizard.reports.workbook.functions import and_, if_, maximum, sum_of_products, whole_up
from wizard.reports.workbook.inputs import ERROR_RATE, Inputs
from wizard.reports.workbook.model import Model
from wizard.reports.workbook.sheet import Sheet

INCOMPLETE = "incomplete"
"""What stands for the figures of an alternative that does not say what a call costs."""


class Row(NamedTuple):
    """A figure of an alternative."""

    name: str
    label: str
    unit: str
    style: str


def rows(currency: str) -> tuple[Row, ...]:
    """The figures of an alternative, in their order."""
    shared = (
        "upfront_total",
        "handled",
        "monthly_savings",
        "annual_error_cost",
        "annual_net_after_errors",
        "cash.npv",
    )
    return (
        *(
            Row(one.name_in_group, one.label, unit_of(one, currency), STYLES[one.kind])
            for one in map(figure, shared)
        ),
        Row("incremental_payback_months", "Distilling over it pays back", "months", "months"),
    )


_LABEL, _UNIT, _FIRST_COLUMN = range(3)
_FIGURES = 4
_MONTHS = 15


class Alternatives:
    """One column for each alternative: its figures above, its months below."""

    def __init__(self, sheet: Sheet, inputs: Inputs, figures: Figures, model: Model) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.figures = figures
        self.model = model
        self.rows = rows(inputs.case.currency)
        self.results: list[Mapping[str, Formula]] = []
        """The figures of each by name."""

    def write(self) -> None:
        """Fill the sheet."""
        sheet, alternatives = self.sheet, self.inputs.case.alternatives
        last = _FIRST_COLUMN + max(len(alternatives), 4) - 1
        sheet.columns(36, 15, *[22] * (last - 1))
        sheet.titled(
            "Alternatives",
            last,
            "Each with its own numbers and the teacher's, in the scenario in force, against staying"
            " with the teacher, and what distilling brings beyond it. The months below are net of"
            " upkeep and errors.",
        )
        names = [one.name or f"Alternative {number}" for number, one in enumerate(alternatives, 1)]
        right = range(_FIRST_COLUMN, _FIRST_COLUMN + len(names))
        sheet.header(_FIGURES - 1, "Figure", "Unit", *names, right=right)
        for row, one in enumerate(self.rows, _FIGURES):
            sheet.labels(row, one.label, one.unit)
        sheet.section(_MONTHS - 2, _FIRST_COLUMN + len(names) - 1, "Net by month")
        sheet.header(_MONTHS - 1, "Month", "Unit", *names, right=right)
        for month in range(self.inputs.months + 1):
            sheet.number(_MONTHS + month, _LABEL, float(month), "month")
            sheet.text(_MONTHS + month, _UNIT, self.inputs.case.currency)
        for column, each in enumerate(alternatives, _FIRST_COLUMN):
            self.results.append(self._column(column, each))
        beyond = Formula(f"$A{_MONTHS + 1}", 0.0) > self.model.drivers.horizon
        last_row = _MONTHS + self.inputs.months
        sheet.mark_where(_MONTHS, last_row, right[-1], beyond, "beyond")
        sheet.finish(frozen=_FIGURES, frozen_columns=1, repeated=_FIGURES - 1)

    def _column(self, column: int, one: Alternative) -> Mapping[str, Formula]:
        inputs, number = self.inputs, column - _FIRST_COLUMN
        at = join("alternatives", number)
        placed: dict[str, Formula] = {}

        def place(name: str, value: Formula) -> Formula:
            row, how = next(
                (row, how) for row, how in enumerate(self.rows, _FIGURES) if how.name == name
            )
            placed[name] = self.sheet.put(
                row, column, value, f"figure {how.style}", f"alternative_{number + 1}_{name}"
            )
            return placed[name]

        upfront = place("upfront_total", inputs[f"{at}.upfront"])
        if one.cost_per_1k_calls is None:
            for row, how in enumerate(self.rows, _FIGURES):
                if how.name not in placed:
                    self.sheet.text(row, column, INCOMPLETE, "figure")
            return placed
        fixed, upkeep = inputs[f"{at}.fixed_cost_per_month"], inputs[f"{at}.annual_upkeep"]
        loss = self._loss(at)
        handled = place("handled", self.model.drivers.calls * inputs[f"{at}.share_moved"])
        price = inputs[f"{at}.cost_per_1k_calls"]
        saving = (self.model.drivers.teacher - price) / CALLS_PER_PRICE
        savings = place("monthly_savings", handled * saving - fixed)
        errors = place("annual_error_cost", MONTHS_PER_YEAR * handled * loss)
        net = place("annual_net_after_errors", MONTHS_PER_YEAR * savings - upkeep - errors)
        self._months(column, at, upfront, place)
        own = self.figures.by_name["result_annual_net_after_errors"]
        gain = (own - net) / MONTHS_PER_YEAR
        extra = maximum(0, self.figures.upfront - upfront)
        place("incremental_payback_months", if_(gain > 0, extra / gain, NONE))
        return placed

    def _loss(self, at: str) -> Formula:
        """Money per handled call; at the student's errors where its own are not proven."""
        rate = f"{at}.error_rate_increase"
        own = self.inputs[rate if rate in self.inputs else ERROR_RATE]
        return own * self.inputs["quality.cost_per_error"]

    def _months(
        self, column: int, at: str, upfront: Formula, place: Callable[[str, Formula], Formula]
    ) -> None:
        """What each month brings, and what all of them are worth."""
        inputs, drivers = self.inputs, self.model.drivers
        share, price = inputs[f"{at}.share_moved"], inputs[f"{at}.cost_per_1k_calls"]
        fixed, upkeep = inputs[f"{at}.fixed_cost_per_month"], inputs[f"{at}.annual_upkeep"]
        loss = self._loss(at)
        launch = whole_up(inputs[f"{at}.months_to_launch"])
        values: list[Value] = [(-upfront).value]
        self.sheet.put(_MONTHS, column, -upfront, "figure money")
        for number in range(1, inputs.months + 1):
            month = Formula(f"$A{_MONTHS + number + 1}", float(number))
            calls, teacher = self.model.prices(number)
            earned = calls * share * ((teacher - price) / CALLS_PER_PRICE - loss)
            live = and_(month > launch, month <= drivers.horizon)
            flow = if_(live, earned - fixed - upkeep / MONTHS_PER_YEAR, 0)
            self.sheet.put(_MONTHS + number, column, flow, "figure money")
            values.append(flow.value)
        flows = self.sheet.cells(_MONTHS, _MONTHS + inputs.months, column, values)
        place("npv", sum_of_products(flows, self.model.columns["factor"]))
