"""What a facilitator does about people who come in from their own devices, or come back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from rules.words.wording import first_of, listed
from rules.workshop.meeting import Meeting
from screens.keys import bindings
from screens.overlays.confirm import ConfirmScreen
from screens.workshop.door import DoorScreen, clear_seats, let_everybody_in
from screens.workshop.rounds import Rounds

_NAMED = 12
"""Names in a question about who is back."""


class Doorkeeping(Rounds):
    """Leads a workshop whose people may come in from their own devices."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("door", "let-all-in", "clear-seats")]

    _claims: frozenset[str] = frozenset()
    """Who was said to ask to come back."""

    def warn_of_claims(self) -> None:
        """Say who asks to come back, once."""
        door = self.desk.door
        claims = {one.code: one.name for one in door.reception.claims} if door is not None else {}
        for code in claims.keys() - self._claims:
            more = len(claims) - 1
            asks = f"and {more} more ask" if more else "asks"
            how = self.keyed("{door} shows how to let them in, {let-all-in} lets all in.")
            self.tell(f"{claims[code]} {asks} to come back: {how}")
        self._claims = frozenset(claims)

    def why_not(self, call: str) -> str:
        """Without a door: how to have one."""
        if call in ("door", "let_all_in", "clear_seats") and self.desk.door is None:
            return (
                self.desk.why_closed
                or "Start with `payback workshop FILE --join` to let people in by their own"
                " devices."
            )
        return super().why_not(call)

    async def action_door(self) -> None:
        """Show how people come in from their own devices."""
        door = self.desk.door
        if door is not None:
            await self.open(DoorScreen(self.desk, door))

    def action_let_all_in(self) -> None:
        """Let in everybody who asks to come back."""
        door = self.desk.door
        if door is not None:
            let_everybody_in(self, door.reception)

    async def action_clear_seats(self) -> None:
        """Take out everybody who came in and has said nothing."""
        door = self.desk.door
        if door is not None:
            await clear_seats(self, door)

    @work(exclusive=True, group="back")
    async def ask_who_is_back(self) -> None:
        """Ask whether those of last time are here again."""
        names = [one.name for one in self.meeting.people]
        answers = [("later", "They come one by one"), ("all", "All of them are here")]
        text = f"{listed(first_of(names, _NAMED))} took part before."
        if await self.get_answer(ConfirmScreen(text, answers)) == "all":
            self.do(partial(_with_all, names))


def _with_all(names: Sequence[str], meeting: Meeting) -> Meeting:
    """Everybody of some names is here again."""
    for name in names:
        meeting = meeting.come_back(name)
    return meeting
