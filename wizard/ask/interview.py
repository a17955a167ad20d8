"""An interview: the questions of a session one by one, in plain lines.

It holds an OpenSession and a terminal and nothing else, so a test can be its person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from rules.answers.answers import Entry, Table
from rules.answers.case_of import case_of
from rules.answers.entries import example_of, parse_entry, with_details
from rules.answers.estimate import BASES
from rules.answers.validation import Path as KeyPath
from rules.questions import (
    QUESTIONS,
    STEPS,
    Question,
    locate,
    sheets_offered,
    step_of,
    worksheet,
)
from rules.questions.labelled import SHEETS, with_unit
from rules.questions.search import matching
from rules.tables.rows import cell_entry, row_counted, with_cell
from wizard.ask import speech
from wizard.ask.pasting import pasted
from wizard.ask.route import Route
from wizard.ask.terminal import CTRL_C, Ended, PressedTwice, Terminal, choose
from wizard.problems import InputUnusable, report, say
from wizard.reports.page import page
from wizard.sessions.assignments import currency
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import save, save_or_keep, session_path, taken_over
from wizard.sessions.three_way import Choices, Clash, Side
from wizard.workshop.cells import Address


class _Leave(Exception):
    """The person is done with the interview."""


class _Go(Exception):
    """The person wants another question."""

    def __init__(self, key: str) -> None:
        self.key = key


class Interview:
    """Asks, understands, and saves."""

    def __init__(
        self,
        session: OpenSession,
        terminal: Terminal,
        path: Path,
        today: date,
        *,
        quick: bool,
        decimal_comma: bool = False,
    ) -> None:
        self.session = session
        self.terminal = terminal
        self.path = path
        self.today = today
        self.quick = quick
        self._decimal_comma = decimal_comma
        self._route = Route(session.answers, quick=quick)
        self._visits = 0
        self._last_number: str | None = None

    def run(self) -> bool:
        """Ask until the person leaves; False where their answers could not be saved."""
        say = self.terminal.say
        title = self.session.answers.value("title") or self.path.stem
        key = self._keys()[0]
        try:
            say(f"{title}. Type :help for what else a line can say.")
            while True:
                try:
                    key = self._ask(key)
                except _Go as go:
                    key = go.key
                except PressedTwice:
                    raise
                except KeyboardInterrupt:
                    # Not at a prompt, but while something was worked out or shown.
                    say(CTRL_C)
        except _Leave:
            return True
        except Ended:
            return self._saved_at_the_end()

    def _keys(self) -> list[str]:
        return self._route.keys(self.session.answers)

    def _ask(self, key: str) -> str:
        """Ask one question and return the key of the next."""
        question = QUESTIONS[key]
        self._introduce(question)
        self._visits += 1
        if question.columns:
            self._ask_rows(question)
            return self._after(key)
        while True:
            line = self._line(">", question)
            if not line.strip() or self._answer(question, line):
                return self._after(key)

    def _line(self, prompt: str, question: Question) -> str:
        """The next line that is no command; the commands before it are done."""
        while True:
            line = self.terminal.ask(prompt)
            if line.startswith("::"):
                return line[1:]
            if not line.startswith(":"):
                return line
            self._command(line[1:], question)

    def _introduce(self, question: Question) -> None:
        keys = self._keys()
        self._route.visit(question.key)
        step = step_of(question.key)
        number = keys.index(question.key) + 1 if question.key in keys else 0
        place = f"Question {number} of {len(keys)}" if number else "Off the path"
        where = f"step {STEPS.index(step) + 1} of {len(STEPS)}, " if step in STEPS else ""
        self.terminal.say("")
        self.terminal.say(f"{place}, {where}{step.title}.")
        self._say(
            speech.question_lines(
                question, self._entry(question), self._currency, decimal_comma=self._decimal_comma
            )
        )
        sheets = [sheet for sheet in sheets_offered(question.key) if not self._route.is_open(sheet)]
        if sheets:
            self.terminal.say("Type :worksheet to build it from numbers you know.")

    @property
    def _currency(self) -> str:
        return currency(self.session.answers, self.session.team)

    def _entry(self, question: Question) -> Entry | None:
        return self.session.answers.get(question.key)

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.terminal.say(line)

    def _after(self, key: str) -> str:
        """The next key; at the end the closing question is asked first."""
        following = self._route.after(key, self.session.answers)
        if following is not None:
            return following
        self._close()
        return self._keys()[0]

    def _close(self) -> None:
        """All questions were asked: verdict, and save or go on."""
        self.terminal.say("")
        self.terminal.say("That was the last question.")
        self._say(speech.verdict_lines(self.session.assess()))
        while True:
            line = self.terminal.ask("save, first (asks from the beginning) or quit:").strip()
            word, _, rest = line.removeprefix(":").partition(" ")
            match word.lower():
                case "save" | "s" | "yes" | "y":
                    if self._save(rest):
                        raise _Leave
                case "first" | "f":
                    return
                case "quit" | "q":
                    self._quit()
                case "back" | "b":
                    raise _Go(self._route.at_hand)
                case word if word:
                    self._command(line.removeprefix(":"), QUESTIONS[self._route.at_hand])

    def _answer(self, question: Question, line: str) -> bool:
        """Take an answer over; False where it is not usable."""
        path: KeyPath = tuple(question.key.split("."))
        entry = parse_entry(
            question,
            line,
            path=path,
            currency=self._currency,
            previous=self._entry(question),
            decimal_comma=self._decimal_comma,
        )
        if entry is None:
            return True
        if entry.problem is not None:
            self.terminal.say(f"Not usable: {entry.problem}")
            return False
        # First, because whoever closes the terminal now has answered.
        self.session.answer(question.key, entry, self._visit(question))
        self.terminal.say(f"Understood: {speech.answer(question, entry, self._currency)}")
        self._say_contradictions(question)
        if question.is_estimate:
            self._last_number = question.key
            if not self.quick:
                entry = self._detailed(entry, question)
                self.session.answer(question.key, entry, self._visit(question))
        return True

    def _visit(self, question: Question) -> str:
        return f"{question.key} {self._visits}"

    def _say_contradictions(self, question: Question) -> None:
        """Say where an answer that is fine alone does not fit the others."""
        for problem in case_of(self.session.answers)[1]:
            place = locate(problem.key)
            if place is not None and place[0] is question:
                self._say(speech.does_not_count(problem))

    # ------------------------------------------------------------------ commands

    def _command(self, line: str, question: Question) -> None:
        """Do what a line that begins with a colon says."""
        word, _, rest = line.strip().partition(" ")
        commands = self._commands()
        name = _meant(word, commands)
        if name is None:
            self.terminal.say(f":{word} is not known here. :help lists what is.")
            return
        commands[name](question, rest.strip())

    def _commands(self) -> dict[str, Callable[[Question, str], None]]:
        return {
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
            "save": lambda _question, rest: self._saved_by_command(rest),
            "reload": self._reload,
            "quit": lambda _question, _rest: self._quit(),
            "again": self._again,
            "help": lambda _question, _rest: self.terminal.say(speech.HELP),
        }

    def _back(self, question: Question, rest: str) -> None:
        before = self._route.back()
        if before is None:
            self.terminal.say("This is the first question.")
            return
        raise _Go(before)

    def _skip(self, question: Question, rest: str) -> None:
        raise _Go(self._after(question.key))

    def _again(self, question: Question, rest: str) -> None:
        raise _Go(question.key)

    def _jump(self, question: Question, rest: str) -> None:
        if not rest:
            self.terminal.say("Say where to: :jump volume")
            return
        found = matching(rest)
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
            self._route.open_sheet(found[0].builds)
        raise _Go(found[0].key)

    def _clear(self, question: Question, rest: str) -> None:
        self.session.answer(question.key, None, self._visit(question))
        self.terminal.say(f"{question.label} has no answer now.")

    def _undo(self, question: Question, rest: str) -> None:
        self._step("Taken back.", "There is nothing to undo.", self.session.undo)

    def _redo(self, question: Question, rest: str) -> None:
        self._step("Made again.", "There is nothing to redo.", self.session.redo)

    def _step(self, done: str, nothing: str, step: Callable[[], bool]) -> None:
        """Undo or redo, and say what is different now, which may be far from here."""
        before = self.session.answers
        self.terminal.say(done if step() else nothing)
        for key in dict.fromkeys((*before, *self.session.answers)):
            if before.get(key) != self._entry(QUESTIONS[key]):
                self._present(QUESTIONS[key])

    def _present(self, question: Question) -> None:
        entry = self._entry(question)
        said = speech.answer(question, entry, self._currency) if entry else "none"
        self.terminal.say(f"{question.label}, present answer: {said}")

    def _details(self, question: Question, rest: str) -> None:
        answers = self.session.answers
        key = question.key if question.key in answers else self._last_number
        if key is None or key not in answers or not QUESTIONS[key].is_estimate:
            self.terminal.say("There is no number here to give details of.")
            return
        about = QUESTIONS[key]
        self._present(about)
        entry = self._detailed(self.session.answers[key], about)
        self.session.answer(key, entry, self._visit(about))
        self._present(about)

    def _detailed(self, entry: Entry, question: Question) -> Entry:
        """The entry with the basis and source that somebody gives on one line."""
        now = entry.basis or "estimated"
        prompt = f"Basis, then a comma and the source (now {now}, {entry.source or 'no source'}):"
        while True:
            line = self._line(prompt, question).strip()
            if not line:
                return entry
            word, _, source = line.partition(",")
            basis = _meant(word.strip(), BASES)
            if basis is not None:
                kept = "" if source.strip() == "-" else source.strip() or entry.source
                return with_details(entry, basis, kept)
            self.terminal.say(
                f"Begin with one of {', '.join(BASES)}; an empty line keeps both, a source of -"
                " leaves it out."
            )

    def _worksheet(self, question: Question, rest: str) -> None:
        sheets = sheets_offered(question.key)
        if not sheets:
            self.terminal.say("This answer has no worksheet.")
            return
        chosen = 0 if len(sheets) == 1 else choose(self.terminal, map(SHEETS.__getitem__, sheets))
        if chosen is None:
            return
        self._route.open_sheet(sheets[chosen])
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

    def _saved_by_command(self, name: str) -> None:
        self._save(name)

    def _save(self, name: str = "") -> bool:
        """Save, under another name where one is given; the interview is about that file then."""
        try:
            path = session_path(name) if name else self.path
            taken = save(
                self.session,
                self.today,
                path,
                on_conflict=speech.ON_CONFLICT,
                decide=self._decide,
            )
        except InputUnusable as unusable:
            self._say(str(problem) for problem in unusable.problems)
            return False
        if taken is None:
            self.terminal.say(f"Not saved. {speech.ON_CONFLICT}")
            return False
        self.path = path
        self._say_saved(taken)
        return True

    def _decide(self, clashes: tuple[Clash, ...]) -> Choices | None:
        """Whose answers are taken where the file was changed as well; None to stay unsaved."""
        choices: dict[Address, Side] = {}
        self._say(speech.clashing(len(clashes)))
        for clash in clashes:
            self._say(speech.clash_lines(clash))
            answer = None
            while answer is None:
                line = self.terminal.ask("mine, theirs or stay:").strip()
                answer = _meant(line.removeprefix(":") or "stay", ("mine", "theirs", "stay"))
            if answer == "stay":
                return None
            choices[clash.at] = "mine" if answer == "mine" else "theirs"
        return choices

    def _say_saved(self, taken: tuple[str, ...]) -> None:
        self.terminal.say(f"Saved: {self.path}")
        if taken:
            self.terminal.say(taken_over(taken))

    def _reload(self, question: Question, rest: str) -> None:
        """Take over what is in the file now; the answers given since come back by :undo."""
        unsaved = self.session.dirty
        try:
            self.session.reload(self.path)
        except InputUnusable as unusable:
            self._say(str(problem) for problem in unusable.problems)
            return
        self.terminal.say(f"Read again: {self.path}")
        if unsaved:
            self.terminal.say("What you had not saved is set aside; :undo brings it back.")
        raise _Go(question.key)

    def _saved_at_the_end(self) -> bool:
        """Nobody is there to be asked any more, and what was typed must not be lost."""
        if not self.session.dirty:
            return True
        try:
            taken = save_or_keep(self.session, self.today, self.path)
        except InputUnusable as unusable:
            # Whoever closed the terminal may not read this; whoever piped lines in will.
            report(unusable.problems)
            return False
        try:
            self._say_saved(taken)
        except Ended:
            say(f"Saved: {self.path}")
        return True

    def _quit(self) -> None:
        if not self.session.dirty:
            raise _Leave
        while True:
            line = self.terminal.ask("There are unsaved answers. save, discard or stay:").strip()
            word, _, rest = line.removeprefix(":").partition(" ")
            match word.lower():
                case "save" | "s" | "yes" | "y":
                    if self._save(rest):
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
                self.terminal.say(speech.row_line(question, number, row.cells))
            line = self._line(
                "add, a row's number, remove NUMBER, paste, or an empty line to go on:", question
            )
            self._visits += 1
            match line.lower().split():
                case []:
                    self._say_contradictions(question)
                    self._say(speech.half_rows(question, table))
                    return
                case ["add"]:
                    self._ask_cells(question, table.next_id())
                case ["paste"]:
                    result = pasted(
                        self.terminal,
                        question,
                        table,
                        self._currency,
                        decimal_comma=self._decimal_comma,
                    )
                    if result is not None:
                        self._set_table(question, result)
                case [which] if found := row_counted(table, which):
                    self._ask_cells(question, found.id)
                case ["remove", which] if found := row_counted(table, which):
                    self._set_table(question, table.without_row(found.id))
                case _:
                    self.terminal.say("There is no such row. Type add for a new one, or paste.")

    def _table(self, question: Question) -> Table:
        return self.session.answers.table(question.key)

    def _set_table(self, question: Question, table: Table) -> None:
        entry = Entry("", table) if table.rows else None
        self.session.answer(question.key, entry, self._visit(question))

    def _ask_cells(self, question: Question, row_id: str) -> None:
        """Ask for every column of a row; each cell counts at once, so that none is ever lost."""
        position = 0
        while 0 <= position < len(question.columns):
            position += self._ask_cell(question, question.columns[position], row_id)

    def _ask_cell(self, question: Question, column: Question, row_id: str) -> int:
        """Ask for one cell; 1 to go on with the next column, -1 to go back."""
        while True:
            present = self._table(question).row(row_id).cells.get(column.key)
            now = f", now {present.text}" if present else ""
            label = with_unit(column, self._currency)
            example = example_of(column, decimal_comma=self._decimal_comma)
            line = self.terminal.ask(f"{label}: {column.prompt} ({example}{now})")
            if line.startswith(":") and not line.startswith("::"):
                match _meant(line[1:].strip(), self._commands()):
                    case "back":
                        return -1
                    case "skip":
                        return 1
                    case "clear":
                        self._set_cell(question, row_id, column, None)
                    case "help":
                        self.terminal.say(f"{column.why} {speech.CELL_HELP}")
                    case _:
                        self._command(line[1:], question)
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
                self._table(question),
                row_id,
                self._currency,
                decimal_comma=self._decimal_comma,
            )
            if entry is None or entry.problem is not None:
                self.terminal.say(f"Not usable: {entry.problem if entry else 'nothing typed'}")
                continue
            self._set_cell(question, row_id, column, entry)
            if column.is_estimate:
                self.terminal.say(f"Understood: {speech.answer(column, entry, self._currency)}")
                self._set_cell(question, row_id, column, self._detailed(entry, question))
            return 1

    def _set_cell(
        self, question: Question, row_id: str, column: Question, entry: Entry | None
    ) -> None:
        self._set_table(question, with_cell(self._table(question), row_id, column, entry))


_Name = TypeVar("_Name", bound=str)


def _meant(word: str, names: Iterable[_Name]) -> _Name | None:
    """The name that a word spells or begins; None where that is none, or several."""
    word = word.lower()
    names = list(names)
    if word in names:
        return names[names.index(word)]
    matching = [name for name in names if word and name.startswith(word)]
    return matching[0] if len(matching) == 1 else None
