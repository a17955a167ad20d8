"""A folder of cases and one budget: what to do, in which order, and why the others wait.

The choice is made in a worker; a budget that is typed meanwhile takes its place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Label

from screens.fields.one_line import OneLine
from screens.frame.overlay import Overlay, cover
from screens.frame.page_screen import TURNS, ShowsPage
from screens.keys import bindings
from screens.ports import Budget, LaidOut, Planning, ReportLine
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page

FIELDS = {
    "folder": ("Folder", "with the sessions, and folders below it"),
    "money": ("Budget", "150k, or 40k a quarter"),
    "people": ("People", "months, empty for no limit"),
    "currency": ("Currency", "of the budget, where the folder has several"),
}
"""Label and what may be typed, by the name of the field."""
HINT = "enter in a field chooses the cases that are worth most together."
CHOOSING = "Choosing …"


class PortfolioScreen(Overlay[None], ShowsPage[None]):
    """What a budget buys of a folder."""

    AUTO_FOCUS = "#money"
    CSS_PATH = STYLES / "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "copy", "help", "palette"),
        *TURNS,
        Binding("down", "line(1)", "Field or line below", id="plan-line-down", show=False),
        Binding("up", "line(-1)", "Field or line above", id="plan-line-up", show=False),
    ]

    def __init__(self, folder: str, planning: Planning) -> None:
        """Ask for a budget.

        Args:
            folder: to begin with.
            planning: chooses.
        """
        super().__init__()
        self._folder = folder
        self._planning = planning

    def compose(self) -> ComposeResult:
        with Vertical(id="portfolio"):
            for name, (label, hint) in FIELDS.items():
                with Horizontal(classes="portfolio--line"):
                    yield Label(label)
                    yield OneLine(
                        self._folder if name == "folder" else "", placeholder=hint, id=name
                    )
            with VerticalScroll(id="plan"):
                page = Page(id="page")
                page.set_reactive(Page.laid_out, _Said(HINT).lines)
                yield page
            yield KeyBar("copy", "close", "help", "palette", id="key-bar")
        yield cover()

    @on(Input.Submitted)
    def _asked(self) -> None:
        self._show(CHOOSING)
        self.find_aside(partial(self._planning, Budget(*self._typed())), self._show)

    def _typed(self) -> Iterator[str]:
        return (self.query_one(f"#{name}", Input).value.strip() for name in FIELDS)

    def _show(self, found: LaidOut | str | None) -> None:
        """Show what was found, or what is said in its place, a sentence a line."""
        if found is None:
            return
        if isinstance(found, str):
            self.show(None, _Said(found).lines)
        else:
            self.show(found)
        # The program may be on its way out.
        for plan in self.query("#plan"):
            plan.scroll_home(animate=False)

    def action_line(self, lines: int) -> None:
        """Go a field further; below the last one a line of the page."""
        plan, names = self.scroller, [*FIELDS]
        at = names.index(self.focused.id or "") if isinstance(self.focused, OneLine) else len(names)
        is_in_page = at >= len(names) - 1 and (lines > 0 or plan.scroll_offset.y > 0)
        if is_in_page:
            plan.scroll_relative(y=lines, animate=False)
        elif at + lines >= 0:
            self.query_one(f"#{names[at + lines]}", OneLine).focus()


class _Wrapper(textwrap.TextWrapper):
    """Breaks lines between words, and paths behind their slashes."""

    wordsep_simple_re = re.compile(r"(\s+|(?<=/))")


class _Said:
    """Sentences in the place of a page, each on a line of its own."""

    def __init__(self, text: str) -> None:
        self._text = text

    def lines(self, width: int) -> Sequence[ReportLine]:
        """The sentences in lines of a width."""
        wrapper = _Wrapper(max(1, width), break_on_hyphens=False)
        sentences = self._text.split("\n")
        return [((line, "quiet"),) for one in sentences for line in wrapper.wrap(one)]
