"""Which answers differ between two states of one case, as they are written.

In contrast to a comparison of cases nothing is explained here, and where a number is from counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.answers.answers import Answers, Entry, Table
from rules.comparing.written import NOT_ANSWERED, cell_written
from rules.questions import QUESTIONS, Question


@dataclass(frozen=True, slots=True)
class Differing:
    """An answer that differs."""

    key: str
    label: str
    """Of its question."""
    before: str
    """As it is written in the first state."""
    after: str
    """As it is written in the second."""


def differing(before: Answers, after: Answers) -> tuple[Differing, ...]:
    """The answers that differ, in the order of the questions."""
    return tuple(
        Differing(key, question.label, *_side_by_side(question, before.get(key), after.get(key)))
        for key, question in QUESTIONS.items()
        if _meaning(before.get(key)) != _meaning(after.get(key))
    )


def _meaning(entry: Entry | None) -> object:
    """What counts of an entry: its value, or the text that gives none, and where it is from."""
    if entry is None or (entry.problem is None and entry.value is None):
        return None
    if isinstance(entry.value, Table):
        return [_meanings(row.cells) for row in entry.value.rows]
    counts = entry.text if entry.problem is not None else entry.value
    return counts, entry.rests_on, entry.source


def _meanings(cells: Mapping[str, Entry]) -> dict[str, object]:
    return {name: _meaning(cell) for name, cell in cells.items()}


def _side_by_side(question: Question, before: Entry | None, after: Entry | None) -> tuple[str, str]:
    if _is_table(before) or _is_table(after):
        return _rows_beside(question, before, after), _rows_beside(question, after, before)
    texts = [_written(one, is_whole=False) for one in (before, after)]
    if texts[0] == texts[1]:
        texts = [_written(one, is_whole=True) for one in (before, after)]
    return texts[0], texts[1]


def _written(entry: Entry | None, *, is_whole: bool) -> str:
    if entry is None:
        return NOT_ANSWERED
    basis = f" ({entry.rests_on})" if entry.rests_on is not None else ""
    source = f", {entry.source or 'no source'}" if is_whole else ""
    return f"{entry.text}{basis}{source}"


def _is_table(entry: Entry | None) -> bool:
    return entry is not None and isinstance(entry.value, Table)


def _rows_beside(question: Question, entry: Entry | None, other: Entry | None) -> str:
    """What of the rows of a table the other one does not have just so, each with its name."""
    if entry is None or not isinstance(entry.value, Table):
        return NOT_ANSWERED
    there: dict[str, Mapping[str, Entry]] = {}
    if other is not None and isinstance(other.value, Table):
        there = {row.id: row.cells for row in other.value.rows}
    rows = []
    for number, row in enumerate(entry.value.rows, 1):
        same = there.get(row.id, {})
        if row.id in there and _meanings(row.cells) == _meanings(same):
            continue
        cells = [
            cell_written(question, name, cell)
            for name, cell in row.cells.items()
            if name == "name" or _meaning(cell) != _meaning(same.get(name))
        ]
        rows.append(", ".join(cells) or f"row {number}")
    others = len(entry.value.rows) - len(rows)
    if others:
        rows.append(f"{others} more, alike")
    return "; ".join(rows) or "no rows"
