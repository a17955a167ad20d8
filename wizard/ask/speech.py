"""What an interview says: a question in full, an answer as understood, the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.answers.answers import Entry, Table
from rules.answers.entries import example_of, heard, spell
from rules.answers.estimate import Estimate
from rules.answers.problem import Problem
from rules.argument.brief import brief, headline
from rules.assess import Assessment
from rules.questions import Question, locate
from rules.questions.labelled import unit_in_words
from rules.words.wording import plural
from wizard.sessions.three_way import Clash

HELP = """\
An answer is one line. An empty line keeps what is there and goes on.
:back goes to the question before. :jump WORDS goes to the question with these words in its name.
:skip goes on. :clear takes an answer back. :undo takes the last change back, :redo makes it again.
:details asks for basis and source of the number. :worksheet builds it from numbers you know.
:verdict says what the answers come to, :page says everything, :missing what is still needed.
:jump actuals asks for the months after launch, :jump launched for its day; they are not judged.
:save saves, :save NAME under another name. :reload takes over what is in the file now.
:quit ends. :again repeats the question. :help says this.
A line that begins with :: is an answer that begins with one colon."""

ON_CONFLICT = (
    "Type :save NAME to save yours under another name, or :reload to go on with what is in the"
    " file; :undo then brings your answers back, and :save writes them into it."
)

CELL_HELP = (
    "An empty line keeps what is there, - empties it. :back goes to the column before, and from the"
    " first one to the rows."
)


def question_lines(
    question: Question,
    entry: Entry | None,
    currency: str,
    *,
    decimal_comma: bool = False,
    without: str = "",
) -> Iterator[str]:
    """A question in full, with the answer it has, and what counts without one."""
    yield f"{question.label}. {question.prompt}"
    yield f"Why: {question.why}"
    if question.where_to_find:
        yield f"Look in: {question.where_to_find}"
    for choice in question.choices:
        yield f"{choice.value}: {choice.meaning}"
    hints = [f"Example: {example_of(question, decimal_comma=decimal_comma)}."]
    if unit := unit_in_words(question, currency):
        hints.append(f"Unit: {unit}.")
    if without:
        hints.append(f"Without an answer: {without}.")
    yield " ".join(hints)
    if entry is not None:
        yield f"Present answer: {answer(question, entry, currency)}"


def answer(question: Question, entry: Entry, currency: str) -> str:
    """An answer as it stands: text, value as understood, basis and source."""
    if entry.problem is not None:
        return f"{entry.text} is not usable: {entry.problem}"
    if isinstance(entry.value, Table):
        return spell(question, entry.value)
    text = entry.text.strip()
    said_back = heard(question, entry, currency)
    # What was understood repeats many a text, and is said once then.
    repeats = said_back == f"= {text}" or said_back.startswith(f"= {text}:")
    said = said_back.removeprefix("= ") if repeats else f"{text} {said_back}"
    if isinstance(entry.value, Estimate):
        said += f", {entry.value.basis}"
        said += f", {entry.value.source}" if entry.value.source else ""
    return said


def row_line(question: Question, number: int, cells: Mapping[str, Entry]) -> str:
    """One row of a table: its cells by column."""
    shown = [
        f"{column.label} {cells[column.key].text}"
        for column in question.columns
        if column.key in cells
    ]
    return f"Row {number}: {', '.join(shown) or 'empty'}"


def half_rows(question: Question, table: Table) -> Iterator[str]:
    """Which `name = value` pairs lack one half, and so have no place in a file."""
    if question.named_rows:
        for row in table.rows:
            for column in question.columns:
                if column.key not in row.values():
                    said = ", ".join(cell.text for cell in row.cells.values())
                    yield f"{said} has no {column.label.lower()} and is not saved without one."


def verdict_lines(assessment: Assessment) -> Iterator[str]:
    """The verdict with its reasons, or what it still needs; and which answers do not count."""
    for problem in assessment.errors:
        yield from does_not_count(problem)
    verdict = assessment.verdict
    if verdict is None:
        yield from missing_lines(assessment)
        yield from known_figures(assessment)
    else:
        yield verdict.headline
        for reason in verdict.reasons:
            yield f"- {reason}"
        for advice in verdict.instead:
            yield f"Instead: {advice}"
    for doubt in assessment.warnings:
        yield f"Please check {doubt.key}: {doubt.message}."


def known_figures(assessment: Assessment) -> Iterator[str]:
    """What can be said before there is a verdict, as the page says it."""
    for section in brief(assessment):
        if section.name == "figures":
            yield "Known so far:"
            yield from (f"- {line.label}: {line.text}" for line in section.lines)


def does_not_count(problem: Problem) -> Iterator[str]:
    """Why an answer does not count as it stands."""
    yield f"{problem.key} does not count: {problem.message}"


def missing_lines(assessment: Assessment) -> Iterator[str]:
    """What a verdict still needs, by question."""
    if not assessment.missing:
        yield "Nothing is missing for a verdict."
        return
    yield headline(assessment)
    for key in assessment.missing:
        place = locate(key)
        yield f"- {place[0].label if place else key} ({key})"


def clashing(count: int) -> Iterator[str]:
    """That a file was changed meanwhile in what was answered here as well."""
    answers = plural(count, "answer that you changed", "answers that you changed")
    yield f"Another program has changed {answers} in the file as well. Say whose counts."


def clash_lines(clash: Clash) -> Iterator[str]:
    """What both sides say, and what was there before."""
    yield f"{clash.label}."
    yield f"Mine: {clash.mine}"
    yield f"Theirs: {clash.theirs}"
    yield f"Before: {clash.before}"
