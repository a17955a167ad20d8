"""The scenarios of a workbook: what each of them changes, and the one that is in force.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rules.questions import question_of
from rules.uncertainty.ranges import PRICE_CHANGE
from rules.uncertainty.scenarios.built_in import AS_IT_IS
from wizard.reports.workbook.formula import Formula, Value
from wizard.reports.workbook.functions import at, maximum, place_of
from wizard.reports.workbook.inputs import ERROR_RATE, NOT_SET, Inputs, instead
from wizard.reports.workbook.inputs_sheet import ENDS, InputsSheet, label, number_style, unit
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.states import FIRST, State, States

SWITCH = Formula("scenario_in_force", AS_IT_IS)
NUMBER = Formula("scenario_number", 1.0)
IN_FORCE = FIRST - 1
HEAD_ROW = 3
_NUMBER_ROW = HEAD_ROW + 1


class Modifiers(NamedTuple):
    """What a scenario makes of the numbers of a case."""

    calls: Formula
    """The calls of a month, times this."""
    price: Formula
    """The teacher's price, times this."""
    pace: Formula
    """Months to launch and of the ramp, times this."""
    later: Formula
    """Months that launch is later."""
    end: Formula
    """Where numbers with a stated range stand in theirs."""
    numbers: Mapping[str, Formula]
    """What is set in place of single numbers, by key."""

    def with_set(self, key: str, usual: Formula) -> Formula:
        """The number of a key: what is set in its place, else the usual one."""
        return instead(self.numbers[key], usual) if key in self.numbers else usual


class _Row(NamedTuple):
    name: str
    label: str
    unit: str
    style: str
    values: tuple[Formula | float | str, ...]


class ScenarioTable:
    """What each scenario changes, in cells that can be changed themselves."""

    def __init__(
        self,
        sheet: Sheet,
        inputs: Inputs,
        numbers: InputsSheet,
        states: States,
        bound: Formula | None,
    ) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.numbers = numbers
        self.states = states
        self._bound = bound

    def write(self) -> tuple[Modifiers, dict[int, Modifiers]]:
        """Fill it; returns the scenario in force, and the others by the column they stand in."""
        sheet, names, later = self.sheet, self.states.names, self.states.later
        last = self.states.at_once
        sheet.header(
            HEAD_ROW, "What a scenario changes", "Unit", "Name", "In force", *names,
            "One month later", "Launched at once", right=range(IN_FORCE, last + 1),
        )  # fmt: skip
        listed = sheet.across(HEAD_ROW, FIRST, later - 1, names, "scenario_names")
        sheet.labels(_NUMBER_ROW, "Number of the scenario", "", NUMBER.text)
        number = sheet.put(
            _NUMBER_ROW, IN_FORCE, place_of(SWITCH, listed), "figure count", NUMBER.text
        )
        for column in range(FIRST, later):
            sheet.number(_NUMBER_ROW, column, float(column - FIRST + 1), "fixed count")
        in_force: list[Formula] = []
        beside: dict[int, list[Formula]] = {column: [] for column in range(FIRST, last + 1)}
        for row, one in enumerate(self._rows(), _NUMBER_ROW + 1):
            sheet.labels(row, one.label, one.unit, one.name)
            placed = [
                self._put(row, column, value, one.style)
                for column, value in enumerate(one.values, FIRST)
            ]
            cells = sheet.across(row, FIRST, later - 1, [each.value for each in placed])
            now = sheet.put(row, IN_FORCE, at(cells, number), f"figure {one.style}", one.name)
            in_force.append(now)
            placed += [self._beside(row, column, one, now) for column in (later, last)]
            for index, each in enumerate(placed):
                beside[FIRST + index].append(each)
        return self._modifiers(in_force), {
            column: self._modifiers(each) for column, each in beside.items()
        }

    @property
    def rows(self) -> int:
        """How many rows there are below the numbers of the scenarios."""
        return _SHARED_ROWS + len(self.states.keys)

    def _modifiers(self, cells: list[Formula]) -> Modifiers:
        calls, price, pace, later, end, *rest = cells
        numbers = dict(zip(self.states.keys, rest, strict=True))
        return Modifiers(calls, price, pace, later, end, numbers)

    def _rows(self) -> Iterator[_Row]:
        changes = [one.change for one in self.states.all]
        cut = 1 - self.inputs["policy.price_cut"]
        cuts = tuple(cut if one.is_cut else 1 for one in changes)
        late = tuple(float(one.months_late) for one in changes)
        number = "number"
        yield _Row(
            "scenario_calls", "Calls a month", "times", number, tuple(one.calls for one in changes)
        )
        yield _Row("scenario_price", "The teacher's price", "times", number, cuts)
        yield _Row(
            "scenario_pace",
            "Months to launch and of the ramp",
            "times",
            number,
            (1,) * len(changes),
        )
        yield _Row("scenario_later", "Launch later by", "months", number, late)
        yield _Row(
            "scenario_end", "Stated ranges at", "end", number, tuple(one.end for one in changes)
        )
        for key in self.states.keys:
            question = question_of(key)
            values = tuple(self._set(key, one) for one in self.states.all)
            likely = next(one for one in values if not isinstance(one, str))
            shown = likely.number if isinstance(likely, Formula) else likely
            yield _Row(
                self.inputs.name_of_set(key),
                f"{label(key, self.inputs)}, set to",
                unit(question, self.inputs.case.currency),
                number_style(question, shown),
                values,
            )

    def _set(self, key: str, one: State) -> Formula | float | str:
        """What a scenario sets in place of a number."""
        if key == PRICE_CHANGE and one.change.price_change is not None:
            return one.change.price_change
        if key == ERROR_RATE and one.change.at_upper_bound and self._bound is not None:
            if self.inputs.derives_error_rate:
                return self._bound
            rate, fallback = (self.numbers.base(of) for of in (key, "volume.fallback_rate"))
            return maximum(rate, (1 - fallback) * self._bound)
        return one.values.get(key, NOT_SET)

    def _beside(self, row: int, column: int, one: _Row, in_force: Formula) -> Formula:
        """What the scenario in force is when it is launched at another time."""
        later, style = one.name == "scenario_later", f"figure {one.style}"
        if column == self.states.later and later:
            return self.sheet.put(row, column, in_force + 1, style)
        if column == self.states.at_once and (later or one.name == "scenario_pace"):
            return self._put(row, column, 0, one.style)
        return self.sheet.put(row, column, in_force, style)

    def _put(self, row: int, column: int, value: Formula | float | str, style: str) -> Formula:
        sheet = self.sheet
        if isinstance(value, Formula):
            return sheet.put(row, column, value, f"figure {style}")
        held: Value = float(value) if isinstance(value, int | float) else value
        if isinstance(held, str):
            sheet.text(row, column, held, "input")
            if held in ENDS:
                sheet.choice(row, column, ENDS, "Needs one of the list.")
        else:
            sheet.number(row, column, float(held), f"input {style}")
        return sheet.reference(row, column, held)


_SHARED_ROWS = len(Modifiers._fields) - 1
"""Rows of what a scenario changes whatever numbers it sets."""
