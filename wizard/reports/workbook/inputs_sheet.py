"""The sheet of inputs: every number that somebody gave, with its range and what it rests on.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from operator import attrgetter
from typing import get_args

from rules.answers.bounds import Bounds
from rules.answers.bounds_of import bounds_of
from rules.questions import QUESTIONS, Kind, Question, locate, question_of, step_of
from rules.results import label_of, unit_of
from rules.uncertainty.scenarios.built_in import End
from wizard.reports.workbook.constants import CONSTANTS
from wizard.reports.workbook.formula import Cells, Formula, Value
from wizard.reports.workbook.functions import if_, or_
from wizard.reports.workbook.inputs import (
    LIVE_POLICY,
    SERVICE,
    SLICES,
    Inputs,
    Stated,
)
from wizard.reports.workbook.sheet import Sheet

HEAD = (
    "Input",
    "Unit",
    "Value",
    "Low (P10)",
    "High (P90)",
    "Range",
    "Worse end",
    "In force",
    "Basis",
    "Source",
    "As judged",
    "Key",
)
(
    LABEL,
    UNIT,
    VALUE,
    LOW,
    HIGH,
    RANGE,
    WORSE,
    IN_FORCE,
    BASIS,
    SOURCE,
    JUDGED,
    KEY,
) = range(len(HEAD))
_FIRST = 4
AS_STATED, LOW_END, HIGH_END, WORSE_END, BETTER_END = ENDS = get_args(End)
"""Where a scenario puts the numbers that have a stated range."""
_BESIDE = {SERVICE: "student.retires_on"}
"""Where numbers stand that are no answers themselves: with the answer that they follow from."""
SCENARIO_END = Formula("scenario_end", AS_STATED)


class InputsSheet:
    """Where each input stands."""

    def __init__(self, sheet: Sheet, inputs: Inputs) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.rows: dict[str, int] = {}
        self.columns: dict[str, Cells] = {}
        """All values, values as judged, lows and highs, by these names."""

    def write(self) -> None:
        """Fill the sheet."""
        sheet = self.sheet
        sheet.columns(38, 22, 15, 13, 13, 10, 8, 15, 11, 40, 13, 44)
        sheet.titled(
            "Inputs",
            KEY,
            "Change a blue number on yellow, and everything follows. In force is the number as the"
            " scenario chosen on the Summary has it; its cell has the key as its name, with _ for"
            " dots and rows counted from 1. Low and high are what the sheet Swings puts in, and a"
            " scenario of stated ranges those that were stated: change them with their value.",
        )
        sheet.header(_FIRST - 1, *HEAD, right=(VALUE, LOW, HIGH, IN_FORCE, JUDGED))
        row = self._rows()
        self._columns(row - 1)
        self._constants(row + 1)
        self._rules(row + len(CONSTANTS) + 3)
        sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_FIRST - 1)

    def at_end(self, key: str, end: Formula) -> Formula:
        """The number of a key at an end of its stated range, for other sheets."""
        return self._at_end(self.inputs.stated[key], self.rows[key], end, elsewhere=True)

    def low_and_high(self, key: str) -> tuple[Formula, Formula]:
        """Where the range of a key begins and ends, for other sheets."""
        stated, row = self.inputs.stated[key], self.rows[key]
        return (
            self.sheet.reference(row, LOW, stated.low or 0.0, elsewhere=True),
            self.sheet.reference(row, HIGH, stated.high or 0.0, elsewhere=True),
        )

    def base(self, key: str) -> Formula:
        """The number of a key as it was answered, whatever the scenario, for other sheets."""
        return self.sheet.reference(
            self.rows[key], VALUE, self.inputs.stated[key].value, elsewhere=True
        )

    def judged(self, key: str) -> Formula:
        """The number of a key as it was judged, whatever is tried, for other sheets."""
        return self.sheet.reference(
            self.rows[key], JUDGED, self.inputs.stated[key].value, elsewhere=True
        )

    def _at_end(
        self, stated: Stated, row: int, end: Formula, *, elsewhere: bool = False
    ) -> Formula:
        """The number of a row, or an end of its stated range; the same formula in every row."""

        def cell(column: int, held: Value | None) -> Formula:
            shown = "" if held is None else held
            return self.sheet.reference(row, column, shown, elsewhere=elsewhere, fixed_column=True)

        value, worse = cell(VALUE, stated.value), cell(WORSE, stated.worse)
        low, high = cell(LOW, stated.low), cell(HIGH, stated.high)
        is_low = end.equals(WORSE_END).equals(worse.equals("low"))
        found = if_(
            end.equals(LOW_END), low, if_(end.equals(HIGH_END), high, if_(is_low, low, high))
        )
        return if_(or_(worse.equals(""), end.equals(AS_STATED)), value, found)

    # -------------------------------------------------------------------- rows

    def _rows(self) -> int:
        row, under = _FIRST, ""
        for key in _ordered(self.inputs.stated):
            title = step_of(_located(key)[0].key).title
            if title != under:
                self.sheet.section(row, KEY, title)
                under, row = title, row + 1
            self.rows[key] = row
            self._row(row, key, self.inputs.stated[key])
            row += 1
        return row

    def _row(self, row: int, key: str, stated: Stated) -> None:
        sheet, inputs = self.sheet, self.inputs
        question = question_of(key)
        kind = number_style(question, stated.value)
        inner = question is not None and question.builds is not None
        sheet.text(row, LABEL, label(key, inputs), "label inner" if inner else "label")
        is_months = key == SERVICE
        sheet.text(row, UNIT, "months" if is_months else unit(question, inputs.case.currency))
        sheet.number(row, VALUE, stated.value, f"input {kind}")
        if key == "policy.horizon_months":
            sheet.limit(row, VALUE, Bounds(least=1, most=inputs.months), whole=True)
        else:
            sheet.limit(row, VALUE, Bounds(least=0) if is_months else bounds_of(key))
        for column, end in ((LOW, stated.low), (HIGH, stated.high)):
            sheet.number(row, column, end, f"input {kind}" if stated.range else f"fixed {kind}")
        sheet.text(row, RANGE, stated.range)
        if stated.worse:
            sheet.text(row, WORSE, stated.worse, "input")
            sheet.choice(row, WORSE, ("low", "high"), "Needs low or high.")
        in_force = inputs.in_force(key, self._at_end(stated, row, SCENARIO_END))
        sheet.put(row, IN_FORCE, in_force, f"figure {kind}", inputs.name(key))
        sheet.text(row, BASIS, stated.basis)
        rows = f"; this workbook has rows for at most {inputs.months} months"
        sheet.text(row, SOURCE, stated.source + (rows if key == "policy.horizon_months" else ""))
        sheet.number(row, JUDGED, stated.value, f"fixed {kind}")
        sheet.text(row, KEY, key, "key")

    def _columns(self, last: int) -> None:
        """Names for whole columns, which checks compare."""
        by_row = {row: self.inputs.stated[key] for key, row in self.rows.items()}
        rows = [by_row.get(row) for row in range(_FIRST, last + 1)]
        for name, column, read in (
            ("value", VALUE, attrgetter("value")),
            ("judged", JUDGED, attrgetter("value")),
            ("low", LOW, attrgetter("low")),
            ("high", HIGH, attrgetter("high")),
        ):
            # Nothing stands in the rows of headings, nor for a range that there is not.
            held = [read(one) if one is not None else None for one in rows]
            shown = ["" if one is None else one for one in held]
            self.columns[name] = self.sheet.cells(_FIRST, last, column, shown, f"inputs_{name}")
        others = [self.rows[key] for key in self.inputs.other_items]
        if self.inputs.other_costs is not None:
            costs = self.inputs.other_costs.values
            self.sheet.cells(others[0], others[-1], IN_FORCE, costs, "upfront_other")

    def _constants(self, row: int) -> None:
        """Numbers that are no one's answer, by the names that formulas give them."""
        sheet = self.sheet
        sheet.section(row, KEY, "Constants: what formulas use and nobody has to answer")
        for one in CONSTANTS:
            row += 1
            sheet.labels(row, one.label, one.unit)
            sheet.number(row, VALUE, one.number.number, "fixed number")
            sheet.name_cell(row, VALUE, one.number.text)
            sheet.text(row, SOURCE, one.why)
            sheet.text(row, KEY, one.number.text, "key")

    def _rules(self, row: int) -> None:
        """The values of the policy that only rules compare with."""
        sheet, assessment = self.sheet, self.inputs.assessment
        sheet.section(row, KEY, "Further policy: compared with by rules, which do not run here")
        origins = {one.key: one.origin for one in assessment.policy_overrides}
        for name, value in assessment.policy.model_dump().items():
            if name in LIVE_POLICY or value is None:
                continue
            row += 1
            question = question_of(f"policy.{name}")
            style = number_style(question, float(value))
            said = question.label if question is not None else name
            sheet.labels(row, said, unit(question, self.inputs.case.currency))
            sheet.number(row, VALUE, float(value), f"fixed {style}")
            sheet.text(row, SOURCE, origins.get(name, "default"))
            sheet.text(row, KEY, f"policy.{name}", "key")


def _ordered(keys: dict[str, Stated]) -> list[str]:
    """The keys in the order in which the wizard asks for them."""
    places = {key: number for number, key in enumerate(QUESTIONS)}

    def place(key: str) -> tuple[int, int, int]:
        question, row, column = _located(key)
        names = [one.key for one in question.columns]
        return (
            places[question.key],
            row if isinstance(row, int) else 0,
            names.index(column) if column is not None else 0,
        )

    return sorted(keys, key=place)


def _located(key: str) -> tuple[Question, int | str | None, str | None]:
    """The question that a number belongs to, with its row and column."""
    found = locate(_BESIDE.get(key, key))
    assert found is not None, key
    return found


def label(key: str, inputs: Inputs) -> str:
    """What a number is called; one of a slice carries the name of the slice."""
    question = question_of(key)
    if key == SERVICE:
        return "Months until the student retires"
    if key.startswith(SLICES) and question is not None:
        index = int(key.removeprefix(f"{SLICES}[").partition("]")[0])
        return f"{inputs.case.quality.slices[index].name or f'Slice {index + 1}'}: {question.label}"
    return label_of(key, inputs.case)


def number_style(question: Question | None, value: float) -> str:
    """How a number of a question looks."""
    match question.kind if question is not None else None:
        case Kind.MONEY:
            return "amount"
        case Kind.PERCENT:
            return "percent"
        case _:
            if value == int(value) or abs(value) >= 1_000:
                return "count"
            # Only a number without a format of its own is shortened to the width of its column.
            return "decimal" if abs(value) >= 1 else "number"


def unit(question: Question | None, currency: str) -> str:
    """What one of a number is, as a column of units says it."""
    if question is None:
        return ""
    return "%" if question.kind is Kind.PERCENT else unit_of(question, currency)
