"""How a browser gets a place: the invitation, a name, a cookie."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web

from rules.workshop.meeting import Meeting
from rules.workshop.people import identity
from rules.workshop.refused import Refused
from wizard.workshop import door_file
from wizard.workshop.web.answers import is_number
from wizard.workshop.web.guard import NO_SUCH_PAGE, TurnedAway, read_form
from wizard.workshop.web.pages import Pages
from wizard.workshop.web.seats import SECRET_BYTES, Bucket, Room, Seat

COOKIE_SECONDS = door_file.SECONDS
JOINS_AT_ONCE, JOINS_PER_SECOND = 60, 0.5
"""From one network address, behind which a whole room may sit."""
_MOST_ADDRESSES = 256


class Joining:
    """The handlers by which people come in."""

    def __init__(
        self,
        room: Room,
        pages: Pages,
        *,
        cookie: str,
        is_secure: bool,
        takes: Callable[[str], bool],
    ) -> None:
        """Bring together.

        `is_secure` says whether the cookie is for encrypted connections only, `takes` whether a
        token is that of the invitation.
        """
        self._live, self._seats, self._clock, self._told, self._kept = room
        self._pages = pages
        self._cookie = cookie
        self._is_secure = is_secure
        self._takes = takes
        self._joins: OrderedDict[str, Bucket] = OrderedDict()
        self._key = secrets.token_bytes(SECRET_BYTES)

    def seat_of(self, request: web.Request) -> Seat | None:
        """What the cookie of a request stands for."""
        return self._seats.of(request.cookies.get(self._cookie, ""))

    def present(self, request: web.Request) -> Seat:
        """Whose request it is; somebody who only was not heard of is here again.

        Raises:
            TurnedAway: where the cookie is nobody's.
        """
        seat = self.seat_of(request)
        if seat is None:
            raise TurnedAway(
                HTTPStatus.FORBIDDEN,
                "You have no place in this workshop. Open the address on the facilitator's screen"
                " to join, or to come back.",
            )
        seat.seen, seat.is_opened = self._clock(), True
        if seat.is_asleep:
            seat.is_asleep = False
            self._live.apply(lambda meeting: meeting.come_back(seat.name))
        return seat

    async def invitation(self, request: web.Request) -> web.StreamResponse:
        """The address that is on the screen: asks for a name, and changes nothing."""
        token = request.match_info["token"]
        if not self._takes(token):
            raise _no_such_page()
        if self.seat_of(request) is not None:
            return see("/")
        return self._pages.join(self._live.title, token)

    async def join(self, request: web.Request) -> web.StreamResponse:
        """A name is said: the invitation is exchanged for a cookie."""
        form = await read_form(request)
        token, name = form.get("token", ""), form.get("name", "")
        if not self._takes(token):
            raise _no_such_page()
        if self.seat_of(request) is not None:
            return see("/")
        address, secret = request.remote or "", self._secret_of(form.get("id", ""), name)
        if self._seats.of(secret) is None:
            if not self._joins_of(address).take():
                raise TurnedAway(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    "Too many people join at once. Try again in a minute.",
                )
            try:
                self._take_in(name, address, secret, is_asking="ask" in form)
            except Refused as refused:
                # The page leaves them out, since nobody sees what to take away.
                as_below = ", as below" if refused.word == "unseen" else ""
                return self._pages.join(
                    self._live.title,
                    token,
                    name,
                    f"{refused.message}{as_below}",
                    may_ask=refused.word == "away",
                    is_taken=refused.word == "taken",
                    status=HTTPStatus.CONFLICT,
                )
        self._told()
        await self._kept()
        response = see("/")
        response.set_cookie(
            self._cookie,
            secret,
            max_age=COOKIE_SECONDS,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._is_secure,
        )
        return response

    def _secret_of(self, number: str, name: str) -> str:
        """The cookie for a form: the same where it comes again, since nobody heard of the first."""
        if is_number(number):
            said = f"{number}\0{identity(name)}".encode(errors="replace")
            digest = hmac.digest(self._key, said, "sha256")
            return base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return secrets.token_urlsafe(SECRET_BYTES)

    def _take_in(self, name: str, address: str, secret: str, *, is_asking: bool) -> None:
        """Let a newcomer in, or note somebody who asks to come back.

        Raises:
            Refused: where neither can be.
        """
        known = self._live.meeting.person(name) if is_asking else None
        if known is not None and not known.is_here:
            self._seats.ask_back(known.name, address, secret)
            return

        def joined(meeting: Meeting) -> Meeting:
            return meeting.join(name)

        try:
            after = self._live.apply(joined)
        except Refused as refused:
            if refused.word != "full" or not self._make_room():
                raise
            after = self._live.apply(joined)
        self._seats.sit(after.people[-1].name, address, secret)

    def _make_room(self) -> bool:
        """Take out somebody who is not there, for all that is known; False where all are."""
        meeting = self._live.meeting
        absent = [one for one in self._seats.unproven if not meeting.has_said(one.name)]
        if not absent:
            return False
        addresses = [one.address for one in absent]
        most = max(addresses, key=addresses.count)
        longest = min((one for one in absent if one.address == most), key=lambda one: one.joined)
        self._live.apply(lambda meeting: meeting.forget(longest.name))
        return True

    def _joins_of(self, remote: str) -> Bucket:
        bucket = self._joins.pop(remote, None)
        if bucket is None:
            bucket = Bucket(JOINS_AT_ONCE, JOINS_PER_SECOND, self._clock)
        self._joins[remote] = bucket
        if len(self._joins) > _MOST_ADDRESSES:
            self._joins.popitem(last=False)
        return bucket


def see(path: str) -> web.Response:
    """Have a browser look at another page."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": path})


def _no_such_page() -> TurnedAway:
    return TurnedAway(HTTPStatus.NOT_FOUND, NO_SUCH_PAGE)
