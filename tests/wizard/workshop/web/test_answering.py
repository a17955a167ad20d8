"""The way of a participant, from the invitation to what was agreed."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import threading
from pathlib import Path

import aiohttp
import pytest

from rules.answers.case import Case
from rules.workshop.discussion import discuss
from rules.workshop.meeting import Meeting
from rules.workshop.refused import Refused
from rules.workshop.views import shown_ranges
from tests.environment import PATIENCE_S
from tests.wizard.workshop.web.browser import CALLS, COST, DAY, Room, room
from wizard.sessions.open_session import OpenSession
from wizard.workshop import record
from wizard.workshop.web import streaming

SAMPLE = Path(__file__).parents[4] / "sample_sessions" / "support_ticket_classifier.toml"


async def test_the_invitation_asks_for_a_name_and_changes_nothing(here: Room) -> None:
    browser = here.browser()
    reply = await browser.get("/join/" + here.server.join_url.rpartition("/")[2])
    assert reply.status == 200
    assert '<label for="name">Your name</label>' in reply.text
    assert "Set-Cookie" not in reply.headers
    assert here.meeting.people == ()


async def test_joining_leads_away_from_the_address_with_the_token(here: Room) -> None:
    browser = here.browser()
    token = here.server.join_url.rpartition("/")[2]
    async with browser.session.post(
        f"{here.base}/join",
        data={"token": token, "name": "Ada"},
        headers={"Origin": here.base},
        allow_redirects=False,
    ) as response:
        assert (response.status, response.headers["Location"]) == (303, "/")
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert [one.name for one in here.meeting.people] == ["Ada"]


async def test_whoever_gives_no_name_gets_one(here: Room) -> None:
    browser = await here.joined("")
    assert "You are <bdi>Participant 1</bdi>" in (await browser.get("/")).text


async def test_a_question_is_shown_with_all_it_takes_to_answer(here: Room) -> None:
    ada = await here.joined("Ada")
    assert "Wait for the next question" in (await ada.get("/")).words
    here.ask()
    reply = await ada.get("/")
    assert "Your estimate in calls" in reply.words
    assert "for example" in reply.words
    assert "Why it is asked" in reply.words
    for name in ("low", "likely", "high", "reason"):
        assert f'<label for="{name}">' in reply.text


async def test_an_answer_is_said_back_in_full(here: Room) -> None:
    ada = await here.joined("Ada")
    await here.joined("Bo")
    here.ask()
    reply = await ada.answer("6M", "4.5M", "8M", "the dashboard")
    assert "6,000,000" in reply.words
    assert "1 in 10 below 4,500,000, 1 in 10 above 8,000,000" in reply.words
    assert "1 answered, waiting for Bo." in reply.text
    changed = (await ada.get("/?change=yes")).fields
    assert (changed["low"], changed["likely"], changed["high"]) == ("4.5M", "6M", "8M")
    assert changed["reason"] == "the dashboard"


@pytest.mark.parametrize("typed", ["6M (4.5M..8M)", "4.5M..8M"])
async def test_a_range_may_stand_in_one_field(here: Room, typed: str) -> None:
    ada = await here.joined("Ada")
    here.ask()
    assert "A range may also stand in Likely, as low..high" in (await ada.get("/")).words
    reply = await ada.answer(typed)
    assert "1 in 10 below 4,500,000, 1 in 10 above 8,000,000" in reply.words
    changed = (await ada.get("/?change=yes")).fields
    assert (changed["low"], changed["high"]) == ("4.5M", "8M")


async def test_a_range_in_two_ways_is_refused_and_stays(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    reply = await ada.answer("4.5M..8M", "4M", "9M")
    assert "The range stands in low and high already; one number here" in reply.words
    assert (reply.fields["low"], reply.fields["likely"]) == ("4M", "4.5M..8M")


async def test_the_likely_value_is_asked_for_first(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    text = (await ada.get("/")).text
    places = [text.index(f'<label for="{one}">') for one in ("likely", "low", "high", "reason")]
    assert places == sorted(places)


async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    reply = await ada.answer("6M", "9M", "8M", "a long\r\nreason")
    assert reply.status == 422
    assert '<a href="#low">Low: Low, 9M, is above high, 8M; exchange them</a>' in reply.text
    assert 'aria-describedby="low-wrong how" aria-invalid="true"' in reply.text
    assert reply.fields["low"] == "9M"
    assert reply.fields["reason"] == "a long\nreason"
    assert "<title>Error:" in reply.text
    assert here.meeting.ballot is not None
    assert not here.meeting.ballot.votes


async def test_a_number_without_end_is_refused_beside_its_field(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    reply = await ada.answer("1" * 5_000)
    assert reply.status == 422
    assert "Likely: This has 5,000 characters; type one number" in reply.words


async def test_the_reveal_shows_everybody_the_pool_and_what_it_means(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await ada.answer("6M", "4.5M", "8M", "the dashboard")
    await bo.answer("2M", reason="last month")
    meeting = here.do(Meeting.reveal)
    case = Case()
    here.live.say(discuss(case, CALLS, shown_ranges(meeting)))
    words = (await ada.get("/")).words
    assert "From 2M to 6M, median 4M" in words
    assert "Ada (you)" in words
    assert "the dashboard" in words
    assert "last month" in words
    assert "The pool of all" in words
    assert "agree on a number and move on" in words


async def test_the_next_round_starts_from_their_own_answer(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await ada.answer("6M", reason="mine")
    await bo.answer("2M")
    here.do(Meeting.reveal)
    here.do(lambda meeting: meeting.again(DAY))
    reply = await ada.get("/")
    assert "This is your answer of the round before" in reply.words
    assert (reply.fields["likely"], reply.fields["reason"]) == ("6M", "mine")
    assert "The answers of the round before" in reply.words
    assert (await ada.answer("5M", number=2)).status == 200
    assert here.meeting.answer_of("Ada") != here.meeting.start_of("Ada")


async def test_somebody_does_not_share_what_was_agreed(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    await ada.answer("6M")
    here.do(Meeting.reveal)
    here.do(lambda meeting: meeting.agree_pooled(DAY))
    assert "Agreed 6,000,000" in (await ada.get("/")).words
    reply = await ada.post("/dissent", {"question": CALLS, "reason": "too <b>low</b>"})
    assert "Ada does not share it: too <b>low</b>" in reply.words
    await ada.post("/dissent", {"question": CALLS, "withdraw": "yes"})
    settled = here.meeting.agreement(CALLS)
    assert settled is not None
    assert not settled.dissent


async def test_a_dissent_that_comes_too_late_is_given_back(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    await ada.answer("6M")
    here.do(Meeting.reveal)
    here.do(lambda meeting: meeting.agree_pooled(DAY))
    here.ask(COST)
    before = here.meeting
    reply = await ada.post("/dissent", {"question": CALLS, "reason": "half a page of thought"})
    assert reply.status == 409
    assert "What you sent did not count" in reply.words
    assert "the facilitator went on. Here is what you had typed for Calls per month" in reply.words
    assert "half a page of thought" in reply.words
    assert here.meeting == before
    # Another round of the question: nothing is agreed that one could not share.
    here.do(Meeting.close)
    here.ask()
    here.do(lambda meeting: meeting.again(DAY))
    reply = await ada.post("/dissent", {"question": CALLS, "reason": "half a page of thought"})
    assert (reply.status, "half a page of thought" in reply.words) == (409, True)
    reply = await ada.post("/dissent", {"question": "no.key", "withdraw": "yes"})
    assert (reply.status, "Here is what" in reply.words) == (409, False)


async def test_a_dissent_that_had_arrived_counts_whatever_is_open_by_now(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    await ada.answer("6M")
    here.do(Meeting.reveal)
    here.do(lambda meeting: meeting.agree_pooled(DAY))
    form = {"question": CALLS, "reason": "too low "}
    await ada.post("/dissent", form)
    here.ask(COST)
    # By another number, as a page sends it that was loaded anew.
    assert "did not count" not in (await ada.post("/dissent", {**form, "id": "x" * 22})).words


async def test_who_asks_no_more_to_come_back_has_no_place_and_no_claim(here: Room) -> None:
    ada = await here.joined("Ada")
    await ada.post("/leave", {})
    anew = here.browser()
    await anew.join(here.server, "Ada", ask="yes")
    async with anew.session.get(here.base + "/events") as stream:
        await _news(stream.content)
        assert "You ask no more to come back." in (await anew.post("/leave", {})).words
        async with asyncio.timeout(PATIENCE_S):
            while not (await stream.content.readline()).startswith(b"event: gone"):
                pass
    assert here.server.reception.claims == ()
    assert (await anew.get("/")).status == 403


async def test_two_people_of_one_name_are_told_apart(here: Room) -> None:
    await here.joined("Ada")
    other = here.browser()
    reply = await other.join(here.server, "ADA")
    assert reply.status == 409
    assert "Ada is here already" in reply.words
    assert reply.fields["name"] == "ADA"
    assert (await other.join(here.server, "Ada L.")).status == 200
    assert [one.name for one in here.meeting.people] == ["Ada", "Ada L."]


async def test_who_is_here_already_comes_back_on_another_device(here: Room) -> None:
    first = await here.joined("Ada")
    here.ask()
    await first.answer("6M")
    other = here.browser()
    reply = await other.join(here.server, "Ada")
    assert "If that is you, on another device: have the facilitator let you leave" in reply.words
    here.do(lambda meeting: meeting.leave("Ada"))
    assert "Ask to come back as Ada" in (await other.join(here.server, "Ada")).words
    token = here.server.join_url.rpartition("/")[2]
    await other.post("/join", {"token": token, "name": "Ada", "ask": "yes"})
    (claim,) = here.server.reception.claims
    here.server.reception.let_in(claim.code)
    page = await other.get("/")
    assert "You are <bdi>Ada</bdi>" in page.text
    assert "6,000,000 calls" in page.words


async def test_a_long_reason_is_folded_and_is_there_in_full(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    long = "<b>Retries</b> " + "counted twice, " * 20
    await ada.answer("6M", reason=long)
    here.do(Meeting.reveal)
    page = (await ada.get("/")).text
    folded = page.partition('<details class="long">')[2].partition("</details>")[0]
    assert long.strip().replace("<", "&lt;").replace(">", "&gt;") in folded
    assert "The whole reason" in folded
    assert "<b>Retries" not in page


@pytest.mark.parametrize("name", ["علی\u200cرضا", "क्\u200dष", "\U0001f469\u200d\U0001f4bb"])
async def test_names_are_taken_as_people_spell_them(here: Room, name: str) -> None:
    browser = await here.joined(name)
    assert f"You are <bdi>{name}</bdi>" in (await browser.get("/")).text
    # Without the joiner it is the same name.
    bare = name.replace("\u200c", "").replace("\u200d", "")
    assert (await here.browser().join(here.server, bare)).status == 409


@pytest.mark.parametrize("typed", ["\x1b[31mAda", "A\u202eda", "\u200bAda", "Ada\x9b", "A\ud800da"])
async def test_a_refused_name_comes_back_without_what_does_not_show(here: Room, typed: str) -> None:
    browser = here.browser()
    body = {"token": here.server.join_url.rpartition("/")[2].encode()}
    body["name"] = typed.encode(errors="surrogatepass")
    reply = await browser.post_bytes("/join", body)
    assert reply.status in (400, 409)
    assert not set(typed) - set("[31mAda") & set(reply.text)
    if reply.status == 409:
        assert "do not show (U+" in reply.words
        assert (await browser.join(here.server, reply.fields["name"])).status == 200


async def test_who_leaves_half_way_finds_their_answers_again(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await ada.answer("6M")
    assert "You have left" in (await ada.post("/leave", {})).words
    assert not next(one for one in here.meeting.people if one.name == "Ada").is_here
    await bo.answer("2M")
    assert "6,000,000" in (await ada.post("/back", {})).words
    assert here.meeting.people[0].is_here


async def test_who_opens_the_invitation_again_stays_who_they_are(here: Room) -> None:
    ada = await here.joined("Ada")
    reply = await ada.get("/join/" + here.server.join_url.rpartition("/")[2])
    assert "You are <bdi>Ada</bdi>" in reply.text
    await ada.join(here.server, "Bo")
    assert [one.name for one in here.meeting.people] == ["Ada"]


async def test_who_lost_the_cookie_comes_back_once_they_are_let_in(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    await ada.answer("6M")
    await ada.post("/leave", {})
    anew = here.browser()
    reply = await anew.join(here.server, "ada")
    assert "Ask to come back as ada" in reply.words
    reply = await anew.join(here.server, "ada", ask="yes")
    (claim,) = here.server.reception.claims
    assert claim.name == "Ada"
    assert claim.code in reply.words
    assert "6,000,000" not in (await anew.get("/")).text
    assert (await anew.answer("7M")).status == 403
    here.server.reception.let_in(claim.code)
    assert "6,000,000" in (await anew.get("/")).words
    # The cookie that was lost is nobody's now, whoever has found it.
    assert (await ada.get("/")).status == 403
    assert here.server.reception.claims == ()


async def test_nobody_is_let_in_for_somebody_who_is_here(here: Room) -> None:
    ada = await here.joined("Ada")
    await ada.post("/leave", {})
    anew = here.browser()
    await anew.join(here.server, "Ada", ask="yes")
    await ada.post("/back", {})
    with pytest.raises(Refused, match="Ada is here"):
        here.server.reception.let_in(here.server.reception.claims[0].code)
    here.server.reception.turn_away(here.server.reception.claims[0].code)
    assert (await anew.get("/")).status == 403


async def test_the_next_person_of_a_name_is_not_the_one_before(here: Room) -> None:
    first = await here.joined("Ada")
    here.do(lambda meeting: meeting.forget("Ada"))
    await here.joined("Ada")
    assert (await first.get("/")).status == 403


async def test_an_answer_after_the_reveal_does_not_count_and_is_given_back(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await bo.answer("2M")
    here.do(Meeting.reveal)
    before = here.meeting
    reply = await ada.answer("6M", reason="half a page of thought")
    assert reply.status == 409
    assert "the answers of this round were revealed" in reply.words
    assert "half a page of thought" in reply.words
    assert here.meeting == before


async def test_an_answer_to_the_question_before_does_not_count_for_this_one(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await bo.answer("2M")
    here.do(Meeting.reveal)
    here.ask(COST)
    before = here.meeting
    reply = await ada.answer("6M", reason="half a page of thought")
    assert reply.status == 409
    assert "the facilitator went on" in reply.words
    assert "half a page of thought" in reply.words
    assert here.meeting == before


async def test_an_answer_of_the_round_before_stays_in_the_form_of_this_one(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await bo.answer("2M")
    here.do(Meeting.reveal)
    here.do(lambda meeting: meeting.again(DAY))
    reply = await ada.answer("6M", reason="half a page of thought", number=1)
    assert reply.status == 409
    assert "Round 2 has begun meanwhile" in reply.words
    assert (reply.fields["likely"], reply.fields["round"]) == ("6M", "2")
    assert here.meeting.pending == ("Ada", "Bo")


async def test_an_answer_by_a_page_that_does_not_know_of_another_is_asked_about(
    here: Room,
) -> None:
    ada = await here.joined("Ada")
    here.ask()
    one, other = (await ada.get("/")).fields, (await ada.get("/")).fields
    await ada.post("/answer", {**one, "likely": "6M", "reason": "bill"})
    reply = await ada.post("/answer", {**other, "likely": "9M"})
    assert reply.status == 409
    assert "You have answered already, on another page: 6,000,000 calls" in reply.words
    assert "Keep my answer as it is" in reply.words
    assert reply.fields["likely"] == "9M"
    kept = here.meeting.answer_of("Ada")
    assert kept is not None
    assert (kept.said.likely, kept.reason) == (6e6, "bill")
    # Who sends it again has seen what it replaces.
    assert "9,000,000" in (await ada.post("/answer", reply.fields)).words
    # What the first page has sent does not count any more, whatever it is sent from again.
    again = await ada.post("/answer", {**one, "id": f"{one['id']}-2", "likely": "7M"})
    assert "on another page: 9,000,000 calls" in again.words


async def test_another_press_on_the_page_of_an_answer_means_that_one(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    page = (await ada.get("/")).fields
    await ada.post("/answer", {**page, "likely": "6M"})
    again = await ada.post("/answer", {**page, "id": f"{page['id']}-2", "likely": "7M"})
    assert (again.status, "7,000,000" in again.words) == (200, True)
    changing = (await ada.get("/?change=yes")).fields
    assert "8,000,000" in (await ada.post("/answer", {**changing, "likely": "8M"})).words


async def test_an_answer_is_on_disk_before_it_is_confirmed() -> None:
    may_write, kept = threading.Event(), list[Meeting]()

    def keep(meeting: Meeting) -> bool:
        may_write.wait(10)
        kept.append(meeting)
        return True

    async with room(keep=keep) as here:
        may_write.set()
        ada = await here.joined("Ada")
        here.ask()
        await here.live.kept()
        may_write.clear()
        sending = asyncio.create_task(ada.answer("6M"))
        try:
            # A slow disk holds up the answer, and nothing else.
            while here.meeting.answer_of("Ada") is None:
                assert (await ada.get("/state")).status == 200
            assert (await ada.get("/")).status == 200
            done, _ = await asyncio.wait({sending}, timeout=0.3)
            assert not done
        finally:
            may_write.set()
        assert (await sending).status == 200
        assert kept[-1] == here.meeting
        assert here.live.is_kept


LEAD = """
import asyncio, sys
from datetime import date
from pathlib import Path
from wizard.sessions.open_session import OpenSession
from wizard.workshop import record
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web import join_server

async def lead() -> None:
    session = OpenSession.open(Path(sys.argv[1]))
    live = LiveMeeting(record.resume(session), keep=lambda one: record.keep(session, one))
    server = join_server(live)
    await server.start()
    live.apply(lambda meeting: meeting.ask("volume.calls_per_month", date.today()))
    print(server.join_url, flush=True)
    await asyncio.sleep(60)

asyncio.run(lead())
"""


async def test_a_killed_program_loses_no_answer_that_it_confirmed(
    here: Room, tmp_path: Path
) -> None:
    session = tmp_path / "case.toml"
    shutil.copyfile(SAMPLE, session)
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEAD, str(session), stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    url = (await asyncio.wait_for(program.stdout.readline(), 30)).decode().strip()
    ada = here.browser()
    ada.base, _, token = url.partition("/join/")
    await ada.post("/join", {"token": token, "name": "Ada"})
    assert (await ada.answer("6M", reason="the dashboard")).status == 200
    program.kill()
    await program.wait()
    found = record.resume(OpenSession.open(session))
    ballot = found.latest(CALLS)
    assert ballot is not None
    assert ballot.votes["Ada"].said.likely == 6_000_000


async def test_a_server_that_pauses_knows_everybody_again(here: Room) -> None:
    ada = await here.joined("Ada")
    await here.server.stop()
    await here.server.start()
    assert "You are <bdi>Ada</bdi>" in (await ada.get("/")).text


async def test_a_full_disk_is_known_and_the_answer_counts() -> None:
    async with room(keep=lambda meeting: False) as here:
        ada = await here.joined("Ada")
        here.ask()
        assert (await ada.answer("6M")).status == 200
        assert not here.live.is_kept
        assert here.meeting.answer_of("Ada") is not None


async def test_open_pages_hear_of_changes_and_of_nothing_else(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    async with ada.session.get(here.base + "/events") as stream:
        first = await _news(stream.content)
        assert first["status"] == "No question is open."
        assert here.server.reception.connected == {"Ada"}
        here.ask()
        asked = await _news(stream.content)
        assert asked["stamp"] != first["stamp"]
        await bo.answer("2M", reason="canary")
        told = await _news(stream.content)
        assert told == {"stamp": asked["stamp"], "status": "1 answered, waiting for Ada."}
        assert set(told) == {"stamp", "status"}
        polled = json.loads((await ada.get("/state")).text)
        assert polled == told
    gone = asyncio.Event()
    here.server.subscribe(lambda: None if here.server.reception.connected else gone.set())
    if here.server.reception.connected:
        await asyncio.wait_for(gone.wait(), PATIENCE_S)


async def test_a_page_on_which_nothing_changes_hears_that_the_workshop_is_still_here(
    here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "_HEARTBEAT_SECONDS", 0.05)
    ada = await here.joined("Ada")
    async with ada.session.get(here.base + "/events") as stream:
        await _news(stream.content)
        async with asyncio.timeout(PATIENCE_S):
            while await stream.content.readline() != b": still here\n":
                pass


async def _news(stream: aiohttp.StreamReader) -> dict[str, str]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            line = await stream.readline()
            if line.startswith(b"data: "):
                return json.loads(line.removeprefix(b"data: "))


async def test_nobody_waits_for_somebody_who_was_not_heard_of(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    here.now[0] += 29 * 60
    here.server.reception.sweep()
    assert list(here.meeting.pending) == ["Ada"]
    here.now[0] += 2 * 60
    here.server.reception.sweep()
    assert list(here.meeting.pending) == []
    # Nothing had to be asked for to be back: they had not left.
    assert "Your estimate" in (await ada.get("/")).words
    assert list(here.meeting.pending) == ["Ada"]


async def test_who_is_sent_away_by_the_facilitator_is_not_back_by_a_look(here: Room) -> None:
    ada = await here.joined("Ada")
    here.do(lambda meeting: meeting.leave("Ada"))
    assert "You have left" in (await ada.get("/")).words
    assert not here.meeting.people[0].is_here
