"""Open pages of participants, which are told of news as it comes, or ask for it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from http import HTTPStatus

from aiohttp import web

from wizard.workshop.web.guard import TurnedAway, require_own_page
from wizard.workshop.web.joining import Joining
from wizard.workshop.web.news import MOST_PAGES, News, Newsroom
from wizard.workshop.web.seats import Room, Seat

MOST_STREAMS = 120
"""Open pages of all people that are told of news; further ones ask for it."""
_HEARTBEAT_SECONDS = 20.0
_SECONDS_FOR_NEWS = 10.0
"""For a browser to take a piece of news; a connection that does not is given up."""
_STREAM = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
"""A stream of events, which a proxy passes on as it comes."""


class Streaming:
    """The handlers by which pages hear of news."""

    def __init__(self, room: Room, news: Newsroom, joining: Joining) -> None:
        _, self._seats, self._clock, self._told, _ = room
        self._news = news
        self._joining = joining

    async def state(self, request: web.Request) -> web.StreamResponse:
        """The same news as by `events`, once."""
        require_own_page(request)
        return web.json_response(self._news.of(self._joining.present(request))._asdict())

    async def events(self, request: web.Request) -> web.StreamResponse:
        """News for an open page, until it closes."""
        require_own_page(request)
        seat = self._joining.present(request)
        if seat.pages >= MOST_PAGES or sum(one.pages for one in self._seats) >= MOST_STREAMS:
            raise TurnedAway(HTTPStatus.TOO_MANY_REQUESTS, "Too many pages are open.")
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(request)
        seat.pages += 1
        self._told()
        try:
            with suppress(ConnectionError, TimeoutError):
                await self._stream(request, response, seat)
        finally:
            seat.pages -= 1
            seat.seen = self._clock()
            self._told()
        return response

    async def _stream(self, request: web.Request, response: web.StreamResponse, seat: Seat) -> None:
        sent: News | None = None
        with self._news.waiting() as event:
            while not self._news.is_closed:
                if self._joining.seat_of(request) is not seat:
                    await _send(response, "event: gone\ndata: {}\n\n")
                    return
                now = self._news.of(seat)
                if now != sent:
                    await _send(response, f"data: {json.dumps(now._asdict())}\n\n")
                    sent = now
                event.clear()
                try:
                    async with asyncio.timeout(_HEARTBEAT_SECONDS):
                        await event.wait()
                except TimeoutError:
                    await _send(response, ": still here\n\n")


async def _send(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(_SECONDS_FOR_NEWS):
        await response.write(text.encode())
