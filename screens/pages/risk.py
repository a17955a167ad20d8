"""How likely it pays back: many draws of the numbers that vary.

The draws are made in a worker and begun anew when an answer changes; the screen never waits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Unpack

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from rules.answers.answers import Answers
from rules.argument.lines import name_of
from rules.argument.what_it_hangs_on import chances
from rules.assess import Assessment, assess
from rules.uncertainty.risk import Histogram, Risk, risk
from rules.words.wording import months, percent
from screens import messages
from screens.charts.histogram import histogram
from screens.charts.payback_curve import payback_curve
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.ports import OfCase
from screens.theme import STYLES
from screens.widgets.chart import Chart, Drawn
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import LineChosen, Lines

BAND = "░ P10 to P90: in eight draws of ten"
"""What the shade of the curve means."""


class RiskScreen(ViewScreen):
    """The payback curve with its band, the spread of outcomes, and what to measure first."""

    AUTO_FOCUS = "#chances"
    LEADS_HERE = frozenset({"to-risk"})
    CSS_PATH = STYLES / "outlook.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("follow", "to-sensitivity", "close", "copy"),
    ]

    def __init__(self, answers: Answers, **of_case: Unpack[OfCase]) -> None:
        super().__init__(answers, **of_case)
        self.found: Risk | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="outlook-risk"):
            yield Chart(_drawing(self.assessment), id="band")
            with Horizontal(id="spread"):
                yield Chart(id="paybacks")
                yield Chart(id="npvs")
            yield Lines(id="chances")
        yield KeyBar(
            "follow",
            "to-sensitivity",
            "to-scenarios",
            "report",
            "copy",
            "close",
            "palette",
            id="key-bar",
        )
        yield cover()

    def on_mount(self) -> None:
        self._simulate()

    def show_answers(self, answers: Answers) -> None:
        """Simulate other answers, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        self._simulate()

    def _simulate(self) -> None:
        self._say(_drawing(self.assessment))
        self.find_aside(partial(_drawn, self.assessment), self._show)

    def _show(self, found: Risk | None) -> None:
        self.found = found
        # The program may be on its way out, and what is on the screen gone before it.
        if not self.query(Lines):
            return
        section = chances(self.assessment, found) if found is not None else None
        self.query_one(Lines).show(() if section is None else (section,))
        self.query_one("#spread").set_class(found is None, "-nothing")
        if found is not None:
            self._draw(found)
            return
        too_large = self.assessment.too_large
        self._say(
            "Nothing to draw yet: a simulation needs a complete case."
            if self.assessment.missing
            else f"Nothing to draw: {name_of(too_large)} makes figures too large to calculate with."
            if too_large is not None
            else "No number varies, so there is nothing to draw. Type a range as 4.5M..8M, or"
            " 6M (4.5M..8M), where you are least sure, or let stand-ins for ranges be drawn."
        )

    def _say(self, text: str) -> None:
        """In the place of the curve, as long as there is none."""
        if self.found is None:
            for band in self.query("#band").results(Chart):
                band.say(text)

    def _draw(self, found: Risk) -> None:
        words, policy = self.assessment.words, self.assessment.policy
        cash = self.assessment.figures.cash
        band = [(one.p10, one.p90) for one in found.balance]

        def curve(width: int, height: int) -> Sequence[str]:
            back = cash.payback_months
            drawn = payback_curve(cash.balance, back, width, height - 1, words, band, titled=True)
            return [*drawn, BAND] if drawn else []

        self.query_one("#band", Chart).drawn = curve
        never = found.paybacks.beyond / found.draws
        self.query_one("#paybacks", Chart).drawn = _spread(
            found.paybacks,
            f"Cash payback; never {percent(never)}",
            ("0", months(policy.horizon_months)),
            (policy.defensible_payback_months, months(policy.defensible_payback_months)),
        )
        edges = found.npvs.edges
        self.query_one("#npvs", Chart).drawn = _spread(
            found.npvs,
            "Net present value",
            (words.money(edges[0]), words.money(edges[-1])),
            (0.0, words.money(0.0)),
        )

    @on(LineChosen)
    def _follow(self, event: LineChosen) -> None:
        if event.key is None:
            self.say("No answer stands behind this line: it follows from several.")
        else:
            self.post_message(messages.AnswerRequested(event.key))

    def action_follow(self) -> None:
        self.query_one(Lines).action_select()

    def why_not(self, call: str) -> str:
        if call == "copy" and self.found is None:
            return "There is nothing to copy yet."
        return super().why_not(call)

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """What the draws say, as plain text; empty until they are made."""
        if self.found is None:
            return ""
        section = chances(self.assessment, self.found)
        rows = [
            f"- {one.label}: {one.text}" if one.label else f"- {one.text}" for one in section.lines
        ]
        return "\n".join([section.heading, *rows])


def _drawn(assessment: Assessment, wanted: Callable[[], bool]) -> Risk | None:
    """The draws of a case; None of one that is not complete too."""
    if not assessment.complete:
        return None
    verdict = assessment.verdict.id if assessment.verdict is not None else None
    return risk(assessment.case, assessment.policy, wanted, verdict=verdict)


def _drawing(assessment: Assessment) -> str:
    return f"Drawing {assessment.case.risk.draws:,} cases …"


def _spread(
    spread: Histogram, heading: str, labels: tuple[str, str], mark: tuple[float, str]
) -> Drawn | None:
    """A histogram under its heading; None where it has no end."""
    if not math.isfinite(spread.edges[-1]):
        return None

    def drawn(width: int, height: int) -> Sequence[str]:
        lines = histogram(spread.counts, spread.edges, width, height - 1, labels=labels, mark=mark)
        return [heading, *lines]

    return drawn
