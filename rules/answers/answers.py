"""Answers as somebody gave them: text, value, and what is wrong with it.

An entry whose text is not usable keeps the text and counts as missing, so that nothing typed is
ever lost. Everything here is frozen: a change makes a new Answers, which is what makes history,
undo and recovery cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rules.answers.estimate import Basis, Estimate


class Entry(NamedTuple):
    """The answer to one question."""

    text: str
    """As typed, or as spelled from a file."""
    value: Any = None
    """An Estimate, float, int, bool, str, date or Table; None where missing or unusable."""
    problem: str | None = None
    """Why the text is not usable, with what to do."""
    basis: Basis | None = None
    """Basis of a number, kept also while its text is not usable; None where it is not stated."""
    source: str = ""
    """Source of a number, kept likewise."""
    word: str = ""
    """What is wrong, in a word or two: room enough for a row."""
    how: str = ""
    """How the text was read, where the number does not stand in it as it is."""
    carried: tuple[tuple[str, str], ...] = ()
    """Where the text belongs instead: keys of a worksheet's questions, and what to type there."""
    decimal_comma: bool = False
    """Whether it was typed by somebody whose decimal sign is the comma."""

    @property
    def usable(self) -> bool:
        """Whether there is a value to calculate with."""
        return self.problem is None and self.value is not None

    @property
    def rests_on(self) -> Basis | None:
        """The basis that counts: as stated, or that of a number of which nothing was stated."""
        return self.value.basis if isinstance(self.value, Estimate) else self.basis


class Row(NamedTuple):
    """One row of a table answer."""

    id: str
    """Stays the same while the row is edited, moved or saved."""
    cells: Mapping[str, Entry]
    """Entries by column; a column without an answer is absent."""

    def values(self) -> dict[str, Any]:
        """The usable cells' values by column."""
        return {name: entry.value for name, entry in self.cells.items() if entry.usable}

    def with_cell(self, name: str, entry: Entry | None) -> Row:
        """The row with one cell answered anew, or emptied by None."""
        cells = {key: cell for key, cell in self.cells.items() if key != name}
        if entry is not None:
            cells[name] = entry
        return self._replace(cells=cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The value of an entry that holds repeated things."""

    rows: tuple[Row, ...] = ()

    @property
    def repeated_names(self) -> list[str]:
        """The names that more than one row has."""
        names = [row.values().get("name") for row in self.rows]
        return sorted({str(name) for name in names if name and names.count(name) > 1})

    def next_id(self) -> str:
        """An id that no row of this table has."""
        taken = [int(row.id) for row in self.rows if row.id.isdecimal()]
        return str(max(taken, default=0) + 1)

    def with_row(self, row: Row) -> Table:
        """The table with a row added, or replacing the one of the same id."""
        if any(old.id == row.id for old in self.rows):
            return Table(tuple(row if old.id == row.id else old for old in self.rows))
        return Table((*self.rows, row))

    def row(self, row_id: str) -> Row:
        """The row of an id; an empty one where there is none."""
        return next((row for row in self.rows if row.id == row_id), Row(row_id, {}))

    def named(self, name: str) -> Row | None:
        """The row of a name, where there is one."""
        return next((row for row in self.rows if row.values().get("name") == name), None)

    def without_row(self, row_id: str) -> Table:
        """The table without one row."""
        return Table(tuple(row for row in self.rows if row.id != row_id))

    @property
    def problems(self) -> list[tuple[int, str, str]]:
        """Unusable cells as row index, column and message."""
        return [
            (index, name, entry.problem)
            for index, row in enumerate(self.rows)
            for name, entry in row.cells.items()
            if entry.problem is not None
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Answers(Mapping[str, Entry]):
    """All answers of a case by dotted key. Sparse: an unanswered key is absent."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    case: object = field(default=None, repr=False)
    """The `rules.answers.case.Case` that they describe, where it is known and each is usable."""

    def __getitem__(self, key: str) -> Entry:
        """The entry of a key; KeyError where it was not answered."""
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        """The answered keys."""
        return iter(self.entries)

    def __len__(self) -> int:
        """How many keys are answered."""
        return len(self.entries)

    def answer(self, key: str, entry: Entry | None) -> Answers:
        """These answers with one of them given anew, or taken back by None."""
        entries = dict(self.entries)
        if entry is None:
            entries.pop(key, None)
        else:
            entries[key] = entry
        return Answers(entries)

    def value(self, key: str) -> Any:
        """The usable value of a key, or None."""
        entry = self.entries.get(key)
        return entry.value if entry is not None and entry.usable else None

    def table(self, key: str) -> Table:
        """The rows of a key as they stand; no row where it was not answered."""
        entry = self.entries.get(key)
        return entry.value if entry is not None and isinstance(entry.value, Table) else Table()
