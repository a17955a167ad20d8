"""An interview: the questions of a session one by one, in plain lines.

It holds an OpenSession and a terminal and nothing else, so a test can be its person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from rules.answers import Entry, Row, Table
from rules.entries import parse_entry, with_details
from rules.estimate import BASES
from rules.questions import (
    QUESTIONS,
    STEPS,
    Question,
    quick_questions,
    sheets_beside,
    step_of,
    worksheet,
)
from rules.validation import Path as KeyPath
from wizard.ask import speech
from wizard.ask.terminal import Ended, Terminal, choose
from wizard.page import page
from wizard.problems import InputUnusable
from wizard.saving import save
from wizard.session import OpenSession
from wizard.settings import currency


class _Leave(Exception):
    """The person is done with the interview."""


class _Go(Exception):
    """The person wants another question."""

    def __init__(self, key: str) -> None:
        self.key = key


class Interview:
    """Asks, understands, and saves."""

    def __init__(
        self, session: OpenSession, terminal: Terminal, path: Path, today: date, *, quick: bool
    ) -> None:
        self.session = session
        self.terminal = terminal
        self.path = path
        self.today = today
        self.quick = quick
        self._open_sheets = {
            question.builds
            for question in QUESTIONS.values()
            if question.builds and question.key in session.answers
        }
        self._visited: list[str] = []
        self._visits = 0
        self._last_number: str | None = None

    def run(self) -> bool:
        """Ask until the person leaves; False where their answers could not be saved."""
        say = self.terminal.say
        title = self.session.answers.value("title") or self.path.stem
        say(f"{title}. Type :help for what else a line can say.")
        key = self._keys()[0]
        try:
            while True:
                try:
                    key = self._ask(key)
                except _Go as go:
                    key = go.key
        except _Leave:
            pass
        except Ended:
            # Nobody is there to be asked, and what was typed must not be lost.
            return not self.session.dirty or self._save()
        return True

    def _keys(self) -> list[str]:
        """The keys to ask for, in order: worksheets only where they were opened."""
        questions: Sequence[Question] = (
            quick_questions()
            if self.quick
            else [question for step in STEPS for question in step.questions]
        )
        answers = self.session.answers
        asked = [
            question.key
            for question in questions
            if (question.builds is None or question.builds in self._open_sheets)
            and (question.visible_when is None or question.visible_when(answers))
        ]
        if not self.quick:
            return asked
        # A worksheet opened on the quick path is asked right after the number it builds.
        result = []
        for key in asked:
            result.append(key)
            for sheet in sheets_beside(key):
                if sheet in self._open_sheets:
                    result += [question.key for question in worksheet(sheet)]
        return result

    def _ask(self, key: str) -> str:
        """Ask one question and return the key of the next."""
        question = QUESTIONS[key]
        self._introduce(question)
        self._visits += 1
        if question.columns:
            self._ask_rows(question)
            return self._after(key)
        while True:
            line = self.terminal.ask(">")
            if not line.strip():
                return self._after(key)
            if line.startswith(":") and not line.startswith("::"):
                self._command(line[1:], question)
                continue
            if self._answer(question, line.removeprefix(":") if line[:2] == "::" else line):
                return self._after(key)

    def _introduce(self, question: Question) -> None:
        keys = self._keys()
        if not self._visited or self._visited[-1] != question.key:
            self._visited.append(question.key)
        step = step_of(question.key)
        number = keys.index(question.key) + 1 if question.key in keys else 0
        place = f"Question {number} of {len(keys)}" if number else "Off the path"
        where = f"step {STEPS.index(step) + 1} of {len(STEPS)}, " if step in STEPS else ""
        self.terminal.say("")
        self.terminal.say(f"{place}, {where}{step.title}.")
        self._say(speech.question_lines(question, self._entry(question), self._currency))
        sheets = [sheet for sheet in sheets_beside(question.key) if sheet not in self._open_sheets]
        if sheets:
            self.terminal.say("Type :worksheet to build it from numbers you know.")

    @property
    def _currency(self) -> str:
        return currency(self.session.answers)

    def _entry(self, question: Question) -> Entry | None:
        return self.session.answers.get(question.key)

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.terminal.say(line)

    def _after(self, key: str) -> str:
        """The next key; at the end the closing question is asked first."""
        keys = self._keys()
        if key in keys:
            position = keys.index(key) + 1
        else:
            # A question off the path, such as a setting: go on with the path where it stands.
            position = 0
        if position < len(keys):
            return keys[position]
        self._close()
        return keys[0]

    def _close(self) -> None:
        """All questions were asked: verdict, and save or go on."""
        self.terminal.say("")
        self.terminal.say("That was the last question.")
        self._say(speech.verdict_lines(self.session.assess()))
        while True:
            line = self.terminal.ask("save, first (asks from the beginning) or quit:").strip()
            match line.removeprefix(":").lower():
                case "save" | "s" | "yes" | "y":
                    if self._save():
                        raise _Leave
                case "first" | "f":
                    return
                case "quit" | "q":
                    self._quit()
                case word if word:
                    self._command(line.removeprefix(":"), QUESTIONS[self._visited[-1]])

    def _answer(self, question: Question, line: str) -> bool:
        """Take an answer over; False where it is not usable."""
        path: KeyPath = tuple(question.key.split("."))
        entry = parse_entry(
            question, line, path=path, currency=self._currency, previous=self._entry(question)
        )
        if entry is None:
            return True
        if entry.problem is not None:
            self.terminal.say(f"Not usable: {entry.problem}")
            return False
        self.terminal.say(f"Understood: {speech.answer(question, entry, self._currency)}")
        self.session.answer(question.key, entry, self._visit(question))
        if question.is_estimate:
            self._last_number = question.key
            if not self.quick:
                self.session.answer(question.key, self._detailed(entry), self._visit(question))
        return True

    def _visit(self, question: Question) -> str:
        return f"{question.key} {self._visits}"

    # ------------------------------------------------------------------ commands

    def _command(self, line: str, question: Question) -> None:
        """Do what a line that begins with a colon says."""
        word, _, rest = line.strip().partition(" ")
        commands: dict[str, Callable[[Question, str], None]] = {
            "back": self._back,
            "skip": self._skip,
            "jump": self._jump,
            "clear": self._clear,
            "undo": self._undo,
            "redo": self._redo,
            "details": self._details,
            "worksheet": self._worksheet,
            "verdict": self._verdict,
            "page": self._page,
            "missing": self._missing,
            "save": lambda _question, _rest: self._saved_by_command(),
            "quit": lambda _question, _rest: self._quit(),
            "again": self._again,
            "help": lambda _question, _rest: self.terminal.say(speech.HELP),
        }
        matching = [name for name in commands if word and name.startswith(word.lower())]
        if word.lower() in commands:
            matching = [word.lower()]
        if len(matching) != 1:
            self.terminal.say(f":{word} is not known here. :help lists what is.")
            return
        commands[matching[0]](question, rest.strip())

    def _back(self, question: Question, rest: str) -> None:
        if len(self._visited) < 2:
            self.terminal.say("This is the first question.")
            return
        self._visited.pop()
        raise _Go(self._visited.pop())

    def _skip(self, question: Question, rest: str) -> None:
        raise _Go(self._after(question.key))

    def _again(self, question: Question, rest: str) -> None:
        raise _Go(question.key)

    def _jump(self, question: Question, rest: str) -> None:
        if not rest:
            self.terminal.say("Say where to: :jump volume")
            return
        words = rest.lower().split()
        found = [
            one
            for one in QUESTIONS.values()
            if all(
                word in f"{one.label} {one.key} {step_of(one.key).title}".lower() for word in words
            )
        ]
        if not found:
            self.terminal.say(f"No question has '{rest}' in its name.")
            return
        if len(found) > 1:
            chosen = choose(
                self.terminal, (f"{one.label} ({step_of(one.key).title})" for one in found)
            )
            if chosen is None:
                return
            found = [found[chosen]]
        if found[0].builds:
            self._open_sheets.add(found[0].builds)
        raise _Go(found[0].key)

    def _clear(self, question: Question, rest: str) -> None:
        self.session.answer(question.key, None, self._visit(question))
        self.terminal.say(f"{question.label} has no answer now.")

    def _undo(self, question: Question, rest: str) -> None:
        self.terminal.say("Taken back." if self.session.undo() else "There is nothing to undo.")
        self._present(question)

    def _redo(self, question: Question, rest: str) -> None:
        self.terminal.say("Made again." if self.session.redo() else "There is nothing to redo.")
        self._present(question)

    def _present(self, question: Question) -> None:
        entry = self._entry(question)
        said = speech.answer(question, entry, self._currency) if entry else "none"
        self.terminal.say(f"{question.label}, present answer: {said}")

    def _details(self, question: Question, rest: str) -> None:
        key = question.key if question.key in self.session.answers else self._last_number
        if key is None or not QUESTIONS[key].is_estimate:
            self.terminal.say("There is no number here to give details of.")
            return
        about = QUESTIONS[key]
        self._present(about)
        entry = self._detailed(self.session.answers[key])
        self.session.answer(key, entry, self._visit(about))
        self._present(about)

    def _detailed(self, entry: Entry) -> Entry:
        """The entry with the basis and source that somebody gives on one line."""
        now = entry.basis or "estimated"
        prompt = f"Basis, then a comma and the source (now {now}, {entry.source or 'no source'}):"
        while True:
            line = self.terminal.ask(prompt).strip()
            if not line:
                return entry
            word, _, source = line.partition(",")
            matching = [basis for basis in BASES if basis.startswith(word.strip().lower())]
            if len(matching) == 1:
                return with_details(entry, matching[0], source.strip() or entry.source)
            self.terminal.say(f"Begin with one of {', '.join(BASES)}; an empty line keeps it.")

    def _worksheet(self, question: Question, rest: str) -> None:
        sheets = sheets_beside(question.key)
        if not sheets:
            self.terminal.say("This answer has no worksheet.")
            return
        chosen = 0 if len(sheets) == 1 else choose(self.terminal, sheets)
        if chosen is None:
            return
        self._open_sheets.add(sheets[chosen])
        if question.key == sheets[chosen] and question.key in self.session.answers:
            self.terminal.say("The direct answer wins over the worksheet until it is cleared.")
        raise _Go(worksheet(sheets[chosen])[0].key)

    def _verdict(self, question: Question, rest: str) -> None:
        self._say(speech.verdict_lines(self.session.assess()))

    def _page(self, question: Question, rest: str) -> None:
        self.terminal.say(page(self.session.file, self.session.assess()))

    def _missing(self, question: Question, rest: str) -> None:
        self._say(speech.missing_lines(self.session.assess()))

    # -------------------------------------------------------------------- saving

    def _saved_by_command(self) -> None:
        self._save()

    def _save(self) -> bool:
        try:
            save(self.session, self.today, self.path)
        except InputUnusable as unusable:
            self._say(str(problem) for problem in unusable.problems)
            return False
        self.terminal.say(f"Saved: {self.path}")
        return True

    def _quit(self) -> None:
        if not self.session.dirty:
            raise _Leave
        while True:
            line = self.terminal.ask("There are unsaved answers. save, discard or stay:").strip()
            match line.removeprefix(":").lower():
                case "save" | "s" | "yes" | "y":
                    if self._save():
                        raise _Leave
                    return
                case "discard" | "d":
                    raise _Leave
                case "stay" | "":
                    return

    # ---------------------------------------------------------------------- rows

    def _ask_rows(self, question: Question) -> None:
        """Add, change and remove rows until an empty line goes on."""
        while True:
            table = self._table(question)
            for number, row in enumerate(table.rows, start=1):
                self.terminal.say(speech.row_line(question, number, dict(row.cells)))
            line = self.terminal.ask(
                "add, a row's number, remove NUMBER, or an empty line to go on:"
            )
            words = line.strip().lower().split()
            match words:
                case []:
                    return
                case ["add"]:
                    self._ask_cells(question, Row(table.next_id(), {}))
                case [which] if found := self._row(table, which):
                    self._ask_cells(question, found)
                case ["remove", which] if found := self._row(table, which):
                    self._set_table(question, table.without_row(found.id))
                case [word, *_] if word.startswith(":"):
                    self._command(line.strip()[1:], question)
                case _:
                    self.terminal.say("There is no such row. Type add for a new one.")

    def _table(self, question: Question) -> Table:
        entry = self._entry(question)
        return entry.value if entry is not None and isinstance(entry.value, Table) else Table()

    def _row(self, table: Table, which: str) -> Row | None:
        if which.isdecimal() and 1 <= int(which) <= len(table.rows):
            return table.rows[int(which) - 1]
        return None

    def _set_table(self, question: Question, table: Table) -> None:
        self.session.answer(question.key, Entry("", table))

    def _ask_cells(self, question: Question, row: Row) -> None:
        """Ask for every column of a row; an empty line keeps or leaves out, - empties."""
        table = self._table(question)
        known = [one.id for one in table.rows]
        index = known.index(row.id) if row.id in known else len(known)
        for column in question.columns:
            row = row.with_cell(column.key, self._ask_cell(question, column, row, index))
        if row.cells:
            self._set_table(question, self._table(question).with_row(row))

    def _ask_cell(self, question: Question, column: Question, row: Row, index: int) -> Entry | None:
        present = row.cells.get(column.key)
        now = f", now {present.text}" if present else ""
        path: KeyPath = (*question.key.split("."), index, column.key)
        if question.named_rows:
            path = (*question.key.split("."), "name")
        while True:
            line = self.terminal.ask(f"{column.label}: {column.prompt} ({column.example}{now})")
            match line.strip():
                case "":
                    return present
                case "-":
                    return None
                case ":help":
                    self.terminal.say(
                        f"{column.why} An empty line keeps what is there, - empties it."
                    )
                    continue
            entry = self._cell_entry(question, column, line, path, present)
            if entry is not None and entry.problem is None:
                break
            self.terminal.say(f"Not usable: {entry.problem if entry else 'nothing typed'}")
        if column.is_estimate:
            self.terminal.say(f"Understood: {speech.answer(column, entry, self._currency)}")
            entry = self._detailed(entry)
        return entry

    def _cell_entry(
        self,
        question: Question,
        column: Question,
        line: str,
        path: KeyPath,
        present: Entry | None,
    ) -> Entry | None:
        if question.named_rows and column.key == "name":
            # The name is the key of the pair, so it has no value of its own to be checked.
            return Entry(line.strip(), line.strip())
        return parse_entry(column, line, path=path, currency=self._currency, previous=present)


def _names(question: Question) -> str:
    """All that a question can be found by, in lower case."""
    return f"{question.label} {question.key} {step_of(question.key).title}".lower()
