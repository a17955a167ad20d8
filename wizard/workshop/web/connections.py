"""How many connections are held at one time, and which is given up for another.

A connection is either served, which the program itself brings to an end, or loose: it has sent
nothing, half a request, or nothing since the last one. Loose ones cost whoever opens them nothing,
so there are only so many, and the longest loose makes room for a new one. Whoever sends a whole
request at once is served, however many others do not.

Source: docs/decisions/0040-who-makes-room.md.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Literal, cast

from aiohttp import web
from aiohttp.typedefs import Handler

MOST_CONNECTIONS = 160
"""Fifty people with a page that waits, two requests of each besides, and some to spare; below the
256 files that some systems allow a program."""
MOST_LOOSE = 64
"""Of one network address, behind which a whole room may sit."""
SECONDS_FOR_A_HEAD = 5.0
"""For a request to arrive up to its body, counted from its first byte or the connection's."""

_BUSY = "Too many connections; try again in 5 seconds.\n"
_UNREADABLE = "This request cannot be read.\n"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Within these pages only: without it browsers send `Origin: null` with a form.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    # In place of the library's own, which names itself and its version.
    "Server": "payback",
}
"""What every answer carries, also one that no handler makes."""
_State = Literal["head", "body", "served", "idle"]


class Connections:
    """The connections of one server."""

    def __init__(self) -> None:
        self._all: set[Connection] = set()

    def protocols(self, server: web.Server, **options: Any) -> Callable[[], asyncio.Protocol]:
        """What makes the protocol of each connection, with options of aiohttp's."""
        loop = asyncio.get_running_loop()
        return lambda: Connection(self, server, loop=loop, **options)

    def __len__(self) -> int:
        return len(self._all)

    def take(self, new: Connection) -> bool:
        """Count a new connection, and give up another for it where needed; False without room."""
        loose = [one for one in self._all if one.is_loose]
        of_address = [one for one in loose if one.address == new.address]
        if len(of_address) >= MOST_LOOSE:
            self._give_up(of_address)
        elif len(self._all) >= MOST_CONNECTIONS:
            if not loose:
                return False
            ((most, _),) = Counter(one.address for one in loose).most_common(1)
            self._give_up([one for one in loose if one.address == most])
        self._all.add(new)
        return True

    def _give_up(self, some: list[Connection]) -> None:
        longest = min(some, key=lambda one: one.since)
        self._all.discard(longest)
        longest.give_up()

    def drop(self, gone: Connection) -> None:
        """Count a connection no more."""
        self._all.discard(gone)


class Connection(web.RequestHandler):
    """One connection, which is known to be served or loose."""

    __slots__ = ("_connections", "_deadline", "_state", "address", "since")

    def __init__(self, connections: Connections, server: web.Server, **options: Any) -> None:
        super().__init__(server, **options)
        self._connections = connections
        self._deadline: asyncio.TimerHandle | None = None
        self._state: _State = "head"
        self.address = ""
        """Of the machine at the other end, or of the proxy or router in front of it."""
        self.since = 0.0
        """When it came into the state that it is in, by the clock of the event loop."""

    @property
    def is_loose(self) -> bool:
        """Whether it can be given up for another."""
        return self._state != "served"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Serve it, or say that there is no room before anything is read."""
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        if self._connections.take(self):
            super().connection_made(transport)
            self._come("head")
        else:
            writing = cast(asyncio.Transport, transport)
            writing.write(_busy_answer())
            writing.close()

    def data_received(self, data: bytes) -> None:
        """Take what was sent."""
        if self._state == "idle":
            self._come("head")
        super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        """It is closed."""
        self._connections.drop(self)
        self._end_deadline()
        super().connection_lost(exc)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While the program works on a request, and not on what is yet to come of it."""
        self._come("served")
        try:
            yield
        finally:
            self._come("idle")

    @contextmanager
    def waiting_for_a_body(self) -> Iterator[None]:
        """While the rest of a request that is served has yet to come."""
        self._come("body")
        try:
            yield
        finally:
            self._come("served")

    def give_up(self) -> None:
        """Close it, without waiting for whoever does not take what was sent to them."""
        self._end_deadline()
        transport = self.transport
        if transport is None:
            return
        if transport.get_write_buffer_size():
            transport.abort()
        else:
            self.force_close()

    def _come(self, state: _State) -> None:
        self._end_deadline()
        self._state, self.since = state, self._loop.time()
        if state == "head":
            self._deadline = self._loop.call_later(SECONDS_FOR_A_HEAD, self.give_up)

    def _end_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer where no handler gives one, as for what cannot be read as a request."""
        if status != HTTPStatus.BAD_REQUEST or request.writer.output_size:
            return super().handle_error(request, status, exc, message)
        # In our own words: the library repeats what was sent, and logs it for everybody to see.
        response = web.Response(status=status, text=_UNREADABLE, headers=HEADERS)
        response.force_close()
        return response


@web.middleware
async def served(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The middleware by which a connection knows that its request has arrived."""
    with connection_of(request).serving():
        return await handler(request)


def connection_of(request: web.Request) -> Connection:
    """The connection by which a request came."""
    connection = request.protocol
    assert isinstance(connection, Connection)
    return connection


def _busy_answer() -> bytes:
    """The answer without room for another connection, as bytes: nothing else can make one."""
    head = {
        **HEADERS,
        "Retry-After": "5",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(_BUSY.encode())),
        "Connection": "close",
    }
    lines = (f"{name}: {value}" for name, value in head.items())
    return "\r\n".join(["HTTP/1.1 503 Service Unavailable", *lines, "", _BUSY]).encode()
