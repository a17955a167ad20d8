"""Spark that is not reached: what is said, and that nothing else is; no server is needed."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from types import SimpleNamespace
from typing import Any

import pytest

from tests.wizard.conftest import Outcome, Payback
from wizard.credentials import parted
from wizard.imports.engines.engine import Cancelled, Watch
from wizard.imports.engines.spark import connected
from wizard.imports.engines.spark_failures import refused
from wizard.problems import InputUnusable

TOKEN = "canary-token-7f3a"
NO_CLIENT = "no client of Spark Connect is installed: pip install pyspark-client"


@pytest.fixture(autouse=True)
def main_module_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client takes what is run from no file, as workers of the suite are, for doctests."""
    monkeypatch.setattr(sys.modules["__main__"], "__file__", __file__, raising=False)


def refusal(outcome: Outcome) -> str:
    assert (outcome.status, outcome.out) == (2, ""), outcome
    assert "Traceback" not in outcome.err
    assert TOKEN not in outcome.err
    return outcome.err


@pytest.mark.parametrize(
    ("text", "address", "token"),
    [
        ("sc://h:15002/;token=a%2Fb", "sc://h:15002/", "a/b"),
        ("sc://h/;use_ssl=true;token=a=b;user_id=x", "sc://h/;use_ssl=true;user_id=x", "a=b"),
        ("sc://h;token=x", "sc://h", "x"),
        ("sc://h/;token=x;token=y", "sc://h/", "y"),
        ("sc://u:p@h", "sc://u@h", "p"),
        ("SC://h/;token=x", "SC://h/", "x"),
    ],
)
def test_a_token_is_parted_from_its_address(text: str, address: str, token: str) -> None:
    assert parted(text) == (address, "SPARK_CONNECT_AUTHENTICATE_TOKEN", token)


@pytest.mark.parametrize("text", ["sc://h", "sc://h/;use_ssl=true", "postgresql://h/d;token=x"])
def test_what_has_no_token_stays_as_it_is(text: str) -> None:
    assert parted(text) is None


def test_without_the_extra_one_line_says_how_to_get_it(
    payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What has been imported before is still there without the package.
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    said = refusal(payback("import", "usage", "sc://h"))
    assert "pip install 'distill-payback[spark]'" in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sc://127.0.0.1:1", "nothing answers there; look at host and port"),
        ("SC://127.0.0.1:1/;token=" + TOKEN, "nothing answers there"),
        ("sc://nowhere.invalid:15002", "there is no such server"),
        ("sc://h/database", "this is no address of a Spark Connect server"),
        ("sc://h:no", "this is no address of a Spark Connect server"),
        ("sc://h/;token", "this is no address of a Spark Connect server"),
        ("sc://", "this is no address of a Spark Connect server"),
    ],
)
def test_why_nobody_is_let_in_is_said(address: str, said: str, payback: Payback) -> None:
    pytest.importorskip("pyspark", reason=NO_CLIENT)
    assert said in refusal(payback("import", "usage", address))


def test_the_libraries_say_nothing_of_their_own_accord(process: Payback) -> None:
    pytest.importorskip("pyspark", reason=NO_CLIENT)
    outcome = process("import", "usage", f"sc://127.0.0.1:1/;token={TOKEN}")
    assert refusal(outcome).count("\n") == 1


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


def test_a_server_that_says_nothing_is_left_when_somebody_calls_it_off(silent: int) -> None:
    pytest.importorskip("pyspark", reason=NO_CLIENT)
    watch = Watch()
    threading.Timer(0.2, watch.cancel).start()
    with pytest.raises(Cancelled), connected(f"sc://127.0.0.1:{silent}", watch):
        pass


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    silent: int, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark", reason=NO_CLIENT)
    monkeypatch.setattr("wizard.imports.engines.spark._LOOKS_WITHIN_S", 0.3)
    assert "took longer than it may" in refusal(payback("scan", f"sc://127.0.0.1:{silent}"))


def test_a_server_that_cuts_what_it_takes_is_told(payback: Payback) -> None:
    pytest.importorskip("pyspark", reason=NO_CLIENT)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def cut() -> None:
            # It ends with the socket on which it listens.
            with suppress(OSError):
                while True:
                    listening.accept()[0].close()

        threading.Thread(target=cut, daemon=True).start()
        port = listening.getsockname()[1]
        said = refusal(payback("import", "usage", f"sc://127.0.0.1:{port}"))
    assert "broke off" in said or "does not answer" in said


@pytest.mark.parametrize(
    ("condition", "state", "code", "text", "said"),
    [
        ("INSUFFICIENT_PERMISSIONS", "42501", "INTERNAL", "", "may not read the table"),
        (None, None, "PERMISSION_DENIED", "", "does not accept the token"),
        (None, None, "INTERNAL", "org.x.AccessControlException: no", "may not read the table"),
        ("INVALID_HANDLE.SESSION_NOT_FOUND", "HY000", "INTERNAL", "", "broke off"),
        ("TABLE_OR_VIEW_NOT_FOUND", "42P01", "INTERNAL", "", "changed while it was looked at"),
        ("OPERATION_CANCELED", "HY008", "INTERNAL", "", "took longer than it may"),
        (None, None, "UNIMPLEMENTED", "", "is no Spark Connect server"),
        ("DIVIDE_BY_ZERO", "22012", "INTERNAL", "", "its word for it is DIVIDE_BY_ZERO"),
    ],
)
def test_a_failure_is_told_in_words_that_quote_nothing(
    condition: str | None, state: str | None, code: str, text: str, said: str
) -> None:
    told = refused(failure(condition, state, code, f"{text} {TOKEN}"))
    assert isinstance(told, InputUnusable)
    assert said in str(told)
    assert TOKEN not in str(told)


def test_a_server_that_has_answered_and_is_gone_broke_off() -> None:
    gone = failure(None, None, "UNAVAILABLE", "Connection refused")
    assert "nothing answers there" in str(refused(gone))
    assert "broke off; nothing was read" in str(refused(gone, had_answered=True))


def failure(condition: str | None, state: str | None, code: str, text: str) -> Any:
    """What the client raises."""
    told = Exception(text)
    told.getCondition = lambda: condition  # type: ignore[attr-defined]
    told.getSqlState = lambda: state  # type: ignore[attr-defined]
    told.getGrpcStatusCode = lambda: SimpleNamespace(name=code)  # type: ignore[attr-defined]
    return told
