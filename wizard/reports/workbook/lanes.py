"""Columns that each hold a whole case, month by month: one for each other set of numbers.

A sheet of them has the same formula in every cell of a row. It calculates a case a second time, in
fewer and longer steps than the Model, which checks both.

Source: docs/specification.md §3.3 and §3.5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rules.questions import question_of
from wizard.reports.workbook.constants import CALLS_PER_PRICE, MONTHS_PER_YEAR, ROUNDING_SLACK
from wizard.reports.workbook.formula import NONE, Cells, Formula, Value, formula
from wizard.reports.workbook.functions import (
    and_,
    at,
    if_,
    largest,
    last_below,
    maximum,
    minimum,
    smallest,
    sum_of_products,
)
from wizard.reports.workbook.inputs import ERROR_RATE, Inputs
from wizard.reports.workbook.inputs_sheet import label, number_style, unit
from wizard.reports.workbook.model import Model
from wizard.reports.workbook.scenario_table import Modifiers
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.worksheets import (
    Hosted,
    annual_maintenance,
    months_of,
    replica_capacity,
    replica_cost,
    upfront_total,
    worksheets,
)

NOT_OF_THE_CASH = (
    "alternatives[", "upside.", "policy.", "quality.slices", "teacher.p95_latency",
    "student.p95_latency", "student.months_of_service",
)  # fmt: skip
"""Beginnings of the keys of inputs that no month rests on."""
_LABEL, _UNIT, KEY = range(3)
RESULTS = (
    ("Net present value", "money", "npv"),
    ("Cash payback", "months", "payback"),
    ("Net of the first month", "money", "first_net"),
    ("Largest balance, either way", "money", "size"),
    ("Last month in debt", "count", "last_in_debt"),
)
"""What each column comes to: label, style and name."""


class Lanes:
    """The columns of a sheet from a row on: results, numbers, drivers, three blocks of months."""

    def __init__(
        self,
        sheet: Sheet,
        inputs: Inputs,
        model: Model,
        first: int,
    ) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.model = model
        self.first = first
        self.keys = [key for key in inputs.stated if not key.startswith(NOT_OF_THE_CASH)]
        self.keys.sort(key=lambda key: key.startswith("upfront.other."))
        if inputs.derives_error_rate:
            self.keys.insert(0, ERROR_RATE)
        self.built = [key for key in inputs.built if key != ERROR_RATE]
        self._results_at = {name: (row, how) for row, (_, how, name) in enumerate(RESULTS, first)}
        self.numbers_row = first + len(RESULTS) + 1
        self.built_row = self.numbers_row + len(self.keys) + 1
        self.drivers_row = self.built_row + len(self.built) + bool(self.built)
        self.is_hosted = inputs.case.student.hosting.begun
        self.blocks = [
            self.drivers_row + len(DRIVERS) + 1 + number * (inputs.months + 2)
            for number in range(3)
        ]
        """The rows of month 0 of what is handled, of the net, and of the balance."""

    # ------------------------------------------------------------------- labels

    def write_labels(self, last_column: int) -> None:
        """Fill the columns that say what stands in each row."""
        sheet, inputs, currency = self.sheet, self.inputs, self.inputs.case.currency
        for row, (said, style, name) in enumerate(RESULTS, self.first):
            sheet.labels(row, said, currency if style == "money" else style, name)
        for first, keys, said in (
            (self.numbers_row, self.keys, "Numbers"),
            (self.built_row, self.built, "Built from them"),
        ):
            if keys:
                sheet.section(first - 1, last_column, said)
            for row, key in enumerate(keys, first):
                sheet.labels(row, label(key, inputs), unit(question_of(key), currency), key)
        sheet.section(self.drivers_row - 1, last_column, "What the months are calculated from")
        for row, one in enumerate(DRIVERS, self.drivers_row):
            sheet.labels(row, one.label, currency if one.unit == "money" else one.unit, "")
        for first, said in zip(self.blocks, ("Handled calls", "Net", "Balance"), strict=True):
            sheet.section(first - 1, last_column, f"{said}, by month")
            for month in range(inputs.months + 1):
                sheet.number(first + month, _LABEL, float(month), "month")
                sheet.text(first + month, _UNIT, "calls" if first == self.blocks[0] else currency)
            beyond = Formula(f"$A{first + 1}", 0.0) > self.model.drivers.horizon
            sheet.mark_where(first, first + inputs.months, last_column, beyond, "beyond")

    # ------------------------------------------------------------------ columns

    def write(
        self, column: int, number: Callable[[str, int], Formula], modified: Modifiers
    ) -> dict[str, Formula]:
        """Fill a column; returns what it comes to, by the names of `RESULTS`.

        Args:
            column: where it stands.
            number: the formula of the cell of a key, in a row.
            modified: what a scenario makes of the numbers.
        """
        lane = Lane(self.sheet, column, self.inputs.other_items)
        for row, key in enumerate(self.keys, self.numbers_row):
            lane.take(key, row, number(key, row))
        for row, (key, built) in enumerate(
            worksheets(self.inputs.case, lane, self.inputs.base_calls), self.built_row
        ):
            lane.take(key, row, modified.with_set(key, built.formula))
        driver = lane.drivers(self.drivers_row, modified, is_hosted=self.is_hosted)
        return self._results(column, self._flows(column, driver))

    def elsewhere(self, column: int, wanted: str, result: Formula) -> Formula:
        """How other sheets refer to what a column comes to."""
        return self.sheet.reference(
            self._results_at[wanted][0], column, result.value, elsewhere=True
        )

    def _flows(self, column: int, driver: Driven) -> tuple[Cells, Cells]:
        """The net and the balance of all months."""
        sheet = self.sheet
        handled_row, net_row, balance_row = self.blocks
        hosted = Hosted(driver.replica_cost, driver.replica_capacity, driver.fewest_replicas)
        sheet.number(handled_row, column, 0.0, "figure whole")
        nets: list[Value] = []
        balances: list[Value] = []
        net = sheet.put(net_row, column, -driver.upfront, "figure money")
        balance = sheet.put(balance_row, column, net, "figure money")
        nets.append(net.value)
        balances.append(balance.value)
        for number in range(1, self.inputs.months + 1):
            month = Formula(f"$A{handled_row + number + 1}", float(number))
            live = and_(month > driver.launch, month <= self.model.drivers.last)
            ramped = if_(driver.ramp > 0, minimum(1, (month - driver.launch) / driver.ramp), 1)
            grown = driver.calls * (1 + driver.growth) ** (month - 1)
            handled = sheet.put(
                handled_row + number, column, if_(live, grown * ramped, 0), "figure whole"
            )
            month = Formula(f"$A{net_row + number + 1}", float(number))
            dearer = (1 + driver.price_change) ** ((month - 1) / MONTHS_PER_YEAR)
            earned = handled * (driver.avoided * dearer - driver.spent)
            if self.is_hosted:
                earned = earned - hosted.replicas(handled) * hosted.cost
            net = sheet.put(
                net_row + number,
                column,
                if_(handled > 0, earned - driver.burden, 0),
                "figure money",
            )
            balance = sheet.put(balance_row + number, column, balance + net, "figure money")
            nets.append(net.value)
            balances.append(balance.value)
        return (
            sheet.cells(net_row, net_row + self.inputs.months, column, nets),
            sheet.cells(balance_row, balance_row + self.inputs.months, column, balances),
        )

    def _results(self, column: int, flows: tuple[Cells, Cells]) -> dict[str, Formula]:
        """Put in place what the months come to."""
        net, balance = flows
        found: dict[str, Formula] = {}

        def put(name: str, value: Formula) -> Formula:
            row, style = self._results_at[name]
            found[name] = self.sheet.put(row, column, value, f"figure {style}")
            return found[name]

        later = self.sheet.cells(
            self.blocks[1] + 1, self.blocks[1] + self.inputs.months, column, net.values[1:]
        )
        size = put("size", maximum(largest(balance), -smallest(balance)))
        # A balance that is zero on paper must not count as debt for its last binary digit.
        debt = last_below(balance, -ROUNDING_SLACK * size, self.model.columns["month"])
        last = put("last_in_debt", debt)
        owed = at(balance, last + 1)
        crossing = if_(owed < 0, minimum(1, -owed / at(later, last + 1)), 0)
        put("npv", sum_of_products(net, self.model.columns["factor"]))
        put("payback", if_(last >= self.model.drivers.horizon, NONE, last + crossing))
        put("first_net", at(later, formula(1)))
        return found


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
