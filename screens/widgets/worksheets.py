"""What worksheets have to do with the questions of a step: what they make, and what they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.answers.answers import Answers, Entry
from rules.answers.case import Case
from rules.answers.case_of import case_of
from rules.answers.defaults import with_defaults
from rules.answers.entries import parse_entry, understood
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.argument.made_of import built_number, made_of
from rules.assess import Assessment, assess
from rules.figures.inputs import resolve
from rules.questions import (
    QUESTIONS,
    Choice,
    Kind,
    Question,
    question_beside,
    sheets_offered,
    worksheet,
)
from rules.questions.labelled import SHEETS
from screens.keymap import Keymap, with_keys
from screens.widgets.form import OWN, answers_path

PAID_BY = Question(
    key=f"{OWN}sheet",
    label="Paid by",
    kind=Kind.CHOICE,
    prompt="How is the student paid for?",
    why="Each has a worksheet of its own. Hosting is added to the costs by the month; what is"
    " filled in on either counts.",
    example="tokens",
    choices=(
        Choice("tokens", "by the token: tokens per call × price"),
        Choice("hardware", "by the hour: GPUs that run all the time, rented or owned"),
    ),
)
"""Which of two worksheets is shown."""
PAID_BY_SHEETS: Mapping[str, str] = {
    "tokens": "student.cost_per_1k_calls",
    "hardware": "student.hosting",
}


def built(question: Question, answers: Answers, assessment: Assessment) -> tuple[str, ...]:
    """What a worksheet makes of a question, with the sum behind it and without; () for nothing.

    What is typed wins over its worksheet.
    """
    if question.key in answers:
        return ()
    for sheet in sheets_offered(question.key):
        number = built_number(assessment.figures.inputs, sheet)
        if number is not None:
            said = _in_words(sheet, number, assessment.case.currency).removeprefix("= ")
            made = made_of(assessment.figures, sheet)
            return (f"{said}: {made}" if made else said), said
    return ()


def beaten(question: Question, answers: Answers, team: TeamPolicy | None) -> str:
    """What a worksheet comes to that does not count, since a number was typed; empty if none is."""
    entry = answers.get(question.key)
    is_built = question.key in sheets_offered(question.key) and _is_begun(question.key, answers)
    if entry is None or not entry.usable or not is_built:
        return ""
    # At each key: without the figures and rules of that other case, which nobody asks for here.
    case, _ = case_of(with_defaults(answers.answer(question.key, None), team)[0])
    number = built_number(resolve(case), question.key)
    return "" if number is None else _in_words(question.key, number, case.currency)


def sums(question: Question, answers: Answers, team: TeamPolicy | None) -> list[str]:
    """What the worksheets beside a question, or a bill, come to so far, and what they need."""
    lines = []
    # Without the direct answer, which would win over the worksheet.
    alone = assess(answers.answer(question.key, None), team)
    for sheet in sheets_offered(question.key):
        number = built_number(alone.figures.inputs, sheet)
        inputs = {one.key for one in worksheet(sheet)}
        names = [key for key in alone.missing if key in inputs]
        if number is not None:
            said = _in_words(sheet, number, alone.case.currency)
            made = made_of(alone.figures, sheet)
            lines.append(f"{_source(alone.case, sheet)} {said}{made and ': '}{made}")
        elif names:
            labels = ", ".join(QUESTIONS[key].label for key in names)
            lines.append(f"The worksheet still needs: {labels}")
        typed = answers.get(sheet)
        if number is not None and sheet == question.key and typed is not None:
            wins = "The number typed above wins over it; clear that to use this one."
            lines.append(
                wins if typed.usable else "What is typed above is not usable: this counts."
            )
    return lines


def _in_words(sheet: str, number: float, currency: str) -> str:
    """What a worksheet or a bill comes to: to the cent, or in five digits where those are more."""
    shown = round(number, 2) if abs(number) >= 1_000 else float(f"{number:.5g}")
    return understood(QUESTIONS[question_beside(sheet)], Estimate(shown), currency)


def _source(case: Case, sheet: str) -> str:
    """What a number that nobody typed is built from."""
    if sheet == "student.hosting":
        return "Hosting"
    of_bill = sheet == "teacher.cost_per_1k_calls" and not case.teacher.tokens.begun
    return "Bill" if of_bill else "Worksheet"


def paid_by(sheet: str | None) -> Entry:
    """The answer to how the student is paid for, where a worksheet is shown."""
    word = next((word for word, one in PAID_BY_SHEETS.items() if one == sheet), "")
    return Entry(word, word)


def first_sheet(sheets: Sequence[str], answers: Answers) -> str | None:
    """The worksheet to show: one that was begun, else the first."""
    begun = [one for one in sheets if _is_begun(one, answers)]
    return next(iter((*begun, *sheets)), None)


def _is_begun(sheet: str | None, answers: Answers) -> bool:
    return sheet is not None and any(one.key in answers for one in worksheet(sheet))


def inputs_of(sheet: str) -> list[Question]:
    """The questions of a worksheet, what it needs before what has a default."""
    return sorted(worksheet(sheet), key=lambda one: bool(one.default))


def first_of(sheets: Sequence[str], answers: Answers, missing: Sequence[str]) -> str | None:
    """The question to begin with: which worksheet, what the one that was begun needs, its first.

    Args:
        sheets: the worksheets that there are.
        answers: of the case.
        missing: the keys that a verdict needs.
    """
    sheet = first_sheet(sheets, answers)
    if len(sheets) > 1 and not _is_begun(sheet, answers):
        return PAID_BY.key
    inputs = [one.key for one in inputs_of(sheet)] if sheet is not None else []
    return next((key for key in inputs if key in missing), next(iter(inputs), None))


def needed_by(carried: Sequence[tuple[str, str]], missing: Sequence[str]) -> str | None:
    """What a worksheet still needs that something was taken along to; None where it has all."""
    sheet = {one.key for one in worksheet(QUESTIONS[carried[0][0]].builds or "")}
    return next((key for key in missing if key in sheet), None)


def taken_along(
    question: Question, entry: Entry, answers: Answers, currency: str
) -> dict[str, Entry | None]:
    """The answers that come of a text that belongs into a worksheet, by key.

    Args:
        question: that it was typed into, which has no answer of its own any more.
        entry: with the text, and where it belongs.
        answers: of the case.
        currency: of the case.
    """
    changed: dict[str, Entry | None] = {}
    for key, text in entry.carried:
        changed[key] = parse_entry(
            QUESTIONS[key],
            text,
            path=answers_path(QUESTIONS[key]),
            currency=currency,
            previous=answers.get(key),
            decimal_comma=entry.decimal_comma,
        )
    # The last one is where undo leads to.
    return changed | {question.key: None}


def hint(question: Question, entry: Entry | None, keymap: Keymap) -> str:
    """What else a key leads to from a question."""
    if entry is not None and entry.carried:
        return with_keys("{go-on} or {worksheet} takes it into the worksheet", keymap)
    if question.columns:
        return with_keys("{go-on} or {worksheet} opens the rows", keymap)
    if question.key.endswith(".model"):
        return with_keys("{prices} prices of models", keymap)
    details = with_keys("{details} details", keymap)
    sheets = sheets_offered(question.key)
    if sheets:
        opens = with_keys("{worksheet} opens its worksheet", keymap)
        said = " or ".join(dict.fromkeys(SHEETS[sheet] for sheet in sheets))
        return f"{opens}: {said}   {details}"
    return details if question.is_estimate else ""
