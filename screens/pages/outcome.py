"""What came of the open case: as approved, as it was, as it is expected by now, and what is open.

It is judged again in a worker, and anew when an answer changes; the screen never waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.worker import get_current_worker

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from screens import messages
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.ports import LaidOut, Outcomes, ReportLine
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page, as_text

WIDTH = 80
"""Columns of the page as plain text."""
JUDGING = "The case is being judged again …"


class OutcomeScreen(ViewScreen):
    """Plan, actual and forecast as a chart, what asks for attention, and the ways that are open."""

    AUTO_FOCUS = "#outcome"
    CSS_PATH = STYLES / "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("outcome", "track", "decisions", "close", "copy"),
    ]

    def __init__(
        self,
        answers: Answers,
        judge: Outcomes,
        *,
        title: str,
        file_state: str,
        team: TeamPolicy | None = None,
    ) -> None:
        """Show it.

        Args:
            answers: of the open case.
            judge: judges them again from their months after launch.
            title: of the open case.
            file_state: of its file.
            team: the policy by which it is judged.
        """
        super().__init__(answers, title=title, file_state=file_state, team=team)
        self.judge = judge
        self.found: LaidOut | None = None
        """None until it is judged."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with VerticalScroll(id="outcome"):
            page = Page(id="page")
            page.set_reactive(Page.laid_out, _being_judged)
            yield page
        yield KeyBar("track", "decisions", "copy", "close", "palette", id="key-bar")
        yield cover()

    def on_mount(self) -> None:
        self._judge()

    def on_screen_resume(self) -> None:
        """Something may have been decided on a screen that lay on this one."""
        if self.found is not None:
            self._judge()

    def show_answers(self, answers: Answers) -> None:
        """Judge other answers, as after undo."""
        self.answers = answers
        self._judge()

    @work(thread=True, exclusive=True)
    def _judge(self) -> None:
        worker = get_current_worker()
        found = self.judge(self.answers)
        if not worker.is_cancelled:
            self.hand_over(self._show, found)

    def _show(self, found: LaidOut) -> None:
        self.found = found
        # The program may be on its way out.
        for page in self.query(Page):
            page.laid_out = found

    def why_not(self, call: str) -> str:
        if call == "copy" and self.found is None:
            return "There is nothing to copy yet."
        return super().why_not(call)

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The page as plain text."""
        return "" if self.found is None else as_text(self.found(WIDTH))


def _being_judged(width: int) -> Sequence[ReportLine]:
    return (((JUDGING, "quiet"),),)
