"""Plan and actual: what the open case's months after launch came to, beside what was approved."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.assess import assess
from rules.questions import QUESTIONS
from screens import messages
from screens.fields.settled import settled
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.ports import LaidOut, PlanAndActual
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page, as_text

WIDTH = 80
"""Columns of the page as plain text."""


class TrackScreen(ViewScreen):
    """Month by month, cumulated, and what explains the gap."""

    AUTO_FOCUS = "#track"
    CSS_PATH = STYLES / "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("track", "months", "launched", "close", "copy"),
    ]

    def __init__(
        self,
        answers: Answers,
        beside: PlanAndActual,
        *,
        title: str,
        file_state: str,
        team: TeamPolicy | None = None,
        decimal_comma: bool = False,
    ) -> None:
        """Show them.

        Args:
            answers: of the open case.
            beside: lays its months beside its plan.
            title: of the open case.
            file_state: of its file.
            team: the policy by which it is judged.
            decimal_comma: whether numbers are typed with the comma as the decimal sign.
        """
        super().__init__(answers, title=title, file_state=file_state, team=team)
        self.beside = beside
        self.decimal_comma = decimal_comma
        self.shown: LaidOut = beside(answers)

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with VerticalScroll(id="track"):
            page = Page(id="page")
            page.set_reactive(Page.laid_out, self.shown)
            yield page
        yield KeyBar(
            "months",
            "launched",
            "decisions",
            "outcome",
            "save",
            "copy",
            "close",
            "palette",
            id="key-bar",
        )
        yield cover()

    def show_answers(self, answers: Answers) -> None:
        """Follow up other answers, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.shown = self.beside(answers)
        # The program may be on its way out.
        for page in self.query(Page):
            page.laid_out = self.shown

    async def action_months(self) -> None:
        """Open the rows of the months."""
        from screens.overlays.table import TableScreen

        await settled(self)
        screen = TableScreen(
            QUESTIONS["actuals"], self.answers, team=self.team, decimal_comma=self.decimal_comma
        )
        await self.open(screen, self._came_back)

    async def action_launched(self) -> None:
        """Ask for the day of the launch."""
        from screens.overlays.details import DetailsScreen

        await settled(self)
        screen = DetailsScreen(
            QUESTIONS["student.launched_on"],
            self.answers,
            team=self.team,
            decimal_comma=self.decimal_comma,
        )
        await self.open(screen, self._came_back)

    def _came_back(self, answers: Answers | None) -> None:
        if answers is not None:
            self.show_answers(answers)

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The page as plain text."""
        return as_text(self.shown(WIDTH))
