"""The scenarios of a workbook: what each of them changes, and the one that is in force.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from typing import NamedTuple

from wizard.reports.workbook.constants import ONE_HALF
from wizard.reports.workbook.formula import Cells, Formula, Value
from wizard.reports.workbook.functions import at, place_of
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.inputs_sheet import AS_STATED, BETTER_END, WORSE_END
from wizard.reports.workbook.sheet import Sheet

BASE = "Base"
SCENARIOS = (
    BASE,
    "Half the volume",
    "Price cut",
    "Three months late",
    "Stated ranges, worse end",
    "Stated ranges, better end",
)
"""Those that can be chosen, in their order."""
SWITCH = Formula("scenario_in_force", BASE)
NUMBER = Formula("scenario_number", 1.0)
_MONTHS_LATE = 3.0
LABEL, UNIT, NAME, IN_FORCE, FIRST = range(5)
LATER, AT_ONCE = FIRST + len(SCENARIOS), FIRST + len(SCENARIOS) + 1
"""Columns beside those of the scenarios: launched one month later, and at once."""
LAST = AT_ONCE
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


class _Row(NamedTuple):
    name: str
    label: str
    unit: str
    values: tuple[Formula | float | str, ...]


def write_table(sheet: Sheet, inputs: Inputs) -> tuple[Modifiers, dict[int, Modifiers]]:
    """Fill the table; returns the scenario in force, and the others by the column they stand in."""
    sheet.header(
        HEAD_ROW, "What a scenario changes", "Unit", "Name", "In force", *SCENARIOS,
        "One month later", "Launched at once", right=range(IN_FORCE, LAST + 1),
    )  # fmt: skip
    names = sheet.across(HEAD_ROW, FIRST, FIRST + len(SCENARIOS) - 1, SCENARIOS, "scenario_names")
    _labels(sheet, _NUMBER_ROW, "Number of the scenario", "", NUMBER.text)
    number = sheet.put(_NUMBER_ROW, IN_FORCE, place_of(SWITCH, names), "figure count", NUMBER.text)
    for column in range(FIRST, LATER):
        sheet.number(_NUMBER_ROW, column, float(column - FIRST + 1), "fixed count")
    in_force: list[Formula] = []
    beside: dict[int, list[Formula]] = {column: [] for column in range(FIRST, LAST + 1)}
    for row, one in enumerate(_rows(inputs), _NUMBER_ROW + 1):
        _labels(sheet, row, one.label, one.unit, one.name)
        placed = [_put(sheet, row, FIRST + index, value) for index, value in enumerate(one.values)]
        cells = sheet.across(row, FIRST, LATER - 1, [each.value for each in placed])
        now = sheet.put(row, IN_FORCE, at(cells, number), "figure number", one.name)
        in_force.append(now)
        placed += [_beside(sheet, row, column, one.name, now) for column in (LATER, AT_ONCE)]
        for index, each in enumerate(placed):
            beside[FIRST + index].append(each)
    return Modifiers(*in_force), {column: Modifiers(*each) for column, each in beside.items()}


def _rows(inputs: Inputs) -> tuple[_Row, ...]:
    cut = 1 - inputs["policy.price_cut"]
    late = (0.0, 0.0, 0.0, _MONTHS_LATE, 0.0, 0.0)
    ends = (AS_STATED, AS_STATED, AS_STATED, AS_STATED, WORSE_END, BETTER_END)
    return (
        _Row("scenario_calls", "Calls a month", "times", (1, ONE_HALF, 1, 1, 1, 1)),
        _Row("scenario_price", "The teacher's price", "times", (1, 1, cut, 1, 1, 1)),
        _Row("scenario_pace", "Months to launch and of the ramp", "times", (1,) * len(SCENARIOS)),
        _Row("scenario_later", "Launch later by", "months", late),
        _Row("scenario_end", "Stated ranges at", "end", ends),
    )


def _beside(sheet: Sheet, row: int, column: int, name: str, in_force: Formula) -> Formula:
    """What the scenario in force is when it is launched at another time."""
    later = name == "scenario_later"
    if column == LATER and later:
        return sheet.put(row, column, in_force + 1, "figure number")
    if column == AT_ONCE and (later or name == "scenario_pace"):
        return _put(sheet, row, column, 0)
    return sheet.put(row, column, in_force, "figure number")


def _put(sheet: Sheet, row: int, column: int, value: Formula | float | str) -> Formula:
    if isinstance(value, Formula):
        return sheet.put(row, column, value, "figure number")
    held: Value = float(value) if isinstance(value, int | float) else value
    if isinstance(held, str):
        sheet.text(row, column, held, "input")
        sheet.choice(row, column, (AS_STATED, WORSE_END, BETTER_END), "Needs one of the list.")
    else:
        sheet.number(row, column, float(held), "input number")
    return sheet.reference(row, column, held)


def _labels(sheet: Sheet, row: int, label: str, unit: str, name: str) -> None:
    sheet.text(row, LABEL, label, "label")
    sheet.text(row, UNIT, unit)
    sheet.text(row, NAME, name, "key")


def chosen(cells: Cells) -> Formula:
    """What stands in a row of the scenarios for the one in force."""
    return at(cells, NUMBER)
