"""Formulas of a spreadsheet, each with the value that it comes to.

One expression gives both the text that a spreadsheet runs and the number that stands in the cell
until it does, so that the two cannot say different things. What it uses, Excel 2016 and
LibreOffice 7 both have.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from rules.figures.ops import FLOATS, UNKNOWN

NONE = "none"
"""What a cell says in place of a number that does not exist."""

Value: TypeAlias = float | str | bool
Operand: TypeAlias = "Formula | float | str"

_COMPARED, _ADDED, _MULTIPLIED, _RAISED, _ATOM = range(1, 6)


Operator: TypeAlias = "Callable[[Formula, Operand], Formula]"


def _operator(
    sign: str, compute: Callable[[float, float], Value], binds: int
) -> tuple[Operator, Operator]:
    """An operator between two numbers, and the same with its operands exchanged."""

    def forward(left: Formula, right: Operand) -> Formula:
        right = formula(right)
        return _joined(left, sign, right, compute(left.number, right.number), binds)

    def reflected(right: Formula, left: Operand) -> Formula:
        return forward(formula(left), right)

    return forward, reflected


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

    __add__, __radd__ = _operator("+", operator.add, _ADDED)
    __sub__, __rsub__ = _operator("-", operator.sub, _ADDED)
    __mul__, __rmul__ = _operator("*", operator.mul, _MULTIPLIED)
    # A condition around a quotient has to keep zero from the divisor.
    __truediv__, __rtruediv__ = _operator("/", FLOATS.divide, _MULTIPLIED)
    # Of a number that is not negative.
    __pow__ = _operator("^", FLOATS.power, _RAISED)[0]
    __lt__ = _operator("<", operator.lt, _COMPARED)[0]
    __le__ = _operator("<=", operator.le, _COMPARED)[0]
    __gt__ = _operator(">", operator.gt, _COMPARED)[0]
    __ge__ = _operator(">=", operator.ge, _COMPARED)[0]

    def __neg__(self) -> Formula:
        """The number with its sign turned."""
        # A spreadsheet reads -a^b as (-a)^b: what follows the sign is bracketed or indivisible.
        return Formula(f"-{_inside(self, _ATOM)}", -self.number, _ADDED)

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
