"""`payback ask` as a process at a real terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import wizard
from tests.wizard.cases import COMPLETE, written

pty = pytest.importorskip("pty", reason="terminals of this kind are of POSIX")

ROOT = Path(wizard.__file__).parents[1]
PATIENCE_S = 30.0
"""Far beyond what it takes, on any machine."""


class Person:
    """Somebody at a terminal of their own."""

    def __init__(self, *arguments: str | Path, **environment: str) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update({"PYTHONPATH": str(ROOT), "TERM": "dumb", **environment})
            os.execv(sys.executable, [sys.executable, "-m", "wizard", *map(str, arguments)])
        self.seen = b""

    def sees(self, words: bytes) -> bytes:
        """Read until these words are there, and return what came up to them."""
        deadline = time.monotonic() + PATIENCE_S
        while words not in self.seen:
            left = deadline - time.monotonic()
            ready, _, _ = select.select([self.terminal], [], [], max(left, 0))
            assert ready, f"waited for {words!r}, saw {self.seen[-500:]!r}"
            try:
                chunk = os.read(self.terminal, 65_536)
            except OSError:
                chunk = b""
            assert chunk, f"ended before {words!r}; saw {self.seen[-500:]!r}"
            self.seen += chunk
        end = self.seen.index(words) + len(words)
        found, self.seen = self.seen[:end], self.seen[end:]
        return found

    def types(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def hangs_up(self) -> None:
        os.close(self.terminal)
        self.terminal = -1

    def status(self) -> int:
        """Wait for the end."""
        deadline = time.monotonic() + PATIENCE_S
        while self.terminal != -1 and time.monotonic() < deadline:
            # Drained, since nobody can end with unread lines on some systems.
            ready, _, _ = select.select([self.terminal], [], [], 1)
            try:
                if ready and not os.read(self.terminal, 65_536):
                    break
            except OSError:
                break
        if self.terminal != -1:
            os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def test_a_case_is_begun_answered_and_saved(path: Path) -> None:
    person = Person("ask", path)
    shown = person.sees(b"\n> ")
    person.types(b"Tickets\n")
    shown += person.sees(b"Understood: Tickets\r\n")
    shown += person.sees(b"\n> ")
    person.types(b":jump volume.calls_per_month\n")
    shown += person.sees(b"\n> ")
    person.types(b"6M\n")
    shown += person.sees(b"= 6,000,000 calls")
    shown += person.sees(b"no source): ")
    person.types(b"measured, logs\n")
    shown += person.sees(b"\n> ")
    person.types(b":save\n")
    shown += person.sees(b"Saved: ")
    person.sees(b"\n> ")
    person.types(b":quit\n")

    assert person.status() == 0
    answers = written(path)
    assert answers.value("title") == "Tickets"
    assert answers["volume.calls_per_month"].source == "logs"
    text = shown.decode()
    assert "\x1b" not in text
    assert "\r" not in text.replace("\r\n", "")
    assert not any(0x2500 <= ord(sign) <= 0x259F for sign in text)


def test_ctrl_c_once_warns_and_twice_leaves_without_saving(path: Path) -> None:
    path.write_text(COMPLETE)
    person = Person("ask", path)
    person.sees(b"\n> ")
    person.types(b"Renamed\n")
    person.sees(b"Understood")
    person.sees(b"\n> ")
    person.types(b"\x03")
    person.sees(b"Press ctrl+c again")
    person.sees(b"> ")
    person.types(b"\x03")

    assert person.status() == 130
    assert path.read_text() == COMPLETE


def test_a_terminal_that_is_closed_saves(path: Path) -> None:
    path.write_text(COMPLETE)
    person = Person("ask", path)
    person.sees(b"\n> ")
    person.types(b"Renamed\n")
    person.sees(b"Understood")
    person.sees(b"\n> ")
    person.hangs_up()

    assert person.status() == 0
    assert written(path).value("title") == "Renamed"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_saves(path: Path, number: signal.Signals) -> None:
    person = Person("ask", path)
    person.sees(b"\n> ")
    person.types(b"Begun\n")
    person.sees(b"Understood")
    person.sees(b"\n> ")
    os.kill(person.pid, number)

    assert person.status() == 0
    assert written(path).value("title") == "Begun"


def test_lines_from_a_pipe(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "ask", "--quick", path],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=b"6M\n4.20\n0.5\n5k\n30k\n2\nnarrow\nsave\n",
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"case: payback in" in done.stdout
    assert len(written(path)) == 8


def test_warnings_about_the_file_are_told_first(path: Path) -> None:
    path.write_text(f"{COMPLETE}\n[extra]\nx = 1\n")
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "ask", path],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=b"",
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr.startswith(f"warning: {path}:".encode())
