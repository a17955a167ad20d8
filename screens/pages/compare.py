"""The open case beside another session: figures in columns, and what makes the difference."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from screens import messages
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.ports import Beside
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar

NARROWEST = 40
WIDTH = 80
"""Columns of the comparison as plain text."""


class CompareScreen(ViewScreen):
    """What sets another session apart from the open case."""

    AUTO_FOCUS = "#comparison"
    CSS_PATH = STYLES / "outlook.tcss"
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
        self.laid_out = beside(answers)

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with VerticalScroll(id="comparison"):
            yield Static("", id="page", markup=False)
        yield KeyBar("compare", "report", "copy", "close", "palette", id="key-bar")
        yield cover()

    def show_answers(self, answers: Answers) -> None:
        """Compare other answers, as after undo."""
        self.answers = answers
        self.laid_out = self.beside(answers)
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        """Lay the page out anew, in the width that there is."""
        # Beside the text are its margins and the bar that it scrolls by.
        lines = self.laid_out(max(self.size.width - 3, NARROWEST))
        for page in self.query("#page").results(Static):
            page.update(Content("\n".join(lines)))

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The comparison as plain text."""
        return "\n".join(self.laid_out(WIDTH))
