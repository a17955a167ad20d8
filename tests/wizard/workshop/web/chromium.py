"""A headless Chromium, driven over its devtools."""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.environment import PATIENCE_S

BINARY = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
PHONE = (390, 844)
DESKTOP = (1280, 800)


async def until(condition: Callable[..., Awaitable[object]], *arguments: object) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await condition(*arguments):
                return
            await asyncio.sleep(0.05)


class PageGone(Exception):
    """The page gave way to the next one while it was looked at."""


class Tab:
    """One tab, in a browser of its own as far as cookies go."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.console: list[str] = []

    async def call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await self._socket.receive_json()
                if message.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                    self.console.append(str(message["params"]))
                if message.get("id") == number:
                    if "navigated" in message.get("error", {}).get("message", ""):
                        raise PageGone
                    assert "error" not in message, message
                    return message["result"]

    async def open(self, url: str) -> None:
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def run(self, script: str, *, is_awaited: bool = False) -> Any:
        """What a script comes to, or what the promise that it comes to does."""
        result = await self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=is_awaited
        )
        return result["result"].get("value")

    async def until(self, condition: str) -> None:
        await until(self._holds, condition)

    async def _holds(self, condition: str) -> bool:
        try:
            return bool(await self.run(condition))
        except PageGone:
            return False

    async def until_shown(self, text: str) -> None:
        # Behind its style and its script: before that it has neither its sizes nor its focus.
        is_whole = "document.readyState === 'complete'"
        await self.until(f"{is_whole} && document.body?.innerText.includes({text!r})")

    async def type(self, field: str, text: str) -> None:
        await self.run(f"document.getElementById({field!r}).focus()")
        await self.call("Input.insertText", text=text)

    async def press(self, button: str) -> None:
        await self.run(
            "[...document.querySelectorAll('button, a, summary')]"
            f".find((one) => one.innerText.trim() === {button!r}).click()"
        )

    async def look(
        self, size: tuple[int, int] = PHONE, *, is_dark: bool = False, script: bool = True
    ) -> None:
        """Show pages in a size and a scheme of colours, with or without script."""
        width, height = size
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=size == PHONE,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        await self.call("Emulation.setScriptExecutionDisabled", value=not script)

    async def picture(self, path: Path, *, whole: bool = True) -> None:
        shot = await self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))


class Chromium:
    """A browser that runs, and forgets after each test what was opened in it."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    @asynccontextmanager
    async def tabs(self, number: int = 1) -> AsyncIterator[list[Tab]]:
        """As many tabs as wanted, none of which knows the cookies of another."""
        pages = f"{self._socket.partition('/devtools/')[0]}/devtools/page/"
        async with aiohttp.ClientSession() as session:
            browser = Tab(await session.ws_connect(self._socket))
            opened, contexts = [], []
            for _ in range(number):
                contexts.append(
                    (await browser.call("Target.createBrowserContext"))["browserContextId"]
                )
                target = await browser.call(
                    "Target.createTarget", url="about:blank", browserContextId=contexts[-1]
                )
                tab = Tab(await session.ws_connect(pages + target["targetId"], max_msg_size=0))
                for domain in ("Page", "Runtime", "Log"):
                    await tab.call(f"{domain}.enable")
                await tab.look()
                opened.append(tab)
            yield opened
            for one in contexts:
                await browser.call("Target.disposeBrowserContext", browserContextId=one)


@contextmanager
def running(folder: Path) -> Iterator[Chromium]:
    """A browser whose profile is in a folder."""
    with subprocess.Popen(
        [
            BINARY,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            f"--user-data-dir={folder}",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield Chromium(_address(folder / "DevToolsActivePort"))
        finally:
            process.terminate()


def _address(written: Path) -> str:
    """Where the browser is spoken to, as soon as it has written both lines of that."""
    end = time.monotonic() + PATIENCE_S
    while not (written.is_file() and len(lines := written.read_text().split()) == 2):
        assert time.monotonic() < end, "the browser does not start"
        time.sleep(0.05)
    port, path = lines
    return f"ws://127.0.0.1:{port}{path}"
