"""Answers that differ as they are written: one, several that belong together, whole tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rules.answers.answers import Answers, Entry, Table
from rules.answers.policy import TeamPolicy
from rules.questions import QUESTIONS, Kind, Question, question_beside, worksheet

NOT_ANSWERED = "not answered"
BY_WORKSHEET = "by its worksheet"


class Part(NamedTuple):
    """One of several answers that are changed together; empty where a case does not answer it."""

    label: str
    before: str
    after: str


class RowBeside(NamedTuple):
    """A row of a table in two cases, with a cell for each column."""

    name: str
    before: tuple[str, ...] | None
    """None where the first case has no such row."""
    after: tuple[str, ...] | None

    @property
    def sides(self) -> tuple[tuple[str, ...] | None, ...]:
        """The cells of both cases, those of the first before."""
        return self.before, self.after


class TableRows(NamedTuple):
    """Two tables, a row of one beside the row of the other that has its name."""

    columns: tuple[str, ...]
    """What is asked in each column that anybody has filled in; the name has none."""
    rows: tuple[RowBeside, ...]


class Written(NamedTuple):
    """The answers of a case, of which some are defaults of its team."""

    answers: Answers
    taken: tuple[str, ...]
    """Keys of the defaults."""
    team: TeamPolicy | None

    def together(self, keys: tuple[str, ...]) -> str:
        """The answers to questions; several with their labels."""
        parts = [(key, self.one(key)) for key in keys]
        said = [
            text if len(keys) == 1 else f"{QUESTIONS[key].label} {text}"
            for key, text in parts
            if text
        ]
        if not said and any(key in self.answers for key in inputs(keys[0])):
            return BY_WORKSHEET
        return "; ".join(said) or NOT_ANSWERED

    def one(self, key: str) -> str:
        """The answer to a question; empty where there is none."""
        entry = self.answers.get(key)
        if entry is None:
            return ""
        said = _entry_written(QUESTIONS[key], entry)
        if self.team is not None and key in self.taken:
            said = f"{said}, default of {self.team.name}"
        return said


def inputs(sheet: str) -> tuple[str, ...]:
    """The keys of a worksheet's inputs."""
    return tuple(question.key for question in worksheet(sheet))


def label_of(keys: tuple[str, ...]) -> str:
    """Of the answer, or of the number that several answers build."""
    question = QUESTIONS[keys[0]]
    built = question.builds if len(keys) > 1 else None
    return QUESTIONS[question_beside(built)].label if built is not None else question.label


def parts_of(keys: tuple[str, ...], before: Written, after: Written) -> tuple[Part, ...]:
    """Answers that are changed together, each by itself; none where there is only one."""
    if len(keys) == 1:
        return ()
    return tuple(Part(QUESTIONS[key].label, before.one(key), after.one(key)) for key in keys)


def rows_of(keys: tuple[str, ...], before: Answers, after: Answers) -> TableRows | None:
    """Two tables row by row; None where the answer is no table, or one of them is not usable."""
    question = QUESTIONS[keys[0]]
    if len(keys) > 1 or question.kind is not Kind.TABLE:
        return None
    entries = [answers.get(keys[0]) for answers in (before, after)]
    if any(one is not None and not isinstance(one.value, Table) for one in entries):
        return None
    rows = [_by_name(one) for one in entries]
    filled = [
        column
        for column in question.columns
        if column.key != "name"
        and any(column.key in cells for one in rows for cells in one.values())
    ]
    columns = [column.key for column in filled]
    return TableRows(
        tuple(column.label for column in filled),
        tuple(
            RowBeside(name, *(_row(one.get(name), columns) for one in rows))
            for name in dict.fromkeys([*rows[0], *rows[1]])
        ),
    )


def _by_name(entry: Entry | None) -> dict[str, Mapping[str, Entry]]:
    """The rows of a table by what they are called, or by their place where they have no name."""
    found: dict[str, Mapping[str, Entry]] = {}
    rows = entry.value.rows if entry is not None and isinstance(entry.value, Table) else ()
    for number, row in enumerate(rows, 1):
        name = row.cells["name"].text if "name" in row.cells else f"row {number}"
        found[name if name not in found else f"{name} ({number})"] = row.cells
    return found


def _row(cells: Mapping[str, Entry] | None, columns: list[str]) -> tuple[str, ...] | None:
    if cells is None:
        return None
    return tuple(cells[column].text if column in cells else "" for column in columns)


def _entry_written(question: Question, entry: Entry) -> str:
    if isinstance(entry.value, Table):
        rows = (
            ", ".join(cell_written(question, *cell) for cell in row.cells.items())
            for row in entry.value.rows
        )
        return "; ".join(rows) or "no rows"
    basis = f" ({entry.rests_on})" if entry.rests_on is not None else ""
    return f"{entry.text}{basis}"


def cell_written(question: Question, name: str, cell: Entry) -> str:
    """A cell of a row, behind what its column asks; a name, and what stands beside it, alone."""
    column = question.column(name)
    if name == "name" or column is None or question.named_rows:
        return cell.text
    return f"{column.label} {cell.text}"
