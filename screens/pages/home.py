"""The start page: begin, open, learn from a sample, go on with what was open before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from rules.words.wording import visible
from screens import messages
from screens.frame.case_screen import CaseScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.ports import Judge, RecentCase, SampleCase, UnsavedCase
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu

WELCOME = """\
Distilling a large model into a small one costs money first and saves later. Payback says when \
that pays off, and as plainly when it does not.
Seven answers give a first verdict in two minutes; a number may be a range with a source. A case \
is one small file to keep, edit and argue over."""

WAYS = MappingProxyType(
    {
        "new:quick": ("Quick look", "seven answers, a first verdict in two minutes"),
        "new:full": ("Full case", "all nine steps, for a case others will question"),
        "import:": ("From logs", "calls, tokens and cost that were logged, as a new case"),
        "browse:": ("Open a file", "a session saved before"),
        "tour:": ("A tour", "one minute through the screen, on the first of these"),
    }
)
"""What is always offered, by the id of its line: its name, and what it is about."""


class HomeScreen(CaseScreen):
    """Where a session begins."""

    AUTO_FOCUS = "#menu"
    CSS_PATH = STYLES / "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("discard", "import", "tour", "portfolio", "help", "palette", "quit")
    ]

    def __init__(
        self,
        recent: Sequence[RecentCase],
        samples: Sequence[SampleCase],
        unsaved: Sequence[UnsavedCase],
        judge: Judge,
    ) -> None:
        super().__init__()
        self.unsaved = unsaved
        self.recent = recent
        self.samples = samples
        self._judge = judge
        self.set_reactive(CaseScreen.case_title, "Payback")

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="home"):
            yield Static(Content(WELCOME), id="welcome")
            yield Menu(*self._options(), id="menu")
            yield Static("", id="about", markup=False)
        yield KeyBar("discard", "portfolio", "help", "palette", "quit", id="key-bar")
        yield cover()

    def on_mount(self) -> None:
        self.set_class(bool(self.recent), "-returning")
        self.query_one("#menu", Menu).highlighted = 1
        self._judge_recent()

    def _options(self) -> Iterator[Option]:
        if self.unsaved:
            yield Option(Content("Unsaved from last time"), disabled=True)
            for number, work in enumerate(self.unsaved):
                yield _entry(
                    f"unsaved:{number}", work.title, f"{work.at}  {_file(work, short=True)}"
                )
        yield Option(Content("Begin"), disabled=True)
        for id in ("new:quick", "new:full", "import:", "browse:"):
            yield _entry(id, *WAYS[id])
        if self.recent:
            yield Option(Content("Go on with"), disabled=True)
            for number, case in enumerate(self.recent):
                yield _entry(f"recent:{number}", case.title, visible(str(case.path)))
        yield Option(Content("Learn from a sample"), disabled=True)
        yield _entry("tour:", *WAYS["tour:"])
        for sample in self.samples:
            yield _entry(f"sample:{sample.name}", sample.name.replace("_", " "), sample.teaches)

    @work(exclusive=True, group="judge-recent")
    async def _judge_recent(self) -> None:
        """Fill in the verdicts; the rows are there at once."""
        menu = self.query_one("#menu", Menu)
        for number, case in enumerate(self.recent):
            said = await self._judge(case.path)
            option = _entry(f"recent:{number}", case.title, said)
            menu.replace_option_prompt(f"recent:{number}", option.prompt)

    @on(Menu.OptionHighlighted, "#menu")
    def _about(self, event: Menu.OptionHighlighted) -> None:
        """Say in full what a line may have no room for."""
        id = event.option.id or ""
        kind, _, name = id.partition(":")
        about = WAYS[id][1] if id in WAYS else ""
        if kind == "sample":
            about = next(one.teaches for one in self.samples if one.name == name)
        elif kind == "recent":
            about = visible(str(self.recent[int(name)].path))
        elif kind == "unsaved":
            work = self.unsaved[int(name)]
            about = f"Not saved when the program ended at {work.at}; {_file(work)}."
        self.query_one("#about", Static).update(Content(about))
        self.query_one(KeyBar).look_again()

    @on(Menu.OptionSelected, "#menu")
    def _chosen(self, event: Menu.OptionSelected) -> None:
        kind, _, name = (event.option.id or "").partition(":")
        match kind:
            case "new":
                self.post_message(messages.NewRequested(quick=name == "quick"))
            case "import":
                self.action_import_figures()
            case "browse":
                self.post_message(messages.BrowseRequested())
            case "recent":
                self.post_message(messages.OpenRequested(Path(self.recent[int(name)].path)))
            case "unsaved":
                self.post_message(messages.TakeUpRequested(self.unsaved[int(name)].name))
            case "sample":
                self.post_message(messages.SampleRequested(name))
            case "tour":
                self.action_tour()

    def action_tour(self) -> None:
        """Be shown round."""
        self.post_message(messages.TourRequested())

    def action_import_figures(self) -> None:
        """Begin a case with figures from logs."""
        self.post_message(messages.ImportRequested())

    @property
    def _at_hand(self) -> UnsavedCase | None:
        """The unsaved work that is highlighted."""
        option = self.query_one("#menu", Menu).highlighted_option
        kind, _, name = ((option.id if option is not None else None) or "").partition(":")
        return self.unsaved[int(name)] if kind == "unsaved" else None

    def why_not(self, call: str) -> str:
        if call == "discard" and not self.unsaved:
            return "No unsaved work waits here."
        if call == "discard" and self._at_hand is None:
            return "Choose unsaved work in the list first."
        return super().why_not(call)

    def action_discard(self) -> None:
        """Give up the unsaved work at hand, which is asked about first."""
        if at_hand := self._at_hand:
            self.post_message(messages.DiscardRequested(at_hand.name))


def _file(work: UnsavedCase, *, short: bool = False) -> str:
    if work.path is None:
        return "a case without a file"
    return visible(work.path.name if short else str(work.path))


def _entry(id: str, title: str, about: str) -> Option:
    return Option(Content(f"  {title:<32} {about}"), id=id)
