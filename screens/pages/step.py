"""The step screen: any step, rendered from the catalogue of questions.

A key press is answered in one call: text, entry, answers, assessment, panel. Only then goes a
message out, for history and recovery; waiting for it would paint twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive

from rules.answers.answers import Answers, Entry
from rules.answers.defaults import standing
from rules.answers.policy import TeamPolicy
from rules.argument.what_it_makes import calls_ahead, makes_numbers, sheet_makes, step_makes
from rules.assess import Assessment, assess
from rules.questions import (
    QUESTIONS,
    SETTINGS,
    STEPS,
    Question,
    Step,
    locate,
    question_beside,
    quick_questions,
    sheets_offered,
)
from rules.tables.sheet import Sheet
from screens import messages
from screens.charts.volume_curve import volume_curve
from screens.fields.row import QuestionRow
from screens.fields.settled import settled
from screens.fields.table_row import TableField, TableOpened
from screens.frame.case_screen import COMMON, CaseScreen
from screens.frame.overlay import WIDTHS, cover
from screens.frame.room import COLUMNS_FROM
from screens.frame.textual_private import keymap_of
from screens.frame.weighing import Weighing
from screens.keys import bindings
from screens.widgets.below import USUAL_LINES, Below
from screens.widgets.form import (
    FormComplete,
    QuestionFocused,
    QuestionForm,
    answers_path,
)
from screens.widgets.help_strip import HelpStrip, judged
from screens.widgets.key_bar import KeyBar
from screens.widgets.step_body import FormAndHelp, StepBody
from screens.widgets.step_rail import State, StepRail, state_of
from screens.widgets.verdict_panel import VerdictPanel
from screens.widgets.worksheets import built, first_of, hint, needed_by, taken_along

QUICK = Step(
    name="quick",
    title="Quick look",
    purpose="Seven numbers tell whether an idea survives arithmetic.",
    questions=quick_questions(),
)
"""The quick path: one step over the same questions."""


class StepScreen(CaseScreen):
    """Asks the questions of one step after the other."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [
        *[one for one in WIDTHS if one[1] != "-wide"],
        (COLUMNS_FROM, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings(
            "go-on",
            "next-question",
            "previous-question",
            "next-step",
            "previous-step",
            "details",
            "worksheet",
            "missing",
            "full-case",
            "prices",
            "on-disk",
            "tour",
        ),
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
        self.set_reactive(StepScreen.answers, answers)
        self._start = start
        self._sought: str | None = None
        """Where the last search for what is missing led."""
        if start is not None:
            self.set_reactive(StepScreen.current, self._step_with(start) or 0)
        self.assessment: Assessment = assess(answers, team)
        self._weighing = Weighing(self)

    # ------------------------------------------------------------------- layout

    def compose(self) -> ComposeResult:
        rail = StepRail(self.steps, id="rail")
        rail.set_reactive(StepRail.states, self._states())
        rail.set_reactive(StepRail.current, self.current)
        strip = HelpStrip(id="strip")
        strip.set_reactive(HelpStrip.currency, self._currency)
        strip.decimal_comma = self.decimal_comma
        strip.spare_lines = self._spare_lines
        panel = VerdictPanel(id="panel")
        panel.set_reactive(VerdictPanel.assessment, self.assessment)
        yield self.title_bar()
        with StepBody(id="body"):
            yield rail
            with FormAndHelp(id="middle"):
                self.form = self._form(self._start)
                yield self.form
                yield strip
            yield panel
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
        """The step that is shown."""
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

    # ------------------------------------------------------------ the live path

    def _answered(self, question: Question, entry: Entry | None, visit: str) -> None:
        """A key was pressed in a field: everything on the screen follows before the next paint."""
        self._take(self.answers.answer(question.key, entry))
        self.post_message(messages.AnswerChanged(question.key, entry, visit))
        self.call_later(self._ask_what_matters)

    def _take(self, answers: Answers) -> None:
        """Judge other answers and show what follows from them."""
        self.set_reactive(StepScreen.answers, answers)
        before = self.assessment
        self.assessment = assess(answers, self.team)
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
        self.query_one(HelpStrip).tell(
            question,
            entry,
            self.assessment.doubt_of(question.key),
            hint(question, entry, keymap_of(self.app)),
            Below(
                sheet_makes(question, self.answers, self.assessment),
                step_makes(self.step.name, self.assessment),
                self._curve if self.step.name == "volume" else None,
            ),
            built=f"= {made[0]}" if made else "",
        )
        opens = sheets_offered(question.key) or question.columns
        about_a_model = question.key.startswith(("teacher.", "student."))
        first = (("worksheet", opens), ("prices", about_a_model))
        self.query_one(KeyBar).look_again(*(name for name, is_here in first if is_here))

    def _curve(self, width: int, height: int) -> Sequence[str]:
        """The calls of the months ahead."""
        return volume_curve(calls_ahead(self.assessment), width, height)

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
        return built(question, self.answers, self.assessment)

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

    # ------------------------------------------------------------------- moving

    def watch_current(self, current: int) -> None:
        """The rail follows the step."""
        self.query_one(StepRail).current = current

    async def show_step(self, number: int, key: str | None = None) -> None:
        """Go to a step.

        It is done when this returns: a key typed meanwhile waits, and then goes to the new step.

        Args:
            number: of the step, from 0.
            key: of the question that takes the focus; the first where None.
        """
        await settled(self)
        if not self.is_attached:
            # The program is on its way out.
            return
        self.current = number
        old, self.form = self.form, self._form(key)
        self.query_one(HelpStrip).spare_lines = self._spare_lines
        # No field has the focus while none of the new ones can take it.
        self.set_focus(None)
        with self.app.batch_update():
            await self.query_one("#middle").mount(self.form, before=old)
            old.remove()
            await self._focus_on(key)

    async def _focus_on(self, key: str | None) -> None:
        """Put the focus on a question, or on the first one."""
        if key is None or not await self.form.focus_question(key):
            await self.form.focus_first()

    async def go_to(self, key: str) -> bool:
        """Show the question of a key, in its step; a worksheet's in the worksheet.

        Returns:
            Whether there is such a question.
        """
        place = locate(key)
        if place is None:
            return False
        question = place[0]
        if question in SETTINGS.questions:
            await self._open_details(question)
            return True
        target = _asked_by(key)
        if self._step_with(target) is None:
            # The quick path does not ask for it; the full one does.
            self._show_steps(STEPS)
        number = self._step_with(target)
        if number is None:
            return False
        if number != self.current:
            await self.show_step(number, target)
        else:
            await self._focus_on(target)
        if question.builds:
            await self._open_details(QUESTIONS[target], question.key)
        return True

    def _show_steps(self, steps: Sequence[Step]) -> None:
        """Ask other steps from here on."""
        self.steps = steps
        rail = self.query_one(StepRail)
        rail.steps = steps
        rail.states = self._states()
        # None of them is shown yet.
        self.set_reactive(StepScreen.current, -1)

    def why_not(self, call: str) -> str:
        if call == "full_case" and self.steps is STEPS:
            return "All questions are asked already: this is the full case."
        if call == "previous_step" and self.current <= 0:
            return "There is no step before this one."
        if call == "details" and self.form.present is None:
            return "Go to a question first: its details are shown then."
        if call == "worksheet" and (self.form.present is None or not self.form.present.opens):
            return "This answer is built by nothing: it has no worksheet and no rows."
        return super().why_not(call)

    async def action_full_case(self) -> None:
        """From the quick path to all nine steps, keeping every answer."""
        present = self.form.present
        self._show_steps(STEPS)
        key = present.question.key if present is not None else STEPS[0].questions[0].key
        await self.go_to(key)

    async def action_go_on(self) -> None:
        """What enter means where the focus is."""
        if isinstance(self.focused, VerdictPanel):
            await self.action_next_missing()
        elif isinstance(self.focused, TableField):
            await self._open_table(self.focused.question)
        elif self.form.present is None:
            raise SkipAction
        elif await self._taken_along(self.form.present, goes_on=True):
            return
        elif not await self.form.step(1):
            await self.action_next_step()

    async def action_next_question(self) -> None:
        await self.form.step(1)

    async def action_previous_question(self) -> None:
        await self.form.step(-1)

    async def action_next_step(self) -> None:
        if self.current + 1 < len(self.steps):
            await self.show_step(self.current + 1)
        else:
            await self.action_verdict()

    async def action_previous_step(self) -> None:
        if self.current > 0:
            await self.show_step(self.current - 1)

    async def action_go_to_step(self, number: int) -> None:
        await self.show_step(number)

    async def action_next_missing(self, here: str | None = None) -> None:
        """Go to the next answer that a verdict needs or that is not usable, and round again.

        Args:
            here: the key to go on from; that of the question at hand where None.
        """
        await settled(self)
        keys = [key for key in self.assessment.to_mend if locate(key) is not None]
        if not keys:
            await self.action_verdict()
            return
        if here is None and self.form.present is not None:
            here = self.form.present.question.key
        if here not in keys and self._sought is not None and here is not None:
            # A worksheet's question, or one in a row, is not at hand by its own name.
            here = self._sought if _asked_by(self._sought) == _asked_by(here) else here
        place = keys.index(here) + 1 if here in keys else 0
        self._sought = keys[place % len(keys)]
        await self.go_to(self._sought)

    # --------------------------------------------------------------- what opens

    async def action_tour(self) -> None:
        from screens.overlays.tour import TourScreen

        await settled(self)
        await self.open(TourScreen())

    async def action_prices(self) -> None:
        """Look up prices of the model that the question at hand is about; the teacher's else."""
        await settled(self)
        row = self.form.present
        about_student = row is not None and row.question.key.startswith("student.")
        self.post_message(messages.PricesRequested("student" if about_student else "teacher"))

    async def action_details(self) -> None:
        await settled(self)
        row = self.form.present
        if row is not None and not await self._taken_along(row):
            await self._open_details(row.question)

    async def action_worksheet(self) -> None:
        """Open what makes the answer at hand: its worksheet, at what that needs, or its rows."""
        await settled(self)
        row = self.form.present
        if row is None or not row.opens:
            # It is typed.
            raise SkipAction
        if await self._taken_along(row):
            return
        at = first_of(row.sheets, self.answers, self.assessment.missing)
        await self._open_details(row.question, at)

    async def _taken_along(self, row: QuestionRow, *, goes_on: bool = False) -> bool:
        """Take what belongs into a worksheet there; False where nothing does.

        Args:
            row: that it was typed into.
            goes_on: to the next question, where the worksheet has all that it needs; it is opened
                else.
        """
        if row.entry is None or not row.entry.carried:
            return False
        changed = taken_along(row.question, row.entry, self.answers, self._currency)
        answers = self.answers
        for key, entry in changed.items():
            answers = answers.answer(key, entry)
            visit = f"carried {row.question.key}"
            self.post_message(messages.AnswerChanged(key, entry, visit))
        carried = row.entry.carried
        self.show_answers(answers)
        needed = needed_by(carried, self.assessment.missing)
        if needed or not goes_on:
            await self.go_to(needed or carried[0][0])
        elif not await self.form.step(1):
            await self.action_next_step()
        return True

    async def _open_details(self, question: Question, at: str | None = None) -> None:
        if question.columns:
            await self._open_table(question)
            return
        from screens.overlays.details import DetailsScreen

        screen = DetailsScreen(
            question, self.answers, team=self.team, start=at, decimal_comma=self.decimal_comma
        )
        await self.open(screen, self._came_back)

    @on(TableOpened)
    async def _table_opened(self, event: TableOpened) -> None:
        await self._open_table(QUESTIONS[event.key], event.pasted)

    async def _open_table(self, question: Question, pasted: Sheet | None = None) -> None:
        from screens.overlays.table import TableScreen

        screen = TableScreen(
            question,
            self.answers,
            team=self.team,
            decimal_comma=self.decimal_comma,
            pasted=pasted,
        )
        await self.open(screen, self._came_back)

    def _came_back(self, answers: Answers | None) -> None:
        if answers is not None:
            self.show_answers(answers)

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        self._help(event.question)


def _asked_by(key: str) -> str:
    """The key of the question on a step under which an answer is found."""
    place = locate(key)
    return key if place is None else question_beside(place[0].builds or place[0].key)
