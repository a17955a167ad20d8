"""A person at a plain terminal, as a list of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rules.answers.answers import Answers, Entry, Table
from rules.answers.estimate import Estimate
from rules.answers.numbers import Unit, spell
from rules.questions import (
    QUESTIONS,
    STEPS,
    Kind,
    Question,
    sheets_beside,
    sheets_offered,
    worksheet,
)
from wizard.ask.interview import Interview
from wizard.ask.terminal import Ended
from wizard.sessions.open_session import OpenSession
from wizard.sessions.short_form import short_session

TODAY = date(2026, 11, 24)


class Script:
    """A terminal at which somebody types these lines, and then hangs up."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said += text.splitlines() or [""]

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        for line in self._lines:
            self.said.append(f"< {line}")
            return line
        raise Ended

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def after(self, line: str) -> str:
        """What was said between a line, typed last, and the next one."""
        start = len(self.said) - self.said[::-1].index(f"< {line}")
        rest = self.said[start:]
        ends = [index for index, one in enumerate(rest) if one.startswith("< ")]
        return "\n".join(rest[: ends[0]] if ends else rest)


def interview(
    lines: Iterable[str], path: Path, *, quick: bool = False, text: str | None = None
) -> tuple[Script, OpenSession, bool]:
    """Let somebody type lines into an interview about a file, begun where there is none."""
    if path.exists():
        session = OpenSession.open(path)
    else:
        session = OpenSession.new(text or short_session(TODAY))
    script = Script(lines)
    saved = Interview(session, script, path, TODAY, quick=quick).run()
    return script, session, saved


def lines_for(answers: Answers) -> Iterator[str]:
    """What somebody types who enters these answers in full, question by question."""
    given = Answers()
    for question in (question for step in STEPS for question in step.questions):
        key = question.key
        if question.builds:
            if not _is_used(question.builds, answers):
                continue
        elif question.visible_when is not None and not question.visible_when(given):
            continue
        given = given.answer(key, answers.get(key))
        sheets = [sheet for sheet in sheets_beside(key) if _is_used(sheet, answers)]
        assert not (sheets and key in answers), "answers both ways; write them by hand"
        if not sheets:
            yield from _lines(question, answers.get(key))
            continue
        yield ":worksheet"
        if len(offered := sheets_offered(key)) > 1:
            yield str(offered.index(sheets[0]) + 1)
    for key in answers:
        if key not in given and not QUESTIONS[key].builds:
            # A setting, or a question that these answers leave out.
            yield f":jump {key}"
            yield from _lines(QUESTIONS[key], answers[key])
    yield from (":save", ":quit")


def _is_used(sheet: str, answers: Answers) -> bool:
    return any(question.key in answers for question in worksheet(sheet))


def _lines(question: Question, entry: Entry | None) -> Iterator[str]:
    if question.columns:
        table = entry.value if entry is not None else Table()
        for row in table.rows:
            yield "add"
            for column in question.columns:
                yield from _lines(column, row.cells.get(column.key))
        yield ""
    elif entry is None:
        yield ""
    else:
        yield _in_full(question, entry.value) if question.is_estimate else entry.text
        if question.is_estimate:
            yield f"{entry.basis}, {entry.source}" if entry.source else f"{entry.basis}"


def _in_full(question: Question, value: Estimate) -> str:
    unit = Unit.PERCENT if question.kind is Kind.PERCENT else Unit.PLAIN
    likely, *ends = (spell(one, unit) for one in (value.likely, *value.values[::2][:2]))
    return f"{likely} ({'..'.join(ends)})" if value.has_range else likely


def keys_asked(script: Script) -> list[str]:
    """The keys of the questions that were asked, in order."""
    labels = {f"{one.label}. {one.prompt}": one.key for one in QUESTIONS.values()}
    return [labels[line] for line in script.said if line in labels]
