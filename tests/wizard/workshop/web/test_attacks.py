"""What participants' pages refuse, over real sockets of this machine."""

from __future__ import annotations

import asyncio
import re
import tracemalloc
from http.cookies import SimpleCookie

import pytest

from rules.workshop.meeting import Meeting
from rules.workshop.people import MOST
from tests.environment import PATIENCE_S
from tests.wizard.workshop.web.browser import CALLS, COST, DAY, Browser, Room, room, until
from wizard.problems import InputUnusable
from wizard.workshop.web import connections, guard, join_server, joining, seats
from wizard.workshop.web.address import address_of, checked_host, lan_address, who_reaches
from wizard.workshop.web.connections import HEADERS, MOST_CONNECTIONS, MOST_LOOSE
from wizard.workshop.web.server import JoinServer

FORM = "application/x-www-form-urlencoded"


async def raw(here: Room, head: str, body: bytes = b"") -> str:
    """What comes back for bytes that no browser would send."""
    _, port = here.base.rsplit(":", 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    try:
        writer.write(head.replace("\n", "\r\n").encode() + b"\r\n" + body)
        async with asyncio.timeout(PATIENCE_S):
            return (await reader.read(4096)).decode(errors="replace")
    finally:
        writer.close()


def is_guarded(reply: str) -> bool:
    """Whether an answer carries what all do, and does not tell what made it."""
    lines = reply.partition("\r\n\r\n")[0].splitlines()[1:]
    found = {
        name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)
    }
    expected = {name.lower(): value for name, value in HEADERS.items()}
    return expected.items() <= found.items() and "aiohttp" not in reply and "Python" not in reply


def cookie_of(browser: Browser) -> str:
    (one,) = browser.session.cookie_jar
    return f"{one.key}={one.value}"


# ------------------------------------------------------------------ who may come in


@pytest.mark.parametrize("token", ["", "x", "a" * 22, "../join", "%00", "é"])
async def test_without_the_token_there_is_nothing(here: Room, token: str) -> None:
    browser = here.browser()
    assert (await browser.get(f"/join/{token}")).status == 404
    reply = await browser.post("/join", {"token": token, "name": "Eve"})
    assert reply.status == 404
    assert "Ticket labels" not in "".join(browser.seen)
    assert here.meeting.people == ()


async def test_a_part_of_the_token_is_not_the_token(here: Room) -> None:
    browser = here.browser()
    token = here.server.join_url.rpartition("/")[2]
    assert len(token) >= 22
    for part in (token[:-1], token + "x", token.swapcase()):
        assert (await browser.post("/join", {"token": part, "name": "Eve"})).status == 404


async def test_a_renewed_invitation_ends_the_earlier_one_and_nobodys_place(here: Room) -> None:
    ada = await here.joined("Ada")
    earlier = here.server.join_url
    here.server.renew()
    assert here.server.join_url != earlier
    reply = await here.browser().get("/join/" + earlier.rpartition("/")[2])
    assert reply.status == 404
    # Whoever has the earlier one is told what to do; whether it ever was one cannot be told.
    assert "open the address that is on the facilitator&#39;s screen now" in reply.text
    assert reply.text == (await here.browser().get("/nowhere")).text
    assert (await ada.get("/")).status == 200


@pytest.mark.parametrize("path", ["/", "/state", "/events"])
async def test_nobody_without_a_cookie_sees_the_workshop(here: Room, path: str) -> None:
    await here.joined("Ada")
    here.ask()
    browser = here.browser()
    reply = await browser.get(path, Cookie=f"{cookie_of(await here.joined('Bo'))}x")
    assert reply.status == 403
    assert "Calls per month" not in reply.text
    assert "Ada" not in reply.text


async def test_the_secret_of_a_cookie_is_not_kept(here: Room) -> None:
    ada = await here.joined("Ada")
    secret = cookie_of(ada).partition("=")[2]
    assert len(secret) >= 43
    assert secret not in repr(vars(here.server._seats))


async def test_only_so_many_join_at_once(here: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "JOINS_AT_ONCE", 3)
    for name in "ABC":
        await here.joined(name)
    browser = here.browser()
    assert (await browser.join(here.server, "D")).status == 429
    here.now[0] += 2
    assert (await browser.join(here.server, "D")).status == 200


async def test_only_so_many_take_part(here: Room) -> None:
    browsers = [await here.joined(f"Person {number}") for number in range(MOST)]
    here.now[0] += 60
    for browser in browsers:
        await browser.get("/state")
    reply = await here.browser().join(here.server, "One more")
    assert reply.status == 409
    assert "all places are taken" in reply.words
    assert len(here.meeting.people) == MOST


async def test_only_so_many_ask_to_come_back(here: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "MOST_CLAIMS", 2)
    ada = await here.joined("Ada")
    await ada.post("/leave", {})
    for _ in range(2):
        await here.browser().join(here.server, "Ada", ask="yes")
    reply = await here.browser().join(here.server, "Ada", ask="yes")
    assert "Too many people ask to come back" in reply.words
    assert len(here.server.reception.claims) == 2
    here.now[0] += seats.CLAIM_SECONDS + 1
    here.server.reception.sweep()
    assert not here.server.reception.claims


async def test_nobody_asks_to_be_somebody_who_is_here(here: Room) -> None:
    await here.joined("Ada")
    reply = await here.browser().join(here.server, "Ada", ask="yes")
    assert reply.status == 409
    assert here.server.reception.claims == ()


# --------------------------------------------------------- other names, other pages


HOSTS = ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1:{port}.evil.example"]


@pytest.mark.parametrize("host", [*HOSTS, "evil.example:{port}", "127.0.0.2:{port}", ""])
async def test_a_foreign_name_that_leads_here_gets_nothing(here: Room, host: str) -> None:
    ada = await here.joined("Ada")
    host = host.format(port=here.base.rsplit(":", 1)[1])
    cookie = cookie_of(ada)
    for path in ("/", "/state", "/events", "/page.js"):
        reply = await raw(here, f"GET {path} HTTP/1.1\nHost: {host}\nCookie: {cookie}\n")
        assert reply.startswith("HTTP/1.1 4")
        assert "Ada" not in reply


async def test_a_request_without_a_host_or_with_two_gets_nothing(here: Room) -> None:
    own = here.base.removeprefix("http://")
    assert (await raw(here, "GET / HTTP/1.0\n")).startswith("HTTP/1.0 421")
    two = await raw(here, f"GET / HTTP/1.1\nHost: {own}\nHost: evil\n")
    assert two.startswith("HTTP/1.0 400")


ORIGINS = ["", "null", "http://evil.example", "{base}.evil.example", "{base}/", "{base}0"]
ORIGINS += ["https://{host}", "http://localhost:{port}", "http://evil@{host}", "{base}, {base}"]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", ["/answer", "/join", "/leave", "/back", "/dissent"])
async def test_a_form_of_another_page_changes_nothing(here: Room, path: str, origin: str) -> None:
    ada = await here.joined("Ada")
    here.ask()
    before = here.meeting
    host = here.base.removeprefix("http://")
    sent = origin.format(base=here.base, host=host, port=host.rsplit(":", 1)[1])
    token = here.server.join_url.rpartition("/")[2]
    body = f"question={CALLS}&round=1&likely=6M&token={token}&name=Eve".encode()
    head = (
        f"POST {path} HTTP/1.1\nHost: {host}\nCookie: {cookie_of(ada)}\nContent-Type: {FORM}\n"
        f"Content-Length: {len(body)}\n" + (f"Origin: {sent}\n" if origin else "")
    )
    assert (await raw(here, head, body)).startswith("HTTP/1.1 403")
    assert here.meeting == before


async def test_two_origins_are_none(here: Room) -> None:
    ada = await here.joined("Ada")
    head = f"POST /leave HTTP/1.1\nHost: {here.base[7:]}\nCookie: {cookie_of(ada)}\n"
    head += f"Content-Type: {FORM}\nContent-Length: 0\n"
    own = f"Origin: {here.base}\n"
    assert (await raw(here, head + own + own)).startswith("HTTP/1.1 403")
    assert (await raw(here, head + own)).startswith("HTTP/1.1 303")


@pytest.mark.parametrize("path", ["/events", "/state", "/"])
async def test_news_is_not_read_by_another_page(here: Room, path: str) -> None:
    ada = await here.joined("Ada")
    assert (await ada.get(path, Origin="http://evil.example")).status == 403
    if path != "/":
        assert (await ada.get(path, **{"Sec-Fetch-Site": "cross-site"})).status == 403
        assert (await ada.get(path, **{"Sec-Fetch-Site": "same-site"})).status == 403


async def test_no_socket_of_the_web_is_opened(here: Room) -> None:
    ada = await here.joined("Ada")
    head = f"GET /events HTTP/1.1\nHost: {here.base[7:]}\nOrigin: http://evil.example\n"
    head += f"Cookie: {cookie_of(ada)}\nConnection: Upgrade\nUpgrade: websocket\n"
    head += "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
    assert (await raw(here, head)).startswith("HTTP/1.1 403")
    own = head.replace("http://evil.example", here.base)
    assert not (await raw(here, own)).startswith("HTTP/1.1 101")


async def test_changes_are_not_made_by_links(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    before = here.meeting
    for path in (f"/answer?question={CALLS}&round=1&likely=6M", "/leave", "/back", "/dissent"):
        await ada.get(path)
    assert here.meeting == before


TARGETS = ["http://evil.example", "http://evil.example:{port}", "https://evil.example"]
TARGETS += ["http://evil@{host}", "http://{host}.evil.example", "http://127.0.0.1", "http://["]
TARGETS += ["http:///", "evil.example", "*"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", ["/join/{token}", "/", "/page.js"])
async def test_a_foreign_name_in_the_target_gets_nothing(
    here: Room, path: str, target: str
) -> None:
    ada = await here.joined("Ada")
    host, token = here.base[7:], here.server.join_url.rpartition("/")[2]
    target = target.format(host=host, port=host.rsplit(":", 1)[1])
    head = f"GET {target}{path.format(token=token)} HTTP/1.1\nHost: {host}\n"
    reply = await raw(here, head + f"Cookie: {cookie_of(ada)}\n")
    assert reply.startswith(("HTTP/1.1 4", "HTTP/1.0 400"))
    assert "Ada" not in reply
    assert "Ticket labels" not in reply
    assert is_guarded(reply)


async def test_our_own_name_in_the_target_is_ours(here: Room) -> None:
    host, token = here.base[7:], here.server.join_url.rpartition("/")[2]
    own = await raw(here, f"GET http://{host}/join/{token} HTTP/1.1\nHost: {host}\n")
    assert own.startswith("HTTP/1.1 200")
    foreign = await raw(here, f"GET http://{host}/join/{token} HTTP/1.1\nHost: evil.example\n")
    assert foreign.startswith("HTTP/1.1 421")


# --------------------------------------------------------------- one for another


async def test_nobody_answers_for_somebody_else(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    fields = {"question": CALLS, "round": "1", "likely": "6M", "name": "Bo", "person": "Bo"}
    await ada.post("/answer", fields)
    assert here.meeting.answer_of("Ada") is not None
    assert here.meeting.answer_of("Bo") is None
    assert "6,000,000" not in (await bo.get("/")).text


async def test_the_cookies_of_two_people_together_are_those_of_one(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    name, _, secret = cookie_of(bo).partition("=")
    # The very cookie is another person; any other spelling of it is nobody.
    jar = SimpleCookie({name: secret[:-1]})
    reply = await here.browser().get("/", Cookie=jar.output(header="").strip())
    assert reply.status == 403
    await ada.answer("6M")
    assert here.meeting.pending == ("Bo",)


async def test_a_person_who_was_taken_out_has_no_place(here: Room) -> None:
    ada = await here.joined("Ada")
    here.do(lambda meeting: meeting.forget("Ada"))
    here.ask()
    assert (await ada.answer("6M")).status == 403
    assert here.meeting.people == ()


async def test_posts_of_one_person_are_limited(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    replies = [await ada.answer(f"{number + 1}M") for number in range(25)]
    assert replies[0].status == 200
    assert replies[-1].status == 429
    here.now[0] += 5
    assert (await ada.answer("6M")).status == 200


# ------------------------------------------------------------------ too much of it


@pytest.mark.parametrize("is_chunked", [False, True])
async def test_a_hundred_megabytes_are_refused_unread(here: Room, is_chunked: bool) -> None:
    ada = await here.joined("Ada")
    _, port = here.base.rsplit(":", 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    how = "Transfer-Encoding: chunked" if is_chunked else "Content-Length: 104857600"
    head = f"POST /answer HTTP/1.1\nHost: {here.base[7:]}\nOrigin: {here.base}\n"
    head += f"Cookie: {cookie_of(ada)}\nContent-Type: {FORM}\n{how}\n\n"
    writer.write(head.replace("\n", "\r\n").encode())
    piece = b"a" * 65_536
    framed = b"10000\r\n" + piece + b"\r\n" if is_chunked else piece
    tracemalloc.start()
    try:
        sending = asyncio.create_task(_flood(writer, framed, 1_600))
        async with asyncio.timeout(PATIENCE_S):
            reply = await reader.read(4096)
            await sending
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        writer.close()
    assert reply.startswith(b"HTTP/1.1 413")
    assert peak < 4_000_000
    assert (await ada.get("/")).status == 200


async def test_a_length_that_is_too_much_is_refused_before_anything_is_sent(here: Room) -> None:
    ada = await here.joined("Ada")
    head = f"POST /answer HTTP/1.1\nHost: {here.base[7:]}\nOrigin: {here.base}\n"
    head += f"Cookie: {cookie_of(ada)}\nContent-Type: {FORM}\nContent-Length: 104857600\n"
    assert (await raw(here, head)).startswith("HTTP/1.1 413")


async def _flood(writer: asyncio.StreamWriter, piece: bytes, times: int) -> None:
    try:
        for _ in range(times):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass


async def test_a_body_just_too_large_is_refused_and_the_largest_taken(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    longest = "\N{GRINNING FACE}" * 2_000
    assert (await ada.answer("6M", reason=longest)).status == 200
    assert (await ada.answer("6M", reason="a" * guard.LARGEST_BODY)).status == 413
    reply = await ada.answer("6M", reason="a" * 2_001)
    assert reply.status == 422
    assert "shorten it to 2,000" in reply.words
    assert reply.fields["reason"] == "a" * 2_001


async def test_a_packed_body_is_refused(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    fields = {"question": CALLS, "round": "1", "likely": "6M"}
    reply = await ada.post("/answer", fields, **{"Content-Encoding": "gzip"})
    assert reply.status == 415
    for kind in ("multipart/form-data; boundary=x", "text/plain", "application/json"):
        assert (await ada.post("/answer", fields, **{"Content-Type": kind})).status == 415


@pytest.mark.parametrize(
    "body", [b"a=%ff", "a=é".encode(), b"&".join(b"a%d=1" % number for number in range(99))]
)
async def test_a_form_that_is_none_is_refused(here: Room, body: bytes) -> None:
    ada = await here.joined("Ada")
    head = f"POST /answer HTTP/1.1\nHost: {here.base[7:]}\nOrigin: {here.base}\n"
    head += f"Cookie: {cookie_of(ada)}\nContent-Type: {FORM}\nContent-Length: {len(body)}\n"
    assert (await raw(here, head, body)).startswith("HTTP/1.1 400")


async def test_a_body_that_does_not_come_is_not_waited_for(
    here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SECONDS_FOR_A_BODY", 0.1)
    ada = await here.joined("Ada")
    head = f"POST /answer HTTP/1.1\nHost: {here.base[7:]}\nOrigin: {here.base}\n"
    head += f"Cookie: {cookie_of(ada)}\nContent-Type: {FORM}\nContent-Length: 50\n"
    assert (await raw(here, head, b"question=")).startswith("HTTP/1.1 408")


@pytest.mark.parametrize(
    "head",
    [
        "GET /" + "a" * 100_000 + " HTTP/1.1\nHost: {host}\n",
        "GET / HTTP/1.1\nHost: {host}\nX: " + "a" * 100_000 + "\n",
        "GET / HTTP/1.1\nHost: {host}\n" + "".join(f"X{one}: 1\n" for one in range(500)),
        "nonsense\n",
    ],
)
async def test_a_head_without_end_is_refused(here: Room, head: str) -> None:
    reply = await raw(here, head.replace("{host}", here.base[7:]))
    assert reply.startswith(("HTTP/1.1 400", "HTTP/1.0 400"))
    assert is_guarded(reply)


MALFORMED = [
    "nonsense\n",
    "GET / HTTP/9.9\nHost: {host}\n",
    "GET / HTTP/1.1\nHost : {host}\n",
    "GET / HTTP/1.1\nHost: {host}\nX: \x00\n",
    "GET / HTTP/1.1\nHost: {host}\nHost: {host}\n",
    "G<script>T / HTTP/1.1\nHost: {host}\n",
    "POST / HTTP/1.1\nHost: {host}\nContent-Length: -1\n",
    "POST / HTTP/1.1\nHost: {host}\nContent-Length: 1\nTransfer-Encoding: chunked\n",
    "GET / HTTP/1.1\nHost: {host}\nExpect: the worst\n",
]


@pytest.mark.parametrize("head", MALFORMED)
async def test_the_answer_to_what_cannot_be_read_is_guarded_and_repeats_nothing(
    here: Room, head: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    reply = await raw(here, head.replace("{host}", here.base[7:]))
    assert reply.startswith(("HTTP/1.1 4", "HTTP/1.0 4"))
    assert is_guarded(reply)
    assert "nonsense" not in reply
    assert "script>" not in reply
    # Nor is it written across the facilitator's screen.
    assert caplog.text == ""
    assert capsys.readouterr().err == ""


async def test_a_body_in_broken_pieces_is_refused_and_guarded(here: Room) -> None:
    ada = await here.joined("Ada")
    head = f"POST /answer HTTP/1.1\nHost: {here.base[7:]}\nOrigin: {here.base}\n"
    head += f"Cookie: {cookie_of(ada)}\nContent-Type: {FORM}\nTransfer-Encoding: chunked\n"
    at_once = await raw(here, head, b"zz\r\nquestion\r\n")
    assert at_once.startswith("HTTP/1.0 400")
    assert is_guarded(at_once)


UNFINISHED = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: {host}\r\nX",
    "no body": b"POST /join HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: "
    b"application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntoken",
    "nothing more": b"GET /page.css HTTP/1.1\r\nHost: {host}\r\n\r\n",
}
"""What two hundred connections send, and leave it at that."""


@pytest.mark.parametrize("sent", UNFINISHED.values(), ids=UNFINISHED)
async def test_connections_that_are_left_open_keep_nobody_out(here: Room, sent: bytes) -> None:
    ada = await here.joined("Ada")
    stream = await ada.session.get(here.base + "/events")
    port = int(here.base.rsplit(":", 1)[1])
    opened = list[asyncio.StreamWriter]()

    async def attack() -> None:
        while True:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.append(writer)
            writer.write(sent.replace(b"{host}", here.base[7:].encode()))

    attacking = asyncio.create_task(attack())
    try:
        await until(lambda: len(opened) >= 200)
        # Who is in stays in, and who is new comes in, while more and more are opened.
        for name in ("Bo", "Cy", "Di"):
            async with asyncio.timeout(2):
                await here.joined(name)
                assert (await ada.get("/")).status == 200
        assert len(here.server.connections) <= MOST_LOOSE + 10
        assert not stream.content.at_eof()
    finally:
        attacking.cancel()
        for writer in opened:
            writer.close()
        stream.close()


async def test_connections_from_many_addresses_keep_nobody_out(here: Room) -> None:
    port = int(here.base.rsplit(":", 1)[1])
    opened = []
    try:
        for number in range(400):
            own = (f"127.0.0.{2 + number % 20}", 0)
            try:
                opened.append(await asyncio.open_connection("127.0.0.1", port, local_addr=own))
            except OSError:
                pytest.skip("this system has one loopback address")
        assert len(here.server.connections) <= MOST_CONNECTIONS
        async with asyncio.timeout(2):
            await here.joined("Ada")
    finally:
        for _, writer in opened:
            writer.close()


async def test_where_all_are_served_one_more_is_turned_away(
    here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 2)
    ada = await here.joined("Ada")
    held = [await ada.session.get(here.base + "/events") for _ in range(2)]
    reply = await raw(here, "")
    assert reply.startswith("HTTP/1.1 503")
    assert is_guarded(reply)
    for one in held:
        one.close()
    await until(lambda: not len(here.server.connections))


@pytest.mark.parametrize("sent", ["nothing", "half a line", "half a head"])
async def test_a_head_that_does_not_come_is_not_waited_for(
    here: Room, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    monkeypatch.setattr(connections, "SECONDS_FOR_A_HEAD", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(here.base.rsplit(":", 1)[1]))
    writer.write(UNFINISHED[sent])
    async with asyncio.timeout(PATIENCE_S):
        assert await reader.read() == b""
    writer.close()


async def test_a_second_head_that_does_not_come_is_not_waited_for(
    here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SECONDS_FOR_A_HEAD", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(here.base.rsplit(":", 1)[1]))
    writer.write(f"GET /page.css HTTP/1.1\r\nHost: {here.base[7:]}\r\n\r\n".encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.write(b"GET /")
    async with asyncio.timeout(PATIENCE_S):
        await reader.read()
    writer.close()


async def test_one_person_holds_only_so_many_streams(here: Room) -> None:
    ada = await here.joined("Ada")
    held = [await ada.session.get(here.base + "/events") for _ in range(4)]
    assert [one.status for one in held] == [200] * 4
    assert (await ada.get("/events")).status == 429
    for one in held:
        one.close()


# ------------------------------------------------------------------ what is reached


PATHS = [
    "/../pyproject.toml",
    "/..%2f..%2fpyproject.toml",
    "/%2e%2e/page.css",
    "/page.css/..",
    "//",
]
PATHS += ["/templates/page.css", "/page.css%00", "/join/../page.py", "/.env", "/favicon.ico", "/x"]


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_else_is_reachable(here: Room, path: str) -> None:
    ada = await here.joined("Ada")
    own = here.base[7:]
    reply = await raw(here, f"GET {path} HTTP/1.1\nHost: {own}\nCookie: {cookie_of(ada)}\n")
    assert reply.startswith(("HTTP/1.1 404", "HTTP/1.1 400"))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
async def test_nothing_else_is_done(here: Room, method: str) -> None:
    own = here.base[7:]
    reply = await raw(here, f"{method} / HTTP/1.1\nHost: {own}\nOrigin: {here.base}\n")
    assert reply.startswith(("HTTP/1.1 404", "HTTP/1.1 400"))


@pytest.mark.parametrize("path", ["/", "/nothing", "/page.css", "/page.js", "/events", "/state"])
async def test_every_answer_is_guarded(here: Room, path: str) -> None:
    ada = await here.joined("Ada")
    for browser in (ada, here.browser()):
        async with browser.session.get(here.base + path) as response:
            head = response.headers
    policy = head["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert head["X-Content-Type-Options"] == "nosniff"
    # Nothing goes elsewhere; `no-referrer` would have browsers send `Origin: null` with forms.
    assert head["Referrer-Policy"] == "same-origin"
    assert head["Cache-Control"] == "no-store"
    assert "aiohttp" not in head["Server"]
    assert "Access-Control-Allow-Origin" not in head


# --------------------------------------------------------------------- inert texts

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*1234567}}"
SHORT = "<img src=x onerror=alert(1)>"


async def test_texts_are_texts() -> None:
    async with room(title=XSS) as here:
        browser = here.browser()
        await browser.get("/join/" + here.server.join_url.rpartition("/")[2])
        await here.joined(SHORT)
        await browser.join(here.server, SHORT)
        await browser.join(here.server, XSS)
        await browser.join(here.server, "Bo")
        here.live.labels[CALLS] = XSS
        here.ask()
        await browser.get("/")
        await browser.answer(XSS, XSS, XSS, XSS)
        await browser.answer("6M", reason="</textarea>" + XSS)
        await browser.get("/?change=yes")
        here.do(Meeting.reveal)
        await browser.get("/")
        await browser.answer(XSS, reason=XSS)
        here.do(lambda meeting: meeting.again(DAY))
        await browser.get("/")
        await browser.answer("6M", number=2)
        here.do(Meeting.reveal)
        here.do(lambda meeting: meeting.agree_pooled(DAY))
        await browser.post("/dissent", {"question": CALLS, "reason": XSS})
        served = "".join(browser.seen)
        assert served.count("&lt;script&gt;alert(1)") > 5
        assert "<img" not in served
        assert "<script>" not in served
        # A number that no token of chance holds.
        assert str(7 * 1_234_567) not in served
        assert set(re.findall(r"<script[^>]*>", served)) == {'<script src="/page.js" defer>'}
        assert not re.search(r"<[^>]+\son\w+=[^>]*>", re.sub(r'"[^"]*"', '""', served))


async def test_a_reason_that_turns_the_text_around_shows_as_such(here: Room) -> None:
    ada = await here.joined("Ada")
    here.ask()
    await ada.answer("6M", reason="\u202eevil")
    assert "<U+202E>evil" in (await ada.get("/")).words


# ---------------------------------------------------------------- nothing too early


async def test_nothing_that_others_say_is_served_before_the_reveal(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await bo.answer("7654321", "6543217", "8765432", "kanarienvogel")
    numbers = (7_654_321, 6_543_217, 8_765_432)
    forms = [{str(one), f"{one:,}", f"{one / 1e6}M", f"{one / 1e3}k"} for one in numbers]
    forms.append({"kanarienvogel"})

    async def look() -> str:
        seen = len(ada.seen)
        for path in ("/", "/?change=yes", "/state", "/join/x", "/nothing", "/answer"):
            await ada.get(path)
        await ada.answer("nonsense")
        await ada.answer("6M", number=9)
        await ada.answer("6M", question=COST)
        async with ada.session.get(here.base + "/events") as stream:
            head = repr(stream.headers)
            first = await stream.content.readany()
        return "".join(ada.seen[seen:]) + head + first.decode()

    before = await look()
    await bo.post("/leave", {})
    before += await look()
    assert not [one for one in set[str]().union(*forms) if one in before]
    here.do(Meeting.reveal)
    after = await look()
    assert all(any(one in after for one in form) for form in forms)


async def test_the_stamp_of_a_page_tells_nothing_of_what_others_say(here: Room) -> None:
    ada, bo = await here.joined("Ada"), await here.joined("Bo")
    here.ask()
    await bo.answer("1M")
    first = await ada.get("/state")
    await bo.answer("2M")
    assert (await ada.get("/state")).text == first.text


# ------------------------------------------------------------------------ addresses


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
async def test_it_listens_everywhere_only_behind_a_public_address(here: Room, host: str) -> None:
    with pytest.raises(InputUnusable, match="listens everywhere"):
        JoinServer(here.live, host=host)
    behind = JoinServer(here.live, host=host, public_url="https://workshop.example.org")
    assert behind.join_url.startswith("https://workshop.example.org/join/")


@pytest.mark.parametrize("url", ["workshop", "ftp://x", "http://", "https://x/path", "http://x:a"])
async def test_a_public_address_that_is_none_is_refused(here: Room, url: str) -> None:
    with pytest.raises(InputUnusable, match="is no address such as"):
        join_server(here.live, public_url=url)


async def test_an_address_that_is_taken_is_said(here: Room) -> None:
    port = int(here.base.rsplit(":", 1)[1])
    with pytest.raises(InputUnusable, match=r"cannot be listened on: Address already in use; "):
        await JoinServer(here.live, port=port).start()


def test_names_that_belong_to_a_server() -> None:
    own = address_of("127.0.0.1", 8123)
    assert own.hosts == ("127.0.0.1:8123", "localhost:8123")
    assert own.takes_origin("http://localhost:8123", "localhost:8123")
    assert not own.takes_origin("http://localhost:8123", "127.0.0.1:8123")
    assert address_of("192.168.1.5", 80).hosts == ("192.168.1.5",)
    assert address_of("::1", 8123).base == "http://[::1]:8123"
    public = address_of("127.0.0.1", 8123, "https://workshop.example.org:443/")
    assert public.hosts == ("workshop.example.org",)


def test_the_address_on_the_network_is_not_this_machine_alone() -> None:
    found = lan_address()
    assert found is None or not found.startswith(("127.", "0."))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_an_address_that_only_this_machine_reaches_is_said_to_be(host: str) -> None:
    assert who_reaches(host, "").startswith("Only this machine reaches it; start with --host ")
    assert who_reaches(host, "https://workshop.example.org") == ""


@pytest.mark.parametrize("host", ["192.168.1.5", "fd00::5", "workshop.lan"])
def test_an_address_or_a_name_on_the_network_is_listened_on_without_a_word(host: str) -> None:
    assert checked_host(host, "") == host
    assert who_reaches(host, "") == ""


async def test_behind_encryption_the_cookie_is_for_it_alone(here: Room) -> None:
    server = JoinServer(here.live, public_url="https://workshop.example.org")
    _, port = await server.start()
    try:
        token = server.join_url.rpartition("/")[2]
        head = {"Host": "workshop.example.org", "Origin": "https://workshop.example.org"}
        async with here.browser().session.post(
            f"http://127.0.0.1:{port}/join",
            data={"token": token},
            headers=head,
            allow_redirects=False,
        ) as response:
            assert "Secure" in response.headers["Set-Cookie"]
    finally:
        await server.stop()


async def test_nothing_is_left_after_the_end() -> None:
    async with room() as here:
        ada = await here.joined("Ada")
        stream = await ada.session.get(here.base + "/events")
        await here.server.stop()
        await asyncio.wait_for(stream.content.read(), 5)
        port = int(here.base.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="onnect"):
            await asyncio.open_connection("127.0.0.1", port)
        stream.close()
        assert len(asyncio.all_tasks()) == 1
