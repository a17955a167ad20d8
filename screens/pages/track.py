"""Plan and actual: what the open case's months after launch came to, beside what was approved."""

from __future__ import annotations

from typing import ClassVar, Unpack

from textual.binding import BindingType

from rules.answers.answers import Answers
from rules.assess import assess
from rules.questions import QUESTIONS
from screens.fields.settled import settled
from screens.frame.case_screen import COMMON
from screens.frame.page_screen import PageScreen
from screens.keys import bindings
from screens.ports import OfCase, PlanAndActual


class TrackScreen(PageScreen):
    """Month by month, cumulated, and what explains the gap."""

    LEADS_HERE = frozenset({"track"})
    AUTO_FOCUS = "#track"
    PAGE = "track"
    BAR = (
        "months",
        "launched",
        "decisions",
        "outcome",
        "save",
        "copy",
        "close",
        "palette",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("track", "months", "launched", "close", "copy"),
    ]

    def __init__(
        self,
        answers: Answers,
        beside: PlanAndActual,
        *,
        decimal_comma: bool = False,
        **of_case: Unpack[OfCase],
    ) -> None:
        """Show them.

        Args:
            answers: of the open case.
            beside: lays its months beside its plan.
            decimal_comma: whether numbers are typed with the comma as the decimal sign.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.beside = beside
        self.decimal_comma = decimal_comma
        self.shown = beside(answers)

    def show_answers(self, answers: Answers) -> None:
        """Follow up other answers, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.show(self.beside(answers))

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
