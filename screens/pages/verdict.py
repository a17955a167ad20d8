"""The verdict screen: what a budget holder needs first, then everything it rests on.

From any line, enter leads to the answer behind it; ^L leads back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Unpack

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from rules.answers.answers import Answers
from rules.argument.brief import brief, headline
from rules.argument.lines import Section
from rules.argument.what_it_hangs_on import Outlook, outlook_of, with_outlook
from rules.argument.what_it_hangs_on import sections as outlook_sections
from rules.assess import Assessment, assess
from rules.words.wording import visible
from screens import messages
from screens.charts.payback_curve import payback_curve
from screens.frame.case_screen import COMMON, CaseScreen, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.ports import OfCase
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import LineChosen, Lines
from screens.widgets.verdict_panel import VERDICT_CLASSES, marks

Since = Callable[[Answers], tuple[Section, ...]]
"""What has become of a case since it was decided; nothing of one that was not."""


class Headline(Static):
    """The verdict in a sentence, with its sign."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*VERDICT_CLASSES}

    assessment: reactive[Assessment | None] = reactive(None, layout=True)

    def render(self) -> Content:
        assessment = self.assessment
        if assessment is None:
            return Content("")
        verdict = assessment.verdict
        sign, look = (
            marks(None) if verdict is None else marks(verdict.id, doubted=verdict.is_doubted)
        )
        return Content.styled(f"{sign} {headline(assessment)}", self.get_visual_style(look))


class VerdictScreen(ViewScreen):
    """The judgement on the open case.

    What it hangs on and how likely it is take longer: they are found out in a worker, and join
    the other lines once they are known.
    """

    AUTO_FOCUS = "#lines"
    LEADS_HERE = frozenset({"verdict"})
    CSS_PATH = STYLES / "verdict.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("follow", "close", "copy", "full-case", "to-sensitivity", "to-risk", "compare"),
    ]

    def __init__(
        self, answers: Answers, *, since: Since = lambda answers: (), **of_case: Unpack[OfCase]
    ) -> None:
        """Show the judgement.

        Args:
            answers: of the open case.
            since: says what has become of the case since it was decided.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self._since = since
        self.decided: tuple[Section, ...] = since(answers)
        self.outlook: Outlook | None = None
        """None while it is being found out."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="judgement"):
            yield Headline(id="headline")
            yield Lines(id="lines")
        yield KeyBar(
            "follow",
            "to-sensitivity",
            "to-risk",
            "report",
            "close",
            "save",
            "help",
            "palette",
            id="key-bar",
        )
        yield cover()

    def on_mount(self) -> None:
        steps = self._steps
        if steps is not None and steps.verdict_outlook is not None:
            earlier, outlook = steps.verdict_outlook
            now = self.assessment
            if (earlier.case, earlier.policy) == (now.case, now.policy):
                self.outlook = outlook
        self._show()
        if steps is not None and steps.verdict_place is not None:
            self.query_one(Lines).return_to(steps.verdict_place)

    @property
    def _steps(self) -> CaseScreen | None:
        """The screen that all views lie on, which outlives them."""
        below = self.app.screen_stack[0]
        return below if isinstance(below, CaseScreen) else None

    def _keep_place(self) -> None:
        if self._steps is not None:
            self._steps.verdict_place = self.query_one(Lines).place

    def show_answers(self, answers: Answers) -> None:
        """Judge other answers, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self.decided = self._since(answers)
        self.outlook = None
        # It shows them once it is there.
        if self.query(Lines):
            self._show()

    def on_screen_resume(self) -> None:
        """It may have been decided on a screen that lay on this one."""
        decided = self._since(self.answers)
        if decided != self.decided:
            self.decided = decided
            self._tell()

    def _show(self) -> None:
        self._tell()
        if self.outlook is None:
            self._find_out()

    @property
    def sections(self) -> tuple[Section, ...]:
        """All that there is to read, as far as it is known."""
        further = outlook_sections(self.assessment, self.outlook) if self.outlook else ()
        return (*self.decided, *brief(self._said, further))

    @property
    def _said(self) -> Assessment:
        """The judgement, as it reads with the outlook known once it is."""
        return with_outlook(self.assessment, self.outlook)

    def _find_out(self) -> None:
        of = self.assessment
        self.find_aside(partial(outlook_of, of), partial(self._take_in, of))

    def _take_in(self, assessment: Assessment, found: Outlook) -> None:
        # The program may be on its way out, or the answers other ones by now.
        if not self.is_attached or assessment is not self.assessment:
            return
        self.outlook = found
        if self._steps is not None:
            self._steps.verdict_outlook = (assessment, found)
        self._tell()

    def _tell(self) -> None:
        """Say all that is known by now."""
        self.query_one(Headline).assessment = self._said
        self.query_one(Lines).show(self.sections, self._curve)

    def _curve(self, width: int, height: int) -> Sequence[str]:
        """What is left of the investment, month by month."""
        cash, words = self.assessment.figures.cash, self.assessment.words
        return payback_curve(cash.balance, cash.payback_months, width, height, words, titled=True)

    @on(LineChosen)
    def _follow(self, event: LineChosen) -> None:
        if event.key is None:
            self.say("No answer stands behind this line: it follows from several.")
        else:
            self._keep_place()
            self.post_message(messages.AnswerRequested(event.key))

    def action_follow(self) -> None:
        self.query_one(Lines).action_select()

    async def action_verdict(self) -> None:
        self._keep_place()
        await super().action_verdict()

    async def action_close(self) -> None:
        await self.action_verdict()

    async def action_full_case(self) -> None:
        """Close, and have the steps ask all of their questions."""
        self.post_message(messages.FullCaseRequested())

    def why_not(self, call: str) -> str:
        if call == "full_case" and self._steps is not None:
            return self._steps.why_not(call)
        return super().why_not(call)

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The judgement as plain text, for the clipboard, which a terminal may be pasted from."""
        parts = [self.case_title, headline(self._said)]
        for section in self.sections:
            rows = [
                f"- {line.label}: {line.text} {line.remark}".rstrip()
                if line.label
                else f"- {line.text}"
                for line in section.lines
            ]
            parts += ["", section.heading, *rows]
        return visible("\n".join(parts))
