"""The pages in a real browser, with script and without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rules.workshop.meeting import Meeting
from tests.wizard.workshop.web.browser import COST, DAY, Room, room
from tests.wizard.workshop.web.chromium import BINARY, DESKTOP, PHONE, Tab, chromium

pytestmark = pytest.mark.skipif(not BINARY, reason="no Chromium on this machine")


@pytest.fixture
async def here() -> AsyncIterator[Room]:
    async with room() as opened:
        yield opened


async def joins(tab: Tab, here: Room, name: str) -> None:
    await tab.open(here.server.join_url)
    await tab.type("name", name)
    await tab.press("Join")
    await tab.until_shown("Wait for the next question")


async def test_a_round_with_script(here: Room, tmp_path: Path) -> None:
    async with chromium(tmp_path, 2) as (ada, bo):
        await joins(ada, here, "Ada")
        await joins(bo, here, "Bo")
        assert await ada.run("location.pathname") == "/"
        assert await ada.run("document.cookie") == ""
        here.ask()
        await ada.until_shown("Your estimate")
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until_shown("6,000,000 calls")
        await bo.until_shown("1 answered, waiting for Bo.")
        await bo.until_shown("Your estimate")
        # What is typed stays, whatever is opened meanwhile.
        await bo.type("reason", "half a thought")
        here.do(Meeting.reveal)
        await ada.until_shown("From 6M to 6M")
        await bo.until_shown("Something new is open")
        assert await bo.run("document.getElementById('reason').value") == "half a thought"
        # Also through a page that is loaded anew in the next round of the question.
        here.do(lambda meeting: meeting.again(DAY))
        await ada.until_shown("This is your answer of the round before")
        await ada.type("reason", "kept")
        await ada.run("window.isBefore = true; location.reload()")
        kept = "document.getElementById('reason')?.value === 'kept'"
        await ada.until(f"!window.isBefore && {kept}")
        here.do(Meeting.close)
        here.ask(COST)
        await ada.until_shown("Something new is open")
        await ada.press("Show it")
        await ada.until_shown("Round 1")
        assert await ada.run("document.getElementById('reason').value") == ""
        await ada.press("Leave")
        await ada.until_shown("You have left")
        refused = [one for one in ada.console + bo.console if "Content Security Policy" in one]
        assert refused == []


async def test_a_round_without_script(here: Room, tmp_path: Path) -> None:
    async with chromium(tmp_path) as (ada,):
        await ada.look(script=False)
        await joins(ada, here, "Ada")
        assert await ada.run("document.querySelector('meta[http-equiv=refresh]') !== null")
        here.ask()
        await ada.until_shown("Your estimate")
        assert await ada.run("document.querySelector('meta[http-equiv=refresh]') === null")
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until_shown("6,000,000 calls")
        here.do(Meeting.reveal)
        await ada.until_shown("From 6M to 6M")


@pytest.mark.parametrize("size", [PHONE, DESKTOP, (320, 568)])
async def test_nothing_is_wider_than_the_screen_or_too_small_to_touch(
    here: Room, tmp_path: Path, size: tuple[int, int]
) -> None:
    small = (
        "[...document.querySelectorAll('button, .button, input[type=text], summary')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)"
        ".map((one) => one.outerHTML)"
    )
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    async with chromium(tmp_path) as (ada,):
        await ada.look(size)
        await joins(ada, here, "W" * 60)
        here.ask()
        await ada.until_shown("Your estimate")
        await ada.type("low", "9M")
        await ada.type("likely", "6M")
        await ada.type("high", "8M")
        await ada.type("reason", "long" * 100)
        assert (await ada.run(wide), await ada.run(small)) == (0, [])
        await ada.press("Send my answer")
        await ada.until_shown("Nothing was sent yet")
        assert (await ada.run(wide), await ada.run(small)) == (0, [])
        assert await ada.run("document.activeElement.id") == "errors"
        await ada.run("document.getElementById('low').value = ''")
        await ada.type("low", "1M")
        await ada.press("Send my answer")
        await ada.until_shown("you answered")
        assert (await ada.run(wide), await ada.run(small)) == (0, [])
        here.do(Meeting.reveal)
        await ada.until_shown("What was said")
        assert (await ada.run(wide), await ada.run(small)) == (0, [])
