"""The server of participants' pages: it starts, stops, and says what the facilitator needs.

It lives on the event loop of the program. Nothing it does there waits for a disk or computes a
case. Source: docs/specification.md §7.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from aiohttp import web

from rules.workshop.meeting import Meeting
from rules.workshop.people import Person, identity
from wizard.workshop.door_file import DoorFile, KeptDoor
from wizard.workshop.live import Listener, Listeners, LiveMeeting
from wizard.workshop.newest import NewestWriter
from wizard.workshop.web import guard
from wizard.workshop.web.address import ANOTHER_PORT, address_of, checked_host, who_reaches
from wizard.workshop.web.connections import Connections, served
from wizard.workshop.web.joining import Joining
from wizard.workshop.web.listening import listen
from wizard.workshop.web.news import Newsroom
from wizard.workshop.web.pages import Pages
from wizard.workshop.web.qr import qr_lines
from wizard.workshop.web.reception import Reception
from wizard.workshop.web.routes import Routes
from wizard.workshop.web.seats import Room, Seats
from wizard.workshop.web.streaming import Streaming
from wizard.workshop.wishes import LOCAL

TOKEN_BYTES = 16
"""Of the invitation: 128 bits."""
_SWEEP_SECONDS = 30.0


class JoinServer:
    """Participants' pages of one workshop."""

    def __init__(
        self,
        live: LiveMeeting,
        *,
        host: str = LOCAL,
        port: int = 0,
        public_url: str = "",
        file: DoorFile | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare, with what `join_server` takes and a clock in seconds for people and limits."""
        self._live = live
        self._host = checked_host(host, public_url)
        self._port = port
        self._public_url = public_url
        self._address = address_of(host, port, public_url)
        self._token = secrets.token_urlsafe(TOKEN_BYTES)
        self._cookie = f"payback_{secrets.token_hex(4)}"
        self._seats = Seats(clock)
        self.connections = Connections()
        self._room = Room(live, self._seats, clock, self._told, self._kept)
        self.reception = Reception(self._room)
        self._news = Newsroom(live)
        self._listeners = Listeners()
        self._ends: list[Listener] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._listening: tuple[web.AppRunner, asyncio.Server] | None = None
        self._file = file
        self._writer: NewestWriter[KeptDoor] | None = None
        self._noted: KeptDoor | None = None
        """What was last given to be written."""
        self._people: tuple[Person, ...] = ()
        self._is_taken_up = False
        self.is_moved = False
        """Whether the port of an earlier program could not be had, so that the address is new."""

    # ---------------------------------------------------------------- its life

    async def start(self) -> tuple[str, int]:
        """Listen; where an earlier program did for the same workshop, as it did.

        Returns:
            The host and the port.

        Raises:
            InputUnusable: where the address cannot be had.
        """
        pages = await asyncio.to_thread(Pages)
        ports = self._take_up(await asyncio.to_thread(self._file.read) if self._file else None)
        news = self._news = Newsroom(self._live)
        app = web.Application(
            middlewares=[served, guard.guard(lambda: self._address, pages.refusal)]
        )
        app.on_response_prepare.append(guard.add_headers)
        joining = Joining(
            self._room,
            pages,
            cookie=self._cookie,
            is_secure=self._address.scheme == "https",
            takes=self._takes,
        )
        streaming = Streaming(self._room, news, joining)
        Routes(self._room, pages, news, joining, streaming).add_to(app)
        self._listening = await listen(app, self.connections, self._host, ports)
        self._port = self._listening[1].sockets[0].getsockname()[1]
        self.is_moved = bool(ports[0]) and self._port != ports[0]
        self._address = address_of(self._host, self._port, self._public_url)
        if self._file is not None:
            self._writer = NewestWriter(self._file.write)
        self._keep()
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
            (runner, server), self._listening = self._listening, None
            server.close()
            self._news.close()
            await runner.cleanup()
        if self._writer is not None:
            self._writer.stop()
            self._writer = None

    def _take_up(self, kept: KeptDoor | None) -> tuple[int, ...]:
        """Go on as an earlier program did; the ports to listen on, in order of preference."""
        if kept is None or self._is_taken_up:
            return (self._port,)
        self._is_taken_up = True
        self._token, self._cookie = kept.token, kept.cookie
        for seat in kept.seats:
            self._live.apply(partial(Meeting.expect, name=seat.name))
        self._seats.take_up(kept.seats)
        is_there = (kept.host, kept.public_url) == (self._host, self._public_url)
        return (kept.port, 0) if is_there and not self._port else (self._port,)

    # --------------------------------------------------- what the facilitator sees

    @property
    def join_url(self) -> str:
        """The invitation: whoever has it may join."""
        return f"{self._address.base}/join/{self._token}"

    def qr_lines(self) -> list[str]:
        """The invitation for cameras."""
        return qr_lines(self.join_url)

    @property
    def hint(self) -> str:
        """Who can reach it, where that is not everybody; that it is another one than before."""
        moved = f"{ANOTHER_PORT}." if self.is_moved else ""
        return " ".join(filter(None, (moved, who_reaches(self._host, self._public_url))))

    def renew(self) -> None:
        """Have another invitation; the earlier one lets nobody in any more, and who is in stays."""
        self._token = secrets.token_urlsafe(TOKEN_BYTES)
        self._keep()

    def clear(self) -> None:
        """Take out all who came in and have said nothing, and have another invitation."""
        self.reception.clear()
        self.renew()

    def subscribe(self, listener: Listener) -> Listener:
        """Have a function called when claims or connections change; what is returned ends that."""
        return self._listeners.add(listener)

    # ------------------------------------------------------------------- inside

    def _takes(self, token: str) -> bool:
        """Whether a token is that of the invitation, in a time that tells nothing of it."""
        return hmac.compare_digest(token.encode(errors="replace"), self._token.encode())

    def _told(self) -> None:
        self._keep()
        self._news.change()
        self._listeners.tell()

    def _follow(self) -> None:
        people = self._live.meeting.people
        # Most of what happens is said by people who stay the same.
        if people is not self._people:
            self._people = people
            self._seats.keep_only(one.name for one in people)
            self._keep()
        self._news.change()

    def _keep(self) -> None:
        """Have address and seats written, where they are others than before."""
        if self._writer is None:
            return
        here = {identity(one.name) for one in self._live.meeting.people if one.is_here}
        seats = self._seats.kept(lambda name: identity(name) in here)
        now = KeptDoor(self._host, self._port, self._public_url, self._token, self._cookie, seats)
        if now != self._noted:
            self._noted = now
            self._writer.put(now)

    async def _kept(self) -> None:
        """Wait until what people have said, and that it was they, is on disk."""
        await self._live.kept()
        self._keep()
        if self._writer is not None:
            await self._writer.done()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            self.reception.sweep()
