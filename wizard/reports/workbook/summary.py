"""The first sheet: the verdict as it was judged, and the figures as the inputs now have them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from rules.answers.policy import THRESHOLDS
from rules.answers.slack import SLACK
from rules.argument.brief import at_best, headline
from rules.assess import Assessment
from rules.figures.catalogue import figure, shown_in
from wizard.reports.workbook.alternatives import INCOMPLETE, ROWS
from wizard.reports.workbook.book import Sheet
from wizard.reports.workbook.figures import STYLES, Figures, cell_of
from wizard.reports.workbook.formula import (
    NONE,
    Cells,
    Formula,
    and_,
    change,
    formula,
    if_,
    is_number,
    occurrences,
)
from wizard.reports.workbook.inputs import Inputs

_LAST = 4
_AS_JUDGED = "The figures are those that were judged."
_CHANGED = (
    "The inputs have been changed: the figures below may be others than those that were judged,"
    " and the verdict may no longer hold."
)
_CHART_HEIGHT = 340


class Summary:
    """What a budget holder reads first."""

    def __init__(
        self, sheet: Sheet, inputs: Inputs, figures: Figures, assessment: Assessment
    ) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.figures = figures
        self.assessment = assessment

    def write(
        self,
        today: date,
        version: str,
        chart: Any,
        alternatives: list[dict[str, Formula]],
        others: Cells | None,
    ) -> None:
        """Fill the sheet.

        Args:
            today: when the case was judged.
            version: of the program.
            chart: of the cash balance.
            alternatives: figures by name, where the case has any.
            others: how far the worth of each alternative moved, where the case has any.
        """
        sheet, day = self.sheet, today.isoformat()
        sheet.columns(34, 18, 18, 18, 56)
        sheet.merged(0, _LAST, sheet.book.title, "title")
        sheet.merged(
            1,
            _LAST,
            f"Amounts in {sheet.book.currency}. Judged on {day} by Payback {version}. Prices and"
            f" dates as of {self.assessment.case.as_of or 'no stated day'}.",
            "note",
        )
        sheet.section(2, _LAST, f"Verdict, as judged on {day}")
        sheet.merged(3, _LAST, headline(self.assessment), "verdict")
        sheet.merged(
            4,
            _LAST,
            "Verdict, rules and sensitivity are text of that day: this workbook does not judge"
            " anew. The figures below are formulas and follow the Inputs.",
            "note",
        )
        row = 5
        for one in self.assessment.pitch:
            sheet.text(row, 0, one.part.capitalize(), "label")
            sheet.merged(row, _LAST, one.text, "text", 1)
            row += 1
        row = self._figures(row + 1, others)
        row = self._alternatives(row + 1, alternatives)
        sheet.insert(row + 1, 0, chart, 1010, _CHART_HEIGHT)
        self._rules(row + 2 + _CHART_HEIGHT // 20, day)
        sheet.finish(new_page=row + 1)

    # ---------------------------------------------------------------- figures

    def _figures(self, row: int, others: Cells | None) -> int:
        """Each figure now, as judged, and what lies between."""
        sheet = self.sheet
        status = row
        sheet.header(row + 1, "Figure", "Now", "As judged", "Change", "", right=(1, 2, 3))
        row = first = row + 2
        changes = []
        for one in shown_in("summary"):
            judged, style = one.read(self.assessment.figures), STYLES[one.kind]
            sheet.text(row, 0, one.full_label, "label")
            now = sheet.put(row, 1, self.figures.by_name[cell_of(one)], f"figure strong {style}")
            was: float | str = judged if math.isfinite(judged) else NONE
            sheet.number(row, 2, judged, f"fixed {style}")
            then = sheet.reference(row, 2, was)
            moved = sheet.put(row, 3, change(now, then), f"figure {_signed(style)}")
            changes.append(moved.value)
            remark = self._remark(one.name)
            if isinstance(remark, Formula):
                sheet.put(row, 4, remark, "remark")
            else:
                sheet.text(row, 4, remark, "remark")
            row += 1
        cells = sheet.cells(first, row - 1, 3, changes)
        # The verdict hangs on these too, and no figure moves with them.
        same = [threshold.equals(threshold.number) for threshold in self._thresholds()]
        same += (
            occurrences(one, 0).equals(len(one.numbers))
            for one in (cells, others)
            if one is not None
        )
        said = if_(and_(*same), _AS_JUDGED, _CHANGED)
        state = sheet.put(status, 0, said, "plain strong", "summary_state")
        sheet.mark_where(status, status, _LAST, state.equals(_CHANGED), "alarm")
        return row

    def _thresholds(self) -> list[Formula]:
        return [self.inputs[f"policy.{name}"] for name in THRESHOLDS]

    def _remark(self, name: str) -> str | Formula:
        """What has to be said beside a figure, where anything has."""
        match name:
            case "payback_months" | "half_volume.payback_months":
                return self._class_of(self.figures.by_name[cell_of(figure(name))])
            case "cash.payback_months":
                return "from approval on, with launch, ramp, upkeep and errors"
            case "cash.npv":
                return _said("over ", self.inputs["policy.horizon_months"], " months")
            case "cash.irr":
                return '"none" unless the monthly flows change sign exactly once'
            case "break_even_calls_per_month":
                limit = self.inputs["policy.defensible_payback_months"]
                return _said("payback within ", limit, " months")
            case _:
                return ""

    def _class_of(self, payback: Formula) -> Formula:
        """Where a payback stands among the thresholds."""
        strong, defensible, stop = (
            threshold * formula(1 + SLACK) for threshold in self._thresholds()
        )
        late = if_(payback <= stop, "later than defensible", "later than the stop threshold")
        in_time = if_(payback <= defensible, "within the defensible threshold", late)
        placed = if_(payback <= strong, "within the strong threshold", in_time)
        return if_(is_number(payback), placed, "nothing is saved")

    # ------------------------------------------------------------------- below

    def _alternatives(self, row: int, found: list[dict[str, Formula]]) -> int:
        if not found:
            return row - 1
        sheet = self.sheet
        shown = [one for one in ROWS if one[1] in ("upfront_total", "monthly_savings", "npv")]
        shown.append(ROWS[-1])
        sheet.header(row, "Alternative", *(label for label, _, _ in shown), right=(1, 2, 3, 4))
        for index, (case, figures) in enumerate(
            zip(self.assessment.case.alternatives, found, strict=True), 1
        ):
            sheet.text(row + index, 0, case.name or f"Alternative {index}", "label")
            for column, (_, name, style) in enumerate(shown, 1):
                if name in figures:
                    sheet.put(row + index, column, figures[name], f"figure {style}")
                else:
                    sheet.text(row + index, column, INCOMPLETE, "figure")
        return row + len(found) + 1

    def _rules(self, row: int, day: str) -> None:
        """What the rules said, and what to do about it."""
        sheet, verdict = self.sheet, self.assessment.verdict
        sheet.section(row, _LAST, f"Rules that fired, as judged on {day}")
        row += 1
        if not self.assessment.fired:
            sheet.text(row, 0, "None.", "plain")
            row += 1
        for one in self.assessment.fired:
            sheet.text(row, 0, f"{one.title} ({one.rule.id})", "label")
            sheet.text(row, 1, at_best(one) or "for information", "text")
            sheet.merged(row, _LAST, one.said, "text", 2)
            row += 1
        if verdict is not None and verdict.instead:
            sheet.section(row + 1, _LAST, "Instead")
            row += 2
            for advice in verdict.instead:
                sheet.merged(row, _LAST, advice, "text")
                row += 1


def _signed(style: str) -> str:
    """The style of a change in a figure of a style."""
    return {"money": "change", "whole": "more", "share": "points"}.get(style, "longer")


def _said(before: str, number: Formula, after: str) -> Formula:
    return Formula(f'"{before}"&{number.text}&"{after}"', f"{before}{number.number:g}{after}", 1)
