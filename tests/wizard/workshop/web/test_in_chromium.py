"""The pages in a real browser, with script and without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from operator import methodcaller

import pytest
from aiohttp import web
from yarl import URL

from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range
from rules.workshop.votes import Vote
from tests.wizard.workshop.web.browser import COST, DAY, Room
from tests.wizard.workshop.web.chromium import BINARY, DESKTOP, PHONE, Chromium, Tab

pytestmark = pytest.mark.skipif(not BINARY, reason="no Chromium on this machine")


def cut(here: Room) -> None:
    """Have every connection break off."""
    for one in list(here.server.connections._all):
        if one.transport is not None:
            one.transport.abort()


async def joins(tab: Tab, here: Room, name: str) -> None:
    await tab.open(here.server.join_url)
    await tab.type("name", name)
    await tab.press("Join")
    await tab.until_shown("Wait for the next question")
    # With its style, which is loaded after its text.
    await tab.until("document.readyState === 'complete'")


async def test_a_round_with_script(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs(2) as (ada, bo):
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


async def test_a_round_without_script(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs() as (ada,):
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


IS_ABOVE_FOOT = (
    "document.querySelector('#answer button').getBoundingClientRect().bottom <="
    " document.querySelector('footer').getBoundingClientRect().top"
)


async def test_send_is_in_reach_of_a_thumb(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs() as (ada,):
        await ada.look(PHONE)
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await ada.until(IS_ABOVE_FOOT)
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until_shown("6,000,000 calls")
        here.do(Meeting.reveal)
        here.do(lambda meeting: meeting.again(DAY))
        await ada.until_shown("This is your answer of the round before")
        await ada.until(IS_ABOVE_FOOT)
        # Where what comes before it is long, it stays at the lower edge.
        await ada.run("document.querySelector('#reason').style.height = '900px'")
        await ada.until(IS_ABOVE_FOOT)


async def test_send_is_in_reach_however_many_are_waited_for(here: Room, chromium: Chromium) -> None:
    for number in range(9):
        here.do(methodcaller("join", f"Alexandra Papadopoulos-{number}"))
    async with chromium.tabs() as (ada,):
        await ada.look((320, 568))
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("waiting for Alexandra")
        await ada.until(IS_ABOVE_FOOT)
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until_shown("6,000,000 calls")
        # Where nothing is to be pressed there is room for the names.
        await ada.look(PHONE)
        foot = "document.querySelector('footer p')"
        await ada.until(f"{foot}.scrollHeight <= {foot}.clientHeight + 1")


async def test_more_than_a_tab_can_keep_is_answered(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await ada.type("likely", "6M")
        await ada.run("document.getElementById('reason').value = 'x'.repeat(6e6)")
        await ada.press("Send my answer")
        await ada.until_shown("That is too long to be taken")
        await ada.run("document.getElementById('reason').value = 'short'")
        await ada.press("Send my answer")
        await ada.until_shown("6,000,000 calls")


UNSENT = "Not sent yet: the workshop cannot be reached."


async def test_what_is_sent_while_the_server_is_down_is_sent_later(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await here.server.stop()
        await ada.type("likely", "6M")
        await ada.type("reason", "half a page of thought")
        await ada.press("Send my answer")
        await ada.until_shown(UNSENT)
        assert await ada.run("document.getElementById('likely').value") == "6M"
        # Where it is seen, and not below what stays at the foot of the page.
        foot = "document.querySelector('footer').getBoundingClientRect().top"
        note = "document.querySelector('.sending').getBoundingClientRect()"
        await ada.until(f"{note}.top >= 0 && {note}.bottom <= {foot}")
        assert here.meeting.answer_of("Ada") is None
        await here.server.start()
        await ada.until_shown("6,000,000 calls")
        vote = here.meeting.answer_of("Ada")
        assert vote is not None
        assert vote.reason == "half a page of thought"
        assert UNSENT not in await ada.run("document.body.innerText")


async def test_what_is_sent_while_its_question_is_broken_off_is_sent_later(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await ada.type("likely", "6M")
        here.do(Meeting.close)
        await ada.press("Send my answer")
        await ada.until_shown("Not sent yet: the workshop cannot take it now.")
        assert await ada.run("document.getElementById('likely').value") == "6M"
        here.ask()
        await ada.until_shown("6,000,000 calls")
        assert here.meeting.answer_of("Ada") is not None


@asynccontextmanager
async def stranger(here: Room, status: int, text: str) -> AsyncIterator[list[str]]:
    """Another server at the address of the workshop, and what it was asked for."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(f"{request.method} {request.path}")
        return web.Response(status=status, text=text, content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", URL(here.base).port).start()
    try:
        yield asked
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (200, "<main><p>Accept the conditions of this network.</p></main>"),
        (404, "<p>Error code: 404</p>"),
        (500, ""),
    ],
)
async def test_what_another_server_answers_does_not_count_as_sent(
    here: Room, chromium: Chromium, status: int, text: str
) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await here.server.stop()
        async with stranger(here, status, text) as asked:
            await ada.type("likely", "6M")
            await ada.press("Send my answer")
            await ada.until_shown(UNSENT)
            assert "POST /answer" in asked
            assert await ada.run("document.getElementById('likely').value") == "6M"
        await here.server.start()
        await ada.until_shown("6,000,000 calls")
        assert here.meeting.answer_of("Ada") is not None


async def test_what_waits_to_be_sent_outlives_a_page_that_is_loaded_anew(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await here.server.stop()
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until_shown(UNSENT)
        await ada.run("location.reload()")
        await ada.until("!document.getElementById('likely')")
        await here.server.start()
        await ada.open(here.base)
        await ada.until_shown("6,000,000 calls")
        assert here.meeting.answer_of("Ada") is not None


async def test_an_answer_whose_confirmation_is_lost_counts_once(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        is_cut = False

        def cut_off() -> None:
            nonlocal is_cut
            if here.meeting.answer_of("Ada") is not None and not is_cut:
                is_cut = True
                here.do(Meeting.reveal)
                cut(here)

        end = here.live.subscribe(cut_off)
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        # It had counted, and it is not said that it came too late.
        await ada.until_shown("What was said in round 1")
        await ada.until(f"sessionStorage.getItem({'payback sending'!r}) === null")
        assert "did not count" not in await ada.run("document.body.innerText")
        end()


async def test_an_answer_that_comes_too_late_is_given_back(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.do(lambda meeting: meeting.join("Bo"))
        here.ask()
        here.do(lambda meeting: meeting.vote("Bo", Vote(Range(1e6, 2e6, 3e6), "")))
        await ada.until_shown("Your estimate")
        await here.server.stop()
        await ada.type("likely", "6M")
        await ada.type("reason", "half a page of thought")
        await ada.press("Send my answer")
        await ada.until_shown(UNSENT)
        here.do(Meeting.reveal)
        await here.server.start()
        await ada.until_shown("What you sent did not count")
        await ada.until_shown("half a page of thought")


async def test_a_changed_mind_is_what_is_sent(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs() as (ada,):
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("Your estimate")
        await here.server.stop()
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until_shown(UNSENT)
        await ada.run("document.getElementById('likely').value = ''")
        await ada.type("likely", "7M")
        await ada.press("Send my answer")
        await here.server.start()
        await ada.until_shown("7,000,000 calls")


async def test_who_joins_while_the_server_is_down_is_in_later(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs() as (ada,):
        await ada.open(here.server.join_url)
        await here.server.stop()
        await ada.type("name", "Ada")
        await ada.press("Join")
        await ada.until_shown(UNSENT)
        await here.server.start()
        await ada.until_shown("Wait for the next question")
        assert await ada.run("location.pathname") == "/"
        assert [one.name for one in here.meeting.people] == ["Ada"]


async def test_a_name_that_is_taken_is_said_beside_its_field(
    here: Room, chromium: Chromium
) -> None:
    here.do(lambda meeting: meeting.join("Ada"))
    async with chromium.tabs() as (ada,):
        await ada.open(here.server.join_url)
        await ada.type("name", "ada")
        await ada.press("Join")
        await ada.until_shown("Ada is here already")
        assert await ada.run("document.activeElement.id") == "name"
        await ada.type("name", " L.")
        await ada.press("Join")
        await ada.until_shown("Wait for the next question")


async def test_without_script_the_page_says_what_to_do(here: Room, chromium: Chromium) -> None:
    async with chromium.tabs() as (ada,):
        await ada.look(script=False)
        await joins(ada, here, "Ada")
        here.ask()
        await ada.until_shown("If the workshop cannot be reached when you send this")
        await here.server.stop()
        await ada.type("likely", "6M")
        await ada.press("Send my answer")
        await ada.until("location.protocol !== 'http:' || !document.querySelector('#likely')")
        await here.server.start()
        await ada.call("Page.reload")
        await ada.until_shown("6,000,000 calls")


@pytest.mark.parametrize("size", [PHONE, DESKTOP, (320, 568)])
async def test_nothing_is_wider_than_the_screen_or_too_small_to_touch(
    here: Room, chromium: Chromium, size: tuple[int, int]
) -> None:
    small = (
        "[...document.querySelectorAll('button, .button, input[type=text], summary')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)"
        ".map((one) => one.outerHTML)"
    )
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    async with chromium.tabs() as (ada,):
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
