"""The server of participants' pages: it starts, stops, and says what the facilitator needs.

It lives on the event loop of the program. Nothing it does there waits for a disk or computes a
case. Source: docs/specification.md §7.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from rules.problem import Problem
from rules.workshop.refused import Refused
from wizard.problems import InputUnusable
from wizard.workshop.listeners import Listener, Listeners
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web import guard
from wizard.workshop.web.address import Address, address_of, checked_host
from wizard.workshop.web.connections import Connections, counted
from wizard.workshop.web.news import Newsroom
from wizard.workshop.web.pages import Pages
from wizard.workshop.web.qr import qr_lines
from wizard.workshop.web.routes import Routes
from wizard.workshop.web.seats import Claim, Seat, Seats

TOKEN_BYTES = 16
"""Of the invitation: 128 bits."""
IDLE_SECONDS = 30 * 60
"""Without a sign of life, after which nobody waits for a person any more."""
_SWEEP_SECONDS = 30.0
_KEEPALIVE_SECONDS = 20.0
"""For another request to begin on a connection that had one."""
_GOODBYE_SECONDS = 1.0
_OF_A_CONNECTION = {
    "access_log": None,
    "logger": logging.getLogger("payback.workshop"),
    "keepalive_timeout": _KEEPALIVE_SECONDS,
    "lingering_time": _GOODBYE_SECONDS,
    "max_line_size": guard.LONGEST_LINE,
    "max_field_size": guard.LONGEST_FIELD,
    "max_headers": guard.MOST_FIELDS_OF_HEAD,
    "auto_decompress": False,
}


class JoinServer:
    """Participants' pages of one workshop."""

    def __init__(
        self,
        live: LiveMeeting,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """As `join_server`.

        Args:
            live: the workshop.
            host: the one address that it listens on.
            port: to listen on.
            public_url: where people reach it.
            clock: seconds, for idle people and limits.
        """
        self._live = live
        self._host = checked_host(host, public_url)
        self._port = port
        self._public_url = public_url
        self._clock = clock
        self._address = address_of(host, port, public_url)
        self._token = secrets.token_urlsafe(TOKEN_BYTES)
        self._cookie = f"payback_{secrets.token_hex(4)}"
        self._seats = Seats(clock)
        self.connections = Connections()
        self._news = Newsroom(live)
        self._listeners = Listeners()
        self._ends: list[Listener] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None

    # ---------------------------------------------------------------- its life

    async def start(self) -> tuple[str, int]:
        """Listen.

        Returns:
            The host and the port.

        Raises:
            InputUnusable: where the address cannot be had.
        """
        pages = await asyncio.to_thread(Pages)
        news = self._news = Newsroom(self._live)
        routes = Routes(
            self._live,
            self._seats,
            pages,
            news,
            cookie=self._cookie,
            is_secure=self._address.scheme == "https",
            takes=self._takes,
            told=self._told,
            clock=self._clock,
        )
        app = web.Application(
            middlewares=[counted(), guard.guard(lambda: self._address, pages.refusal)]
        )
        app.on_response_prepare.append(guard.add_headers)
        routes.add_to(app)
        self._runner = web.AppRunner(
            app,
            handle_signals=False,
            shutdown_timeout=_GOODBYE_SECONDS,
            # Whoever waits for news and goes is known to be gone at once.
            handler_cancellation=True,
        )
        await self._runner.setup()
        assert self._runner.server is not None
        loop = asyncio.get_running_loop()
        try:
            self._listening = await loop.create_server(
                self.connections.protocols(self._runner.server, **_OF_A_CONNECTION),
                self._host,
                self._port,
            )
        except OSError as error:
            await self._runner.cleanup()
            self._runner = None
            raise InputUnusable([_taken(self._host, self._port, error)]) from None
        self._port = self._listening.sockets[0].getsockname()[1]
        self._address = address_of(self._host, self._port, self._public_url)
        self._ends = [self._live.subscribe(self._follow)]
        self._tasks = [asyncio.create_task(news.tell()), asyncio.create_task(self._sweep())]
        return self._host, self._port

    async def stop(self) -> None:
        """Close every page and listen no more; what people said stays in the meeting."""
        for end in self._ends:
            end()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._ends, self._tasks = [], []
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        if self._runner is not None:
            self._news.close()
            await self._runner.cleanup()
            self._runner = None

    # --------------------------------------------------- what the facilitator sees

    @property
    def join_url(self) -> str:
        """The invitation: whoever has it may join."""
        return f"{self._address.base}/join/{self._token}"

    def qr_lines(self) -> list[str]:
        """The invitation for cameras; painted as `wizard.workshop.web.qr.STYLE` says."""
        return qr_lines(self.join_url)

    def renew(self) -> str:
        """Another invitation; the earlier one lets nobody in any more, and who is in stays."""
        self._token = secrets.token_urlsafe(TOKEN_BYTES)
        return self.join_url

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who asks to come back without their cookie."""
        return self._seats.claims

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

    def turn_away(self, code: str) -> None:
        """Refuse a claim.

        Raises:
            Refused: where nobody makes it any more.
        """
        self._seats.turn_away(code)
        self._told()

    @property
    def connected(self) -> frozenset[str]:
        """The names of people whose page is open and waits for news."""
        return frozenset(seat.name for seat in self._seats if seat.pages and not seat.claim)

    def subscribe(self, listener: Listener) -> Listener:
        """Have a function called when claims or connections change; what is returned ends that."""
        return self._listeners.add(listener)

    # ------------------------------------------------------------------- inside

    def _takes(self, token: str) -> bool:
        """Whether a token is that of the invitation, in a time that tells nothing of it."""
        return hmac.compare_digest(token.encode(errors="replace"), self._token.encode())

    def _told(self) -> None:
        self._news.change()
        self._listeners.tell()

    def _follow(self) -> None:
        self._seats.keep_only(one.name for one in self._live.meeting.people)
        self._news.change()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            self.sweep()

    def sweep(self) -> None:
        """Have nobody wait for people who have not been heard of, and drop stale claims."""
        claims = self.claims
        self._seats.expire()
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

    @property
    def address(self) -> Address:
        """The names that it answers to."""
        return self._address


def _taken(host: str, port: int, error: OSError) -> Problem:
    """That nothing can be listened on there, and why."""
    # What asyncio says repeats the address; a name that is not known has a number of its own kind.
    number = error.errno or 0
    why = os.strerror(number) if number > 0 else error.strerror or str(error)
    where = f"{host} port {port}" if port else host
    return Problem(
        f"{where} cannot be listened on: {why}; start again with another --host or --port"
    )
