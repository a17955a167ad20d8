"""Which browser answers for whom: cookies, and people who have lost theirs.

A cookie is kept only as its hash, so looking one up compares nothing of it. One person has one
cookie; a cookie is never moved from one person to another. How often somebody may ask for something
is limited by a `Bucket`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.workshop.people import MOST, identity
from rules.workshop.refused import Refused
from wizard.workshop.door_file import KeptSeat
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web.answers import Sent

SECRET_BYTES = 32
"""Of a cookie: 256 bits."""
MOST_CLAIMS = 2 * MOST
MOST_CLAIMS_OF_ONE = 3
"""For one person: more of them would only hide who it is."""
SECONDS_TO_PROVE = 3.0
"""After which a page that still asks for something is somebody's; one without script asks every 5
seconds."""
SECONDS_TO_OPEN = 30.0
"""After which a cookie that never came back is nobody's."""
CLAIM_SECONDS = 15 * 60
"""After which a claim whose page is closed is dropped."""
_ANSWERS, _ANSWERS_PER_SECOND = 20, 2.0
"""Posts of one person: as many at once, and then as many a second."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody without a cookie who says that they are a person who took part before."""

    name: str
    code: str
    """Shown on their page and to the facilitator, who lets in the one that says it."""


@dataclass(eq=False, slots=True)
class Seat:
    """What one cookie stands for."""

    name: str
    """Of the person; of the one who is claimed, while there is a claim."""
    claim: Claim | None
    posts: Bucket
    joined: float
    """When it was given, by the clock."""
    seen: float
    """When it last asked for something, by the clock."""
    address: str = ""
    """Of the network, from which it was asked for."""
    sent: Sent = field(default_factory=Sent)
    """The forms of theirs that were taken."""
    pages: int = 0
    """Open connections that wait for news."""
    is_opened: bool = False
    """Whether the cookie was ever sent back: every browser follows to the page at once."""
    is_asleep: bool = False
    """Whether its person was marked as away only because nothing was heard of them."""

    @property
    def is_proven(self) -> bool:
        """Whether somebody is there, for all that a server can tell: a page stayed open."""
        return self.pages > 0 or self.seen - self.joined >= SECONDS_TO_PROVE


class Seats:
    """All cookies of one workshop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seats: dict[str, Seat] = {}

    def of(self, secret: str) -> Seat | None:
        """What a cookie stands for."""
        return self._seats.get(_hashed(secret))

    def sit(self, name: str, address: str, secret: str) -> None:
        """Have a cookie stand for a person, and any other of theirs for nobody from now on."""
        self._drop(
            [one for one in self if one.claim is None and identity(one.name) == identity(name)]
        )
        self._add(secret, name, None, address)

    def ask_back(self, name: str, address: str, secret: str) -> None:
        """Have a cookie stand for nobody until the facilitator lets its owner in.

        Raises:
            Refused: where too many are waiting.
        """
        same = [one for one in self.claims if identity(one.name) == identity(name)]
        if len(self.claims) >= MOST_CLAIMS or len(same) >= MOST_CLAIMS_OF_ONE:
            raise Refused("Too many people ask to come back; take another name", "full")
        used = {claim.code for claim in self.claims}
        code = next(code for code in iter(_code, "") if code not in used)
        self._add(secret, name, Claim(name, code), address)

    def let_in(self, code: str) -> str:
        """Make a claim hold: its cookie stands for the person, and any earlier one for nobody.

        Returns:
            The name of the person.

        Raises:
            Refused: where nobody asks by that code.
        """
        seat = self._claiming(code)
        others = (one for one in self._seats.values() if one is not seat)
        self._drop([one for one in others if identity(one.name) == identity(seat.name)])
        seat.claim = None
        return seat.name

    def turn_away(self, code: str) -> None:
        """Drop a claim.

        Raises:
            Refused: where nobody asks by that code.
        """
        self._drop([self._claiming(code)])

    def drop(self, seat: Seat) -> None:
        """Have a cookie stand for nobody."""
        self._drop([seat])

    def keep_only(self, names: Iterable[str]) -> None:
        """Drop the cookies of people who no longer take part."""
        present = {identity(name) for name in names}
        self._drop([seat for seat in self._seats.values() if identity(seat.name) not in present])

    def expire(self) -> None:
        """Drop claims that nobody waits for any more."""
        before = self._clock() - CLAIM_SECONDS
        self._drop([seat for seat in self if seat.claim and not seat.pages and seat.seen < before])

    @property
    def unproven(self) -> tuple[Seat, ...]:
        """The places of people who had the time to show that they are there, and did not."""
        before = self._clock() - SECONDS_TO_PROVE
        seats = (one for one in self if one.claim is None and not one.is_proven)
        return tuple(one for one in seats if one.joined <= before)

    @property
    def never_opened(self) -> tuple[str, ...]:
        """The names under which somebody joined, and no browser looked at a page."""
        before = self._clock() - SECONDS_TO_OPEN
        seats = (one for one in self if one.claim is None and not one.is_opened)
        return tuple(one.name for one in seats if one.joined <= before)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who asks to come back, the longest waiting first."""
        return tuple(seat.claim for seat in self._seats.values() if seat.claim is not None)

    def __iter__(self) -> Iterator[Seat]:
        return iter(tuple(self._seats.values()))

    def _claiming(self, code: str) -> Seat:
        for seat in self._seats.values():
            if seat.claim is not None and seat.claim.code == code:
                return seat
        raise Refused(f"Nobody asks to come back by the code {code[:8]}", "no claim")

    def kept(self, is_here: Callable[[str], bool]) -> tuple[KeptSeat, ...]:
        """All seats, to be kept; nobody who asks to come back is among them.

        `is_here` says whether the person of a name has not left.
        """
        return tuple(
            KeptSeat(digest, seat.name, seat.is_asleep or is_here(seat.name))
            for digest, seat in self._seats.items()
            if seat.claim is None
        )

    def take_up(self, kept: Iterable[KeptSeat]) -> None:
        """Have cookies of an earlier program stand for whom they stood then.

        Nothing was heard of anybody yet; whoever had not left is here with the first sign of life.
        """
        now = self._clock()
        for one in kept:
            # They have proven themselves then.
            self._seats[one.digest] = Seat(
                one.name, None, self._posts(), now - SECONDS_TO_PROVE, now,
                is_opened=True, is_asleep=one.is_here,
            )  # fmt: skip

    def _add(self, secret: str, name: str, claim: Claim | None, address: str) -> None:
        now = self._clock()
        self._seats[_hashed(secret)] = Seat(name, claim, self._posts(), now, now, address)

    def _posts(self) -> Bucket:
        return Bucket(_ANSWERS, _ANSWERS_PER_SECOND, self._clock)

    def _drop(self, seats: Iterable[Seat]) -> None:
        gone = set(seats)
        self._seats = {key: seat for key, seat in self._seats.items() if seat not in gone}


class Room(NamedTuple):
    """What all who serve one workshop have in common."""

    live: LiveMeeting
    seats: Seats
    clock: Callable[[], float]
    """Seconds."""
    told: Callable[[], None]
    """Called when seats, claims or connections have changed."""
    kept: Callable[[], Awaitable[object]]
    """Waits until what people have said, and who is here, is on disk."""


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def _code() -> str:
    return f"{secrets.randbelow(9_000) + 1_000}"


class Bucket:
    """Tokens that fill up over time; each request takes one."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._left = float(burst)
        self._seen = clock()

    def take(self) -> bool:
        """Take one; False where none is left."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
