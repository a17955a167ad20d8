"""What of the answers a save leaves out, told so that somebody finds it: of a table the cells."""

from __future__ import annotations

from typing import Final

from rules.answers.answers import Entry, Table
from rules.answers.entries import half_rows
from rules.questions import QUESTIONS, Question
from rules.words.wording import listed
from wizard.problems import on_one_line
from wizard.sessions.open_session import OpenSession

MOST_CELLS: Final = 4
"""How many cells of a table are named."""
MOST_OF_A_NAME: Final = 40
"""Characters of a row's name, of which several are named."""


def left_out(session: OpenSession) -> str:
    """What of the answers does not go into the file, in words: of a table the cells, by row."""
    entries = session.answers.entries
    return listed([_left_out_of(QUESTIONS[key], entries[key]) for key in session.left_out])


def _left_out_of(question: Question, entry: Entry) -> str:
    if entry.problem is not None or not isinstance(entry.value, Table):
        return question.label
    halves = [row.id for row in half_rows(question, entry.value)]
    cells = []
    for number, row in enumerate(entry.value.rows, start=1):
        name = row.cells.get("name")
        said = _shortened(name.text) if name is not None else f"row {number}"
        cells += [
            f"{column.label} of {said}"
            for column in question.columns
            if (cell := row.cells.get(column.key)) is not None and cell.problem is not None
        ]
        cells += [f"{said}, of which half is missing"] if row.id in halves else []
    more = len(cells) - MOST_CELLS
    shown = cells if more <= 1 else [*cells[:MOST_CELLS], f"{more} more"]
    return f"{question.label} ({'; '.join(shown)})"


def _shortened(name: str) -> str:
    plain = on_one_line(name)
    return plain if len(plain) <= MOST_OF_A_NAME else f"{plain[: MOST_OF_A_NAME - 1]}…"
