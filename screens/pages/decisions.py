"""What was decided on the open case, and what has changed since; and a decision put on record."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from rules.answers.answers import Answers, Entry
from rules.answers.policy import TeamPolicy
from rules.assess import assess
from rules.review.deciding import Wish
from screens import messages
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.overlays.deciding import DecideScreen
from screens.ports import Decisions
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page, as_text

WIDTH = 80
"""Columns of the page as plain text."""


class DecisionsScreen(ViewScreen):
    """The story of the case, from decision to decision up to now."""

    AUTO_FOCUS = "#story"
    CSS_PATH = STYLES / "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*COMMON, *bindings("decide", "close", "copy")]

    def __init__(
        self,
        answers: Answers,
        decisions: Decisions,
        *,
        title: str,
        file_state: str,
        team: TeamPolicy | None = None,
    ) -> None:
        """Show them.

        Args:
            answers: of the open case.
            decisions: those on record, saved or not.
            title: of the open case.
            file_state: of its file.
            team: the policy by which it is judged.
        """
        super().__init__(answers, title=title, file_state=file_state, team=team)
        self.decisions = decisions
        self.shown = decisions.told(answers)
        self._typed: dict[str, Entry] = {}
        """What was typed of a decision that is not recorded yet."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with VerticalScroll(id="story"):
            page = Page(id="page")
            page.set_reactive(Page.laid_out, self.shown)
            yield page
        yield KeyBar("decide", "save", "undo", "copy", "close", "palette", id="key-bar")
        yield cover()

    def show_answers(self, answers: Answers) -> None:
        """Tell it of other answers or decisions, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.shown = self.decisions.told(answers)
        # The program may be on its way out.
        for page in self.query(Page):
            page.laid_out = self.shown

    async def action_decide(self) -> None:
        asked = DecideScreen(
            self.assessment, self.decisions.today(), self.decisions.refusals, self._typed
        )
        await self.open(asked, self._decided)

    def _decided(self, wish: Wish | None) -> None:
        if wish is not None:
            self._typed = {}
            self.post_message(messages.DecisionMade(wish))

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The story as plain text."""
        return as_text(self.shown(WIDTH))
