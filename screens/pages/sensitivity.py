"""What the case hangs on: the tornado, the margins, and any number turned up and down to see.

Nothing that is tried here changes an answer unless that is asked for.
"""

from __future__ import annotations

from typing import ClassVar, Unpack

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from rules.answers.answers import Answers, Entry
from rules.answers.bounds_of import bounds_of
from rules.answers.estimate import Estimate
from rules.argument.what_it_hangs_on import amount, load_bearing
from rules.assess import assess, assess_case
from rules.figures.bill import as_answers
from rules.questions import locate
from rules.results import label_of
from rules.uncertainty.scenarios.setting import with_values
from rules.uncertainty.sensitivity import Sensitivity, Swing, sensitivity
from screens import messages
from screens.charts.bars import HIGH_END, LOW_END
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.frame.pointing import place_cursor
from screens.frame.weighing import Weighing
from screens.keys import bindings
from screens.ports import OfCase
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.tornado import STANDING_IN, Tornado
from screens.widgets.verdict_panel import VerdictPanel

HOW_TO_READ = (
    f"{LOW_END} at the low end of a range, {HIGH_END} at the high; {STANDING_IN} nobody gave one"
)
"""In the place of what is tried, as long as nothing is."""
WHAT_IF = "what if; before: "
"""What the source of an adopted number begins with."""
STEPS = 20
"""Presses of a key from one end of a range to the other."""


class SensitivityScreen(ViewScreen):
    """Which number breaks the case."""

    AUTO_FOCUS = "#tornado"
    LEADS_HERE = frozenset({"to-sensitivity"})
    CSS_PATH = STYLES / "outlook.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings(
            "turn-up",
            "turn-down",
            "as-it-is",
            "adopt",
            "next-number",
            "previous-number",
            "follow",
            "to-risk",
            "close",
            "copy",
        ),
        Binding("pagedown", "page(1)", "Numbers further down", id="numbers-further", show=False),
        Binding("pageup", "page(-1)", "Numbers further up", id="numbers-back", show=False),
        Binding("home", "first_number", "The first number", id="first-number", show=False),
        Binding("end", "last_number", "The last number", id="last-number", show=False),
    ]

    def __init__(self, answers: Answers, **of_case: Unpack[OfCase]) -> None:
        super().__init__(answers, **of_case)
        self.turns: dict[str, int] = {}
        """How often each number was turned up, down counting negative."""
        self._weighing = Weighing(self)

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Horizontal(id="outlook"):
            with Vertical(id="main"):
                yield Static("", id="sentence", markup=False)
                yield Tornado(self.assessment.case, self.assessment.figures.cash.npv, id="tornado")
                yield Static(HOW_TO_READ, id="tried", markup=False)
            yield VerdictPanel(self.assessment, id="panel", can_focus=False)
        yield KeyBar(
            "turn-down",
            "turn-up",
            "as-it-is",
            "adopt",
            "follow",
            "to-risk",
            "report",
            "close",
            "palette",
            id="key-bar",
        )
        yield cover()

    def on_mount(self) -> None:
        self._weighing.begin(self.assessment)
        self._reckon()

    # ------------------------------------------------------------- the tornado

    @property
    def tornado(self) -> Tornado:
        """The chart, which knows the number at hand."""
        return self.query_one(Tornado)

    def _reckon(self) -> None:
        of = self.assessment
        self.find_aside(
            lambda _: sensitivity(of.case, of.policy) if of.complete else None, self._show
        )

    def _show(self, found: Sensitivity | None) -> None:
        # The program may be on its way out, and what is on the screen gone before it.
        if len(self.query("#sentence, #tornado")) < 2:
            return
        sentence = self.query_one("#sentence", Static)
        if found is None:
            said = (
                "A case that lacks answers, or is too large to calculate with, hangs on nothing"
                " yet. {follow} goes back."
            )
            sentence.update(self.keyed(said))
            self.tornado.found = Sensitivity((), ())
            return
        self.tornado.found = found
        self.query_one(KeyBar).look_again()
        if found.load_bearing is not None:
            text = load_bearing(self.assessment.case, self.assessment.policy, found)
            sentence.update(Content(text))

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo; what was tried is over."""
        self.answers = answers
        self.turns = {}
        self.assessment = assess(answers, self.team)
        self.tornado.case = self.assessment.case
        self.tornado.base = self.assessment.figures.cash.npv
        self._try()
        self._reckon()

    # ----------------------------------------------------------------- what if

    @property
    def tried(self) -> dict[str, float]:
        """The values tried, by key."""
        found = self.tornado.found
        if found is None:
            return {}
        tried = {}
        for swing in found.bars:
            turns, value = self.turns.get(swing.key, 0), self._value_of(swing.key)
            if turns and value is not None:
                tried[swing.key] = value + turns * _step(swing)
        return tried

    def _value_of(self, key: str) -> float | None:
        """The number of a key as it is answered by now, which the tornado may be behind with."""
        used = self.assessment.figures.inputs.read.used.get(key)
        return used.estimate.likely if used is not None else None

    def _try(self) -> None:
        """Judge the case with what is tried: figures and verdict follow in the same repaint."""
        tried = self.tried
        base = self.assessment
        shown = assess_case(base.case, base.problems, self.team, tried) if tried else base
        self.query_one(VerdictPanel).assessment = shown
        self._weighing.begin(None if tried else base)
        self.tornado.turned = tried
        text = f"What if: {self._tried_in_words()}. Nothing is saved." if tried else HOW_TO_READ
        # Its height is fixed: a layout for every key would be most of its cost.
        self.query_one("#tried", Static).update(Content(text), layout=False)

    def _tried_in_words(self) -> str:
        case = self.assessment.case
        return ", ".join(
            f"{label_of(key, case)} {amount(key, value, case.currency)}"
            for key, value in self.tried.items()
        )

    def _turn(self, by: int) -> None:
        swing = self.tornado.swing
        if swing is None:
            return
        turns, value = self.turns.get(swing.key, 0) + by, self._value_of(swing.key)
        # A press that would leave the bounds turns nothing, so that the next one back is felt.
        if value is not None and bounds_of(swing.key).admits(value + turns * _step(swing)):
            self.turns[swing.key] = turns
            self._try()
            self.query_one(KeyBar).look_again()
        else:
            label = label_of(swing.key, self.assessment.case)
            self.say(f"{label} goes no further: the next step is no possible value.")

    def why_not(self, call: str) -> str:
        swings = [one.swing for one in self.query(Tornado)]
        if call in ("turn_up", "turn_down", "as_it_is", "adopt") and not any(swings):
            return "There is no number to turn: the case lacks answers, or is being looked at."
        if call == "copy" and not any(swings):
            return "There is nothing to copy yet."
        if call in ("as_it_is", "adopt") and not any(self.turns.values()):
            return "Nothing is tried yet: the arrows left and right turn the number at hand."
        return super().why_not(call)

    def action_turn_up(self) -> None:
        self._turn(1)

    def action_turn_down(self) -> None:
        self._turn(-1)

    def action_as_it_is(self) -> None:
        self.turns = {}
        self._try()
        self.query_one(KeyBar).look_again()

    def action_adopt(self) -> None:
        """Make answers of what was tried: guesses, whatever the answers before them were.

        The range of another number is none of theirs; basis and source stay in words alone.
        """
        before = self.answers
        values = {
            key: Estimate(
                float(f"{value:.6g}"), basis="assumed", source=_what_if(_entry_at(before, key))
            )
            for key, value in as_answers(self.assessment.case, self.tried).items()
        }
        said = self._tried_in_words()
        answers, _ = with_values(before, values)
        for key, entry in answers.items():
            if entry != before.get(key):
                self.post_message(messages.AnswerChanged(key, entry, "what if"))
        self.show_answers(answers)
        self.say(f"Adopted as a guess: {said}. {self.keyed('{undo} takes it back.')}")

    # ------------------------------------------------------------------ moving

    @on(Tornado.Chosen)
    def _cursor_follows(self) -> None:
        self.call_after_refresh(place_cursor, self)

    def action_next_number(self) -> None:
        self.tornado.choose(self.tornado.row + 1)

    def action_previous_number(self) -> None:
        self.tornado.choose(self.tornado.row - 1)

    def action_page(self, pages: int) -> None:
        """Go as many numbers further as are in sight."""
        self.tornado.choose(self.tornado.row + pages * self.tornado.rows)

    def action_first_number(self) -> None:
        self.tornado.choose(0)

    def action_last_number(self) -> None:
        found = self.tornado.found
        self.tornado.choose(len(found.bars) if found is not None else 0)

    def action_follow(self) -> None:
        swing = self.tornado.swing
        self.post_message(messages.AnswerRequested(swing.key) if swing else messages.ViewClosed())

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The sentence and every number, as plain text."""
        return f"{self.query_one('#sentence', Static).content}\n{self.tornado.as_text()}"


def _entry_at(answers: Answers, key: str) -> Entry | None:
    """What is answered for a number, which may stand in a row; None where nothing is."""
    question, at, column = locate(key) or (None, None, None)
    if question is None or at is None:
        return answers.get(key)
    table = answers.table(question.key)
    row = table.named(at) if isinstance(at, str) else table.rows[at]
    return None if row is None else row.cells.get(column or question.value_column.key)


def _what_if(before: Entry | None) -> str:
    """The source of a number that was tried: what stood in its place, and what that rested on."""
    if before is None:
        return f"{WHAT_IF}nobody had answered"
    # Tried a second time, what counts is what was there before anything was tried.
    if before.source.startswith(WHAT_IF):
        return before.source
    parts = (before.text.strip(), before.rests_on or "", before.source)
    return f"{WHAT_IF}{', '.join(one for one in parts if one)}"


def _step(swing: Swing) -> float:
    """What one press of a key changes."""
    return (swing.high.value - swing.low.value) / STEPS
