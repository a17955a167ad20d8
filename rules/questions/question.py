"""What a question is: declared once, rendered by screens, prompts, reports and documentation."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rules.answers.numbers import Unit

if TYPE_CHECKING:
    from rules.answers.answers import Answers


class Kind(StrEnum):
    """What sort of value answers a question."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    MONTHS = "months"
    SECONDS = "seconds"
    NUMBER = "number"
    """A number without a unit of its own, such as a ratio or hours."""
    INTEGER = "integer"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    TEXT = "text"
    YES_NO = "yes/no"
    TABLE = "table"
    """Repeated things: one row each, with the question's columns."""


NUMERIC: dict[Kind, Unit] = {
    Kind.MONEY: Unit.MONEY,
    Kind.COUNT: Unit.COUNT,
    Kind.PERCENT: Unit.PERCENT,
    Kind.MONTHS: Unit.MONTHS,
    Kind.SECONDS: Unit.SECONDS,
    Kind.NUMBER: Unit.PLAIN,
}
"""The kinds that are typed as numbers, and how each is read."""


class Choice(NamedTuple):
    """One of the answers a choice offers."""

    value: str
    """As the session file spells it."""
    meaning: str
    """In words, so that a newcomer picks the right one."""


class Question(NamedTuple):
    """One thing to ask, with all that any way of asking it needs."""

    key: str
    """Dotted key in the session file; inside a table, the name of the column."""
    label: str
    """Short name for a row or a column, in at most 28 characters."""
    kind: Kind
    prompt: str
    """The question in full, ending in a question mark."""
    why: str
    """What the answer changes."""
    example: str
    """An answer as one would type it."""
    where_to_find: str = ""
    """Where an engineer would look it up."""
    unit: str = ""
    """What one of it is, in words: "calls", "tokens per call"; money needs none."""
    default: str = ""
    """What is used where there is no answer, in words."""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Question, ...] = ()
    named_rows: bool = False
    """A table of `name = value` pairs instead of a list of rows."""
    also: tuple[str, ...] = ()
    """Words by which headings of other programs' tables name this column, in lower case."""
    summed: bool = False
    """Whether the sum of this column says something."""
    builds: str | None = None
    """What the worksheet builds that this question belongs to: the key of a number, or
    `student.hosting`, whose sheet adds a monthly cost of its own."""
    quick: bool = False
    """Asked on the quick path too."""
    range_wanted: bool = True
    """A numeric answer is an estimate with range, basis and source, not a bare number."""
    visible_when: Callable[[Answers], bool] | None = None
    """Asked only where this holds; None means always."""

    @property
    def is_estimate(self) -> bool:
        """Whether the answer is an Estimate."""
        return self.kind in NUMERIC and self.range_wanted

    @property
    def how_rows_are_set(self) -> str:
        """By which key something within a table is set, as a clause."""
        if self.named_rows:
            return f"set {self.key}.NAME"
        return f"set a cell, such as {self.key}[0].{self.columns[0].key}"

    def column(self, name: str) -> Question | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.key == name), None)

    @property
    def value_column(self) -> Question:
        """The column of a table of `name = value` pairs that holds the value."""
        return next(column for column in self.columns if column.key != "name")


class Step(NamedTuple):
    """A screenful of questions that belong together."""

    name: str
    """One word, for the step rail and the command line."""
    title: str
    purpose: str
    """What the step is about, in a sentence."""
    questions: tuple[Question, ...]
