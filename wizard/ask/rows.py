"""A table in an interview: its rows added, changed and removed, a cell at a time or by a paste."""

from __future__ import annotations

from collections.abc import Callable

from rules.answers.answers import Entry, Table
from rules.answers.entries import example_of
from rules.questions import Question
from rules.questions.labelled import with_unit
from rules.tables.rows import cell_entry, row_counted, with_cell
from wizard.ask import speech
from wizard.ask.commands import Commands
from wizard.ask.pasting import pasted
from wizard.ask.sitting import Sitting


class Rows:
    """Asks for the rows of a question."""

    def __init__(self, sitting: Sitting, commands: Commands) -> None:
        self._sitting = sitting
        self._commands = commands

    def ask(self, question: Question) -> None:
        """Add, change and remove rows until an empty line goes on."""
        while True:
            table = self._sitting.table(question)
            for number, row in enumerate(table.rows, start=1):
                self._sitting.say(speech.row_line(question, number, row.cells))
            line = self._commands.line(
                "add, a row's number, remove NUMBER, paste, or an empty line to go on:", question
            )
            self._sitting.visits += 1
            match line.lower().split():
                case []:
                    self._sitting.say_contradictions(question)
                    self._sitting.say(*speech.half_rows(question, table))
                    return
                case ["add"]:
                    self._ask_cells(question, table.next_id())
                case ["paste"]:
                    result = pasted(
                        self._sitting.terminal,
                        question,
                        table,
                        self._sitting.currency,
                        decimal_comma=self._sitting.decimal_comma,
                    )
                    if result is not None:
                        self._set_table(question, result)
                case [which] if found := row_counted(table, which):
                    self._ask_cells(question, found.id)
                case ["remove", which] if found := row_counted(table, which):
                    self._set_table(question, table.without_row(found.id))
                case _:
                    self._sitting.say("There is no such row. Type add for a new one, or paste.")

    def _set_table(self, question: Question, table: Table) -> None:
        self._sitting.put(question, Entry("", table) if table.rows else None)

    def _ask_cells(self, question: Question, row_id: str) -> None:
        """Ask for every column of a row; each cell counts at once, so that none is ever lost."""
        position = 0
        while 0 <= position < len(question.columns):
            try:
                position += self._ask_cell(question, question.columns[position], row_id)
            except _ToColumn as other:
                position += other.step

    def _ask_cell(self, question: Question, column: Question, row_id: str) -> int:
        """Ask for one cell; 1 to go on with the next column, 0 to ask for this one again."""

        def standing() -> Entry | None:
            return self._sitting.table(question).row(row_id).cells.get(column.key)

        def put(entry: Entry | None) -> None:
            self._set_table(
                question, with_cell(self._sitting.table(question), row_id, column, entry)
            )

        here: dict[str, Callable[[], None]] = {
            "back": _to_column(-1),
            "skip": _to_column(1),
            "again": _to_column(0),
            "clear": lambda: put(None),
            "help": lambda: self._sitting.say(f"{column.why} {speech.CELL_HELP}"),
        }

        def ask_details() -> None:
            self._commands.ask_details(question, standing, put, here)

        present = standing()
        if present is not None and column.is_estimate:
            here["details"] = ask_details
        now = f", now {present.text}" if present else ""
        label = with_unit(column, self._sitting.currency)
        example = example_of(column, decimal_comma=self._sitting.decimal_comma)
        line = self._commands.line_or_command(
            f"{label}: {column.prompt} ({example}{now})", question, here
        )
        if line is None:
            return 0
        if not line.strip():
            return 1
        if line.strip() == "-":
            put(None)
            return 1
        entry = cell_entry(
            question,
            column,
            line,
            self._sitting.table(question),
            row_id,
            self._sitting.currency,
            decimal_comma=self._sitting.decimal_comma,
        )
        if entry is None or entry.problem is not None:
            self._commands.refuse(line, entry.problem or "" if entry else "nothing typed")
            return 0
        put(entry)
        if column.is_estimate:
            self._sitting.say(f"Understood: {speech.answer(column, entry, self._sitting.currency)}")
            ask_details()
        return 0 if standing() is None else 1


class _ToColumn(Exception):
    """The person wants another column of the row."""

    def __init__(self, step: int) -> None:
        self.step = step


def _to_column(step: int) -> Callable[[], None]:
    def go() -> None:
        raise _ToColumn(step)

    return go
