"""Which browser answers for whom: cookies, and people who have lost theirs.

A cookie is kept only as its hash, so looking one up compares nothing of it. One person has one
cookie; a cookie is never moved from one person to another.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rules.workshop.people import MOST, identity
from rules.workshop.refused import Refused
from wizard.workshop.web.rate import Bucket

SECRET_BYTES = 32
"""Of a cookie: 256 bits."""
MOST_CLAIMS = 2 * MOST
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
    seen: float
    """When it last asked for something, by the clock."""
    pages: int = 0
    """Open connections that wait for news."""
    is_asleep: bool = False
    """Whether its person was marked as away only because nothing was heard of them."""


class Seats:
    """All cookies of one workshop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seats: dict[str, Seat] = {}

    def of(self, secret: str) -> Seat | None:
        """What a cookie stands for."""
        return self._seats.get(_hashed(secret))

    def sit(self, name: str) -> str:
        """A cookie for a person; any other of theirs stands for nobody from now on."""
        self._drop([seat for seat in self if _is_of(seat, name)])
        return self._add(name, None)

    def ask_back(self, name: str) -> str:
        """A cookie that stands for nobody until the facilitator lets its owner in.

        Raises:
            Refused: where too many are waiting.
        """
        if len(self.claims) >= MOST_CLAIMS:
            raise Refused("Too many people ask to come back; take another name", "full")
        used = {claim.code for claim in self.claims}
        code = next(code for code in iter(_code, "") if code not in used)
        return self._add(name, Claim(name, code))

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

    def _add(self, name: str, claim: Claim | None) -> str:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        posts = Bucket(_ANSWERS, _ANSWERS_PER_SECOND, self._clock)
        self._seats[_hashed(secret)] = Seat(name, claim, posts, self._clock())
        return secret

    def _drop(self, seats: Iterable[Seat]) -> None:
        gone = set(seats)
        self._seats = {key: seat for key, seat in self._seats.items() if seat not in gone}


def _is_of(seat: Seat, name: str) -> bool:
    return seat.claim is None and identity(seat.name) == identity(name)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def _code() -> str:
    return f"{secrets.randbelow(9_000) + 1_000}"
