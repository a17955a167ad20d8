"""The facilitator's screen: the agenda, then one question at a time, blind until it is revealed.

Until then it shows who has answered, and nothing of what.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static

from rules.answers.answers import Answers
from rules.assess import assess
from rules.workshop.agenda import agenda
from rules.workshop.discussion import discuss
from rules.workshop.state import Phase
from rules.workshop.views import agreed_now, is_about, shown_ranges
from screens import messages
from screens.frame.overlay import cover
from screens.frame.textual_private import keymap_of
from screens.keys import action, bindings
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.verdict_panel import VerdictPanel
from screens.workshop.agenda import AgendaList, refreshed
from screens.workshop.door import way_in
from screens.workshop.doorkeeping import Doorkeeping
from screens.workshop.head import Clock, Head
from screens.workshop.people import PeopleList, flow_of
from screens.workshop.talk import Talk, agreed_in_words

_KEYS: dict[Phase, tuple[str, ...]] = {
    "idle": ("go", "add-person", "door", "add-item", "remove-item", "item-up", "item-down"),
    "voting": ("go", "reveal", "timer", "door", "add-person", "away", "close"),
    "revealed": ("agree-pool", "agree-other", "another-round", "next-item", "close"),
    "settled": ("next-item", "object", "another-round", "undo", "close"),
}
"""The key bar, by how far the open question has come."""
_ALWAYS = ("door", "projector", "help", "bring", "hide-names", "save", "verdict")
"""Behind them, as far as there is room."""
PROJECTOR = "payback-projector"


class Judgement(VerdictPanel):
    """What the case comes to; a click shows it in full."""

    async def on_click(self) -> None:
        """Show the verdict."""
        self.post_message(messages.VerdictRequested())


class WorkshopScreen(Doorkeeping):
    """A workshop, as whoever leads it sees it."""

    AUTO_FOCUS = ""
    CSS_PATH = STYLES / "workshop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("timer", "projector")]

    _entered: tuple[Phase, str | None, int] | None = None
    """Which round of which question is shown, and how far it has come."""
    _theme_before = ""
    _was_kept = True
    _end: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="workshop"):
            with Horizontal(id="head-row"):
                yield Head(id="head")
                yield Clock(id="clock")
            yield Static(id="way-in", markup=False)
            yield Static(id="settled", markup=False)
            yield Static(id="flow", markup=False)
            with Horizontal(id="middle"):
                yield AgendaList(id="agenda", markup=False)
                yield PeopleList(id="people", markup=False)
                yield Talk(id="talk")
        yield Judgement(self.assessment, id="panel", can_focus=False)
        yield KeyBar(*_KEYS["idle"], *_ALWAYS, id="key-bar")
        yield cover()

    def on_mount(self) -> None:
        self._end = self.desk.subscribe(self._later)
        self.show_meeting()
        if self.meeting.people and not any(one.is_here for one in self.meeting.people):
            self.ask_who_is_back()

    def _later(self) -> None:
        # The change may come from outside the app.
        self.call_later(self.show_meeting)

    def on_unmount(self) -> None:
        if self._end is not None:
            self._end()

    # ----------------------------------------------------------------- showing

    def show_meeting(self) -> None:
        """Bring everything on the screen up to date."""
        # The program may be on its way out.
        if not self.is_attached or not self.query(Talk):
            return
        meeting, case = self.meeting, self.assessment.case
        door = self.desk.door
        connected = door.reception.connected if door is not None else frozenset()
        self.agenda.show(meeting, case)
        self.people.show(meeting, connected)
        self._show_head()
        self._say_in("#settled", agreed_in_words(meeting, case))
        self._show_way_in()
        self._warn()
        ballot = meeting.ballot
        entered = (meeting.phase, meeting.key, ballot.number if ballot is not None else 0)
        is_another = entered != self._entered
        if is_another:
            before, self._entered = self._entered, entered
            self._enter(meeting.phase, is_new_round=before is None or before[1:] != entered[1:])
        self._arrange()
        if is_another and meeting.phase == "idle":
            # What a round left in the list of people is not where the next question is chosen.
            self.set_focus(self.agenda)
        self.query_one(KeyBar).look_again()
        if meeting.phase in ("revealed", "settled"):
            self._show_talk()

    def _show_head(self) -> None:
        key = self.meeting.key or self.agenda.key
        room = 9 if self.size.height >= 24 else 6
        if self.is_projected or self.meeting.phase in ("revealed", "settled"):
            room = 0
        self.query_one(Head).show(self.meeting, key, self.assessment.case, room=room)

    def _warn(self) -> None:
        """Say what a facilitator has to know of, once."""
        self.warn_of_claims()
        if self._was_kept and not self.desk.is_kept:
            self.tell("The disk does not take the answers: they last only while this runs.")
        self._was_kept = self.desk.is_kept

    @property
    def _width(self) -> int:
        """Cells between the margins, which are wider for a projector."""
        return self.size.width - (4 if self.is_projected else 2)

    def _show_way_in(self) -> None:
        """Say by which address people come in, who waits and who is in, as far as it matters."""
        door = self.desk.door
        said = (
            way_in(door, self.meeting, self._width, keymap_of(self.app)) if door is not None else ""
        )
        self._say_in("#way-in", said)

    def _say_in(self, place: str, said: str) -> None:
        """Say something on lines of its own, which are there only with it."""
        shown = self.query_one(place, Static)
        if (str(shown.content), shown.display) != (said, bool(said)):
            shown.update(Content(said))
            shown.display = bool(said)

    def _show_talk(self) -> None:
        meeting, talk = self.meeting, self.desk.talk
        if talk is not None and not is_about(talk, meeting):
            talk = None
        self.query_one(Talk).show(meeting, talk, self.assessment.case, self.is_projected)
        if talk is None:
            self._weigh()

    @work(exclusive=True, group="weigh")
    async def _weigh(self) -> None:
        """Find out what the answers mean; several assessments, and so not while painting."""
        meeting, key = self.meeting, self.meeting.key
        if key is None:
            return
        case, said = self.assessment.case, shown_ranges(meeting)
        agreed, basis = agreed_now(meeting), meeting.basis
        try:
            talk = await asyncio.to_thread(
                discuss, case, key, said, self.team, basis=basis, agreed=agreed
            )
        except ValueError:
            self.tell(f"The case has no place for {self.label(key)} any more.")
            return
        self.desk.say(talk)
        self.show_meeting()

    def show_answers(self, answers: Answers) -> None:
        """Show other answers of the case, as after an agreement or undo."""
        if answers is not self.answers:
            self.answers = answers
            self.assessment = assess(answers, self.team)
            self.query_one(VerdictPanel).assessment = self.assessment
            self._reckon()
        self.show_meeting()

    @work(exclusive=True, group="agenda")
    async def _reckon(self) -> None:
        """Find out anew what hangs on each question, once the case is another."""
        found = await asyncio.to_thread(agenda, self.assessment)
        self.do(lambda meeting: meeting.with_agenda(refreshed(meeting.agenda, found)))

    # ------------------------------------------------------------------ layout

    def _enter(self, phase: Phase, *, is_new_round: bool) -> None:
        """Another phase begins: its keys, its clock, the focus where its work is."""
        bar = self.query_one(KeyBar)
        bar.actions = [action(name) for name in (*_KEYS[phase], *_ALWAYS)]
        clock = self.query_one(Clock)
        if phase == "voting" and is_new_round:
            clock.start_anew()
        elif phase != "voting":
            clock.stop()

    def _arrange(self) -> None:
        """Show the parts of the phase, as far as there is room for them."""
        phase = self.meeting.phase
        is_crowded = self.is_projected and len(self.people.keys) > self.size.height - 12
        is_open = phase in ("revealed", "settled")
        shows = {
            self.agenda: phase == "idle",
            self.people: (phase == "voting" and not is_crowded)
            or (phase == "idle" and not self.is_projected),
            self.query_one(Talk): is_open,
            self.query_one("#flow"): phase == "voting" and is_crowded,
            self.query_one(Clock): phase != "idle",
        }
        for widget, is_shown in shows.items():
            widget.display = is_shown
        if is_crowded:
            flow = flow_of(self.meeting, self._width)
            self.query_one("#flow", Static).update(Content(flow))
        self.people.set_class(phase == "voting", "-alone")
        self.query_one("#title-bar").display = not self.is_projected
        focused = self.focused
        if focused is None or not shows.get(focused, True):
            target = next((one for one in shows if shows[one] and one.can_focus), None)
            self.set_focus(target)

    @on(Resize)
    def _rearrange(self) -> None:
        if self._entered is not None:
            self._arrange()
            self._show_head()
            self._show_way_in()

    @on(OptionList.OptionHighlighted, "#agenda")
    def _other_item(self) -> None:
        if self.meeting.key is None:
            self._show_head()
        self.query_one(KeyBar).look_again()

    @on(OptionList.OptionSelected)
    async def _selected(self) -> None:
        await self.action_go()

    # ----------------------------------------------------------------- actions

    def why_not(self, call: str) -> str:
        if call == "timer" and self.meeting.phase == "idle":
            return "The clock runs while a question is open: enter opens the one at hand."
        return super().why_not(call)

    def action_timer(self) -> None:
        """Start the clock, or stop it."""
        clock = self.query_one(Clock)
        if clock.runs:
            clock.stop()
        else:
            clock.start()
        self.say("The clock runs." if clock.runs else "The clock stands.")

    def action_projector(self) -> None:
        """Show the room what it needs in black on white, and go back."""
        self.is_projected = not self.is_projected
        if self.is_projected:
            self._theme_before = self.app.theme
            self.app.theme = PROJECTOR
        else:
            self.app.theme = self._theme_before
        self.set_class(self.is_projected, "-projector")
        self.show_meeting()
