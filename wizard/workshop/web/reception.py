"""Who is let in and who is taken out, as the facilitator decides, and as time goes by."""

from __future__ import annotations

from contextlib import suppress
from functools import partial, reduce

from rules.workshop.meeting import Meeting
from rules.workshop.people import identity
from rules.workshop.refused import Refused
from wizard.workshop.web.seats import Claim, Room, Seat

IDLE_SECONDS = 30 * 60
"""Without a sign of life, after which nobody waits for a person any more."""


class Reception:
    """The seats of one workshop, from the facilitator's side."""

    def __init__(self, room: Room) -> None:
        self._live, self._seats, self._clock, self._told, _ = room

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who asks to come back without their cookie."""
        return self._seats.claims

    @property
    def connected(self) -> frozenset[str]:
        """The names of people whose page is open and waits for news."""
        return frozenset(seat.name for seat in self._seats if seat.pages and not seat.claim)

    @property
    def silent(self) -> tuple[str, ...]:
        """The names of people who came in from a device and have said nothing yet."""
        meeting = self._live.meeting
        return tuple(
            one.name for one in self._seats if not one.claim and not meeting.has_said(one.name)
        )

    def let_in(self, code: str) -> None:
        """Believe a claim.

        Raises:
            Refused: where nobody makes it any more, or the person is here.
        """
        claim = next((one for one in self.claims if one.code == code), None)
        person = None if claim is None else self._live.meeting.person(claim.name)
        if person is not None and person.is_here:
            raise Refused(f"{person.name} is here; let them leave first", "taken")
        name = self._seats.let_in(code)
        self._live.apply(lambda meeting: meeting.come_back(name))
        self._told()

    def let_all_in(self) -> int:
        """Believe all claims but those of several to be one person; how many were let in."""
        names = [identity(claim.name) for claim in self.claims]
        count = 0
        for claim in self.claims:
            if names.count(identity(claim.name)) == 1:
                with suppress(Refused):
                    self.let_in(claim.code)
                    count += 1
        return count

    def turn_away(self, code: str) -> None:
        """Refuse a claim.

        Raises:
            Refused: where nobody makes it any more.
        """
        self._seats.turn_away(code)
        self._told()

    def clear(self) -> None:
        """Take out all who came in and have said nothing, and refuse all claims."""
        names = self.silent
        for claim in self.claims:
            self._seats.turn_away(claim.code)
        self._live.apply(lambda meeting: reduce(Meeting.forget, names, meeting))
        self._told()

    def sweep(self) -> None:
        """Have nobody wait for who has not been heard of, and drop what nobody came for."""
        claims = self.claims
        self._seats.expire()
        for name in self._seats.never_opened:
            with suppress(Refused):
                self._live.apply(partial(Meeting.forget, name=name))
        for seat in self._seats:
            if not seat.claim and not seat.pages and seat.seen < self._clock() - IDLE_SECONDS:
                self._put_to_sleep(seat)
        if self.claims != claims:
            self._told()

    def _put_to_sleep(self, seat: Seat) -> None:
        person = self._live.meeting.person(seat.name)
        if person is not None and person.is_here:
            seat.is_asleep = True
            self._live.apply(lambda meeting: meeting.leave(seat.name))
