"""A view that is one page of text which scrolls, and one whose page takes a while to find out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.worker import get_current_worker

from rules.answers.answers import Answers
from screens import messages
from screens.frame.case_screen import ViewScreen
from screens.frame.overlay import cover
from screens.ports import LaidOut, ReportLine
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page, as_text

WIDTH = 80
"""Columns of a page as plain text."""


class PageScreen(ViewScreen):
    """A page, laid out for the width that there is; copied for 80 columns."""

    CSS_PATH = STYLES / "page.tcss"
    PAGE: ClassVar[str]
    """The id of what scrolls."""
    BAR: ClassVar[tuple[str, ...]]
    """What the last line names."""
    shown: LaidOut | None = None
    """None until it is found out."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with VerticalScroll(id=self.PAGE):
            page = Page(id="page")
            page.set_reactive(Page.laid_out, self.shown or self.meanwhile)
            yield page
        yield KeyBar(*self.BAR, id="key-bar")
        yield cover()

    def meanwhile(self, width: int) -> Sequence[ReportLine]:
        """What stands there until the page is found out."""
        return ()

    def show(self, found: LaidOut) -> None:
        """Show another page."""
        self.shown = found
        # The program may be on its way out.
        for page in self.query(Page):
            page.laid_out = found

    def why_not(self, call: str) -> str:
        if call == "copy" and self.shown is None:
            return "There is nothing to copy yet."
        return super().why_not(call)

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The page as plain text; empty until it is found out."""
        return "" if self.shown is None else as_text(self.shown(WIDTH))


class JudgedPageScreen(PageScreen):
    """A page that is found out in a worker, and anew when an answer changes."""

    JUDGING: ClassVar[str]
    """What is said meanwhile."""

    def find_out(self, still_wanted: Callable[[], bool]) -> LaidOut:
        """The page of the answers; called in a thread.

        Args:
            still_wanted: whether somebody still waits for it.
        """
        raise NotImplementedError

    def meanwhile(self, width: int) -> Sequence[ReportLine]:
        return (((self.JUDGING, "quiet"),),)

    def on_mount(self) -> None:
        self.judge_again()

    def show_answers(self, answers: Answers) -> None:
        """Judge other answers, as after undo."""
        self.answers = answers
        self.judge_again()

    @work(thread=True, exclusive=True)
    def judge_again(self) -> None:
        """Find the page out anew."""
        worker = get_current_worker()
        found = self.find_out(lambda: not worker.is_cancelled)
        if not worker.is_cancelled:
            self.hand_over(self.show, found)
