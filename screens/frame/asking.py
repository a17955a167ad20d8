"""A form of questions with its help, between the steps and the verdict they come to.

A key press is answered in one call: text, entry, answers, assessment, panel. Only then goes a
message out, for history and recovery; waiting for it would paint twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive

from rules.answers.answers import Answers, Entry
from rules.answers.defaults import standing
from rules.answers.policy import TeamPolicy
from rules.argument.what_it_makes import calls_ahead, makes_numbers, sheet_makes, step_makes
from rules.assess import Assessment, assess
from rules.questions import STEPS, Question, Step, locate, quick_questions, sheets_offered
from screens import messages
from screens.charts.payback_curve import payback_curve
from screens.charts.volume_curve import volume_curve
from screens.frame.case_screen import CaseScreen
from screens.frame.overlay import WIDTHS, cover
from screens.frame.room import COLUMNS_FROM, widths
from screens.frame.textual_private import keymap_of
from screens.frame.weighing import Weighing
from screens.widgets.below import USUAL_LINES, Below
from screens.widgets.form import FormComplete, QuestionFocused, QuestionForm, answers_path
from screens.widgets.help_strip import HelpStrip, judged
from screens.widgets.key_bar import KeyBar
from screens.widgets.step_body import FormAndHelp, StepBody
from screens.widgets.step_rail import State, StepRail, state_of
from screens.widgets.verdict_panel import VerdictPanel
from screens.widgets.worksheets import beaten, built, hint

QUICK = Step(
    name="quick",
    title="Quick look",
    purpose="Seven answers tell whether an idea survives arithmetic.",
    questions=quick_questions(),
)
"""The quick path: one step over the same questions."""


class AskingScreen(CaseScreen):
    """Asks the questions of one step, and shows with every key what the answers come to."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [
        *[one for one in WIDTHS if one[1] != "-wide"],
        (COLUMNS_FROM, "-wide"),
    ]

    answers: reactive[Answers] = reactive(Answers, init=False, repaint=False)
    current: reactive[int] = reactive(0, init=False, repaint=False)
    form: QuestionForm
    """The form that is shown. Held here: a query remembers its last thousand answers, and would
    keep the forms of all steps once visited in memory."""

    def __init__(
        self,
        answers: Answers,
        *,
        title: str,
        file_state: str,
        team: TeamPolicy | None = None,
        quick: bool = False,
        start: str | None = None,
        decimal_comma: bool = False,
    ) -> None:
        """Show a case.

        Args:
            answers: of the case.
            title: of the case, for the title bar.
            file_state: whether it is saved, for the title bar.
            team: a team's policy values.
            quick: ask the questions of the quick path only.
            start: the key of the question to begin with.
            decimal_comma: whether numbers are typed with the comma as the decimal sign.
        """
        super().__init__()
        self.steps: Sequence[Step] = (QUICK,) if quick else STEPS
        self.team = team
        self.decimal_comma = decimal_comma
        self.set_reactive(CaseScreen.case_title, title)
        self.set_reactive(CaseScreen.file_state, file_state)
        self.set_reactive(AskingScreen.answers, answers)
        self._start = start
        if start is not None:
            self.set_reactive(AskingScreen.current, self._step_with(start) or 0)
        self.assessment: Assessment = assess(answers, team)
        self._weighing = Weighing(self)
        self._sums: dict[str, tuple[str, ...]] = {}
        """What worksheets make of the answers, by question, as far as it was asked for."""

    # ------------------------------------------------------------------- layout

    def compose(self) -> ComposeResult:
        rail = StepRail(self.steps, id="rail")
        rail.set_reactive(StepRail.states, self._states())
        rail.set_reactive(StepRail.current, self.current)
        strip = HelpStrip(self._currency, decimal_comma=self.decimal_comma)
        strip.spare_lines = self._spare_lines
        yield self.title_bar()
        with StepBody(id="body"):
            yield rail
            with FormAndHelp(id="middle"):
                self.form = self._form(self._start)
                yield self.form
                yield strip
            yield VerdictPanel(self.assessment, id="panel")
        yield KeyBar(
            "next-step",
            "previous-step",
            "details",
            "jump",
            "verdict",
            "save",
            "full-case",
            "undo",
            "missing",
            "help",
            id="key-bar",
        )
        yield cover()

    async def on_mount(self) -> None:
        self._weighing.begin(self.assessment)
        await self._focus_on(self._start)

    def _form(self, start: str | None) -> QuestionForm:
        form = QuestionForm(
            self._visible_questions(),
            self.answers.entries,
            self._answered,
            paths=answers_path,
            currency=self._currency,
            start=start,
            decimal_comma=self.decimal_comma,
        )
        self._note(form)
        return form

    @property
    def step(self) -> Step:
        return self.steps[self.current]

    @property
    def _spare_lines(self) -> int:
        """Lines that the step fills below its help, where they are free."""
        return USUAL_LINES if makes_numbers(self.step.name) else 0

    @property
    def _currency(self) -> str:
        return self.assessment.case.currency

    def _visible_questions(self) -> list[Question]:
        """The questions of the step; those of a worksheet open beside the number they build."""
        return [
            one
            for one in self.step.questions
            if one.builds is None and (one.visible_when is None or one.visible_when(self.answers))
        ]

    def _states(self) -> tuple[State, ...]:
        return tuple(state_of(step, self.answers, self.assessment) for step in self.steps)

    def _step_with(self, key: str) -> int | None:
        """The number of the step that asks for a key, or for the number its worksheet builds."""
        place = locate(key)
        asked = place[0].key if place is not None else key
        for number, step in enumerate(self.steps):
            if any(question.key == asked for question in step.questions):
                return number
        return None

    async def _focus_on(self, key: str | None) -> None:
        """Put the focus on a question, or on the first one."""
        if key is None or not await self.form.focus_question(key):
            await self.form.focus_first()

    def watch_current(self, current: int) -> None:
        self.query_one(StepRail).current = current

    # ------------------------------------------------------------ the live path

    def _answered(self, question: Question, entry: Entry | None, visit: str) -> None:
        """A key was pressed in a field: everything on the screen follows before the next paint."""
        self._take(self.answers.answer(question.key, entry))
        self.post_message(messages.AnswerChanged(question.key, entry, visit))
        self.call_later(self._ask_what_matters)

    def _take(self, answers: Answers) -> None:
        """Judge other answers and show what follows from them."""
        self.set_reactive(AskingScreen.answers, answers)
        before = self.assessment
        self.assessment = assess(answers, self.team)
        self._sums.clear()
        self.query_one(VerdictPanel).assessment = self.assessment
        self._weighing.begin(self.assessment)
        self.query_one(StepRail).states = self._states()
        form = self.form
        if self.assessment.case.currency != before.case.currency:
            self.query_one(HelpStrip).currency = self._currency
            form.show_currency(self._currency)
        if form.present is not None:
            self._help(form.present.question)
        self._note(form)

    def _help(self, question: Question) -> None:
        """Let the strip speak of a question."""
        made = self._built(question)
        entry = judged(self.assessment, question.key, self.answers.get(question.key))
        strip = self.query_one(HelpStrip)
        strip.standing = standing(self.answers, self.team)
        strip.tell(
            question,
            entry,
            self.assessment.doubt_of(question.key),
            hint(question, entry, keymap_of(self.app)),
            Below(
                sheet_makes(question, self.answers, self.assessment),
                step_makes(self.step.name, self.assessment),
                self._calls if self.step.name == "volume" else self._payback,
            ),
            built=f"= {made[0]}" if made else beaten(question, self.answers, self.team),
        )
        opens = sheets_offered(question.key) or question.columns
        about_a_model = question.key.startswith(("teacher.", "student."))
        first = (("worksheet", opens), ("prices", about_a_model))
        self.query_one(KeyBar).look_again(*(name for name, is_here in first if is_here))

    def _calls(self, width: int, height: int) -> Sequence[str]:
        """The calls of the months ahead."""
        return volume_curve(calls_ahead(self.assessment), width, height)

    def _payback(self, width: int, height: int) -> Sequence[str]:
        """What is left of the investment, month by month, where the panel has no room for it."""
        if widths(self.app.size.width) is not None:
            return ()
        cash, words = self.assessment.figures.cash, self.assessment.words
        return payback_curve(cash.balance, cash.payback_months, width, height, words, titled=True)

    def _note(self, form: QuestionForm) -> None:
        """What rows say where the answers themselves have nothing to say."""
        defaults = standing(self.answers, self.team)
        form.show_standing(defaults)
        places = map(locate, self.assessment.unusable)
        wrong = Counter(place[0].key for place in places if place is not None)
        for row in form.rows:
            key = row.question.key
            row.needed = key in self.assessment.missing
            row.wrong = wrong[key]
            row.sheets = sheets_offered(key)
            made = self._built(row.question) if key not in defaults else ()
            row.note, row.shorter_note = (f"▸ {one}" for one in made) if made else ("", "")

    def _built(self, question: Question) -> tuple[str, ...]:
        """What a worksheet makes of a question: help and row both say it."""
        if question.key not in self._sums:
            self._sums[question.key] = built(question, self.answers, self.assessment)
        return self._sums[question.key]

    @on(FormComplete)
    def _ask_what_matters(self) -> None:
        """Show and hide the questions that depend on other answers."""
        wanted = self._visible_questions()
        if not all(row.is_attached for row in self.form.rows):
            # Rows of a new step are still on their way; it is looked at again then.
            return
        if wanted != [row.question for row in self.form.rows]:
            self.form.ask(wanted, self.answers)
            self._note(self.form)

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo or an edit on another screen."""
        self._take(answers)
        self.form.show(answers)
        self._ask_what_matters()

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        self._help(event.question)
