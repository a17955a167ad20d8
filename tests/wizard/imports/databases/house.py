"""A ClickHouse of the tests' own: chdb behind the HTTP interface, for this machine alone.

It answers what the interface of a server does, in its formats and with its headers, and lets in one
user with a password. What it has no server for, such as rights and queries that others end, the
tests of failures answer themselves.
"""

from __future__ import annotations

import re
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

PASSWORD = "canary/7f3a@word:x"
USER = "reader"
_NO_SETTINGS = frozenset(
    {
        *("query", "database", "query_id", "default_format", "wait_end_of_query", "session_id"),
        *("readonly", "client_protocol_version", "enable_http_compression", "user", "password"),
        *("send_progress_in_http_headers", "http_headers_progress_interval_ms", "role"),
    }
)
_FORMAT = re.compile(r"\bFORMAT\s+(\w+)\s*$", re.IGNORECASE)


class House(NamedTuple):
    """A server that listens, and what it holds."""

    session: Any
    port: int
    asked: list[tuple[str, dict[str, str]]]
    """Each query with its parameters, in their order."""

    def address(self, password: str | None = None, database: str = "gateway") -> str:
        """The address of a database, as somebody writes it."""
        word = "" if password is None else f":{quote(password, safe='')}"
        return f"clickhouse://{USER}{word}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str) -> None:
        """Change what it holds."""
        for one in statements:
            self.session.query(one)


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """A server that runs until the end; a process has one at a time."""
    session: Any = import_module("chdb.session").Session(str(folder))
    asked: list[tuple[str, dict[str, str]]] = []
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            statement = body or given.get("query", "")
            asked.append((statement, given))
            told = b64decode(self.headers.get("Authorization", "Basic ")[6:]).decode()
            if told != f"{USER}:{PASSWORD}":
                self._answer(403, f"Code: 516. DB::Exception: {told}".encode(), 516)
                return
            found = _FORMAT.search(statement)
            kind = found[1] if found else given.get("default_format", "TabSeparated")
            try:
                with one_at_a_time:
                    self._answer(200, self._found(statement, given, kind))
            except RuntimeError as failure:
                code = re.search(r"Code: (\d+)", str(failure))
                self._answer(500, str(failure).encode(), int(code[1]) if code else 1)

        def _found(self, statement: str, given: dict[str, str], kind: str) -> bytes:
            if given.get("database"):
                session.query(f"USE `{given['database']}`")
            settings = {name: one for name, one in given.items() if name not in _NO_SETTINGS}
            parameters = {
                name[6:]: settings.pop(name) for name in list(settings) if name.startswith("param_")
            }
            texts = {
                name: value.replace("\\", "\\\\").replace("'", "\\'")
                for name, value in settings.items()
            }
            if texts:
                session.query("SET " + ", ".join(f"{one} = '{to}'" for one, to in texts.items()))
            try:
                answer = session.query(statement, kind, params=parameters or None)
            finally:
                if texts:
                    session.query("SET " + ", ".join(f"{one} = DEFAULT" for one in texts))
            return bytes(answer.bytes() or b"")

        def _answer(self, status: int, body: bytes, code: int = 0) -> None:
            self.send_response(status)
            if code:
                self.send_header("X-ClickHouse-Exception-Code", str(code))
            self.send_header("X-ClickHouse-Timezone", "UTC")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    listening.start()
    try:
        yield House(session, server.server_address[1], asked)
    finally:
        server.shutdown()
        server.server_close()
        session.close()
