"""The answers of a session cell by cell, so that those of several sessions can be told apart.

A table whose rows have names is taken apart into its cells, wherever its rows stand; any other is
one answer. Source: docs/specification.md §7.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import entry_of
from rules.answers.keys import join
from rules.questions import QUESTIONS, Question
from wizard.sessions.session_file import SessionFile


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer stands: a question, and in a table whose rows have names the cell."""

    key: str
    row: str = ""
    column: str = ""

    @property
    def question(self) -> Question:
        """What is answered there."""
        question = QUESTIONS[self.key]
        column = question.column(self.column) if self.column else None
        return question if column is None else column


def tables_by_name(files: Iterable[SessionFile]) -> set[str]:
    """The tables whose rows are told apart by their names, in every file."""
    found = {key for key, question in QUESTIONS.items() if question.columns}
    for file in files:
        for key, entry in file.answers.items():
            if isinstance(entry.value, Table):
                names = [row_name(row) for row in entry.value.rows]
                if not all(names) or len(set(names)) < len(names):
                    found.discard(key)
    return found


def row_name(row: Row) -> str:
    """What a row is told apart by; empty where it has no name."""
    return str(row.values().get("name", ""))


def names_apart(rows: Iterable[Row], in_file: Mapping[str, Row]) -> list[Row]:
    """Rows of which none has the name of another, since each is a key of the file.

    Args:
        rows: of two sides, which may have given the same name to different rows.
        in_file: the rows by id that keep their names; the others get a number behind it.
    """
    found = list(rows)
    names = [row_name(row) for row in found]
    for at, row in enumerate(found):
        name = names[at]
        is_kept = row.id in in_file and row_name(in_file[row.id]) == name
        if name and names.count(name) > 1 and not is_kept:
            names[at] = next(free for n in count(2) if (free := f"{name} {n}") not in names)
            found[at] = row._replace(cells={**row.cells, "name": Entry(names[at], names[at])})
    return found


def rows_of(answers: Answers) -> dict[str, dict[str, int]]:
    """The numbers of rows, by table and name."""
    return {
        key: {row_name(row): number for number, row in enumerate(entry.value.rows)}
        for key, entry in answers.items()
        if isinstance(entry.value, Table)
    }


def cells_of(answers: Answers, named: set[str]) -> dict[Address, Entry]:
    """All answers, those in tables cell by cell where their rows have names."""
    found: dict[Address, Entry] = {}
    for key, entry in answers.items():
        if isinstance(entry.value, Table) and key in named:
            for row in entry.value.rows:
                found |= {
                    Address(key, row_name(row), name): cell for name, cell in row.cells.items()
                }
        else:
            found[Address(key)] = entry
    return found


def key_of(address: Address, answers: Answers) -> str:
    """The key of an address, with the number that its row has in these answers."""
    if not address.row:
        return address.key
    if QUESTIONS[address.key].named_rows:
        return join(address.key, address.row)
    number = rows_of(answers)[address.key][address.row]
    return join(address.key, number, address.column)


def is_same(a: Entry, b: Entry | None) -> bool:
    """Whether two answers say the same, however they are typed."""
    if b is None:
        return False
    if isinstance(a.value, Table) and isinstance(b.value, Table):
        return [row.values() for row in a.value.rows] == [row.values() for row in b.value.rows]
    return a.value == b.value and (a.problem is None) == (b.problem is None)


def with_cell(answers: Answers, address: Address, entry: Entry) -> Answers:
    """Answers with another one at an address, in a new row where there is none of its name."""
    if not address.row:
        return answers.answer(address.key, entry)
    present = answers.get(address.key)
    table = present.value if present is not None else None
    table = table if isinstance(table, Table) else Table()
    number = {row_name(row): at for at, row in enumerate(table.rows)}.get(address.row)
    if number is None:
        name = next(one for one in QUESTIONS[address.key].columns if one.key == "name")
        row = Row(table.next_id(), {"name": entry_of(name, address.row)})
    else:
        row = table.rows[number]
    changed = table.with_row(row.with_cell(address.column, entry))
    return answers.answer(address.key, Entry("", changed))
