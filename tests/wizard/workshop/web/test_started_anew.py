"""A facilitator's program that is killed and started again: who was in is in."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from rules.workshop.meeting import Meeting
from tests.wizard.cases import COMPLETE
from tests.wizard.workshop.web.browser import CALLS, DAY, Browser, Room
from wizard.sessions.open_session import OpenSession
from wizard.workshop.door_file import SECONDS, DoorFile
from wizard.workshop.facilitating import Facilitating
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web.server import JoinServer
from wizard.workshop.wishes import Wishes

LEAD = """
import asyncio, sys
from pathlib import Path
from wizard.sessions.open_session import OpenSession
from wizard.workshop.wishes import Wishes
from wizard.workshop.facilitating import Facilitating

async def lead() -> None:
    led = Facilitating(OpenSession.open(Path(sys.argv[1])), None, Wishes(joins=True))
    await led.start()
    if sys.argv[2:]:
        led.do(lambda meeting: meeting.ask(sys.argv[2], led.day()))
    print(led.door.join_url, flush=True)
    await asyncio.sleep(60)

asyncio.run(lead())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    return path


@dataclass
class Program:
    process: asyncio.subprocess.Process
    address: str

    @property
    def base(self) -> str:
        return self.address.partition("/join/")[0]

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def leading(path: Path, *question: str) -> AsyncIterator[Program]:
    """A program that leads the workshop, until it is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEAD, str(path), *question, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    address = (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()
    program = Program(process, address)
    try:
        yield program
    finally:
        if process.returncode is None:
            await program.kill()


async def joined(here: Room, program: Program, name: str) -> Browser:
    browser = here.browser()
    browser.base = program.base
    token = program.address.rpartition("/")[2]
    assert (await browser.post("/join", {"token": token, "name": name})).status == 200
    return browser


async def test_seats_and_address_outlive_a_killed_program(here: Room, path: Path) -> None:
    async with leading(path, CALLS) as first:
        people = [await joined(here, first, name) for name in ("Ada", "Bo", "علی\u200cرضا", "Di")]
        assert (await people[0].answer("6M", reason="the dashboard")).status == 200
        assert "You have left" in (await people[3].post("/leave", {})).words
        await first.kill()
    async with leading(path) as second:
        assert second.address == first.address
        for browser, name in zip(people, ("Ada", "Bo", "علی\u200cرضا", "Di"), strict=True):
            page = await browser.get("/")
            assert page.status == 200
            assert f"You are <bdi>{name}</bdi>" in page.text
            assert ("You have left" in page.words) == (name == "Di")
        # The way in is open for others too, and nobody had to be let in.
        eve = await joined(here, second, "Eve")
        assert (await eve.get("/state")).status == 200


async def test_who_joined_before_anything_was_asked_is_in_as_well(here: Room, path: Path) -> None:
    async with leading(path) as first:
        ada = await joined(here, first, "Ada")
        await first.kill()
    async with leading(path) as second:
        assert "You are <bdi>Ada</bdi>" in (await ada.get("/")).text
        again = here.browser()
        again.base = second.base
        token = second.address.rpartition("/")[2]
        reply = await again.post("/join", {"token": token, "name": "ada"})
        assert "Ada is here already" in reply.words


async def test_a_port_that_is_taken_meanwhile_is_said_and_seats_are_kept(
    here: Room, path: Path
) -> None:
    async with leading(path) as first:
        ada = await joined(here, first, "Ada")
        await first.kill()
    port = int(first.base.rsplit(":", 1)[1])
    with closing(socket.create_server(("127.0.0.1", port))):
        said: list[str] = []
        led = Facilitating(OpenSession.open(path), None, Wishes(joins=True))
        led.attach(lambda: None, lambda problems: said.extend(map(str, problems)))
        await led.start()
        assert led.door is not None
        assert led.door.join_url.rpartition("/")[2] == first.address.rpartition("/")[2]
        assert "The port of before is taken" in said[0]
        assert "The port of before is taken" in led.door.hint
        ada.base = led.door.join_url.partition("/join/")[0]
        assert "You are <bdi>Ada</bdi>" in (await ada.get("/")).text
        await led.stop()


async def test_a_session_that_is_read_anew_keeps_seats_and_address(here: Room, path: Path) -> None:
    led = Facilitating(OpenSession.open(path), None, Wishes(joins=True))
    await led.start()
    assert led.door is not None
    before = led.door.join_url
    ada = await joined(here, Program(None, before), "Ada")  # type: ignore[arg-type]
    again = led.on(OpenSession.open(path), None)
    await again.start()
    assert again.door is not None
    assert again.door.join_url == before
    assert "You are <bdi>Ada</bdi>" in (await ada.get("/")).text
    await again.stop()


# ------------------------------------------------------------------- what is kept


@asynccontextmanager
async def serving(
    path: Path, now: float = 0.0, *, port: int = 0
) -> AsyncIterator[tuple[JoinServer, LiveMeeting]]:
    """A server that keeps what it needs for the next one."""
    live = LiveMeeting(Meeting(agenda=()))
    server = JoinServer(live, port=port, file=DoorFile(lambda: path, lambda: now))
    await server.start()
    try:
        yield server, live
    finally:
        await server.stop()


def door_file(path: Path) -> Path:
    (found,) = Path(os.environ["PAYBACK_HOME"]).glob("state/workshops/*.door")
    return found


async def test_what_is_kept_is_its_owners_and_lets_nobody_in(here: Room, path: Path) -> None:
    async with serving(path) as (server, _):
        ada = await joined(here, Program(None, server.join_url), "Ada")  # type: ignore[arg-type]
        (cookie,) = ada.session.cookie_jar
        kept = door_file(path)
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        text = kept.read_text("utf-8")
        assert "Ada" in text
        assert cookie.value not in text
        (digest,) = (one["digest"] for one in json.loads(text)["door"]["seats"])
        thief = here.browser()
        thief.base = ada.base
        assert (await thief.get("/", Cookie=f"{cookie.key}={digest}")).status == 403
    assert list(kept.parent.glob("*.part")) == []


async def test_a_renewed_invitation_is_the_one_that_is_kept(path: Path) -> None:
    async with serving(path) as (server, _):
        server.renew()
        renewed = server.join_url
    async with serving(path) as (server, _):
        assert server.join_url == renewed


async def test_what_was_taken_out_does_not_come_back(here: Room, path: Path) -> None:
    async with serving(path) as (server, live):
        ada = await joined(here, Program(None, server.join_url), "Ada")  # type: ignore[arg-type]
        live.apply(lambda meeting: meeting.forget("Ada"))
    async with serving(path) as (server, live):
        assert (await ada.get("/")).status == 403
        assert live.meeting.people == ()


async def test_a_clock_that_was_set_back_keeps_nobody_out(here: Room, path: Path) -> None:
    async with serving(path) as (server, _):
        ada = await joined(here, Program(None, server.join_url), "Ada")  # type: ignore[arg-type]
    async with serving(path, -300.0) as (server, _):
        assert (await ada.get("/")).status == 200


@pytest.mark.parametrize("now", [SECONDS, -SECONDS])
async def test_what_is_too_old_is_not_taken_up(path: Path, now: float) -> None:
    async with serving(path) as (server, _):
        before = server.join_url
    async with serving(path, now) as (server, _):
        assert server.join_url.rpartition("/")[2] != before.rpartition("/")[2]


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"at": 0, "door": {"seats": 1}}', '{"at": "x"}', "\0"]
)
async def test_what_cannot_be_read_is_not_taken_up(path: Path, text: str) -> None:
    async with serving(path):
        pass
    door_file(path).write_text(text, "utf-8")
    async with serving(path) as (server, live):
        assert server.join_url
        assert live.meeting.people == ()


async def test_a_port_that_is_wished_for_is_had(path: Path) -> None:
    async with serving(path) as (server, _):
        before = server.join_url
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        wished = free.getsockname()[1]
    async with serving(path, port=wished) as (server, _):
        assert f":{wished}/" in server.join_url
        assert server.join_url.rpartition("/")[2] == before.rpartition("/")[2]
        assert not server.is_moved


async def test_a_disk_that_takes_nothing_keeps_nobody_out(
    here: Room, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = path.with_name("blocked")
    blocked.write_text("no folder", "utf-8")
    monkeypatch.setenv("PAYBACK_HOME", str(blocked / "home"))
    async with serving(path) as (server, _):
        ada = await joined(here, Program(None, server.join_url), "Ada")  # type: ignore[arg-type]
        assert (await ada.get("/")).status == 200


# --------------------------------------------------------------- a form sent again


async def test_an_answer_that_is_sent_again_counts_once(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    number = (await ada.get("/")).fields["id"]
    form = {"question": CALLS, "round": "1", "likely": "6M", "id": number}
    assert (await ada.post("/answer", form)).status == 200
    changed = (await ada.get("/?change=yes")).fields["id"]
    assert changed != number
    await ada.post("/answer", {**form, "likely": "7M", "id": changed})
    # The first one comes late, after its answer was not heard.
    assert "7,000,000" in (await ada.post("/answer", form)).words
    await bo.answer("2M")
    here.do(Meeting.reveal)
    late = await ada.post("/answer", {**form, "likely": "7M", "id": changed})
    assert late.status == 200
    assert "did not count" not in late.words


async def test_other_texts_by_the_number_of_a_form_are_another_answer(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    number = (await ada.get("/")).fields["id"]
    form = {"question": CALLS, "round": "1", "likely": "6M", "id": number}
    await ada.post("/answer", form)
    # Somebody goes back to the page in their browser, and sends it with another number in it.
    assert "7,000,000" in (await ada.post("/answer", {**form, "likely": "7M"})).words
    # What was sent first comes late.
    assert "7,000,000" in (await ada.post("/answer", form)).words


async def test_what_does_not_count_can_be_sent_again(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    form = {"question": CALLS, "round": "1", "id": (await ada.get("/")).fields["id"]}
    assert (await ada.post("/answer", {**form, "likely": "nonsense"})).status == 422
    assert (await ada.post("/answer", {**form, "likely": "6M"})).status == 200
    assert here.meeting.answer_of("Ada") is not None


async def test_the_number_of_a_form_is_its_senders_alone(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    form = {"question": CALLS, "round": "1", "id": (await ada.get("/")).fields["id"]}
    await ada.post("/answer", {**form, "likely": "6M"})
    await bo.post("/answer", {**form, "likely": "2M"})
    assert here.meeting.pending == ()


async def test_a_dissent_that_is_sent_again_does_not_undo_what_came_after(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    await ada.answer("6M")
    here.do(Meeting.reveal)
    here.do(lambda meeting: meeting.agree_pooled(DAY))
    form = {"question": CALLS, "reason": "too low", "id": (await ada.get("/")).fields["id"]}
    await ada.post("/dissent", form)
    await ada.post("/dissent", {"question": CALLS, "withdraw": "yes"})
    await ada.post("/dissent", form)
    settled = here.meeting.agreement(CALLS)
    assert settled is not None
    assert not settled.dissent


async def revealed_anew(here: Room, path: Path) -> tuple[Browser, dict[str, str], Facilitating]:
    """Whoever answered before a kill, the form they sent, and their round revealed after it."""
    async with leading(path, CALLS) as first:
        ada = await joined(here, first, "Ada")
        form = {"question": CALLS, "round": "1", "id": (await ada.get("/")).fields["id"]}
        assert (await ada.post("/answer", {**form, "likely": "6M"})).status == 200
        await first.kill()
    led = Facilitating(OpenSession.open(path), None, Wishes(joins=True))
    await led.start()
    led.do(lambda meeting: meeting.ask(CALLS, led.day()))
    led.do(Meeting.reveal)
    return ada, form, led


async def test_an_answer_that_is_sent_again_after_a_kill_counts_once(
    here: Room, path: Path
) -> None:
    ada, form, led = await revealed_anew(here, path)
    reply = await ada.post("/answer", {**form, "likely": "6M"})
    assert reply.status == 200
    assert "did not count" not in reply.words
    await led.stop()


async def test_a_dissent_counts_that_arrives_before_its_question_is_opened_again(
    here: Room, path: Path
) -> None:
    ada, _, led = await revealed_anew(here, path)
    led.do(lambda meeting: meeting.agree_pooled(led.day()))
    against = {"question": CALLS, "id": (await ada.get("/")).fields["id"]}
    await led.stop()
    led = Facilitating(OpenSession.open(path), None, Wishes(joins=True))
    await led.start()
    assert led.meeting.phase == "idle"
    reply = await ada.post("/dissent", {**against, "reason": "the season ends"})
    assert reply.status == 200
    assert "did not count" not in reply.words
    (settled,) = tomllib.loads(path.read_text("utf-8"))["workshop"]["agreed"]
    assert [one["reason"] for one in settled["dissent"]] == ["the season ends"]
    # Once something else is open, somebody has gone on.
    led.do(lambda meeting: meeting.ask(led.meeting.agenda[1].key, led.day()))
    late = await ada.post("/dissent", {**against, "reason": "and the trial"})
    assert "did not count" in late.words
    assert "and the trial" in late.words
    await led.stop()


async def test_who_sends_their_name_twice_has_one_place(here: Room) -> None:
    browser, other = here.browser(), here.browser()
    token = here.server.join_url.rpartition("/")[2]
    number = (await browser.get(f"/join/{token}")).fields["id"]
    await browser.join(here.server, "Ada", id=number)
    # The answer to the first was lost, and with it the cookie.
    browser.session.cookie_jar.clear()
    reply = await browser.join(here.server, "Ada", id=number)
    assert "You are <bdi>Ada</bdi>" in reply.text
    assert [one.name for one in here.meeting.people] == ["Ada"]
    # By another name, or another form, it is somebody else.
    assert (await other.join(here.server, "Bo", id=number)).status == 200
    assert (await here.browser().join(here.server, "Ada")).status == 409
    assert [one.name for one in here.meeting.people] == ["Ada", "Bo"]


async def test_an_answer_waits_until_a_broken_off_question_is_opened_again(
    here: Room, path: Path
) -> None:
    async with leading(path, CALLS) as first:
        ada = await joined(here, first, "Ada")
        form = {"question": CALLS, "round": "1", "id": (await ada.get("/")).fields["id"]}
        await first.kill()
    led = Facilitating(OpenSession.open(path), None, Wishes(joins=True))
    await led.start()
    early = await ada.post("/answer", {**form, "likely": "6M", "reason": "the dashboard"})
    # A page sends it again by this status; without script there is what was typed.
    assert early.status == 503
    assert "did not count" not in early.words
    assert "the dashboard" in early.words
    of_no_round = await ada.post("/answer", {**form, "round": "2", "likely": "6M"})
    assert "did not count" in of_no_round.words
    led.do(lambda meeting: meeting.ask(CALLS, led.day()))
    reply = await ada.post("/answer", {**form, "likely": "6M", "reason": "the dashboard"})
    assert reply.status == 200
    assert led.meeting.answer_of("Ada") is not None
    await led.stop()
