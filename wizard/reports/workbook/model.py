"""The sheet of the monthly cash flow, and the one that searches for the rate of return.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from rules.answers.slack import SLACK
from rules.figures.cash import HIGHEST_IRR
from wizard.reports.workbook.book import Book, Sheet
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.formula import (
    NONE,
    Cells,
    Formula,
    Value,
    absolute,
    and_,
    at,
    formula,
    if_,
    largest,
    maximum,
    minimum,
    polynomial,
    sign,
    sum_of_products,
    total,
    whole_up,
)
from wizard.reports.workbook.inputs import Inputs

SHORTEST = 60
"""Months that every workbook has rows for, so that a longer horizon can be tried."""
HEAD = (
    "Month",
    "Calls",
    "Teacher, per 1,000",
    "Rollout",
    "Handled",
    "Replicas",
    "Fixed cost",
    "Net",
    "Balance",
    "Discount factor",
    "Discounted",
    "Largest balance so far",
    "Month, if in debt",
    "Sign so far",
    "Change of sign",
    "Month, if it brings something",
    "Rollout, a month later",
    "Net, a month later",
)
(
    MONTH,
    CALLS,
    TEACHER,
    ROLLOUT,
    HANDLED,
    REPLICAS,
    FIXED,
    NET,
    BALANCE,
    FACTOR,
    DISCOUNTED,
    LARGEST,
    DEBT,
    SIGN,
    CHANGE,
    EARNS,
    LATER_ROLLOUT,
    LATER_NET,
) = range(len(HEAD))
_FIRST = 9
_HALVINGS = 52
_LARGEST_FACTOR = 4.0
"""Of the search for a rate: beyond it a year loses all but one part in ten million."""


@dataclass(frozen=True, slots=True)
class Cash:
    """The columns of the model that other sheets use, from month 0 on."""

    sheet: Sheet
    months: Cells
    calls: tuple[Value, ...]
    teacher: tuple[Value, ...]
    net: Cells
    balance: Cells
    factor: Cells
    discounted: Cells
    signs: Cells
    changes: Cells
    """1 where a flow has another sign than those before."""
    horizon: Formula
    payback: Formula
    worth: Formula

    def prices(self, month: int) -> tuple[Formula, Formula]:
        """The calls of a month and what 1,000 of them cost on the teacher, for other sheets."""
        row = _FIRST + month
        return (
            self.sheet.reference(row, CALLS, self.calls[month], elsewhere=True),
            self.sheet.reference(row, TEACHER, self.teacher[month], elsewhere=True),
        )


class Model:
    """The monthly cash flow as formulas."""

    def __init__(self, sheet: Sheet, inputs: Inputs, figures: Figures) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.figures = figures
        self.values: dict[int, list[Value]] = {column: [] for column in range(len(HEAD))}

    def write(self) -> Cash:
        """Fill the sheet."""
        sheet, inputs = self.sheet, self.inputs
        sheet.columns(9, 14, 12, 9, 14, 10, 13, 14, 15, 10, 14, 14, 10, 8, 9, 10, 9, 14)
        sheet.text(0, 0, "Monthly cash flow", "title")
        sheet.merged(
            1,
            CHANGE,
            "Month by month after approval, with growth, launch, ramp and prices; replicas are"
            f" counted anew each month. There are rows for {inputs.months} months: that is the"
            " longest horizon this workbook can show. Months beyond the horizon are grey and count"
            " for nothing.",
            "note",
        )
        horizon = self._parameter(
            2, "Horizon, months", minimum(inputs["policy.horizon_months"], inputs.months), "horizon"
        )
        launch = self._parameter(
            3, "Launch after, months", whole_up(inputs["upfront.months_to_launch"]), "launch"
        )
        ramp = self._parameter(4, "Ramp, months", whole_up(inputs["upfront.ramp_months"]), "ramp")
        loss = self._parameter(
            5,
            "Loss per handled call",
            inputs["quality.error_rate_increase"] * inputs["quality.cost_per_error"],
            "loss_per_call",
            "small",
        )
        upkeep = self._parameter(
            6, "Upkeep a month", self.figures.maintenance / 12, "upkeep", "money"
        )
        hidden = range(LARGEST, LATER_NET + 1)
        sheet.text(_FIRST - 2, LARGEST, "for payback and rate of return", "plain")
        sheet.header(_FIRST - 1, *HEAD, right=(*range(LARGEST), *hidden))
        self._start()
        for month in range(1, inputs.months + 1):
            self._month(month, horizon, launch, ramp, loss, upkeep)
        cash = self._cash(horizon)
        beyond = Formula(f"$A{_FIRST + 1}", 0.0) > horizon
        sheet.mark_where(_FIRST, _FIRST + inputs.months, CHANGE, beyond, "beyond")
        sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_FIRST - 1)
        return cash

    def _parameter(
        self, row: int, label: str, value: Formula, name: str, style: str = "count"
    ) -> Formula:
        self.sheet.text(row, 0, label, "plain")
        return self.sheet.put(row, HANDLED, value, f"figure {style}", f"model_{name}")

    def _put(self, month: int, column: int, value: Formula, style: str) -> Formula:
        placed = self.sheet.put(_FIRST + month, column, value, f"figure {style}")
        self.values[column].append(value.value)
        return placed

    def _constant(self, month: int, column: int, value: float) -> Formula:
        self.sheet.number(_FIRST + month, column, value, "figure count")
        self.values[column].append(float(value))
        return self.sheet.reference(_FIRST + month, column, float(value))

    def _above(self, month: int, column: int) -> Formula:
        """The cell of a column in the month before."""
        return self.sheet.reference(_FIRST + month - 1, column, self.values[column][month - 1])

    def _start(self) -> None:
        """Month 0, when all of the upfront is spent."""
        month = self._constant(0, MONTH, 0)
        # What only runs from month 1 on is counted as 0 in month 0, so that all columns are alike.
        for column in (CALLS, TEACHER, ROLLOUT, HANDLED, REPLICAS, FIXED):
            self.values[column].append(0.0)
        net = self._put(0, NET, -self.figures.upfront, "money")
        balance = self._put(0, BALANCE, net, "money")
        factor = self._put(0, FACTOR, self._factor(month), "factor")
        self._put(0, DISCOUNTED, net * factor, "money")
        self._put(0, LARGEST, absolute(balance), "money")
        self._put(0, DEBT, if_(balance < 0, month, -1), "count")
        self._put(0, SIGN, sign(net), "count")
        self._constant(0, CHANGE, 0)
        self._constant(0, EARNS, -1)
        self._constant(0, LATER_ROLLOUT, 0)
        self._put(0, LATER_NET, net, "money")

    def _factor(self, month: Formula) -> Formula:
        return 1 / (1 + self.inputs["policy.discount_rate"]) ** (month / 12)

    def _month(
        self,
        number: int,
        horizon: Formula,
        launch: Formula,
        ramp: Formula,
        loss: Formula,
        upkeep: Formula,
    ) -> None:
        inputs, hosted = self.inputs, self.figures.hosted
        month = self._constant(number, MONTH, number)
        calls = self._put(
            number,
            CALLS,
            inputs["volume.calls_per_month"] * (1 + inputs["volume.monthly_growth"]) ** (month - 1),
            "whole",
        )
        teacher = self._put(
            number,
            TEACHER,
            inputs["teacher.cost_per_1k_calls"]
            * (1 + inputs["teacher.annual_price_change"]) ** ((month - 1) / 12),
            "price",
        )
        rollout = self._put(number, ROLLOUT, self._rollout(month, launch, ramp, horizon), "share")
        handled = self._put(
            number, HANDLED, calls * inputs["volume.share_moved"] * rollout, "whole"
        )
        fixed = inputs["student.fixed_cost_per_month"]
        if hosted is not None:
            replicas = self._put(
                number, REPLICAS, if_(rollout > 0, hosted.replicas(inputs, handled), 0), "count"
            )
            fixed = fixed + replicas * hosted.cost
        else:
            self._constant(number, REPLICAS, 0)
        paid = self._put(number, FIXED, if_(rollout > 0, fixed, 0), "money")
        per_call = (
            (1 - inputs["volume.fallback_rate"]) * teacher - inputs["student.cost_per_1k_calls"]
        ) / 1_000 - loss
        net = self._put(
            number, NET, if_(rollout > 0, handled * per_call - paid - upkeep, 0), "money"
        )
        balance = self._put(number, BALANCE, self._above(number, BALANCE) + net, "money")
        factor = self._put(number, FACTOR, self._factor(month), "factor")
        self._put(number, DISCOUNTED, net * factor, "money")
        size = self._put(
            number, LARGEST, maximum(self._above(number, LARGEST), absolute(balance)), "money"
        )
        # A balance that is zero on paper must not count as debt for its last binary digit.
        owing = and_(month <= horizon, balance < formula(-SLACK) * size)
        self._put(number, DEBT, if_(owing, month, -1), "count")
        before = self._above(number, SIGN)
        now = self._put(number, SIGN, if_(net.equals(0), before, sign(net)), "count")
        self._put(number, CHANGE, if_(now * before < 0, 1, 0), "count")

        self._put(number, EARNS, if_(net > 0, month, -1), "count")
        later = self._put(
            number, LATER_ROLLOUT, self._rollout(month, launch + 1, ramp, horizon), "share"
        )
        moved = calls * inputs["volume.share_moved"] * later
        cost = inputs["student.fixed_cost_per_month"]
        if hosted is not None:
            cost = cost + hosted.replicas(inputs, moved) * hosted.cost
        self._put(number, LATER_NET, if_(later > 0, moved * per_call - cost - upkeep, 0), "money")

    def _rollout(self, month: Formula, launch: Formula, ramp: Formula, horizon: Formula) -> Formula:
        """The share of the traffic that the student has in a month."""
        ramped = if_(ramp > 0, minimum(1, (month - launch) / ramp), 1)
        return if_(and_(month > launch, month <= self._last(horizon)), ramped, 0)

    def _last(self, horizon: Formula) -> Formula:
        """The last month in which the student serves."""
        service = self.figures.months_of_service
        return horizon if service == math.inf else minimum(horizon, service)

    def _column(self, column: int, name: str) -> Cells:
        return self.sheet.cells(
            _FIRST,
            _FIRST + self.inputs.months,
            column,
            self.values[column],
            f"model_{name}",
        )

    def _cash(self, horizon: Formula) -> Cash:
        months, net, balance = (
            self._column(column, name)
            for column, name in ((MONTH, "month"), (NET, "net"), (BALANCE, "balance"))
        )
        discounted = self._column(DISCOUNTED, "discounted")
        figures = self.figures
        figures.section("Cash, over the horizon")
        last = figures.figure(
            "Last month in debt", largest(self._column(DEBT, "debt")), "count",
            "-1 where there is none", "figures_last_month_in_debt",
        )  # fmt: skip
        crossing = minimum(1, -at(balance, last + 1) / at(net, last + 2))
        payback = figures.result(
            "cash.payback_months",
            if_(last < 0, 0, if_(horizon <= last, NONE, last + crossing)),
            'from when on the balance stays at or above 0; "none" where it does not',
        )
        worth = figures.result("cash.npv", total(discounted), "the sum of the discounted months")
        year = self.sheet.cells(
            _FIRST + 1, _FIRST + 12, NET, self.values[NET][1:13], "model_first_year"
        )
        figures.result("cash.first_year_net", total(year), "the first twelve months of net")
        earning = largest(self._column(EARNS, "earns"))
        ending = self._last(horizon)
        figures.result(
            "cash.savings_end_month",
            if_(and_(earning > 0, earning < ending), earning + 1, NONE),
            'the month after the last one that brings something; "none" where that is the end',
        )
        factor = self._column(FACTOR, "factor")
        figures.result(
            "cash.cost_of_delay",
            worth - sum_of_products(self._column(LATER_NET, "net_later"), factor),
            "net present value, less that with the launch one month later",
        )
        return Cash(
            sheet=self.sheet,
            months=months,
            calls=tuple(self.values[CALLS]),
            teacher=tuple(self.values[TEACHER]),
            net=net,
            balance=balance,
            factor=factor,
            discounted=discounted,
            signs=self._column(SIGN, "sign"),
            changes=self._column(CHANGE, "change_of_sign"),
            horizon=horizon,
            payback=payback,
            worth=worth,
        )

    def balance_chart(self, book: Book, months: int) -> Any:
        """The balance as a line, over the horizon that was judged."""
        chart = book.chart("line")
        rows = (_FIRST, _FIRST + months)
        chart.add_series(
            {
                "name": "Balance",
                "categories": [self.sheet.name, rows[0], MONTH, rows[1], MONTH],
                "values": [self.sheet.name, rows[0], BALANCE, rows[1], BALANCE],
                "line": {"color": "#1F3A5F", "width": 2.25},
            }
        )
        chart.set_title(
            {"name": f"Cash balance, {book.currency}", "name_font": {"size": 12, "bold": True}}
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
                "name": f"Balance, {book.currency}",
                "num_format": book.axis_money,
                "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
            }
        )
        chart.set_legend({"none": True})
        return chart


def write_rate(sheet: Sheet, cash: Cash, figures: Figures) -> Formula:
    """Fill the sheet that searches for the internal rate, and return that rate.

    A spreadsheet's own IRR() starts from a guess and finds no rate for some flows; halving an
    interval always arrives.
    """
    sheet.columns(44, 18, 18, 18, 20)
    sheet.text(0, 0, "Internal rate of return", "title")
    sheet.merged(
        1,
        4,
        "The yearly rate at which the flows are worth nothing today. It is searched for in the"
        " monthly discount factor x: the flows are worth more than nothing on one side of it and"
        " less on the other, and each row halves the interval between the two.",
        "note",
    )
    sheet.text(2, 0, "Changes of sign; exactly one gives one rate", "label")
    count = sheet.put(2, 1, total(cash.changes), "figure count", "rate_changes_of_sign")
    sheet.text(3, 0, "Sign of the early flows", "label")
    # Where it changes once, the early flows have the sign that the last ones have not.
    last = at(cash.signs, formula(len(cash.signs.values)))
    early = sheet.put(3, 1, -last, "figure count", "rate_early_sign")
    sheet.text(4, 0, "Smallest x, of 10,000 % a year", "label")
    least = sheet.put(4, 1, formula(1 + HIGHEST_IRR) ** (formula(-1) / 12), "figure small")
    sheet.text(5, 0, "What the flows are worth there", "label")
    worth_there = early * polynomial(cash.net, least, cash.months)
    there = sheet.put(5, 1, worth_there, "figure money", "rate_worth_at_smallest")
    sheet.header(
        7, "Halving", "From x", "To x", "Middle", "Worth at the middle", right=(0, 1, 2, 3, 4)
    )
    low, high = least, formula(_LARGEST_FACTOR)
    for step in range(_HALVINGS):
        row = 8 + step
        sheet.number(row, 0, step + 1, "right")
        low = sheet.put(row, 1, low, "figure small")
        high = sheet.put(row, 2, high, "figure small")
        name = "rate_discount_factor" if step == _HALVINGS - 1 else ""
        middle = sheet.put(row, 3, (low + high) / 2, "figure small", name)
        worth = sheet.put(
            row, 4, early * polynomial(cash.net, middle, cash.months), "figure scientific"
        )
        low, high = if_(worth > 0, middle, low), if_(worth > 0, high, middle)
    rate = figures.result(
        "cash.irr",
        if_(and_(count.equals(1), there >= 0), middle ** formula(-12) - 1, NONE),
        'searched for on the sheet Rate; "none" unless the flows change sign exactly once',
    )
    sheet.finish(frozen=8, repeated=7)
    return rate
