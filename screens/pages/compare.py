"""The open case beside another session, in columns: figures, chances, answers that differ, tables.

The chances are drawn in a worker and join the rest once they are known.
"""

from __future__ import annotations

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
from screens.ports import Beside, SetBeside
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page, as_text

WIDTH = 80
"""Columns of the comparison as plain text."""


class CompareScreen(ViewScreen):
    """What sets another session apart from the open case."""

    LEADS_HERE = frozenset({"compare"})
    AUTO_FOCUS = "#comparison"
    CSS_PATH = STYLES / "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("compare", "to-sensitivity", "to-risk", "close", "copy"),
    ]

    def __init__(
        self,
        answers: Answers,
        beside: Beside,
        *,
        title: str,
        file_state: str,
        team: TeamPolicy | None = None,
    ) -> None:
        """Compare.

        Args:
            answers: of the open case.
            beside: lays out what sets the other session apart from answers.
            title: of the open case.
            file_state: of its file.
            team: the policy by which it is judged.
        """
        super().__init__(answers, title=title, file_state=file_state, team=team)
        self.beside = beside
        self.shown = beside(answers)

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with VerticalScroll(id="comparison"):
            page = Page(id="page")
            page.set_reactive(Page.laid_out, self.shown.lines)
            yield page
        yield KeyBar("compare", "report", "copy", "close", "palette", id="key-bar")
        yield cover()

    def on_mount(self) -> None:
        self._draw_chances()

    def show_answers(self, answers: Answers) -> None:
        """Compare other answers, as after undo."""
        self.answers = answers
        self.shown = self.beside(answers)
        self._lay_out()
        self._draw_chances()

    @work(thread=True, exclusive=True)
    def _draw_chances(self) -> None:
        worker, shown = get_current_worker(), self.shown
        found = shown.with_chances(lambda: not worker.is_cancelled)
        if not worker.is_cancelled:
            self.hand_over(self._take_in, shown, found)

    def _take_in(self, before: SetBeside, found: SetBeside) -> None:
        if before is self.shown:
            self.shown = found
            self._lay_out()

    def _lay_out(self) -> None:
        # The program may be on its way out.
        for page in self.query(Page):
            page.laid_out = self.shown.lines

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The comparison as plain text."""
        return as_text(self.shown.lines(WIDTH))
