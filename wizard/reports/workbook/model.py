"""The sheet of the monthly cash flow, line by line.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from wizard.reports.workbook.book import Book
from wizard.reports.workbook.constants import CALLS_PER_PRICE, MONTHS_PER_YEAR, ROUNDING_SLACK
from wizard.reports.workbook.drivers import Drivers
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.formula import NONE, Cells, Formula, Value, formula
from wizard.reports.workbook.functions import (
    absolute,
    and_,
    at,
    if_,
    largest,
    maximum,
    minimum,
    sign,
    total,
    whole_number,
)
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.sheet import Sheet

SHORTEST = 60
"""Months that every workbook has rows for, so that a longer horizon can be tried."""


class _Column(NamedTuple):
    name: str
    head: str
    unit: str
    style: str
    width: float = 13


_COLUMNS = (
    _Column("month", "Month", "after approval", "count", 9),
    _Column("year", "Year", "", "count", 7),
    _Column("calls", "Calls", "calls", "whole"),
    _Column("teacher_price", "Teacher, per 1,000", "money", "price", 12),
    _Column("rollout", "Rollout", "of traffic", "share", 9),
    _Column("handled", "Handled", "calls", "whole"),
    _Column("replicas", "Replicas", "replicas", "count", 9),
    _Column("avoided", "Teacher cost avoided", "money", "money"),
    _Column("student", "Student, per call", "money", "money"),
    _Column("fallback", "Fallback to the teacher", "money", "money"),
    _Column("fixed", "Student, fixed", "money", "money"),
    _Column("hosting", "Hosting", "money", "money"),
    _Column("errors", "Errors", "money", "money"),
    _Column("upkeep", "Upkeep", "money", "money"),
    _Column("upfront", "Upfront", "money", "money"),
    _Column("net", "Net", "money", "money strong"),
    _Column("opening", "Opening cash", "money", "money"),
    _Column("balance", "Cumulated cash", "money", "money strong"),
    _Column("factor", "Discount factor", "", "factor", 10),
    _Column("discounted", "Discounted net", "money", "money"),
    _Column("size", "Largest cash so far", "money", "money"),
    _Column("debt", "Month, if in debt", "month", "count", 9),
    _Column("earning", "Month, if it earns", "month", "count", 9),
    _Column("sign", "Sign so far", "", "count", 8),
    _Column("turn", "Change of sign", "", "count", 9),
)
LINES = ("avoided", "student", "fallback", "fixed", "hosting", "errors", "upkeep", "upfront")
"""The columns that add up to the net."""
HEADS: Mapping[str, str] = {one.name: one.head for one in _COLUMNS}
_AT: Mapping[str, int] = {one.name: number for number, one in enumerate(_COLUMNS)}
_LAST = len(_COLUMNS) - 1
_HEAD = 2
_FIRST = _HEAD + 2


class Model:
    """The monthly cash flow as formulas, which other sheets use by column."""

    def __init__(self, sheet: Sheet, inputs: Inputs, drivers: Drivers, figures: Figures) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.drivers = drivers
        self.figures = figures
        self._values: dict[str, list[Value]] = {one.name: [] for one in _COLUMNS}
        self.columns: dict[str, Cells] = {}
        """From month 0 on, by name."""
        self.payback = self.worth = formula(0)

    def write(self) -> None:
        """Fill the sheet."""
        sheet, currency = self.sheet, self.sheet.currency
        sheet.columns(*(one.width for one in _COLUMNS))
        sheet.titled(
            "Monthly cash flow",
            _LAST,
            "Month by month after approval, in the scenario in force. What is earned is above 0 and"
            " what is spent below, so that the lines add up to the net. There are rows for"
            f" {self.inputs.months} months: that is the longest horizon this workbook can show."
            " Months beyond the horizon are grey and count for nothing.",
        )
        sheet.header(_HEAD, *(one.head for one in _COLUMNS), right=range(len(_COLUMNS)))
        sheet.units(_HEAD + 1, *(currency if one.unit == "money" else one.unit for one in _COLUMNS))
        for month in range(self.inputs.months + 1):
            self._month(month)
        for one in _COLUMNS:
            self.columns[one.name] = sheet.cells(
                _FIRST,
                _FIRST + self.inputs.months,
                _AT[one.name],
                self._values[one.name],
                f"model_{one.name}",
            )
        beyond = Formula(f"$A{_FIRST + 1}", 0.0) > self.drivers.horizon
        sheet.mark_where(_FIRST, _FIRST + self.inputs.months, _LAST, beyond, "beyond")
        # What payback and rate are found from stands beyond the page.
        printed = _FIRST + self.inputs.months, _AT["discounted"]
        sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_HEAD, printed=printed)
        self._write_results()

    def prices(self, month: int) -> tuple[Formula, Formula]:
        """The calls of a month and what 1,000 of them cost on the teacher, for other sheets."""
        calls, teacher = (
            self.sheet.reference(
                _FIRST + month, _AT[name], self._values[name][month], elsewhere=True
            )
            for name in ("calls", "teacher_price")
        )
        return calls, teacher

    # ------------------------------------------------------------------- months

    def _put(self, month: int, name: str, value: Formula) -> Formula:
        column = _COLUMNS[_AT[name]]
        placed = self.sheet.put(_FIRST + month, _AT[name], value, f"figure {column.style}")
        self._values[name].append(value.value)
        return placed

    def _constant(self, month: int, name: str, value: float) -> Formula:
        style = _COLUMNS[_AT[name]].style
        self.sheet.number(_FIRST + month, _AT[name], value, f"figure {style}")
        self._values[name].append(value)
        return self.sheet.reference(_FIRST + month, _AT[name], value)

    def _above(self, month: int, name: str) -> Formula:
        """The cell of a column in the month before; 0 before the first, where a head stands."""
        if month == 0:
            return formula(0)
        return self.sheet.reference(_FIRST + month - 1, _AT[name], self._values[name][month - 1])

    def _month(self, number: int) -> None:
        inputs, drivers = self.inputs, self.drivers
        month = self._constant(number, "month", float(number))
        self._put(number, "year", whole_number(month / MONTHS_PER_YEAR))
        since = month - 1
        grown = (1 + inputs["volume.monthly_growth"]) ** since
        dearer = (1 + inputs["teacher.annual_price_change"]) ** (since / MONTHS_PER_YEAR)
        calls = self._put(number, "calls", if_(month > 0, drivers.calls * grown, 0))
        price = self._put(number, "teacher_price", if_(month > 0, drivers.teacher * dearer, 0))
        live = and_(month > drivers.launch, month <= drivers.last)
        ramped = if_(drivers.ramp > 0, minimum(1, (month - drivers.launch) / drivers.ramp), 1)
        rollout = self._put(number, "rollout", if_(live, ramped, 0))
        handled = self._put(number, "handled", calls * inputs["volume.share_moved"] * rollout)
        self._lines(number, month, price, rollout, handled)
        self._cash(number, month)

    def _lines(
        self, number: int, month: Formula, price: Formula, rollout: Formula, handled: Formula
    ) -> None:
        """What a month earns and spends."""
        inputs, hosted = self.inputs, self.figures.hosted
        student, fixed = inputs["student.cost_per_1k_calls"], inputs["student.fixed_cost_per_month"]
        avoided = self._put(number, "avoided", handled / CALLS_PER_PRICE * price)
        self._put(number, "student", -(handled / CALLS_PER_PRICE * student))
        self._put(number, "fallback", -(avoided * inputs["volume.fallback_rate"]))
        self._put(number, "fixed", if_(rollout > 0, -fixed, 0))
        if hosted is not None:
            needed = if_(rollout > 0, hosted.replicas(handled), 0)
            replicas = self._put(number, "replicas", needed)
            self._put(number, "hosting", -(replicas * hosted.cost))
        else:
            self._constant(number, "replicas", 0.0)
            self._constant(number, "hosting", 0.0)
        self._put(number, "errors", -(handled * self.drivers.loss))
        self._put(number, "upkeep", if_(rollout > 0, -self.figures.monthly_upkeep, 0))
        self._put(number, "upfront", if_(month > 0, 0, -self.figures.upfront))

    def _cash(self, number: int, month: Formula) -> None:
        """What the lines come to, and what payback and rate are found from."""
        row = _FIRST + number
        lines = self.sheet.across(
            row,
            _AT[LINES[0]],
            _AT[LINES[-1]],
            [self._values[name][number] for name in LINES],
        )
        net = self._put(number, "net", total(lines))
        if number:
            opening = self._put(number, "opening", self._above(number, "balance"))
        else:
            opening = self._constant(number, "opening", 0.0)
        balance = self._put(number, "balance", opening + net)
        rate = 1 + self.inputs["policy.discount_rate"]
        factor = self._put(number, "factor", 1 / rate ** (month / MONTHS_PER_YEAR))
        self._put(number, "discounted", net * factor)
        size = self._put(number, "size", maximum(self._above(number, "size"), absolute(balance)))
        # A balance that is zero on paper must not count as debt for its last binary digit.
        owing = and_(month <= self.drivers.horizon, balance < -ROUNDING_SLACK * size)
        self._put(number, "debt", if_(owing, month, -1))
        self._put(number, "earning", if_(net > 0, month, -1))
        before = self._above(number, "sign")
        now = self._put(number, "sign", if_(net.equals(0), before, sign(net)))
        self._put(number, "turn", if_(now * before < 0, 1, 0))

    # ------------------------------------------------------------------ results

    def _write_results(self) -> None:
        """What the months come to, on the sheet of figures."""
        figures, net, balance = self.figures, self.columns["net"], self.columns["balance"]
        figures.section("Cash, over the horizon")
        last = figures.figure(
            "Last month in debt", largest(self.columns["debt"]), "count",
            "-1 where there is none", "figures_last_month_in_debt", "month",
        )  # fmt: skip
        crossing = minimum(1, -at(balance, last + 1) / at(net, last + 1 + 1))
        self.payback = figures.result(
            "cash.payback_months",
            if_(last < 0, 0, if_(self.drivers.horizon <= last, NONE, last + crossing)),
            'from when on the cash stays at or above 0; "none" where it does not',
        )
        self.worth = figures.result(
            "cash.npv", total(self.columns["discounted"]), "the sum of the discounted months"
        )
        earning = largest(self.columns["earning"])
        figures.result(
            "cash.savings_end_month",
            if_(and_(earning > 0, earning < self.drivers.last), earning + 1, NONE),
            'the month after the last one that earns; "none" where that is the end',
        )

    def balance_chart(self, book: Book, months: int) -> Any:
        """The balance as a line, over the horizon that was judged."""
        chart = book.chart("line")
        rows = (_FIRST, _FIRST + months)
        month, balance = _AT["month"], _AT["balance"]
        chart.add_series(
            {
                "name": "Cumulated cash",
                "categories": [self.sheet.name, rows[0], month, rows[1], month],
                "values": [self.sheet.name, rows[0], balance, rows[1], balance],
                "line": {"color": "#1F3A5F", "width": 2.25},
            }
        )
        chart.set_title(
            {"name": f"Cumulated cash, {book.currency}", "name_font": {"size": 12, "bold": True}}
        )
        chart.set_x_axis(
            {
                "name": "Months after approval",
                "label_position": "low",
                "interval_unit": max(1, months // 12),
                "interval_tick": max(1, months // 12),
                "position_axis": "on_tick",
            }
        )
        chart.set_y_axis(
            {
                "name": f"Cumulated cash, {book.currency}",
                "num_format": book.axis_money,
                "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
            }
        )
        chart.set_legend({"none": True})
        return chart
