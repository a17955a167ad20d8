"""What goes wrong between here and a ClickHouse, by a server that only ever fails."""

from __future__ import annotations

import socket
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.wizard.conftest import Outcome, Payback
from wizard.credentials import Parted, parted
from wizard.imports.engines import clickhouse
from wizard.imports.engines.catalogue import Table
from wizard.imports.engines.clickhouse import ClickHouseTable
from wizard.imports.engines.clickhouse_address import address_of
from wizard.imports.engines.engine import Cancelled, Wanted, Watch
from wizard.imports.engines.tables import Place
from wizard.imports.usage import format_named
from wizard.problems import InputUnusable

pytest.importorskip("clickhouse_connect")

PASSWORD = "canary/7f3a@word:x"
WORD = quote(PASSWORD, safe="")


class Answer(NamedTuple):
    """What is answered to a query."""

    status: int = 200
    code: int = 0
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    """What is said of the body's length, where that is a lie."""


SETTINGS = (
    # In ClickHouse's own format: three columns, and no row.
    b"\x03\x00\x04name\x06String\x05value\x06String\x08readonly\x05UInt8"
)
IN = {"SELECT version": Answer(body=b"26.9.1.1\tUTC\n"), "system.settings": Answer(body=SETTINGS)}
"""How somebody is let in."""


class Failing(NamedTuple):
    """A server that listens."""

    port: int
    answers: dict[str, Answer | Callable[[], Answer]]
    """By words of the query; the first that fits."""
    asked: list[str]
    let_in: list[str]
    """Who asked, each as `user:password`."""

    def address(self, end: str = "/gateway") -> str:
        return f"clickhouse://reader@127.0.0.1:{self.port}{end}"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Failing]:
    """A server that lets everybody in, and whatever a test has it do then."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CLICKHOUSE_PASSWORD", PASSWORD)
    answers: dict[str, Answer | Callable[[], Answer]] = {}
    asked: list[str] = []
    let_in: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            query = body or parse_qs(urlsplit(self.path).query).get("query", [""])[0]
            asked.append(query)
            let_in.append(b64decode(self.headers.get("Authorization", "Basic ")[6:]).decode())
            found = next(
                (one for words, one in {**answers, **IN}.items() if words in query),
                Answer(404, 60, b"Code: 60. " + PASSWORD.encode()),
            )
            one = found if isinstance(found, Answer) else found()
            self.send_response(one.status)
            if one.code:
                self.send_header("X-ClickHouse-Exception-Code", str(one.code))
            for name, value in one.headers:
                self.send_header(name, value)
            self.send_header(
                "Content-Length", str(len(one.body) if one.length is None else one.length)
            )
            self.end_headers()
            self.wfile.write(one.body)
            self.close_connection = one.length is not None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Failing(server.server_address[1], answers, asked, let_in)
    server.shutdown()
    server.server_close()


def refusal(outcome: Outcome) -> str:
    assert (outcome.status, outcome.out) == (2, ""), outcome
    for one in ("Traceback", PASSWORD, WORD, "Exception"):
        assert one not in outcome.err
    return " ".join(outcome.err.split())


# --------------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(403, 516), "does not accept user and password"),
        (Answer(401), "does not accept user and password"),
        (Answer(403, 195), "does not let this user in from here"),
        (Answer(500, 497), "may not read a column"),
        (Answer(404, 81), "there is no such database"),
        (Answer(408, 159), "took longer than the database allows"),
        (Answer(500, 241), "lacks memory"),
        (Answer(500, 202), "too many queries"),
        (Answer(500, 164), "readonly = 2"),
        (Answer(500, 115), "too old"),
        (Answer(500, 4321), "its code is 4321"),
        (Answer(503), "busy or not there"),
        (Answer(404), "is no ClickHouse"),
        (Answer(200, 0, b"<html>Hello</html>"), "is no ClickHouse"),
        (Answer(200, 0, b"\xff\x00\xfe"), "is no ClickHouse"),
        (Answer(200, 0, b"2", length=400), "the connection to the database broke off"),
    ],
    ids=str,
)
def test_why_nobody_is_let_in_is_said(
    answer: Answer, said: str, failing: Failing, payback: Payback
) -> None:
    secret = PASSWORD.encode()
    failing.answers[""] = answer._replace(body=answer.body or b"DB::Exception: " + secret)
    assert said in refusal(payback("import", "usage", failing.address()))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("clickhouse://reader@127.0.0.1:1/x", "nothing answers there"),
        ("clickhouse://reader@no-such-host.invalid/x", "there is no such server"),
        ("clickhouses://reader@127.0.0.1:{port}/x", "do not agree on encryption"),
        ("clickhouse://reader@127.0.0.1:9000/x", "port 9000, where a server speaks its own"),
        ("clickhouse://reader@127.0.0.1:{port}/x?nonsense=1", "has no option 'nonsense'"),
        ("clickhouse://reader@127.0.0.1:{port}/x?readonly=0", "has no option 'readonly'"),
        ("clickhouse://reader@127.0.0.1:{port}/x?secure=perhaps", "neither yes nor no"),
        ("clickhouse://reader@127.0.0.1:{port}/x?max_execution_time=-1", "whole number of seconds"),
        ("clickhouse://reader@127.0.0.1:{port}/x?ca_cert=/none", "that is not there"),
        ("clickhouse://reader@127.0.0.1:many/x", "this is no address of a ClickHouse"),
        ("clickhouse:reader", "this is no address of a ClickHouse"),
        ("clickhouse://reader@127.0.0.1/x/y", "this is no address of a ClickHouse"),
    ],
)
def test_a_wrong_address_is_told_from_a_server_that_is_not_there(
    address: str, said: str, failing: Failing, payback: Payback
) -> None:
    assert said in refusal(payback("scan", address.format(port=failing.port)))


def test_no_other_server_is_asked(
    failing: Failing, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that the answer names, nor one that lies between by the environment."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    failing.answers[""] = Answer(
        307, headers=(("Location", f"http://localhost:{failing.port}/elsewhere"),)
    )
    assert "is no ClickHouse" in refusal(payback("scan", failing.address()))
    assert len(failing.asked) == 1


def table(failing: Failing) -> ClickHouseTable:
    columns = ("startTime", "prompt_tokens", "completion_tokens", "model", "spend")
    return ClickHouseTable(
        failing.address(),
        Table("gateway", "log", dict.fromkeys(columns, "String")),
        format_named("litellm"),
        {one: Place(one) for one in columns},
    )


def test_a_connection_that_dies_half_way_says_so_and_is_not_asked_again(failing: Failing) -> None:
    failing.answers["WITH"] = Answer(body=b"\x20\x01", length=100_000)
    with pytest.raises(InputUnusable, match="broke off; nothing was read"):
        table(failing).aggregate(Wanted(), Watch())
    assert sum("WITH" in one for one in failing.asked) == 1


def test_a_query_that_runs_is_called_off_within_a_second_and_ended_on_the_server(
    failing: Failing,
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow() -> Answer:
        begun.set()
        assert ended.wait(30)
        return Answer(500, 394)

    def kill() -> Answer:
        ended.set()
        return Answer()

    failing.answers["KILL QUERY"] = kill
    failing.answers["WITH"] = slow
    watch = Watch()

    def call_off() -> None:
        assert begun.wait(30)
        watch.cancel()

    threading.Thread(target=call_off).start()
    with pytest.raises(Cancelled):
        table(failing).aggregate(Wanted(), watch)
    assert ended.wait(30)


def test_a_server_that_hears_nothing_holds_nobody_up(
    failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, over = threading.Event(), threading.Event()

    def silent() -> Answer:
        begun.set()
        over.wait(30)
        return Answer(500, 394)

    failing.answers["KILL QUERY"] = failing.answers["WITH"] = silent
    watch = Watch()

    def call_off() -> None:
        assert begun.wait(30)
        watch.cancel()

    threading.Thread(target=call_off).start()
    try:
        with pytest.raises(Cancelled):
            table(failing).aggregate(Wanted(), watch)
    finally:
        over.set()


def test_a_column_that_may_not_be_read_is_told_from_one_that_is_not_there(
    failing: Failing,
) -> None:
    from wizard.imports.engines.catalogue import Known

    failing.answers["`metadata`"] = Answer(500, 497)
    failing.answers["`nothing`"] = Answer(404, 47)
    one = Known("gateway", "log", in_sight=True)
    with clickhouse.connected(failing.address()) as connection:
        assert connection.withholds(one, "metadata")
        assert not connection.withholds(one, "nothing")


# --------------------------------------------------------------- who asks there


@pytest.mark.parametrize("scheme", ["clickhouse", "clickhouses", "clickhousedb"])
def test_a_password_is_parted_from_its_address(scheme: str) -> None:
    expected = Parted(f"{scheme}://u@h/db", "CLICKHOUSE_PASSWORD", PASSWORD)
    assert parted(f"{scheme}://u:{WORD}@h/db") == expected
    assert parted(f"{scheme}://u@h/db?password={WORD}") == expected
    assert parted(f"{scheme}://u@h/db") is None


XML = f"""<config><user>top</user><password>top-word</password><host>other</host>
<connections_credentials>
<connection><name>prod</name><hostname>ch.example.com</hostname><user>reader</user>
<password>{PASSWORD}</password><secure>1</secure></connection>
<connection><name>test</name><hostname>127.0.0.1</hostname><password>012</password></connection>
</connections_credentials></config>"""
YAML = f"""user: top
password: top-word
host: other
connections_credentials:
  connection:
    - {{name: prod, hostname: ch.example.com, user: reader, password: "{PASSWORD}", secure: 1}}
    - {{name: test, hostname: 127.0.0.1, password: 012}}
"""


@pytest.mark.parametrize(("name", "text"), [("config.xml", XML), ("config.yaml", YAML)])
@pytest.mark.parametrize(
    ("address", "host", "port", "user", "password"),
    [
        ("clickhouse://prod/db", "ch.example.com", 8443, "reader", PASSWORD),
        ("clickhouse://reader@ch.example.com", "ch.example.com", 8443, "reader", PASSWORD),
        ("clickhouse://else@ch.example.com", "ch.example.com", 8123, "else", ""),
        ("clickhouse://127.0.0.1", "127.0.0.1", 8123, "default", "012"),
        ("clickhouse://other", "other", 8123, "top", "top-word"),
        ("clickhouse://elsewhere", "elsewhere", 8123, "default", ""),
        ("clickhouse://a:b@prod", "prod", 8123, "a", "b"),
    ],
)
def test_a_password_is_taken_from_the_connections_of_the_client(
    name: str,
    text: str,
    address: str,
    host: str,
    port: int,
    user: str,
    password: str,
    tmp_path: Path,
) -> None:
    (tmp_path / ".clickhouse-client").mkdir()
    (tmp_path / ".clickhouse-client" / name).write_text(text, encoding="utf-8")
    found = address_of(address, {"HOME": str(tmp_path)})
    assert (found.host, found.port, found.user, found.password) == (host, port, user, password)
    environment = {"HOME": str(tmp_path), "CLICKHOUSE_PASSWORD": "said", "CLICKHOUSE_USER": "me"}
    found = address_of("clickhouse://127.0.0.1", environment)
    assert (found.user, found.password) == ("me", "said")


@pytest.mark.parametrize(
    ("name", "text"), [("config.xml", "<a><b>canary-7f3a"), ("config.yml", "a: [canary-7f3a")]
)
def test_a_file_of_connections_that_is_broken_is_named(
    name: str,
    text: str,
    failing: Failing,
    payback: Payback,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("CLICKHOUSE_PASSWORD")
    (tmp_path / ".clickhouse-client").mkdir()
    (tmp_path / ".clickhouse-client" / name).write_text(text, encoding="utf-8")
    said = refusal(payback("scan", failing.address()))
    assert name in said
    assert "canary" not in said


def test_who_asks_is_who_the_address_names(failing: Failing, payback: Payback) -> None:
    failing.answers["system.tables"] = Answer(404, 60)
    refusal(payback("scan", failing.address()))
    assert set(failing.let_in) == {f"reader:{PASSWORD}"}


@pytest.mark.parametrize("word", [PASSWORD, "a#b?c@d", "50%", "p%zz"])
@pytest.mark.parametrize("place", ["before the server", "behind it"])
def test_a_password_in_an_address_is_taken_with_its_signs(
    place: str, word: str, failing: Failing, payback: Payback
) -> None:
    failing.answers["system.tables"] = Answer(404, 60)
    before = f"reader:{word}@" if place == "before the server" else ""
    end = "" if before else f"?user=reader&password={word}"
    outcome = payback("scan", f"clickhouse://{before}127.0.0.1:{failing.port}/gateway{end}")
    assert word not in outcome.err
    assert set(failing.let_in) == {f"reader:{word}"}


def test_a_server_that_does_not_answer_is_not_waited_for_forever(
    payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.imports.engines import clickhouse_http

    monkeypatch.setattr(clickhouse_http, "_SILENT_S", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "does not answer" in refusal(payback("scan", f"clickhouse://127.0.0.1:{port}/x"))


def test_without_the_extra_one_line_says_how_to_get_it(
    payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "clickhouse_connect", None)
    said = refusal(payback("import", "usage", "clickhouse://h/d"))
    assert "pip install 'distill-payback[clickhouse]'" in said
