"""What a figure is, as it is declared: name, label, kind, value, formula, and where it is shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from rules.words.money import Words
from rules.words.wording import count, months, percent, seconds

if TYPE_CHECKING:
    from rules.answers.policy import Policy
    from rules.figures.figures import Figures

Kind = Literal["money", "price", "months", "share", "calls", "count", "seconds"]
Place = Literal["panel", "verdict", "front", "compared", "summary", "formulas"]
"""The panel beside every answer; all figures that are told, on pages, screens and in reports; those
of them on the first page; a comparison, as page and as JSON; the first sheet of the workbook; the
formulas of a report."""

Line: TypeAlias = "Callable[[Figures, Policy, Words], str]"

_SPELLED: Mapping[Kind, Callable[[float, Words], str]] = {
    "money": lambda value, words: words.money(value),
    "price": lambda value, words: words.money(value),
    "months": lambda value, _: months(value),
    "share": lambda value, _: percent(value),
    "calls": lambda value, _: count(value),
    "count": lambda value, _: count(value),
    "seconds": lambda value, _: seconds(value),
}


class Figure(NamedTuple):
    """One figure of a case."""

    name: str
    """Its key in the result; behind a dot where it is one of a group."""
    label: str
    kind: Kind
    read: Callable[[Figures], float]
    """Its value; "never" is infinity, "not known" is NaN."""
    key: str
    """Of the answer to look at first."""
    formula: str
    """How it follows from answers and other figures, in words."""
    at: Mapping[Place, int]
    """Where it is shown; in each place the lowest number stands first."""
    unit: str = ""
    """What one of it is, as far as the label does not say so: `a year`, `months`."""
    narrow_label: str = ""
    """The label of a narrow column, where that has to be another."""
    none: str = ""
    """What a cell says where there is no such figure, as infinity has it; no line is made then."""
    among: Callable[[Figures, Words], str] | None = None
    """How it is printed beside the figures that it adds up with."""
    line: Line | None = None
    """How it reads on a line of its own, where that is more than the value with its unit; empty
    where there is nothing to say."""
    line_label: str = ""
    """The label of that line, where it says more than the one figure."""
    remark: Line | None = None
    """What stands beside it on the first page of a report."""
    is_answered: Callable[[Figures], bool] | None = None
    """Whether anybody's answer stands behind it, where it can be nothing but defaults."""
    compared_as: str = ""
    """Its key in the JSON of a comparison, which has no groups, where that is not its flat name."""

    @property
    def group(self) -> str:
        """The object of the result that holds it; empty where it is of none."""
        return self.name.rpartition(".")[0]

    @property
    def name_in_group(self) -> str:
        """Its key in that object."""
        return self.name.rpartition(".")[2]

    @property
    def flat_name(self) -> str:
        """Its name where there are no groups: `cash_payback_months`."""
        return self.name.replace(".", "_")

    @property
    def full_label(self) -> str:
        """The label with its unit, for cells that hold bare numbers."""
        joint = " " if self.unit.startswith("a ") else ", "
        return f"{self.label}{joint}{self.unit}" if self.unit else self.label

    def is_told(self, figures: Figures) -> bool:
        """Whether it is known; of an unfinished case, not by defaults alone."""
        if math.isnan(self.read(figures)):
            return False
        is_open = self.is_answered is not None and not self.is_answered(figures)
        return not (is_open and figures.inputs.missing)

    def cell(self, figures: Figures, words: Words) -> str:
        """Its value as short as it can be said."""
        value = self.read(figures)
        if self.none and value == math.inf:
            return self.none
        if self.among is not None:
            return self.among(figures, words)
        return _SPELLED[self.kind](value, words)

    def in_full(self, figures: Figures, policy: Policy, words: Words) -> str:
        """Its value on a line of its own; empty where it is not known or nothing is to say."""
        value = self.read(figures)
        if not self.is_told(figures):
            return ""
        if self.line is not None:
            return self.line(figures, policy, words)
        if self.none and value == math.inf:
            return ""
        said = self.cell(figures, words)
        # Months and seconds are spelled with their unit.
        return said if self.kind in ("months", "seconds") else f"{said} {self.unit}".rstrip()
