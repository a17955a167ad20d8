"""The case as a report: what it says, as what kind of file, for whom, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Unpack

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import Button, Input, Static

from rules.answers.answers import Answers
from rules.questions import Choice
from screens.fields.choice_field import ChoiceField
from screens.fields.one_line import OneLine
from screens.fields.settled import settled
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.frame.page_screen import TURNS, ShowsPage
from screens.keys import bindings
from screens.ports import OfCase, ReportLine, ReportMade, Reports, Written
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page

MAKING = "The report is being made …"


class ReportScreen(ViewScreen, ShowsPage[None]):
    """A preview of the report, and what it takes to write it."""

    AUTO_FOCUS = "#format"
    LEADS_HERE = frozenset({"report"})
    CSS_PATH: ClassVar[CSSPathType] = [STYLES / "report.tcss", STYLES / "page.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        # Where the field at hand has no use for them.
        Binding("down", "app.focus_next", "Field below", id="field-below", show=False),
        Binding("up", "app.focus_previous", "Field above", id="field-above", show=False),
        *TURNS,
        *bindings("write-report", "to-sensitivity", "to-risk", "compare", "close", "copy"),
    ]

    def __init__(self, answers: Answers, reports: Reports, **of_case: Unpack[OfCase]) -> None:
        """Show a report.

        Args:
            answers: of the open case.
            reports: makes and writes it.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.reports = reports
        self.made: ReportMade | None = None
        """None until the first one is made."""
        self._writing = False
        self._was_too_early = False
        """Whether it was to be written before it was made."""
        (first, _), *_ = reports.formats
        self._format = first
        self._usual_path = reports.path(first)

    def compose(self) -> ComposeResult:
        formats = [Choice(name, about) for name, about in self.reports.formats]
        audiences = [Choice(name, "") for name in self.reports.audiences]
        papers = [Choice(name, "") for name in self.reports.papers]
        yield self.title_bar()
        with Vertical(id="how"):
            with Horizontal(classes="how-row"):
                yield Static("Format", classes="how-label")
                yield ChoiceField(formats, formats[0].value, required=True, keys=True, id="format")
            with Horizontal(classes="how-row"):
                yield Static("For whom", classes="how-label")
                yield ChoiceField(
                    audiences, audiences[0].value, required=True, keys=True, id="audience"
                )
            with Horizontal(classes="how-row", id="paper-row"):
                yield Static("Paper", classes="how-label")
                yield ChoiceField(papers, papers[0].value, required=True, keys=True, id="paper")
            with Horizontal(classes="how-row"):
                yield Static("Write to", classes="how-label")
                yield OneLine(self._usual_path, placeholder=self._example, id="report-path")
            with Horizontal(id="outcome"):
                yield Button("Write it", id="write", compact=True)
                yield Static("", id="said", markup=False)
        with VerticalScroll(id="preview"):
            page = Page(id="page")
            page.set_reactive(Page.laid_out, _being_made)
            yield page
        yield KeyBar("write-report", "verdict", "copy", "close", "palette", id="key-bar")
        yield cover()

    def on_mount(self) -> None:
        self.watch(self.query_one("#format", ChoiceField), "value", self._other_format, init=False)
        self.watch(self.query_one("#audience", ChoiceField), "value", self._lay_out, init=False)
        self._describe()
        self._make()

    # ------------------------------------------------------------------ preview

    def show_answers(self, answers: Answers) -> None:
        """Make the report of other answers, as after undo."""
        self.answers = answers
        self._make()

    def _make(self) -> None:
        self.find_aside(lambda _: self.reports.make(self.answers), self._show, "making")

    def _show(self, made: ReportMade) -> None:
        self.made = made
        if self._was_too_early:
            self._was_too_early = False
            self._say("The report is made and can be written.")
        self._lay_out()

    def _lay_out(self) -> None:
        # The program may be on its way out.
        if self.made is not None and self.is_attached:
            self.show(partial(self.made.lines, self.audience))

    # ------------------------------------------------------------ format and path

    @property
    def audience(self) -> str:
        """Whom it is for."""
        return self.query_one("#audience", ChoiceField).value

    @property
    def _path(self) -> OneLine:
        return self.query_one("#report-path", OneLine)

    @property
    def _example(self) -> str:
        return f"where to, such as report.{self._format}"

    def _other_format(self, chosen: str) -> None:
        """The ending of the path follows the format."""
        before, self._format = self._format, chosen
        self._usual_path = self.reports.path(chosen)
        path, ending = self._path, f".{before}"
        if path.value.endswith(ending):
            path.value = f"{path.value.removesuffix(ending)}.{chosen}"
        path.placeholder = self._example
        self._describe()

    def watch_file_state(self, state: str) -> None:
        """A case that was saved under another name has its report beside that."""
        super().watch_file_state(state)
        before, self._usual_path = self._usual_path, self.reports.path(self._format)
        for path in self.query(OneLine):
            if path.value == before:
                path.value = self._usual_path

    def _describe(self) -> None:
        self.query_one("#paper-row").display = self.reports.has_pages(self._format)
        self._say(dict(self.reports.formats)[self._format])

    def _say(self, text: str, look: str = "") -> None:
        # The program may be on its way out.
        if self.is_attached:
            said = self.query_one("#said", Static)
            said.update(Content(text))
            said.set_classes(look)

    # ------------------------------------------------------------------ writing

    @on(Button.Pressed, "#write")
    @on(Input.Submitted, "#report-path")
    async def action_write_report(self) -> None:
        """Write what is shown."""
        await settled(self)
        if self._writing:
            return
        path = self._path.value.strip()
        if self.made is None:
            self._was_too_early = True
            self._say(MAKING)
        elif not path:
            self._path.focus()
            why = "" if self._usual_path else "This case has no file to lie beside. "
            self._say(f"{why}Type where to write it.", "-failed")
        else:
            self._writing = True
            self._say(f"Writing {self._format} …")
            self._write(self.made, path)

    @work(group="writing")
    async def _write(self, made: ReportMade, path: str) -> None:
        try:
            paper = self.query_one("#paper", ChoiceField).value
            done = await made.write(self._format, self.audience, path, paper)
        finally:
            self._writing = False
        if isinstance(done, Written):
            said = " ".join((f"Written to {done.path}", *(f"({one})" for one in done.remarks)))
            self._say(said, "-written")
        elif done is not None:
            self._say(done, "-failed")
        else:
            self._say("Nothing was written.")


def _being_made(width: int) -> Sequence[ReportLine]:
    return (((MAKING, "quiet"),),)
