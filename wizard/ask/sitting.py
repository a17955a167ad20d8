"""What an interview has at hand: the session, the terminal, the way, and what is said.

It holds an OpenSession and a terminal and nothing else, so a test can be its person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from rules.answers.answers import Entry, Table
from rules.answers.case_of import case_of
from rules.answers.defaults import currency, standing, without_an_answer
from rules.questions import Question, locate
from wizard.ask import speech
from wizard.ask.route import Route
from wizard.ask.terminal import Terminal
from wizard.sessions.open_session import OpenSession


class Leave(Exception):
    """The person is done with the interview."""


class Go(Exception):
    """The person wants another question."""

    def __init__(self, key: str) -> None:
        self.key = key


class Sitting:
    """One person answering the questions of one session."""

    def __init__(
        self,
        session: OpenSession,
        terminal: Terminal,
        path: Path,
        today: date,
        *,
        quick: bool,
        decimal_comma: bool,
    ) -> None:
        self.session = session
        self.terminal = terminal
        self.path = path
        """Where the session is saved; another one once it is saved under another name."""
        self.today = today
        self.quick = quick
        self.decimal_comma = decimal_comma
        self.route = Route(session.answers, quick=quick)
        self.visits = 0
        """Questions, or rows, asked so far: the answers of one visit are undone at once."""

    @property
    def currency(self) -> str:
        """The currency in which amounts are shown."""
        return currency(self.session.answers, self.session.team)

    def without_an_answer(self, question: Question) -> str:
        """What counts where a question is not answered."""
        answers = self.session.answers.answer(question.key, None)
        return without_an_answer(question, standing(answers, self.session.team))

    def keys(self) -> list[str]:
        """The keys that are asked for now, in order."""
        return self.route.keys(self.session.answers)

    def entry(self, question: Question) -> Entry | None:
        """What stands for a question."""
        return self.session.answers.get(question.key)

    def table(self, question: Question) -> Table:
        """The rows that stand for a question."""
        return self.session.answers.table(question.key)

    def put(self, question: Question, entry: Entry | None) -> None:
        """Let an entry stand for a question."""
        self.session.answer(question.key, entry, f"{question.key} {self.visits}")

    def say(self, *lines: str) -> None:
        """Say some lines."""
        for line in lines:
            self.terminal.say(line)

    def say_present(self, question: Question) -> None:
        """Say what stands for a question."""
        entry = self.entry(question)
        said = speech.answer(question, entry, self.currency) if entry else "none"
        self.say(f"{question.label}, present answer: {said}")

    def say_contradictions(self, question: Question) -> None:
        """Say where an answer that is fine alone does not fit the others."""
        for problem in case_of(self.session.answers)[1]:
            place = locate(problem.key)
            if place is not None and place[0] is question:
                self.say(*speech.does_not_count(problem))


_Name = TypeVar("_Name", bound=str)


def meant(word: str, names: Iterable[_Name]) -> _Name | None:
    """The name that a word spells or begins; None where that is none, or several."""
    word = word.lower()
    names = list(names)
    if word in names:
        return names[names.index(word)]
    matching = [name for name in names if word and name.startswith(word)]
    return matching[0] if len(matching) == 1 else None
