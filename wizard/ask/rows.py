"""A table in an interview: its rows added, changed and removed, a cell at a time or by a paste."""

from __future__ import annotations

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
            position += self._ask_cell(question, question.columns[position], row_id)

    def _ask_cell(self, question: Question, column: Question, row_id: str) -> int:
        """Ask for one cell; 1 to go on with the next column, -1 to go back."""
        while True:
            present = self._sitting.table(question).row(row_id).cells.get(column.key)
            now = f", now {present.text}" if present else ""
            label = with_unit(column, self._sitting.currency)
            example = example_of(column, decimal_comma=self._sitting.decimal_comma)
            line = self._sitting.terminal.ask(f"{label}: {column.prompt} ({example}{now})")
            if line.startswith(":") and not line.startswith("::"):
                match self._commands.meant(line[1:].strip()):
                    case "back":
                        return -1
                    case "skip":
                        return 1
                    case "clear":
                        self._set_cell(question, row_id, column, None)
                    case "help":
                        self._sitting.say(f"{column.why} {speech.CELL_HELP}")
                    case _:
                        self._commands.do(line[1:], question)
                continue
            if not line.strip():
                return 1
            if line.strip() == "-":
                self._set_cell(question, row_id, column, None)
                return 1
            text = line[1:] if line.startswith("::") else line
            entry = cell_entry(
                question,
                column,
                text,
                self._sitting.table(question),
                row_id,
                self._sitting.currency,
                decimal_comma=self._sitting.decimal_comma,
            )
            if entry is None or entry.problem is not None:
                self._commands.refuse(line, entry.problem or "" if entry else "nothing typed")
                continue
            self._set_cell(question, row_id, column, entry)
            if column.is_estimate:
                self._sitting.say(
                    f"Understood: {speech.answer(column, entry, self._sitting.currency)}"
                )
                self._set_cell(question, row_id, column, self._commands.detailed(entry, question))
            return 1

    def _set_cell(
        self, question: Question, row_id: str, column: Question, entry: Entry | None
    ) -> None:
        self._set_table(question, with_cell(self._sitting.table(question), row_id, column, entry))
