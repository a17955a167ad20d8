"""The first sheet: the verdict as it was judged, the scenario in force, and the figures in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rules.answers.policy import THRESHOLDS
from rules.argument.brief import at_best, headline
from rules.figures.catalogue import figure, shown_in
from rules.uncertainty.scenarios.built_in import AS_IT_IS
from wizard.reports.workbook.alternatives import INCOMPLETE, rows
from wizard.reports.workbook.constants import ROUNDING_SLACK
from wizard.reports.workbook.figure_rows import STYLES, cell_of, unit_of
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.formula import NONE, Formula, formula
from wizard.reports.workbook.functions import at, change, if_, is_number, joined
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.lanes import RESULTS
from wizard.reports.workbook.scenario_table import NUMBER, SWITCH
from wizard.reports.workbook.scenarios import Scenarios
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.styles import LEGEND

_LABEL, _UNIT, _NOW, _JUDGED, _CHANGE, _REMARK = range(6)
_LAST = _REMARK
_AS_JUDGED = "The figures are those that were judged."
_OTHER_SCENARIO = (
    "A scenario is in force: the figures below are what becomes of the case in it, and the verdict"
    " is that of the base."
)
_CHANGED = (
    "The inputs have been changed: the figures below may be others than those that were judged,"
    " and the verdict may no longer hold."
)
_CHECKED = "All checks are 0."
_FAILING = "Checks fail: see the sheet Checks before you rely on a figure."
_SWITCH_ROW = 3
_CHART_HEIGHT = 340


class Summary(NamedTuple):
    """What a budget holder reads first, and what other sheets come to that it shows."""

    sheet: Sheet
    inputs: Inputs
    figures: Figures
    scenarios: Scenarios
    alternatives: Sequence[Mapping[str, Formula]]
    failing: Formula
    """How many checks fail."""
    changed: Formula
    """How many inputs are others than those that were judged."""
    chart: Any
    """Of the cumulated cash."""

    def write(self, today: date, version: str) -> None:
        """Fill the sheet."""
        sheet, day = self.sheet, today.isoformat()
        sheet.columns(30, 19, 16, 16, 16, 46)
        sheet.merged(0, _LAST, sheet.title, "title")
        sheet.merged(
            1,
            _LAST,
            f"Amounts in {sheet.currency}. Judged on {day} by Payback {version}. Prices and"
            f" dates as of {self.inputs.assessment.case.as_of or 'no stated day'}.",
            "note",
        )
        self._legend()
        row = self._switch()
        sheet.section(row, _LAST, f"Verdict, as judged on {day}")
        sheet.merged(row + 1, _LAST, headline(self.inputs.assessment), "verdict")
        row += 2
        for one in self.inputs.assessment.pitch:
            sheet.text(row, _LABEL, one.part.capitalize(), "label")
            sheet.merged(row, _LAST, one.text, "text", 1)
            row += 1
        row = self._figures(row + 1)
        second = row + 1
        row = self._scenarios(second)
        row = self._alternatives(row + 1)
        sheet.insert(row + 1, 0, self.chart, 1000, _CHART_HEIGHT)
        third = row + 2 + _CHART_HEIGHT // 20
        self._rules(third, day)
        sheet.finish(new_pages=(second, third))

    # ------------------------------------------------------------------- above

    def _legend(self) -> None:
        """What the colours of numbers mean."""
        sheet = self.sheet
        sheet.text(2, _LABEL, "Colours", "label")
        for column, (style, said) in enumerate(LEGEND, 1):
            sheet.text(2, column, said, f"{style} legend")

    def _switch(self) -> int:
        """The scenario in force, and whether what is below is what was judged; the next row."""
        sheet, row = self.sheet, _SWITCH_ROW
        sheet.text(row, _LABEL, "Scenario: choose one", "label strong")
        sheet.merged(row, _JUDGED, AS_IT_IS, "input switch", _UNIT)
        sheet.choice(row, _UNIT, self.scenarios.names, "Needs one of the list.")
        sheet.name_cell(row, _UNIT, SWITCH.text)
        sheet.merged(
            row, _LAST, "Everything that is a formula follows, on all sheets.", "remark", _CHANGE
        )
        same = [self.changed.equals(0), NUMBER.equals(1)]
        other = if_(same[0], if_(same[1], _AS_JUDGED, _OTHER_SCENARIO), _CHANGED)
        state = sheet.put(row + 1, 0, other, "plain strong", "summary_state")
        sheet.mark_where(row + 1, row + 1, _LAST, state.equals(_CHANGED), "alarm")
        sheet.mark_where(row + 1, row + 1, _LAST, state.equals(_OTHER_SCENARIO), "aware")
        checked = if_(self.failing.equals(0), _CHECKED, _FAILING)
        verified = sheet.put(row + 2, 0, checked, "plain", "summary_checks")
        sheet.mark_where(row + 2, row + 2, _LAST, verified.equals(_FAILING), "alarm")
        return row + 4

    # ---------------------------------------------------------------- figures

    def _figures(self, row: int) -> int:
        """Each figure now, as judged, and what lies between."""
        sheet = self.sheet
        sheet.header(
            row, "Figure", "Unit", "Now", "As judged", "Change", "",
            right=(_NOW, _JUDGED, _CHANGE),
        )  # fmt: skip
        for one in shown_in("summary"):
            row += 1
            judged, style = one.read(self.inputs.assessment.figures), STYLES[one.kind]
            sheet.labels(row, one.label, unit_of(one, sheet.currency))
            now = sheet.put(row, _NOW, self.figures.by_name[cell_of(one)], f"figure strong {style}")
            was: float | str = judged if math.isfinite(judged) else NONE
            sheet.number(row, _JUDGED, judged, f"fixed {style}")
            then = sheet.reference(row, _JUDGED, was)
            sheet.put(row, _CHANGE, change(now, then), f"figure {_signed(style)}")
            remark = self._remark(one.name)
            if isinstance(remark, Formula):
                sheet.put(row, _REMARK, remark, "remark")
            else:
                sheet.text(row, _REMARK, remark, "remark")
        return row + 1

    def _remark(self, name: str) -> str | Formula:
        """What has to be said beside a figure, where anything has."""
        match name:
            case "payback_months" | "half_volume.payback_months":
                return self._class_of(self.figures.by_name[cell_of(figure(name))])
            case "cash.payback_months":
                return "from approval on, with launch, ramp, upkeep and errors"
            case "cash.npv":
                return joined("over ", self.inputs["policy.horizon_months"], " months")
            case "cash.irr":
                return '"none" unless the monthly flows change sign exactly once'
            case "break_even_calls_per_month":
                limit = self.inputs["policy.defensible_payback_months"]
                return joined("payback within ", limit, " months")
            case _:
                return ""

    def _class_of(self, payback: Formula) -> Formula:
        """Where a payback stands among the thresholds."""
        strong, defensible, stop = (
            self.inputs[f"policy.{name}"] * (1 + ROUNDING_SLACK) for name in THRESHOLDS
        )
        late = if_(payback <= stop, "later than defensible", "later than the stop threshold")
        in_time = if_(payback <= defensible, "within the defensible threshold", late)
        placed = if_(payback <= strong, "within the strong threshold", in_time)
        return if_(is_number(payback), placed, "nothing is saved")

    # ------------------------------------------------------------------- below

    def _scenarios(self, row: int) -> int:
        """What each scenario comes to."""
        sheet, found = self.sheet, self.scenarios
        names = found.states.names
        shown = RESULTS[:2]
        sheet.header(
            row, "Scenario", "No.", *(said for said, _, _ in shown), "Against the base", "",
            right=(_UNIT, _NOW, _JUDGED, _CHANGE),
        )  # fmt: skip
        base = at(found.results["npv"], formula(1))
        for number, name in enumerate(names, 1):
            place = row + number
            sheet.text(place, _LABEL, name, "label")
            sheet.number(place, _UNIT, float(number), "fixed count")
            at_ = sheet.reference(place, _UNIT, float(number))
            worth = sheet.put(place, _NOW, at(found.results["npv"], at_), "figure money")
            sheet.put(place, _JUDGED, at(found.results["payback"], at_), "figure months")
            sheet.put(place, _CHANGE, worth - base, "figure change")
        return row + len(names) + 1

    def _alternatives(self, row: int) -> int:
        found = self.alternatives
        if not found:
            return row - 1
        sheet = self.sheet
        wanted = ("monthly_savings", "npv", "incremental_payback_months")
        shown = [one for one in rows(sheet.currency) if one.name in wanted]
        sheet.header(
            row, "Alternative", "Unit", *(one.label for one in shown), "",
            right=(_NOW, _JUDGED, _CHANGE),
        )  # fmt: skip
        for index, (case, figures) in enumerate(
            zip(self.inputs.assessment.case.alternatives, found, strict=True), 1
        ):
            name = case.name or f"Alternative {index}"
            sheet.labels(row + index, name, f"{sheet.currency}, months")
            for column, one in enumerate(shown, _NOW):
                if one.name in figures:
                    sheet.put(row + index, column, figures[one.name], f"figure {one.style}")
                else:
                    sheet.text(row + index, column, INCOMPLETE, "figure")
        return row + len(found) + 1

    def _rules(self, row: int, day: str) -> None:
        """What the rules said, and what to do about it."""
        sheet, verdict = self.sheet, self.inputs.assessment.verdict
        sheet.section(row, _LAST, f"Rules that fired, as judged on {day}")
        row += 1
        if not self.inputs.assessment.fired:
            sheet.text(row, 0, "None.", "plain")
            row += 1
        for one in self.inputs.assessment.fired:
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
