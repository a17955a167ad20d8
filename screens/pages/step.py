"""The step screen: any step, rendered from the catalogue of questions, and what opens from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import BindingType

from rules.answers.answers import Answers
from rules.questions import QUESTIONS, Question
from screens import messages
from screens.fields.row import QuestionRow
from screens.fields.settled import settled
from screens.fields.table_row import TableField, TableOpened
from screens.frame.case_screen import COMMON
from screens.frame.moving import MovingScreen
from screens.keys import bindings
from screens.widgets.verdict_panel import VerdictPanel
from screens.widgets.worksheets import first_of, needed_by, taken_along

if TYPE_CHECKING:
    from rules.tables.sheet import Sheet


class StepScreen(MovingScreen):
    """Asks the questions of one step after the other."""

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
            "import",
            "on-disk",
            "tour",
        ),
    ]

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
        else:
            await self._go_on()

    async def _go_on(self) -> None:
        """To the next question, or to the next step."""
        if not await self.form.step(1):
            await self.action_next_step()

    def why_not(self, call: str) -> str:
        if call == "details" and self.form.present is None:
            return "Go to a question first: its details are shown then."
        if call == "worksheet" and (self.form.present is None or not self.form.present.opens):
            return "This answer is built by nothing: it has no worksheet and no rows."
        return super().why_not(call)

    async def action_tour(self) -> None:
        from screens.overlays.tour import TourScreen

        await settled(self)
        await self.open(TourScreen())

    async def action_prices(self) -> None:
        row = self.form.present
        await self.request(messages.PricesRequested(row.question.key if row is not None else ""))

    async def action_import_figures(self) -> None:
        await self.request(messages.ImportRequested())

    async def action_details(self) -> None:
        await settled(self)
        row = self.form.present
        if row is not None and not await self._taken_along(row):
            await self.open_details(row.question)

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
        await self.open_details(row.question, at)

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
        else:
            await self._go_on()
        return True

    async def open_details(self, question: Question, at: str | None = None) -> None:
        """Open the details, with the worksheet, or the rows of a table."""
        if question.columns:
            await self._open_table(question)
            return
        from screens.overlays.details import DetailsScreen

        screen = DetailsScreen(
            question, self.answers, team=self.team, start=at, decimal_comma=self.decimal_comma
        )

        async def came_back(answers: Answers | None) -> None:
            self._came_back(answers)
            if screen.goes_on:
                await self._go_on()

        await self.open(screen, came_back)

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
