"""Formulas of a spreadsheet, each with the value that it comes to.

One expression gives both the text that a spreadsheet runs and the number that stands in the cell
until it does, so that the two cannot say different things. What it uses, Excel 2016 and
LibreOffice 7 both have.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rules.answers.slack import SLACK
from rules.figures.ops import FLOATS, UNKNOWN

NONE = "none"
"""What a cell says in place of a number that does not exist."""

Value: TypeAlias = float | str | bool
Operand: TypeAlias = "Formula | float | str"

_COMPARED, _ADDED, _MULTIPLIED, _RAISED, _ATOM = range(1, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """An expression, without the `=` before it."""

    text: str
    value: Value
    binds: int = _ATOM
    """How tightly its outermost operator binds."""

    @property
    def number(self) -> float:
        """The value to calculate with; not known (NaN) for a text."""
        return UNKNOWN if isinstance(self.value, str) else float(self.value)

    def __add__(self, other: Operand) -> Formula:
        """The sum."""
        other = formula(other)
        return _joined(self, "+", other, self.number + other.number, _ADDED)

    def __radd__(self, other: Operand) -> Formula:
        """The sum."""
        return formula(other) + self

    def __sub__(self, other: Operand) -> Formula:
        """The difference."""
        other = formula(other)
        return _joined(self, "-", other, self.number - other.number, _ADDED)

    def __rsub__(self, other: Operand) -> Formula:
        """The difference."""
        return formula(other) - self

    def __mul__(self, other: Operand) -> Formula:
        """The product."""
        other = formula(other)
        return _joined(self, "*", other, self.number * other.number, _MULTIPLIED)

    def __rmul__(self, other: Operand) -> Formula:
        """The product."""
        return formula(other) * self

    def __truediv__(self, other: Operand) -> Formula:
        """The quotient; a condition around it has to keep zero from the divisor."""
        other = formula(other)
        return _joined(self, "/", other, FLOATS.divide(self.number, other.number), _MULTIPLIED)

    def __rtruediv__(self, other: Operand) -> Formula:
        """The quotient."""
        return formula(other) / self

    def __pow__(self, other: Operand) -> Formula:
        """The power of a number that is not negative."""
        other = formula(other)
        return _joined(self, "^", other, FLOATS.power(self.number, other.number), _RAISED)

    def __neg__(self) -> Formula:
        """The number with its sign turned."""
        # A spreadsheet reads -a^b as (-a)^b: what follows the sign is bracketed or indivisible.
        return Formula(f"-{_inside(self, _ATOM)}", -self.number, _ADDED)

    def __lt__(self, other: Operand) -> Formula:
        """Whether it is less."""
        other = formula(other)
        return _joined(self, "<", other, self.number < other.number, _COMPARED)

    def __le__(self, other: Operand) -> Formula:
        """Whether it is no more."""
        other = formula(other)
        return _joined(self, "<=", other, self.number <= other.number, _COMPARED)

    def __gt__(self, other: Operand) -> Formula:
        """Whether it is more."""
        other = formula(other)
        return _joined(self, ">", other, self.number > other.number, _COMPARED)

    def __ge__(self, other: Operand) -> Formula:
        """Whether it is no less."""
        other = formula(other)
        return _joined(self, ">=", other, self.number >= other.number, _COMPARED)

    def equals(self, other: Operand) -> Formula:
        """Whether it is the same number, or the same text."""
        other = formula(other)
        return _joined(self, "=", other, self.value == other.value, _COMPARED)


@dataclass(frozen=True, slots=True)
class Cells:
    """A range of cells, with their values in order."""

    text: str
    values: tuple[Value, ...]

    @property
    def numbers(self) -> list[float]:
        """The numbers in it; a spreadsheet passes over the texts likewise."""
        return [float(one) for one in self.values if not isinstance(one, str)]


def formula(operand: Operand) -> Formula:
    """An operand as an expression."""
    if isinstance(operand, Formula):
        return operand
    if isinstance(operand, str):
        return Formula('"' + operand.replace('"', '""') + '"', operand)
    spelled = f"{operand:g}" if float(f"{operand:g}") == operand else repr(float(operand))
    return Formula(spelled.replace("e", "E"), float(operand), _ATOM if operand >= 0 else _ADDED)


def _joined(left: Formula, sign: str, right: Formula, value: Value, binds: int) -> Formula:
    # Equal operators to the right are bracketed too: the order of rounding stays that of Python.
    text = f"{_inside(left, binds)}{sign}{_inside(right, binds + 1)}"
    return Formula(text, value, binds)


def _inside(part: Formula, least: int) -> str:
    return part.text if part.binds >= least else f"({part.text})"


def _call(name: str, value: Value, *arguments: Formula | Cells) -> Formula:
    return Formula(f"{name}({','.join(one.text for one in arguments)})", value)


def if_(condition: Formula, then: Operand, otherwise: Operand) -> Formula:
    """One of two, by a condition."""
    then, otherwise = formula(then), formula(otherwise)
    value = then.value if condition.value else otherwise.value
    return _call("IF", value, condition, then, otherwise)


def and_(*conditions: Formula) -> Formula:
    """Whether all hold."""
    return _call("AND", all(one.value for one in conditions), *conditions)


def is_number(operand: Formula) -> Formula:
    """Whether it is a number and not a text."""
    return _call("ISNUMBER", not isinstance(operand.value, str | bool), operand)


def maximum(*operands: Operand) -> Formula:
    """The largest."""
    parts = [formula(one) for one in operands]
    return _call("MAX", max(one.number for one in parts), *parts)


def minimum(*operands: Operand) -> Formula:
    """The smallest."""
    parts = [formula(one) for one in operands]
    return _call("MIN", min(one.number for one in parts), *parts)


def absolute(operand: Formula) -> Formula:
    """The size without its sign."""
    return _call("ABS", abs(operand.number), operand)


def sign(operand: Formula) -> Formula:
    """1, 0 or -1."""
    return _call("SIGN", float((operand.number > 0) - (operand.number < 0)), operand)


def whole_up(operand: Formula) -> Formula:
    """The next whole number up for a number that is not negative, give or take the slack.

    Source: `rules.figures.ops`, which forgives the same excess.
    """
    forgiven = operand * formula(1 - SLACK)
    value = math.ceil(forgiven.number) if math.isfinite(forgiven.number) else forgiven.number
    return _call("ROUNDUP", float(value), forgiven, formula(0))


def total(cells: Cells) -> Formula:
    """The sum of a range."""
    return _call("SUM", sum(cells.numbers), cells)


def largest(cells: Cells) -> Formula:
    """The largest of a range."""
    return _call("MAX", max(cells.numbers), cells)


def sum_of_products(left: Cells, right: Cells) -> Formula:
    """The sum of two ranges multiplied cell by cell."""
    pairs = zip(left.numbers, right.numbers, strict=True)
    return _call("SUMPRODUCT", sum(a * b for a, b in pairs), left, right)


def polynomial(coefficients: Cells, base: Formula, powers: Cells) -> Formula:
    """The sum of coefficients times a base raised to their powers."""
    pairs = zip(coefficients.numbers, powers.numbers, strict=True)
    value = sum(a * FLOATS.power(base.number, b) for a, b in pairs)
    return Formula(f"SUMPRODUCT({coefficients.text},{base.text}^{powers.text})", value)


def at(cells: Cells, position: Formula) -> Formula:
    """The cell of a range at a position, counted from 1; nothing is beyond its ends."""
    place = position.number
    inside = 1 <= place <= len(cells.values)
    return _call("INDEX", cells.values[int(place) - 1] if inside else UNKNOWN, cells, position)


def occurrences(cells: Cells, wanted: float) -> Formula:
    """How many cells of a range are a number."""
    found = sum(one == wanted for one in cells.numbers)
    return _call("COUNTIF", float(found), cells, formula(wanted))


def change(now: Formula, then: Formula) -> Formula:
    """How far a figure moved; a word where it came to be, or ceased to be."""
    size = maximum(absolute(now), absolute(then))
    moved = if_(absolute(now - then) <= formula(SLACK) * size, 0, now - then)
    return if_(and_(is_number(now), is_number(then)), moved, if_(now.equals(then), 0, "changed"))


def of_sum(parts: Sequence[Formula]) -> Formula:
    """The sum of a few."""
    first, *rest = parts
    for one in rest:
        first = first + one
    return first
