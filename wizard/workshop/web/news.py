"""What open pages are told without being asked: that there is something else to show.

Nothing of an answer stands in it. A page fetches itself anew where its stamp is not the latest.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from rules.words.wording import first_of, listed, visible
from rules.workshop.meeting import Meeting
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web.seats import Seat

PAUSE = 0.25
"""Seconds that a round of telling takes, so that fifty answers at once are one piece of news."""
MOST_PAGES = 4
"""Open pages of one person that are told."""
_NAMED = 6
"""Names in a sentence about who is waited for."""


class News(NamedTuple):
    """The state of one person's page."""

    stamp: str
    """Changes whenever the page would show something else; says nothing by itself."""
    status: str
    """Where the round stands, as a sentence."""


class Newsroom:
    """Tells open pages of changes, all at one time and not too often."""

    def __init__(self, live: LiveMeeting) -> None:
        self._live = live
        self._revision = -1
        self._shared = ("", "")
        self._changed = asyncio.Event()
        self._waiting: set[asyncio.Event] = set()
        self.is_closed = False

    def of(self, seat: Seat) -> News:
        """The state of a person's page now."""
        if self._revision != self._live.revision:
            self._shared = (_shown(self._live), status_of(self._live.meeting))
            self._revision = self._live.revision
        shown, status = self._shared
        meeting = self._live.meeting
        person = meeting.person(seat.name)
        is_here = person is not None and person.is_here
        own = meeting.answer_of(person.name) if person is not None else None
        texts = (shown, seat.name, repr(seat.claim), repr(is_here), repr(own))
        stamp = hashlib.sha256("\0".join(texts).encode(errors="replace")).hexdigest()[:16]
        return News(stamp, status if seat.claim is None else "Waiting for the facilitator.")

    def change(self) -> None:
        """Something happened: tell, soon."""
        self._changed.set()

    async def tell(self) -> None:
        """Wake the waiting pages after changes, until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            waiting = tuple(self._waiting)
            for event in waiting:
                event.set()
                # One after the other: what the facilitator types comes in between.
                await asyncio.sleep(PAUSE / len(waiting))
            if not waiting:
                await asyncio.sleep(PAUSE)

    @contextmanager
    def waiting(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever there may be news."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            yield event
        finally:
            self._waiting.discard(event)

    def close(self) -> None:
        """End all waiting."""
        self.is_closed = True
        for event in self._waiting:
            event.set()


def _shown(live: LiveMeeting) -> str:
    """What is open, and how far; what was revealed stays as it is."""
    meeting, talk = live.meeting, live.talk
    ballot = meeting.ballot
    open_now = None if ballot is None else (ballot.key, ballot.number, ballot.is_revealed)
    said = None if talk is None else (talk.key, talk.advice, [one.text for one in talk.people])
    settled = None if ballot is None else meeting.agreement(ballot.key)
    is_known = settled is not None and meeting.phase == "settled"
    shown = [settled.said, settled.method, settled.dissent] if settled and is_known else None
    return repr((open_now, meeting.phase, meeting.hides_names, said, shown, live.title))


def status_of(meeting: Meeting) -> str:
    """Where a meeting stands, in a sentence that gives nobody's answer away."""
    if meeting.phase == "revealed":
        return "The answers are shown."
    if meeting.phase == "settled":
        return "This question is agreed."
    ballot = meeting.ballot
    if ballot is None:
        return "No question is open."
    answered = f"{len(ballot.votes)} answered"
    if not meeting.pending:
        return f"{answered}. The facilitator reveals the answers."
    names = first_of([visible(name) for name in meeting.pending], _NAMED)
    return f"{answered}, waiting for {listed(names)}."
