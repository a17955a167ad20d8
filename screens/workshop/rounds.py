"""What a facilitator does with the question that is open: ask, reveal, agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from rules.words.wording import listed
from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range
from rules.workshop.refused import Refused
from rules.workshop.state import Phase
from rules.workshop.votes import Typed, Vote, read_reason, typed_vote
from screens.frame.textual_private import forget_copied
from screens.keys import bindings
from screens.overlays.confirm import ConfirmScreen
from screens.workshop.ballot import HandOver, ballot, choose
from screens.workshop.form import Blank, FormScreen
from screens.workshop.leading import EMPTY, NOBODY, Leading


class ReasonScreen(FormScreen[str]):
    """Returns why somebody does not share what was agreed."""


SHOWN: tuple[Phase, ...] = ("revealed", "settled")
"""When everybody sees the answers."""


class Rounds(Leading):
    """Leads through the rounds of a question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "go",
            "reveal",
            "another-round",
            "agree-pool",
            "agree-other",
            "object",
            "next-item",
            "close",
        ),
    ]

    is_projected = False
    """Whether the room sees this screen."""

    def why_not(self, call: str) -> str:
        """What the meeting refuses, and what a key would do to something that is not in sight."""
        meeting, day = self.meeting, self.desk.day()
        if call in ("agree_pool", "agree_other"):
            return "" if meeting.phase in SHOWN else _refused(lambda: meeting.agree_pooled(day))
        if call == "another_round":
            return "" if meeting.phase in SHOWN else _refused(lambda: meeting.again(day))
        if call == "reveal":
            return _refused(meeting.reveal)
        if call == "object" and meeting.phase != "settled":
            return "Nothing is agreed for this question yet."
        if call == "object" and not meeting.people:
            return self.keyed(NOBODY)
        if call == "next_item" and meeting.phase == "voting":
            return "A round is under way: reveal it, or go back to the agenda."
        if call == "close" and meeting.phase == "idle":
            return "This is the agenda: nothing lies on it."
        return super().why_not(call)

    # --------------------------------------------------------------------- ask

    async def action_go(self) -> None:
        """Go on with what is at hand: hand the keyboard over, show the answers, ask, and so on.

        Whoever wants to answer again, and what is agreed and is to be asked again, is taken to
        hand first.
        """
        meeting = self.meeting
        match meeting.phase:
            case "voting":
                name = self._next_in_turn()
                if name is None:
                    self.tell(self.keyed(NOBODY))
                elif meeting.pending or self.people.was_moved:
                    self.hand_to(name)
                else:
                    await self.action_reveal()
            case "revealed":
                ways = (
                    "{agree-pool} agrees on the pool, {agree-other} on a range of your choice;"
                    " {another-round} asks again."
                )
                self.tell(self.keyed(ways))
            case "settled":
                self.action_next_item()
            case "idle":
                if meeting.is_through and not self.agenda.was_moved:
                    await self.action_verdict()
                elif self.agenda.key is None:
                    self.tell(self.keyed(EMPTY))
                else:
                    self.ask(self.agenda.key)

    def _next_in_turn(self) -> str | None:
        """The person at hand, or whoever is waited for where the list is not in use."""
        if self.focused is self.people or not self.meeting.pending:
            return self.people.key
        return self.meeting.pending[0]

    def ask(self, key: str) -> None:
        """Open a question of the agenda."""
        day, now = self.desk.day(), self.desk.now()
        if self.do(lambda meeting: meeting.ask(key, day, now)) and self.meeting.pending:
            self.people.choose(self.meeting.pending[0])

    def action_next_item(self) -> None:
        """Leave the question and open the next one that is not agreed."""
        following = self.meeting.next_key
        if self.meeting.is_through:
            if self.meeting.phase != "idle":
                self.action_close()
            self.say("Everything on the agenda is agreed. Enter shows what the case comes to.")
            return
        if following is None and not self.meeting.agenda:
            self.tell(self.keyed(EMPTY))
            return
        if following is None:
            self.tell("There is no other question on the agenda that is not agreed.")
            return
        self.ask(following)

    def action_close(self) -> None:
        """Go back to the agenda; the round that is under way keeps its answers."""
        key = self.meeting.key
        self.do(Meeting.close)
        self.agenda.choose(key)

    @work(exclusive=True, group="keyboard")
    async def hand_to(self, name: str) -> None:
        """Pass the keyboard from one person to the next, with a cover between any two."""
        following: str | None = name
        while following is not None and self.meeting.phase == "voting":
            following = await self._answer_of(following)

    async def _answer_of(self, name: str) -> str | None:
        """Have one person answer; who is next, None where that was not done."""
        meeting, key = self.meeting, self.meeting.key
        assert key is not None
        cover = HandOver(
            name,
            self.label(key),
            has_answered=meeting.answer_of(name) is not None,
            is_projected=self.is_projected,
        )
        if await self.get_answer(cover) != "ready":
            return None
        earlier = meeting.start_of(name)
        # Without names not even the person who holds the keyboard is told whose number was whose.
        is_shown = earlier is not None and not meeting.hides_names
        start = typed_vote(key, earlier) if earlier is not None and is_shown else Typed()
        heading = f"{name}: {self.label(key)}"
        vote = await self.get_answer(
            ballot(
                key, heading, self.assessment.case.currency, start, decimal_comma=self.decimal_comma
            )
        )
        # What was cut or copied there is not for the next person.
        forget_copied(self.app)
        return self._next_after(name) if vote is not None and self._take(name, vote) else None

    def _take(self, name: str, vote: Vote) -> bool:
        return self.do(lambda meeting: meeting.vote(name, vote))

    def _next_after(self, name: str) -> str | None:
        """Who is waited for next, in the order of the people, beginning behind somebody."""
        pending = self.meeting.pending
        names = [one.name for one in self.meeting.people]
        at = names.index(name)
        following = next((one for one in names[at + 1 :] + names[:at] if one in pending), None)
        self.people.choose(following or name)
        return following

    # ------------------------------------------------------------------ reveal

    async def action_reveal(self) -> None:
        """Show the answers to everybody; asked first while somebody is waited for."""
        pending, given = list(self.meeting.pending), self.meeting.ballot
        if not pending or given is None or not given.votes:
            self.do(Meeting.reveal)
            return
        verb = "has" if len(pending) == 1 else "have"
        await self.open(
            ConfirmScreen(
                f"{listed(pending)} {verb} not answered yet.",
                [("wait", "Wait"), ("reveal", "Show the answers there are")],
            ),
            lambda answer: self._reveal_early(answer == "reveal"),
        )

    def _reveal_early(self, is_wanted: bool) -> None:
        if is_wanted:
            self.do(Meeting.reveal)

    def action_another_round(self) -> None:
        """Have everybody answer once more, blind again."""
        day, now = self.desk.day(), self.desk.now()
        if self.do(lambda meeting: meeting.again(day, now)) and self.meeting.pending:
            self.people.choose(self.meeting.pending[0])

    # ------------------------------------------------------------------- agree

    def action_agree_pool(self) -> None:
        """Agree on the pool."""
        day, before = self.desk.day(), self.meeting
        if self.do(lambda meeting: meeting.agree_pooled(day)) and self.meeting == before:
            self.say("The pool is agreed already.")

    async def action_agree_other(self) -> None:
        """Agree on a range that the people choose."""
        key = self.meeting.key
        if key is None:
            return
        start = typed_vote(key, Vote(self.meeting.pool()))
        day = self.desk.day()
        await self.open(
            choose(
                key,
                self.label(key),
                self.assessment.case.currency,
                start,
                decimal_comma=self.decimal_comma,
            ),
            lambda said: self._agree_on(day, said),
        )

    def _agree_on(self, day: date, said: Range | None) -> None:
        if said is not None:
            self.do(lambda meeting: meeting.agree_chosen(day, said))

    @work(exclusive=True, group="object")
    async def action_object(self) -> None:
        """Record who does not share what was agreed, and why; or that they do after all."""
        meeting, key = self.meeting, self.meeting.key
        settled = meeting.agreement(key) if key is not None else None
        if settled is None:
            return
        outside = {} if meeting.hides_names else meeting.outside(settled.said)
        names = sorted((one.name for one in meeting.people), key=lambda name: name not in outside)

        def said_of(name: str) -> str:
            if name in settled.dissent:
                return f"{name} shares it after all"
            return f"{name}, who is outside it" if name in outside else name

        answers = [(f"person-{at}", said_of(name)) for at, name in enumerate(names)]
        chosen = await self.get_answer(
            ConfirmScreen("Who does not share it?", [*answers, ("nobody", "Nobody else")])
        )
        if chosen is None or chosen == "nobody":
            return
        name = names[int(chosen.removeprefix("person-"))]
        if name in settled.dissent:
            self.do(lambda meeting: meeting.withdraw_dissent(name))
            return
        reason = await self.get_answer(
            ReasonScreen(
                f"Why does {name} not share it?",
                "The reason is kept beside what was agreed.",
                [Blank("reason", "Reason", outside.get(name, ""))],
                lambda texts: read_reason(texts["reason"]),
                give="Keep it",
            )
        )
        if reason is not None:
            self.do(lambda meeting: meeting.dissent(name, reason))


def _refused(event: Callable[[], Meeting]) -> str:
    """Why something cannot happen in a meeting, found by trying; empty where it can."""
    try:
        event()
    except Refused as refused:
        how = ": enter opens the one at hand" if refused.word == "idle" else ""
        return f"{refused.message}{how}."
    return ""
