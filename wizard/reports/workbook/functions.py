"""Functions of a spreadsheet, each with the value that it comes to.

All of them are in Excel 2007 and in LibreOffice 4 already.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rules.figures.ops import FLOATS, UNKNOWN
from wizard.reports.workbook.constants import ROUNDING_SLACK
from wizard.reports.workbook.formula import Cells, Formula, Operand, Value, formula


def _call(name: str, value: Value, *arguments: Formula | Cells) -> Formula:
    return Formula(f"{name}({','.join(one.text for one in arguments)})", value)


# ------------------------------------------------------------------ of conditions


def if_(condition: Formula, then: Operand, otherwise: Operand) -> Formula:
    """One of two, by a condition."""
    then, otherwise = formula(then), formula(otherwise)
    value = then.value if condition.value else otherwise.value
    return _call("IF", value, condition, then, otherwise)


def and_(*conditions: Formula) -> Formula:
    """Whether all hold."""
    return _call("AND", all(one.value for one in conditions), *conditions)


def or_(*conditions: Formula) -> Formula:
    """Whether any holds."""
    return _call("OR", any(one.value for one in conditions), *conditions)


def is_number(operand: Formula) -> Formula:
    """Whether it is a number and not a text."""
    return _call("ISNUMBER", not isinstance(operand.value, str | bool), operand)


def joined(before: str, number: Formula, after: str) -> Formula:
    """A number within a sentence."""
    text = f'"{before}"&{number.text}&"{after}"'
    return Formula(text, f"{before}{number.number:g}{after}", 1)


# ------------------------------------------------------------------- of numbers


def maximum(*operands: Operand) -> Formula:
    """The largest."""
    parts = [formula(one) for one in operands]
    return _call("MAX", max(one.number for one in parts), *parts)


def minimum(*operands: Operand) -> Formula:
    """The smallest."""
    parts = [formula(one) for one in operands]
    return _call("MIN", min(one.number for one in parts), *parts)


def middle_of(low: Formula, high: Formula) -> Formula:
    """What lies half-way between two numbers."""
    return _call("AVERAGE", (low.number + high.number) / 2, low, high)


def absolute(operand: Formula) -> Formula:
    """The size without its sign."""
    return _call("ABS", abs(operand.number), operand)


def root(operand: Formula) -> Formula:
    """The square root of a number that is not negative."""
    return _call("SQRT", FLOATS.power(operand.number, 0.5), operand)


def sign(operand: Formula) -> Formula:
    """1, 0 or -1."""
    return _call("SIGN", float((operand.number > 0) - (operand.number < 0)), operand)


def whole_up(operand: Formula) -> Formula:
    """The next whole number up for a number that is not negative, give or take the slack.

    Source: `rules.figures.ops`, which forgives the same excess.
    """
    forgiven = operand * (1 - ROUNDING_SLACK)
    value = math.ceil(forgiven.number) if math.isfinite(forgiven.number) else forgiven.number
    return _call("ROUNDUP", float(value), forgiven, formula(0))


def whole_number(operand: Formula) -> Formula:
    """The next whole number up for one that is not negative, exactly."""
    return _call("ROUNDUP", float(math.ceil(operand.number)), operand, formula(0))


def of_sum(parts: Sequence[Formula]) -> Formula:
    """The sum of a few."""
    first, *rest = parts
    for one in rest:
        first = first + one
    return first


def change(now: Formula, then: Formula) -> Formula:
    """How far a figure moved; a word where it came to be, or ceased to be."""
    size = maximum(absolute(now), absolute(then))
    moved = if_(absolute(now - then) <= ROUNDING_SLACK * size, 0, now - then)
    return if_(and_(is_number(now), is_number(then)), moved, if_(now.equals(then), 0, "changed"))


# -------------------------------------------------------------------- of ranges


def total(cells: Cells) -> Formula:
    """The sum of a range."""
    return _call("SUM", sum(cells.numbers), cells)


def total_where(keys: Cells, wanted: Formula, cells: Cells) -> Formula:
    """The sum of those cells whose key is the one that is wanted."""
    pairs = zip(keys.values, cells.values, strict=True)
    found = sum(
        float(one) for key, one in pairs if key == wanted.value and not isinstance(one, str)
    )
    return _call("SUMIF", float(found), keys, wanted, cells)


def largest(cells: Cells) -> Formula:
    """The largest of a range."""
    return _call("MAX", max(cells.numbers), cells)


def smallest(cells: Cells) -> Formula:
    """The smallest of a range."""
    return _call("MIN", min(cells.numbers), cells)


def last_below(cells: Cells, limit: Formula, months: Cells) -> Formula:
    """The last month in which a range is below a limit; 0 where it never is."""
    found = (
        month
        for one, month in zip(cells.numbers, months.numbers, strict=True)
        if one < limit.number
    )
    text = f"SUMPRODUCT(MAX(({cells.text}<{limit.text})*{months.text}))"
    return Formula(text, max(found, default=0.0))


def root_of_squares(cells: Cells) -> Formula:
    """The square root of the sum of the squares of a range."""
    return root(_call("SUMSQ", sum(one * one for one in cells.numbers), cells))


def sum_of_products(left: Cells, right: Cells) -> Formula:
    """The sum of two ranges multiplied cell by cell."""
    pairs = zip(left.numbers, right.numbers, strict=True)
    return _call("SUMPRODUCT", sum(a * b for a, b in pairs), left, right)


def polynomial(coefficients: Cells, base: Formula, powers: Cells) -> Formula:
    """The sum of coefficients times a base raised to their powers."""
    pairs = zip(coefficients.numbers, powers.numbers, strict=True)
    value = sum(a * FLOATS.power(base.number, b) for a, b in pairs)
    return Formula(f"SUMPRODUCT({coefficients.text},{base.text}^{powers.text})", value)


def differences(left: Cells, right: Cells) -> Formula:
    """In how many cells two ranges differ."""
    found = sum(a != b for a, b in zip(left.values, right.values, strict=True))
    return Formula(f"SUMPRODUCT(--({left.text}<>{right.text}))", float(found))


def others_than(cells: Cells, wanted: float) -> Formula:
    """How many cells of a range are another number."""
    found = sum(one != wanted for one in cells.numbers)
    return Formula(f"SUMPRODUCT(--({cells.text}<>{wanted:g}))", float(found))


def outside(cells: Cells, least: Cells, most: Cells) -> Formula:
    """How many numbers of a range lie beyond two others, where those are given."""
    rows = zip(cells.values, least.values, most.values, strict=True)
    found = sum(
        float(one) < float(low) or float(one) > float(high)
        for one, low, high in rows
        if not isinstance(one, str) and not isinstance(low, str) and not isinstance(high, str)
    )
    given = f"ISNUMBER({least.text})*ISNUMBER({most.text})"
    beyond = f"(({cells.text}<{least.text})+({cells.text}>{most.text}))"
    return Formula(f"SUMPRODUCT({given}*{beyond})", float(found))


def at(cells: Cells, position: Formula) -> Formula:
    """The cell of a range at a position, counted from 1; nothing is beyond its ends."""
    place = position.number
    inside = 1 <= place <= len(cells.values)
    return _call("INDEX", cells.values[int(place) - 1] if inside else UNKNOWN, cells, position)


def place_of(wanted: Formula, cells: Cells) -> Formula:
    """Where a text stands in a range, counted from 1."""
    found = cells.values.index(wanted.value) + 1 if wanted.value in cells.values else UNKNOWN
    return _call("MATCH", float(found), wanted, cells, formula(0))


def rows_of(cells: Cells) -> Formula:
    """How many rows a range has."""
    return _call("ROWS", float(len(cells.values)), cells)
