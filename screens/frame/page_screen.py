"""Screens with a page of text: any, a view that is one page, one whose page takes a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from rules.answers.answers import Answers
from screens import messages
from screens.frame.case_screen import ViewScreen
from screens.frame.layers import Layer, Result
from screens.frame.overlay import cover
from screens.ports import LaidOut, ReportLine
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page, as_text

WIDTH = 80
"""Columns of a page as plain text."""

TURNS: list[BindingType] = [
    Binding("pagedown", "turn(1)", "Further down", id="page-further", show=False),
    Binding("pageup", "turn(-1)", "Further up", id="page-back", show=False),
]
"""Turn the page from any field beside it: these have no other use for the keys."""


class ShowsPage(Layer[Result]):
    """A screen with a page, which is laid out for the width that there is and copied for 80.

    It stands behind other bases: Textual has styles go by the first one.
    """

    shown: LaidOut | None = None
    """None until it is found out."""

    def show(self, found: LaidOut | None, meanwhile: LaidOut | None = None) -> None:
        """Show another page.

        Args:
            found: the page; None where there is none.
            meanwhile: stands in its place then, and is not copied.
        """
        self.shown = found
        laid_out = found or meanwhile
        # The program may be on its way out.
        for page in self.query(Page) if laid_out is not None else ():
            page.laid_out = laid_out
        for bar in self.query(KeyBar):
            bar.follow()

    def why_not(self, call: str) -> str:
        if call == "copy" and self.shown is None:
            return "There is nothing to copy yet."
        return super().why_not(call)

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    @property
    def scroller(self) -> Widget:
        """What the page scrolls in."""
        return self.query_one(Page).query_ancestor(VerticalScroll)

    def action_turn(self, pages: int) -> None:
        """Go so many times as many lines further as are in sight, but for one."""
        scroller = self.scroller
        scroller.scroll_relative(y=pages * max(1, scroller.size.height - 1), animate=False)

    def as_text(self) -> str:
        """The page as plain text; empty until it is found out."""
        return "" if self.shown is None else as_text(self.shown(WIDTH))


class PageScreen(ViewScreen, ShowsPage[None]):
    """A view of the case that is one page."""

    CSS_PATH = STYLES / "page.tcss"
    PAGE: ClassVar[str]
    """The id of what scrolls."""
    BAR: ClassVar[tuple[str, ...]]
    """What the last line names."""

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


class JudgedPageScreen(PageScreen):
    """A page that is found out in a worker, and anew when an answer changes."""

    JUDGING: ClassVar[str]
    """What is said meanwhile."""

    def find_out(self, still_wanted: Callable[[], bool]) -> LaidOut:
        """The page of the answers; called in a thread.

        Args:
            still_wanted: whether somebody still waits for it.
        """
        # Textual's screens cannot be abstract classes.
        raise NotImplementedError

    def meanwhile(self, width: int) -> Sequence[ReportLine]:
        return (((self.JUDGING, "quiet"),),)

    def on_mount(self) -> None:
        self.judge_again()

    def show_answers(self, answers: Answers) -> None:
        self.answers = answers
        self.judge_again()

    def judge_again(self) -> None:
        """Find the page out anew."""
        self.find_aside(self.find_out, self.show)
