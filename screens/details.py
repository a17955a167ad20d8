"""Details of an answer: its range, basis and source, and the worksheet that builds it.

A worksheet opens beside the number it builds and shows the sum as it grows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from rules.answers import Answers, Entry
from rules.assess import Assessment, assess
from rules.entries import understood, with_details
from rules.estimate import BASES, Estimate
from rules.inputs import built_number
from rules.policy import TeamPolicy
from rules.questions import QUESTIONS, Choice, Kind, Question, sheets_beside, worksheet
from rules.validation import Path
from screens import messages
from screens.keys import bindings
from screens.widgets.form import QuestionFocused, QuestionForm, answers_path
from screens.widgets.help_strip import HelpStrip
from screens.widgets.key_bar import KeyBar

BASIS_MEANINGS = {
    "measured": "counted or timed in reality",
    "quoted": "from a price list or a contract",
    "estimated": "reasoned from what is known",
    "assumed": "a guess",
}
_OWN = "details."


def detail_questions(question: Question) -> tuple[Question, ...]:
    """The questions about one answer: the number with its range, its basis, its source."""
    number = Question(
        key=question.key,
        label=question.label,
        kind=question.kind,
        prompt=question.prompt,
        why="A range means one chance in ten of being lower and one of being higher: P10 and P90,"
        " not the extremes.",
        where_to_find=question.where_to_find,
        example=question.example,
        unit=question.unit,
        default=question.default,
    )
    if not question.is_estimate:
        return (number,)
    return (
        number,
        Question(
            key=f"{_OWN}basis",
            label="Basis",
            kind=Kind.CHOICE,
            prompt="How sure is this number?",
            why="Guesses hold the verdict back; a measured number settles an argument.",
            example="measured",
            choices=tuple(Choice(basis, BASIS_MEANINGS[basis]) for basis in BASES),
            default="estimated",
        ),
        Question(
            key=f"{_OWN}source",
            label="Source",
            kind=Kind.TEXT,
            prompt="Where is this number from?",
            why="Whoever doubts it can look it up.",
            example="gateway logs, Aug-Oct",
        ),
    )


class DetailsScreen(ModalScreen[Answers | None]):
    """Returns the answers as they are when it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "next-question", "previous-question", "undo", "redo", "save"),
        Binding(
            "ctrl+r", "close", "Close the details", id="close-details", show=False, priority=True
        ),
    ]

    def __init__(
        self,
        question: Question,
        answers: Answers,
        *,
        team: TeamPolicy | None = None,
        start: str | None = None,
    ) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.team = team
        self.sheets = sheets_beside(question.key)
        self._start = start
        self.assessment: Assessment = assess(answers, team)

    def compose(self) -> ComposeResult:
        asked = [*detail_questions(self.question)]
        for sheet in self.sheets:
            asked += worksheet(sheet)
        with Vertical(id="details"):
            yield Static(Content(self.question.label), id="details-title")
            yield QuestionForm(
                asked,
                self._entries(),
                self._answered,
                paths=self._path,
                currency=self.assessment.case.currency,
            )
            yield Static(Content(self._sum()), id="details-sum")
            strip = HelpStrip(id="strip")
            strip.currency = self.assessment.case.currency
            yield strip
            yield KeyBar("close", "undo", "save")

    def on_mount(self) -> None:
        form = self.query_one(QuestionForm)
        if self._start is None or not form.focus_question(self._start):
            form.rows[0].field.focus()

    def _entries(self) -> Mapping[str, Entry]:
        """The answers, with basis and source of the number as answers of their own."""
        entry = self.answers.get(self.question.key)
        entries = dict(self.answers.entries)
        if entry is not None and self.question.is_estimate:
            basis = entry.basis or "estimated"
            entries[f"{_OWN}basis"] = Entry(basis, basis)
            if entry.source:
                entries[f"{_OWN}source"] = Entry(entry.source, entry.source)
        return entries

    @staticmethod
    def _path(question: Question) -> Path:
        return ("details",) if question.key.startswith(_OWN) else answers_path(question)

    def _sum(self) -> str:
        """What the worksheet comes to so far."""
        lines = []
        # Without the direct answer, which would win over the worksheet.
        from_sheets = assess(self.answers.answer(self.question.key, None), self.team)
        for sheet in self.sheets:
            number = built_number(from_sheets.figures.inputs, sheet)
            inputs = {question.key for question in worksheet(sheet)}
            names = [key for key in from_sheets.missing if key in inputs]
            if number is not None:
                said = understood(self.question, Estimate(number), self.assessment.case.currency)
                about = "Hosting" if sheet == "student.hosting" else "Worksheet"
                lines.append(f"{about} {said}")
            elif names:
                labels = ", ".join(QUESTIONS[key].label for key in names)
                lines.append(f"The worksheet still needs: {labels}")
            if number is not None and sheet == self.question.key and sheet in self.answers:
                lines.append("The number typed above wins over it; clear that to use this one.")
        return "\n".join(lines)

    def _answered(self, question: Question, entry: Entry | None, visit: str) -> None:
        key = question.key
        if key.startswith(_OWN):
            key = self.question.key
            entry = self._detailed(question, entry)
            if entry is None:
                return
        self.answers = self.answers.answer(key, entry)
        self.assessment = assess(self.answers, self.team)
        self.query_one("#details-sum", Static).update(Content(self._sum()))
        self.query_one(HelpStrip).entry = self._entries().get(question.key)
        self.post_message(messages.AnswerChanged(key, entry, f"details {visit}"))

    def _detailed(self, question: Question, detail: Entry | None) -> Entry | None:
        """The number with another basis or source; None while there is no number yet."""
        entry = self.answers.get(self.question.key)
        if entry is None or (detail is not None and detail.problem is not None):
            return None
        if question.key == f"{_OWN}basis":
            return with_details(entry, detail.value if detail else "estimated", entry.source)
        return with_details(entry, entry.basis, detail.value if detail else "")

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        strip = self.query_one(HelpStrip)
        strip.question = event.question
        strip.entry = self._entries().get(event.question.key)

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.query_one(QuestionForm).show(self._entries())
        self.query_one("#details-sum", Static).update(Content(self._sum()))

    def action_next_question(self) -> None:
        self.query_one(QuestionForm).step(1)

    def action_previous_question(self) -> None:
        self.query_one(QuestionForm).step(-1)

    def action_undo(self) -> None:
        self.post_message(messages.UndoRequested())

    def action_redo(self) -> None:
        self.post_message(messages.RedoRequested())

    def action_save(self) -> None:
        self.post_message(messages.SaveRequested())

    def action_close(self) -> None:
        self.dismiss(self.answers)
