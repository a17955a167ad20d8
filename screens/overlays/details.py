"""Details of an answer: its range, basis and source, and the worksheet that builds it.

A worksheet opens beside the number it builds and shows the sum as it grows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from rules.answers.answers import Answers, Entry
from rules.answers.defaults import standing
from rules.answers.policy import TeamPolicy
from rules.answers.validation import Path
from rules.assess import Assessment, assess
from rules.questions import (
    QUESTIONS,
    Question,
    sheets_offered,
)
from rules.questions.labelled import with_unit
from screens import messages
from screens.fields.settled import settled
from screens.frame.case_screen import AnswersOverlay
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.overlays.provenance import (
    BASIS,
    OF_THE_SHEET,
    SOURCE,
    WAITS,
    ProvenanceScreen,
    detail_questions,
    provenance,
)
from screens.overlays.said_of_number import SaidOfNumber
from screens.widgets.drawer import Drawer
from screens.widgets.form import OWN, QuestionFocused, QuestionForm, WalksForm, answers_path
from screens.widgets.help_strip import HelpStrip, judged
from screens.widgets.key_bar import KeyBar
from screens.widgets.verdict_panel import VerdictPanel
from screens.widgets.worksheets import (
    PAID_BY,
    PAID_BY_SHEETS,
    first_of,
    first_sheet,
    inputs_of,
    paid_by,
    sums,
)


class DetailsScreen(AnswersOverlay, WalksForm[Answers | None]):
    """One answer with its range, basis, source and worksheet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "go-on", "next-question", "previous-question", "details", "worksheet"),
    ]

    def __init__(
        self,
        question: Question,
        answers: Answers,
        *,
        team: TeamPolicy | None = None,
        start: str | None = None,
        decimal_comma: bool = False,
    ) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.team = team
        self.decimal_comma = decimal_comma
        self.sheets = sheets_offered(question.key)
        self._start = start
        of_start = QUESTIONS[start].builds if start is not None and start in QUESTIONS else None
        self._sheet = of_start or first_sheet(self.sheets, answers)
        """The worksheet that is shown."""
        self.goes_on = False
        """Whether it was left by going on behind its last line, and not closed."""
        self._said = SaidOfNumber(question.key)
        self.assessment: Assessment = assess(answers, team)

    def compose(self) -> ComposeResult:
        with Drawer(id="details"):
            title = with_unit(self.question, self.assessment.case.currency)
            yield Static(Content(title), id="details-title")
            form = QuestionForm(
                self._asked(),
                self._entries(),
                self._answered,
                paths=self._path,
                currency=self.assessment.case.currency,
                decimal_comma=self.decimal_comma,
                start=self._start,
            )
            form.show_standing(standing(self.answers, self.team))
            form.rows[0].sheets = self.sheets
            yield form
            yield Static(Content(self._sum()), id="details-sum")
            yield HelpStrip(self.assessment.case.currency, decimal_comma=self.decimal_comma)
            yield VerdictPanel(self.assessment, can_focus=False)
            yield KeyBar("close", "undo", "save", "palette")
        yield cover()

    async def on_mount(self) -> None:
        if self._start is None or not await self.form.focus_question(self._start):
            await self.form.focus_first()

    def _asked(self) -> list[Question]:
        """The number and what it rests on, and its worksheet: what that needs before the rest."""
        asked = [*detail_questions(self.question)]
        if len(self.sheets) > 1:
            asked.append(PAID_BY)
        if self._sheet is not None:
            asked += inputs_of(self._sheet)
        return asked

    def _show_sheet(self, sheet: str) -> None:
        """Show another worksheet."""
        if sheet != self._sheet:
            self._sheet = sheet
            self.form.ask(self._asked(), self._entries())
            self.form.show_standing(standing(self.answers, self.team))

    def _entries(self) -> Mapping[str, Entry]:
        """The answers, with basis and source of the number as answers of their own."""
        entries = dict(self.answers.entries)
        if self.question.is_estimate:
            entries |= provenance(self._said.shown(self.answers, self._sheet))
        entries[PAID_BY.key] = paid_by(self._sheet)
        return entries

    @staticmethod
    def _path(question: Question) -> Path:
        return ("details",) if question.key.startswith(OWN) else answers_path(question)

    def _sum(self) -> str:
        """What the worksheet, or the bill, comes to so far."""
        return "\n".join(sums(self.question, self.answers, self.team))

    def _answered(self, question: Question, entry: Entry | None, visit: str) -> None:
        key = question.key
        if key == PAID_BY.key:
            if entry is not None and entry.value is not None:
                self._show_sheet(PAID_BY_SHEETS[entry.value])
            self._help(question)
            return
        if key.startswith(OWN):
            self._change(
                self._said.say(question, entry, self.answers, self._sheet, visit), question, visit
            )
            return
        typed = self._said.typed(key, entry, self.answers, self._sheet)
        self._change({key: typed}, question, visit)

    def _change(self, changed: Mapping[str, Entry | None], question: Question, visit: str) -> None:
        """Take over other answers, all of them one step of history."""
        answers = self.answers
        for key, entry in changed.items():
            answers = answers.answer(key, entry)
            row = self.form.row(key)
            if row is not None:
                row.entry = entry
        self._take(answers)
        self._show_said(question)
        self._help(question)
        for key, entry in changed.items():
            self.post_message(messages.AnswerChanged(key, entry, f"details {visit}"))

    def _show_said(self, typed: Question) -> None:
        """Show the basis and source by now, but not where somebody types."""
        shown = self._said.shown(self.answers, self._sheet)
        for key, entry in provenance(shown).items():
            row = self.form.row(key)
            if row is not None and row.entry != entry and typed.key != SOURCE.key:
                row.show(entry)

    def _take(self, answers: Answers) -> None:
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.query_one(VerdictPanel).assessment = self.assessment
        self.query_one("#details-sum", Static).update(Content(self._sum()))
        self.form.show_standing(standing(answers, self.team))

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        self._help(event.question)
        self.query_one(KeyBar).follow()

    def _help(self, question: Question) -> None:
        strip = self.query_one(HelpStrip)
        strip.standing = standing(self.answers, self.team)
        strip.question = question
        strip.entry = judged(self.assessment, question.key, self._entries().get(question.key))
        strip.doubt = self.assessment.doubt_of(question.key)
        rests_on_it = question.key in (BASIS.key, SOURCE.key)
        if not rests_on_it or self.question.key in self.answers:
            strip.hint = ""
        else:
            waits = self._said.waits(self.answers, self._sheet)
            strip.hint = WAITS if waits else OF_THE_SHEET[question.key]

    def show_answers(self, answers: Answers) -> None:
        self._said.forget()
        self._take(answers)
        self.form.show(self._entries())
        if self.form.present is not None:
            self._help(self.form.present.question)

    @property
    def at_hand(self) -> str:
        """The key of the answer at hand; basis and source belong to the number."""
        present = self.form.present
        if present is None or present.question.key.startswith(OWN):
            return self.question.key
        return present.question.key

    async def go_to(self, key: str) -> bool:
        """Put the focus on an answer that is asked for here; False where it is not."""
        question = QUESTIONS.get(key)
        if question is not None and question.builds in self.sheets:
            self._show_sheet(question.builds or "")
        return key == self.at_hand or await self.form.focus_question(key)

    async def action_close(self) -> None:
        await settled(self)
        if self._said.goes_nowhere(self.answers, self._sheet):
            self.say("The source was not kept: it belongs to a number, and none was typed.")
        await super().action_close()

    async def finish(self) -> None:
        self.goes_on = True
        await self.action_close()

    def why_not(self, call: str) -> str:
        present = self.form.present
        if call == "worksheet" and (present is None or not present.opens or self._sheet is None):
            return "Only a number that is built from something has a worksheet to go to."
        return super().why_not(call)

    async def action_worksheet(self) -> None:
        """From the number into its worksheet; elsewhere it is typed."""
        await settled(self)
        if self._sheet is None:
            raise SkipAction
        at = first_of((self._sheet,), self.answers, self.assessment.missing)
        if at is not None:
            await self.form.focus_question(at)

    async def action_details(self) -> None:
        """Ask for basis and source of the worksheet's number at hand; elsewhere close."""
        await settled(self)
        present = self.form.present
        question = present.question if present is not None else self.question
        entry = self.answers.get(question.key)
        if question.builds is None or entry is None or not question.is_estimate:
            await self.action_close()
            return

        def came_back(detailed: Entry | None) -> None:
            if detailed is not None and detailed != entry and present is not None:
                present.show(detailed)
                self._answered(question, detailed, self.form.visit_of(question))

        await self.open(ProvenanceScreen(question, entry), came_back)
