"""Passwords: from where they are taken, and that they are nowhere afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.environment import heeds_signals, surroundings
from tests.wizard.conftest import Payback
from tests.wizard.imports.databases.conftest import ROWS
from tests.wizard.imports.databases.server import DATABASE, PASSWORD, Server, log
from wizard.credentials import (
    Parted,
    is_address,
    masked,
    parted,
    unmasked,
    well_written,
    without_passwords,
)

CANARY = quote(PASSWORD, safe="")


@pytest.mark.parametrize(
    ("text", "address", "password"),
    [
        ("postgresql://u:p%40w@h/db", "postgresql://u@h/db", "p@w"),
        ("postgres://u:a:b/c@d@h:5/db", "postgres://u@h:5/db", "a:b/c@d"),
        ("postgresql://h/db?password=x&sslmode=require", "postgresql://h/db?sslmode=require", "x"),
        ("postgresql://h/db?sslmode=require&password=x", "postgresql://h/db?sslmode=require", "x"),
        ("postgresql://u:p@h/db?password=q", "postgresql://u@h/db", "p"),
        ("postgresql:/u:p@h", "postgresql:/u@h", "p"),
        ("postgresql://h/db?password=p@w#x", "postgresql://h/db", "p@w#x"),
        ("postgresql://me@srv:p@srv.example.com/db", "postgresql://me@srv@srv.example.com/db", "p"),
        ("POSTGRESQL://u:p@h", "POSTGRESQL://u@h", "p"),
    ],
)
def test_a_password_is_parted_from_its_address(text: str, address: str, password: str) -> None:
    assert parted(text) == Parted(address, "PGPASSWORD", password)
    assert without_passwords(["import", text]) == (["import", address], {"PGPASSWORD": password})


@pytest.mark.parametrize(
    "text",
    [
        *("postgresql://u@h/db", "postgresql:///", "postgresql://[::1]:5432/db", "a.csv"),
        *(
            "postgresql://h:5432/db?user=a@b",
            "postgresql://h:1,i:2/db?user=a:b@c",
            "postgresql://h:5432?user=a@b",
            "clickhouse://h:8123/db?email=a@b.c",
            "postgresql://u",
        ),
        *("C:/logs/x:y@z.csv", "https://u:p@example.com/x", "volume.calls_per_month", "a:b@c"),
    ],
)
def test_what_has_no_password_stays_as_it_is(text: str) -> None:
    assert parted(text) is None


SIGNS = (
    *("p@w", "p/w", "p#w", "p?w", "p%w", "p:w", "p%zz", "%e9", "%", "@", "a/b@c", "a#b@c", "a?b@c"),
    *(
        "a?b=c",
        "1?word=x",
        "5432/db?word=x",
        "a?b@c/d?e@f",
        "[1]",
        "12/x",
        "12",
        "a&b;c,d",
        "it's",
        'a"b',
        "a\\b",
        "://",
    ),
)
"""Passwords as people type them into an address, with nothing quoted."""
ENDS = ("h", "h:5432/db", "h,i:6432/db", "[::1]:5432/db", "h/db?user_name=a@b:c&x_option=/?#")


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("word", SIGNS)
def test_signs_in_a_password_are_taken_as_they_stand(word: str, end: str) -> None:
    for user in ("u", "me@srv", ""):
        for scheme, variable in (
            ("postgresql", "PGPASSWORD"),
            ("clickhouse", "CLICKHOUSE_PASSWORD"),
        ):
            typed = f"{scheme}://{user}:{word}@{end}"
            assert parted(typed) == Parted(f"{scheme}://{user}@{end}", variable, word)
            shown = f"{scheme}://{user}:***@{end}"
            assert masked(typed) == (shown, (word,)) or "'" in word or '"' in word
            written = f"{scheme}://{quote(user)}:{quote(word, safe='')}@{end}"
            assert well_written(typed) == written == well_written(written)


@pytest.mark.parametrize(
    "address",
    [
        *("postgresql://u@h/db", "postgresql:///?service=log", "sc://h:1/;token=a/b@c;user_id=u"),
        *("clickhouse://u:p%40w@h:8123/db?max_execution_time=9", "postgresql://h?user=a:b@c"),
    ],
)
def test_an_address_with_nothing_to_quote_stays_as_it_is(address: str) -> None:
    assert well_written(address) == address


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql://u:p%40w@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u:p@w@h/db", "postgresql://u:***@h/db"),
        ("clickhouse://u:p@h?password=q", "clickhouse://u:***@h?password=***"),
        ("sc://h:1/;token=t;user_id=u", "sc://h:1/;token=***;user_id=u"),
        ("mysql://u:p@h", "mysql://u:***@h"),
        ("sc://u:1/;word=x@h", "sc://u:***@h"),
        ("postgresql://h?PASSWORD=x&sslpassword=y", "postgresql://h?PASSWORD=***&sslpassword=***"),
        ("clickhouse://h/d?access_token=a@b", "clickhouse://h/d?access_token=***"),
        ("a.csv postgres://u:p@h", "a.csv postgres://u:***@h"),
        (
            "'postgres://u:p w@h' \"postgres://u:it's@h\"",
            "'postgres://u:***@h' \"postgres://u:***@h\"",
        ),
        ("'postgres://u:p@h", "'postgres://u:***@h"),
        *(
            (same, same)
            for same in ("postgres://u@h/x?y=a:b@c", "postgres://u:@h", r"C:\a:b@c", "")
        ),
    ],
)
def test_a_password_in_a_line_of_sources_has_a_sign_in_its_place(typed: str, shown: str) -> None:
    seen, words = masked(typed)
    assert seen == shown
    assert unmasked(seen, words) == typed
    # Twice hidden is hidden, and a sign alone is no password that anybody knows.
    assert masked(unmasked(shown, ()))[0] == shown


def test_what_is_an_address_and_what_a_file() -> None:
    assert all(map(is_address, ("postgresql://h", "postgres:h", "mysql://h", "sc://h", "s3://b/k")))
    assert not any(map(is_address, ("a.csv", "C:/a.csv", r"C:\a.csv", "logs/*.csv", "-")))


def written_below(folder: Path) -> str:
    return "".join(
        path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()
    )


def test_a_password_is_in_no_output_session_log_or_recovery_file(
    server: Server, process: Payback, case: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    here = {"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    address = server.address(password=CANARY)
    into = ("--endpoint", "tickets", "--into", case, "--accept", "all")
    done = process("import", "usage", address, *into, **here)
    assert done.status == 0
    assert "LiteLLM_SpendLogs in PostgreSQL, database gateway" in case.read_text()
    outcomes = [
        done,
        process("import", "usage", address, "--json", **here),
        process("scan", address, **here),
        process("import", "usage", address, "--table", "none", **here),
        process("import", "usage", f"{address}?nonsense=1", **here),
        process("import", "usage", address.replace(DATABASE, "none"), **here),
        process("assess", address, **here),
        process("import", "usage", f"{address}x", "also.csv", **here),
    ]
    kept = written_below(tmp_path) + log(server)
    for text in (*(one.out + one.err for one in outcomes), kept):
        assert PASSWORD not in text
        assert CANARY not in text
    for one in outcomes[3:]:
        assert one.status == 2


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="no list of processes in /proc")
def test_a_password_is_gone_from_the_list_of_processes(server: Server, tmp_path: Path) -> None:
    with server.owner() as owner:
        # Whoever reads waits for this, and can be looked at meanwhile.
        owner.autocommit = False
        owner.execute('LOCK "LiteLLM_SpendLogs"')
        address = server.address(password=CANARY)
        running = subprocess.Popen(
            [sys.executable, "-m", "wizard", "import", "usage", address],
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            title = Path(f"/proc/{running.pid}/cmdline")
            until(lambda: waiting(server))
            assert b"127.0.0.1" in title.read_bytes()
            assert CANARY.encode() not in title.read_bytes()
        finally:
            owner.rollback()
            said = running.communicate(timeout=60)[0].decode()
    assert running.returncode == 0
    assert f"{ROWS:,} rows read" in said


def waiting(server: Server) -> bool:
    """Whether a query of the program waits for a lock."""
    statement = (
        "SELECT count(*) > 0 FROM pg_stat_activity"
        " WHERE application_name = 'payback' AND wait_event_type = 'Lock'"
    )
    with server.owner() as owner:
        row = owner.execute(statement).fetchone()
    return row is not None and bool(row[0])


def until(condition: Callable[[], bool], within: float = 30) -> None:
    """Wait until something holds, and fail where it does not within so many seconds."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    "way", ["environment", "file", "service", "address", "parameter", "raw", "raw parameter"]
)
def test_a_password_is_taken_from_where_people_keep_it(
    way: str,
    server: Server,
    payback: Payback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = server.address()
    monkeypatch.delenv("PGPASSWORD", raising=False)
    match way:
        case "environment":
            monkeypatch.setenv("PGPASSWORD", PASSWORD)
        case "file":
            word = PASSWORD.replace(":", r"\:")
            file = tmp_path / "pgpass"
            file.write_text(f"127.0.0.1:{server.port}:*:reader:{word}\n")
            file.chmod(0o600)
            monkeypatch.setenv("PGPASSFILE", str(file))
        case "service":
            file = tmp_path / "services"
            file.write_text(
                f"[log]\nhost=127.0.0.1\nport={server.port}\ndbname={DATABASE}\nuser=reader\n"
                f"password={PASSWORD}\n"
            )
            monkeypatch.setenv("PGSERVICEFILE", str(file))
            address = "postgresql:///?service=log"
        case "address":
            address = server.address(password=CANARY)
        case "parameter":
            address = f"{address}?password={CANARY}"
        case "raw":
            address = server.address(password=PASSWORD)
        case "raw parameter":
            address = f"{address}?password={PASSWORD}"
    outcome = payback("import", "usage", address)
    assert outcome.status == 0, outcome.err
    assert f"{ROWS:,} rows read" in outcome.out


def test_a_program_that_is_interrupted_leaves_nothing_running(server: Server) -> None:
    import signal

    with server.owner() as owner:
        owner.autocommit = False
        owner.execute('LOCK "LiteLLM_SpendLogs"')
        running = subprocess.Popen(
            [sys.executable, "-m", "wizard", "import", "usage", server.address()],
            env=surroundings(PGPASSWORD=PASSWORD),
            preexec_fn=heeds_signals,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        until(lambda: waiting(server))
        os.kill(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert (running.returncode, out, err.strip()) == (130, b"", b"Interrupted.")
        until(lambda: not waiting(server))
        owner.rollback()
