"""Somebody's browser, as far as a server can tell, and a server that it talks to."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import aiohttp

from rules.workshop.agenda import Item
from rules.workshop.meeting import Meeting
from tests.environment import PATIENCE_S
from wizard.workshop.live import Keep, LiveMeeting
from wizard.workshop.web.server import JoinServer

DAY = date(2026, 11, 24)
CALLS = "volume.calls_per_month"
COST = "teacher.cost_per_1k_calls"


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that the other side does."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if condition():
                return
            await asyncio.sleep(0.005)


@dataclass
class Reply:
    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def words(self) -> str:
        """What a person reads."""
        body = self.text.partition("<main>")[2].partition("</main>")[0]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def fields(self) -> dict[str, str]:
        """The values of the form of an answer."""
        found = re.findall(r'<input [^>]*?name="(\w+)"[^>]*? value="([^"]*)"', self.text, re.S)
        reason = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", self.text, re.S)
        texts = {name: html.unescape(value) for name, value in found}
        return texts | ({"reason": html.unescape(reason[1])} if reason else {})


@dataclass
class Browser:
    """One jar of cookies; everything it was ever sent stays in `seen`."""

    base: str
    session: aiohttp.ClientSession
    seen: list[str] = field(default_factory=list)

    async def get(self, path: str, **headers: str) -> Reply:
        return await self._ask("GET", path, None, headers)

    async def post(self, path: str, data: Mapping[str, str], **headers: str) -> Reply:
        return await self._ask("POST", path, data, {"Origin": self.base, **headers})

    async def post_bytes(self, path: str, fields: Mapping[str, bytes]) -> Reply:
        """Send what is no text."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.base}
        return await self._ask("POST", path, urlencode(fields).encode(), form)

    async def _ask(
        self,
        method: str,
        path: str,
        data: Mapping[str, str] | bytes | None,
        headers: Mapping[str, str],
    ) -> Reply:
        async with self.session.request(
            method, self.base + path, data=data, headers=headers
        ) as response:
            text = await response.text()
            self.seen.append(text)
            return Reply(response.status, text, response.headers)

    async def join(self, server: JoinServer, name: str = "", **more: str) -> Reply:
        token = server.join_url.rpartition("/")[2]
        return await self.post("/join", {"token": token, "name": name, **more})

    async def answer(
        self,
        likely: str,
        low: str = "",
        high: str = "",
        reason: str = "",
        *,
        question: str = CALLS,
        number: int = 1,
    ) -> Reply:
        texts = {"low": low, "likely": likely, "high": high, "reason": reason}
        return await self.post("/answer", {"question": question, "round": str(number), **texts})


@dataclass
class Room:
    """A workshop with its server, and as many browsers as somebody opens."""

    live: LiveMeeting
    server: JoinServer
    now: list[float]
    """What the clock of the server says."""
    sessions: list[aiohttp.ClientSession] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.server.join_url.partition("/join/")[0]

    @property
    def meeting(self) -> Meeting:
        return self.live.meeting

    def do(self, event: Callable[[Meeting], Meeting]) -> Meeting:
        return self.live.apply(event)

    def ask(self, key: str = CALLS) -> None:
        self.do(lambda meeting: meeting.ask(key, DAY))

    def browser(self) -> Browser:
        jar = aiohttp.CookieJar(unsafe=True)
        patience = aiohttp.ClientTimeout(total=10)
        self.sessions.append(aiohttp.ClientSession(cookie_jar=jar, timeout=patience))
        return Browser(self.base, self.sessions[-1])

    async def joined(self, name: str) -> Browser:
        browser = self.browser()
        reply = await browser.join(self.server, name)
        assert reply.status == 200, reply.words
        return browser


@asynccontextmanager
async def room(
    meeting: Meeting | None = None, *, keep: Keep | None = None, title: str = "Ticket labels"
) -> AsyncIterator[Room]:
    agenda = (Item(CALLS), Item(COST))
    live = LiveMeeting(meeting or Meeting(agenda=agenda), keep=keep)
    live.title, live.currency = title, "USD"
    now = [0.0]
    server = JoinServer(live, clock=lambda: now[0])
    await server.start()
    opened = Room(live, server, now)
    try:
        yield opened
    finally:
        for session in opened.sessions:
            await session.close()
        await server.stop()
        live.stop()
