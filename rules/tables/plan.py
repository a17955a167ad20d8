"""How a paste is read: headings, columns, fractions, decimal signs; and read otherwise on demand.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rules.answers.days import months_in_a_row
from rules.questions.question import Kind, Question
from rules.tables.columns import (
    dots_that_may_group,
    fraction_columns,
    has_decimal_commas,
    headings,
)
from rules.tables.rows import tells_rows
from rules.tables.sheet import MOST_ROWS, Sheet


@dataclass(frozen=True, slots=True)
class Plan:
    """How a paste is read. A person may have it read otherwise before it is taken."""

    question: Question
    """Of the table."""
    sheet: Sheet
    start: str
    """Key of the column at hand."""
    has_headings: bool
    """Whether the first row names columns."""
    columns: tuple[str | None, ...]
    """The column each of the paste goes into; None for one that is left out."""
    fractions: frozenset[int]
    """The columns of the paste, by place, in which 0.94 means 94%."""
    decimal_comma: bool = False
    """Whether the person at hand writes the comma as the decimal sign."""
    decimal_commas: bool = False
    """Whether a comma is the decimal sign in this paste. Nobody but a person says so."""
    replaces: bool = False
    """Whether rows that are not in the paste go."""
    months: Mapping[str, str] = field(default_factory=dict)
    """Months by texts of which some alone could mean two, where the others settle it."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows without the headings, as many as are taken."""
        return self._beyond_headings[:MOST_ROWS]

    @property
    def left_out(self) -> int:
        """How many rows are not taken, because they are too many."""
        return self.sheet.left_out + len(self._beyond_headings) - len(self.rows)

    @property
    def _beyond_headings(self) -> tuple[tuple[str, ...], ...]:
        return self.sheet.rows[1:] if self.has_headings else self.sheet.rows

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above each column; nothing where there are no headings."""
        return self.sheet.rows[0] if self.has_headings else ("",) * self.sheet.width

    @property
    def told_by(self) -> Question | None:
        """The column of names or months, by which rows are told.

        None where there is none: they go downwards from the row at hand.
        """
        return next((one for one in self.questions if one is not None and tells_rows(one)), None)

    def telling(self, cells: Sequence[str]) -> str:
        """What a row is told by, as it is read; empty where no column does."""
        if self.told_by is None:
            return ""
        text = cells[self.columns.index(self.told_by.key)]
        return self.months.get(text, text)

    @property
    def asks_about_commas(self) -> bool:
        """Whether it has numbers that a decimal comma would explain."""
        return self.decimal_commas or has_decimal_commas(self.questions, self.rows)

    @property
    def asks_about_dots(self) -> str | None:
        """A number such as 1.200, which is 1.2 here and may be 1200; None where there is none."""
        if self.decimal_comma or self.decimal_commas:
            return None
        return dots_that_may_group(self.questions, self.rows)

    @property
    def questions(self) -> tuple[Question | None, ...]:
        """The column of the table that each of the paste goes into, as `columns`."""
        return tuple(None if key is None else self.question.column(key) for key in self.columns)

    def read_as_next(self, at: int, by: int = 1) -> Plan:
        """With one column of the paste going into the next that no other goes into, or left out."""
        others = {one for place, one in enumerate(self.columns) if place != at}
        keys = (None, *(one.key for one in self.question.columns if one.key not in others))
        key = keys[(keys.index(self.columns[at]) + by) % len(keys)]
        columns = tuple(key if place == at else one for place, one in enumerate(self.columns))
        return replace(self, columns=columns).as_it_looks()

    def is_percent(self, at: int) -> bool:
        """Whether a column of the paste goes into one of percentages."""
        column = self.questions[at]
        return column is not None and column.kind is Kind.PERCENT

    def turned(self, at: int) -> Plan:
        """With the bare numbers of one column read the other way: fractions, or percentages."""
        return replace(self, fractions=self.fractions ^ {at}) if self.is_percent(at) else self

    def with_commas(self) -> Plan:
        """With commas read the other way: as decimal signs, or as what groups digits."""
        return replace(self, decimal_commas=not self.decimal_commas)

    def replacing(self) -> Plan:
        """With the rows that are not in the paste going, or staying."""
        return replace(self, replaces=not self.replaces)

    def other_headings(self) -> Plan:
        """With the first row read the other way: as headings, or as a row like the others."""
        turned = plan_of(
            self.question,
            self.sheet,
            self.start,
            has_headings=not self.has_headings,
            decimal_comma=self.decimal_comma,
        )
        return replace(turned, replaces=self.replaces, decimal_commas=self.decimal_commas)

    def as_it_looks(self) -> Plan:
        """With fractions, and the order of day and month, as columns as a whole tell them."""
        fractions = fraction_columns(self.questions, self.heads, self.rows)
        months: dict[str, str] = {}
        if self.told_by is not None and self.told_by.kind is Kind.MONTH:
            months = months_in_a_row(map(replace(self, months={}).telling, self.rows))
        return replace(self, fractions=fractions, months=months)


def plan_of(
    question: Question,
    sheet: Sheet,
    start: str,
    *,
    has_headings: bool | None = None,
    decimal_comma: bool = False,
) -> Plan:
    """How a paste is read at first.

    Columns without headings go to the column at hand, `start`, and to the right of it. Headings are
    looked for where nobody says whether there are some.
    """
    named = None if has_headings is False else headings(question, sheet.rows)
    keys = [column.key for column in question.columns]
    onwards: list[str | None] = [*keys[keys.index(start) :], *[None] * sheet.width]
    columns = named or tuple(onwards[: sheet.width])
    is_headed = named is not None or has_headings is True
    plan = Plan(question, sheet, start, is_headed, columns, frozenset(), decimal_comma)
    plan = replace(plan, decimal_commas=decimal_comma and plan.asks_about_commas)
    return plan.as_it_looks()
