"""The sheet of alternatives: the same cash formulas with their own numbers.

Source: docs/specification.md §3.4.
"""

from __future__ import annotations

from rules.answers.case import Alternative
from rules.answers.keys import join
from rules.figures.catalogue import figure
from wizard.reports.workbook.book import Sheet
from wizard.reports.workbook.figures import STYLES, Figures
from wizard.reports.workbook.formula import (
    NONE,
    Cells,
    Formula,
    Value,
    and_,
    change,
    formula,
    if_,
    maximum,
    sum_of_products,
    whole_up,
)
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.model import Cash

INCOMPLETE = "incomplete"
"""What stands for the figures of an alternative that says not what a call costs."""
ROWS = (
    *(
        (one.full_label, one.name_in_group, STYLES[one.kind])
        for one in map(
            figure,
            (
                "upfront_total",
                "handled",
                "monthly_savings",
                "annual_error_cost",
                "annual_net_after_errors",
                "cash.npv",
            ),
        )
    ),
    ("Distilling over it pays back, months", "incremental_payback_months", "months"),
)
"""Label, name and style of each figure of an alternative."""
_FIGURES = 4
_CHANGE = _FIGURES + len(ROWS)
_FIRST = _CHANGE + 4


class Alternatives:
    """One column for each alternative: its figures above, its months below."""

    def __init__(self, sheet: Sheet, inputs: Inputs, figures: Figures, cash: Cash) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.figures = figures
        self.cash = cash
        self.results: list[dict[str, Formula]] = []
        """The figures of each by name, in the order of `ROWS`."""
        self.changes: Cells | None = None
        """How far the worth of each is from what was judged; None without alternatives."""

    def write(self) -> None:
        """Fill the sheet."""
        sheet, alternatives = self.sheet, self.inputs.case.alternatives
        last = max(len(alternatives), 4)
        sheet.columns(36, *[22] * last)
        sheet.text(0, 0, "Alternatives", "title")
        sheet.merged(
            1,
            last,
            "Each with its own numbers and the teacher's, against staying with the teacher, and"
            " what distilling brings beyond it. The months below are net of upkeep and errors.",
            "note",
        )
        names = [one.name or f"Alternative {number}" for number, one in enumerate(alternatives, 1)]
        sheet.header(3, "Figure", *names, right=range(1, len(names) + 1))
        for row, (label, _, _) in enumerate(ROWS, _FIGURES):
            sheet.text(row, 0, label, "label")
        sheet.section(_FIRST - 2, len(names), "Net by month")
        sheet.header(_FIRST - 1, "Month", *names, right=range(len(names) + 1))
        for month in range(self.inputs.months + 1):
            sheet.number(_FIRST + month, 0, month, "figure count")
        for column, one in enumerate(alternatives, 1):
            self.results.append(self._column(column, one))
        self._write_changes()
        beyond = Formula(f"$A{_FIRST + 1}", 0.0) > self.cash.horizon
        sheet.mark_where(_FIRST, _FIRST + self.inputs.months, len(names), beyond, "beyond")
        sheet.finish(frozen=_FIGURES, frozen_columns=1, repeated=_FIGURES - 1)

    def _write_changes(self) -> None:
        """Below the figures, where each now stands beside what was judged."""
        sheet, values = self.sheet, list[Value]()
        sheet.text(_CHANGE, 0, "Change of net present value", "label")
        for column, figures in enumerate(self.results, 1):
            if "npv" in figures:
                moved = change(figures["npv"], formula(figures["npv"].number))
                values.append(sheet.put(_CHANGE, column, moved, "figure change").value)
            else:
                sheet.text(_CHANGE, column, INCOMPLETE, "figure")
                values.append(INCOMPLETE)
        self.changes = sheet.across(_CHANGE, 1, len(values), values, "alternatives_change")

    def _column(self, column: int, one: Alternative) -> dict[str, Formula]:
        inputs, figures, cash = self.inputs, self.figures, self.cash
        at = join("alternatives", column - 1)
        placed: dict[str, Formula] = {}

        def place(name: str, value: Formula) -> Formula:
            row = next(number for number, row in enumerate(ROWS) if row[1] == name)
            placed[name] = self.sheet.put(
                _FIGURES + row, column, value, f"figure {ROWS[row][2]}",
                f"alternative_{column}_{name}",
            )  # fmt: skip
            return placed[name]

        upfront = place("upfront_total", inputs[f"{at}.upfront"])
        if one.cost_per_1k_calls is None:
            for row, (_, name, _) in enumerate(ROWS):
                if name not in placed:
                    self.sheet.text(_FIGURES + row, column, INCOMPLETE, "figure")
            return placed
        share, price = inputs[f"{at}.share_moved"], inputs[f"{at}.cost_per_1k_calls"]
        fixed, upkeep = inputs[f"{at}.fixed_cost_per_month"], inputs[f"{at}.annual_upkeep"]
        rate = f"{at}.error_rate_increase"
        if rate not in inputs:
            # Unproven, it is counted at the student's.
            rate = "quality.error_rate_increase"
        loss = inputs[rate] * inputs["quality.cost_per_error"]
        handled = place("handled", inputs["volume.calls_per_month"] * share)
        saving = (inputs["teacher.cost_per_1k_calls"] - price) / 1_000
        savings = place("monthly_savings", handled * saving - fixed)
        errors = place("annual_error_cost", 12 * handled * loss)
        net = place("annual_net_after_errors", 12 * savings - upkeep - errors)
        launch = whole_up(inputs[f"{at}.months_to_launch"])
        values: list[Value] = [(-upfront).value]
        self.sheet.put(_FIRST, column, -upfront, "figure money")
        for number in range(1, inputs.months + 1):
            month = self.sheet.reference(_FIRST + number, 0, float(number))
            calls, teacher = cash.prices(number)
            moved = calls * share
            flow = moved * ((teacher - price) / 1_000 - loss) - fixed - upkeep / 12
            live = and_(month > launch, month <= cash.horizon)
            value = if_(live, flow, 0)
            self.sheet.put(_FIRST + number, column, value, "figure money")
            values.append(value.value)
        flows = self.sheet.cells(_FIRST, _FIRST + inputs.months, column, values)
        place("npv", sum_of_products(flows, cash.factor))
        own = figures.by_name["result_annual_net_after_errors"]
        gain = (own - net) / 12
        extra = maximum(0, figures.upfront - upfront)
        place("incremental_payback_months", if_(gain > 0, extra / gain, NONE))
        return placed
