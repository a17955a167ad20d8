"""An interview: the questions of a session one by one, in plain lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.answers.entries import parse_entry
from rules.answers.validation import Path as KeyPath
from rules.questions import QUESTIONS, STEPS, Question, sheets_offered, step_of
from wizard.ask import speech
from wizard.ask.commands import Commands
from wizard.ask.rows import Rows
from wizard.ask.saving import Saving
from wizard.ask.sitting import Go, Leave, Sitting
from wizard.ask.terminal import CTRL_C, Ended, PressedTwice, Terminal
from wizard.sessions.open_session import OpenSession


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
        self._sitting = Sitting(
            session, terminal, path, today, quick=quick, decimal_comma=decimal_comma
        )
        self._saving = Saving(self._sitting)
        self._commands = Commands(self._sitting, self._saving, lambda key: self._after(key))
        self._rows = Rows(self._sitting, self._commands)

    def run(self) -> bool:
        """Ask until the person leaves; False where their answers could not be saved."""
        say = self._sitting.terminal.say
        title = self._sitting.session.answers.value("title") or self._sitting.path.stem
        key = self._sitting.keys()[0]
        try:
            say(f"{title}. Type :help for what else a line can say.")
            while True:
                try:
                    key = self._ask(key)
                except Go as go:
                    key = go.key
                except PressedTwice:
                    raise
                except KeyboardInterrupt:
                    # Not at a prompt, but while something was worked out or shown.
                    say(CTRL_C)
        except Leave:
            return True
        except Ended:
            return self._saving.saved_at_the_end()

    def _ask(self, key: str) -> str:
        """Ask one question and return the key of the next."""
        question = QUESTIONS[key]
        self._introduce(question)
        self._sitting.visits += 1
        if question.columns:
            self._rows.ask(question)
            return self._after(key)
        while True:
            line = self._commands.line(">", question)
            if not line.strip() or self._answer(question, line):
                return self._after(key)

    def _introduce(self, question: Question) -> None:
        keys = self._sitting.keys()
        self._sitting.route.visit(question.key)
        step = step_of(question.key)
        number = keys.index(question.key) + 1 if question.key in keys else 0
        place = f"Question {number} of {len(keys)}" if number else "Off the path"
        where = f"step {STEPS.index(step) + 1} of {len(STEPS)}, " if step in STEPS else ""
        self._sitting.say("")
        self._sitting.say(f"{place}, {where}{step.title}.")
        self._sitting.say(
            *speech.question_lines(
                question,
                self._sitting.entry(question),
                self._sitting.currency,
                decimal_comma=self._sitting.decimal_comma,
                without=self._sitting.without_an_answer(question),
            )
        )
        sheets = [
            sheet
            for sheet in sheets_offered(question.key)
            if not self._sitting.route.is_open(sheet)
        ]
        if sheets:
            self._sitting.say("Type :worksheet to build it from numbers you know.")

    def _after(self, key: str) -> str:
        """The next key; at the end the closing question is asked first."""
        following = self._sitting.route.after(key, self._sitting.session.answers)
        if following is not None:
            return following
        self._close()
        return self._sitting.keys()[0]

    def _close(self) -> None:
        """All questions were asked: verdict, and save or go on."""
        self._sitting.say("")
        self._sitting.say("That was the last question.")
        self._sitting.say(*speech.verdict_lines(self._sitting.session.assess()))
        while True:
            line = self._sitting.terminal.ask(
                "save, first (asks from the beginning) or quit:"
            ).strip()
            word, _, rest = line.removeprefix(":").partition(" ")
            match word.lower():
                case "save" | "s" | "yes" | "y":
                    if self._saving.save(rest):
                        raise Leave
                case "first" | "f":
                    return
                case "quit" | "q":
                    self._saving.quit()
                case "back" | "b":
                    raise Go(self._sitting.route.at_hand)
                case word if word:
                    self._commands.do(
                        line.removeprefix(":"), QUESTIONS[self._sitting.route.at_hand]
                    )

    def _answer(self, question: Question, line: str) -> bool:
        """Take an answer over; False where it is not usable."""
        path: KeyPath = tuple(question.key.split("."))
        entry = parse_entry(
            question,
            line,
            path=path,
            currency=self._sitting.currency,
            previous=self._sitting.entry(question),
            decimal_comma=self._sitting.decimal_comma,
        )
        if entry is None:
            return True
        if entry.problem is not None:
            self._commands.refuse(line, entry.problem)
            if entry.carried:
                self._sitting.say("Type :worksheet to answer there.")
            return False
        # First, because whoever closes the terminal now has answered.
        self._sitting.put(question, entry)
        self._sitting.say(f"Understood: {speech.answer(question, entry, self._sitting.currency)}")
        self._sitting.say_contradictions(question)
        if question.is_estimate:
            self._commands.last_number = question.key
            if not self._sitting.quick:
                self._commands.ask_details(
                    question,
                    lambda: self._sitting.entry(question),
                    lambda entry: self._sitting.put(question, entry),
                )
                # Where the number was taken back meanwhile, the question is asked again.
                return self._sitting.entry(question) is not None
        return True
