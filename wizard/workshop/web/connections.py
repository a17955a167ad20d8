"""How many connections are held at one time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from aiohttp import web

MOST_CONNECTIONS = 160
"""Fifty people with a page that waits, two requests of each besides, and some to spare."""
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: 46\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
    b"Too many connections; try again in 5 seconds.\n"
)


class _Busy(asyncio.Protocol):
    """Says so, and closes, before anything is read."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        writing = cast(asyncio.Transport, transport)
        writing.write(_BUSY)
        writing.close()


def limited(server: web.Server) -> Callable[[], asyncio.Protocol]:
    """What makes the protocol of each connection; beyond the most, one that turns it away."""

    def protocol() -> asyncio.Protocol:
        return _Busy() if len(server.connections) >= MOST_CONNECTIONS else server()

    return protocol
