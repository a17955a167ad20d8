"""More seats than people: who makes room, and how a facilitator clears them."""

from __future__ import annotations

import asyncio

from rules.workshop.people import MOST
from tests.wizard.workshop.web.browser import Room
from wizard.workshop.web import seats


async def flooded(here: Room, count: int) -> None:
    """One device takes seat after seat and opens no page for long."""
    for number in range(count):
        await here.joined(f"Nobody {number}")


async def test_fifty_people_behind_one_router_all_come_in(here: Room) -> None:
    people = await asyncio.gather(*(here.joined(f"Person {number}") for number in range(MOST)))
    here.now[0] += 60
    here.server.reception.sweep()
    assert len(here.meeting.people) == MOST
    assert {(await one.get("/")).status for one in people} == {200}


async def test_seats_where_nobody_sits_keep_nobody_out(here: Room) -> None:
    ada = await here.joined("Ada")
    here.now[0] += 5
    await ada.get("/")
    await flooded(here, MOST - 1)
    # As long as they could still show that they are there, they are not taken for absent.
    assert (await here.browser().join(here.server, "Early")).status == 409
    here.now[0] += seats.SECONDS_TO_PROVE
    for name in ("Bo", "Cy", "Di"):
        assert (await here.browser().join(here.server, name)).status == 200
    assert len(here.meeting.people) == MOST
    assert {"Ada", "Bo", "Cy", "Di"} <= {one.name for one in here.meeting.people}
    assert (await ada.get("/")).status == 200


async def test_who_has_said_something_or_holds_a_page_open_is_never_taken_out(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await ada.answer("6M")
    stream = await bo.session.get(here.base + "/events")
    await flooded(here, MOST - 2)
    here.now[0] += 60
    for number in range(MOST):
        await here.browser().join(here.server, f"More {number}")
        here.now[0] += 10
    names = {one.name for one in here.meeting.people}
    assert {"Ada", "Bo"} <= names
    assert len(names) == MOST
    stream.close()


async def test_a_cookie_that_no_browser_sends_back_is_nobodys(here: Room) -> None:
    ada = await here.joined("Ada")
    token = here.server.join_url.rpartition("/")[2]
    for number in range(20):
        async with here.browser().session.post(
            f"{here.base}/join",
            data={"token": token, "name": f"Nobody {number}"},
            headers={"Origin": here.base},
            allow_redirects=False,
        ) as response:
            assert response.status == 303
    assert len(here.meeting.people) == 21
    here.now[0] += seats.SECONDS_TO_OPEN
    here.server.reception.sweep()
    assert [one.name for one in here.meeting.people] == ["Ada"]
    assert (await ada.get("/")).status == 200


async def test_seats_are_cleared_together_and_who_has_answered_stays(here: Room) -> None:
    ada = await here.joined("Ada")
    here.do(lambda meeting: meeting.join("Bo"))
    here.ask()
    await ada.answer("6M")
    await flooded(here, 38)
    cy = await here.joined("Cy")
    await cy.post("/leave", {})
    asking = here.browser()
    await asking.join(here.server, "Cy", ask="yes")
    assert len(here.server.reception.silent) == 39
    before = here.server.join_url
    here.server.clear()
    assert here.server.join_url != before
    # Bo was added by the facilitator, and is at no device.
    assert [one.name for one in here.meeting.people] == ["Ada", "Bo"]
    assert "6,000,000" in (await ada.get("/")).words
    assert here.server.reception.silent == ()
    assert here.server.reception.claims == ()
    assert (await asking.get("/")).status == 403


async def test_everybody_who_asks_is_let_in_together_but_for_two_that_are_one(here: Room) -> None:
    for name in ("Ada", "Bo", "Cy"):
        await (await here.joined(name)).post("/leave", {})
    asking = [here.browser() for _ in range(4)]
    for browser, name in zip(asking, ("Ada", "Bo", "Cy", "cy"), strict=True):
        await browser.join(here.server, name, ask="yes")
    assert here.server.reception.let_all_in() == 2
    assert [one.name for one in here.meeting.people if one.is_here] == ["Ada", "Bo"]
    assert [one.name for one in here.server.reception.claims] == ["Cy", "Cy"]
    assert "You are <bdi>Ada</bdi>" in (await asking[0].get("/")).text


async def test_one_name_is_asked_for_only_so_often(here: Room) -> None:
    for name in ("Ada", "Bo"):
        await (await here.joined(name)).post("/leave", {})
    for _ in range(seats.MOST_CLAIMS_OF_ONE):
        await here.browser().join(here.server, "Ada", ask="yes")
    assert (await here.browser().join(here.server, "Ada", ask="yes")).status == 409
    assert (await here.browser().join(here.server, "Bo", ask="yes")).status == 200
