"""Somebody at a real terminal: the program as a process, its bytes as they come."""

from __future__ import annotations

import os
import select
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.environment import PATIENCE_S, heeds_signals, surroundings

pty = pytest.importorskip("pty", reason="terminals of this kind are of POSIX")
fcntl = pytest.importorskip("fcntl", reason="terminals of this kind are of POSIX")
termios = pytest.importorskip("termios", reason="terminals of this kind are of POSIX")

_SAYS_THE_SIZE = {"COLUMNS", "LINES"}
"""Variables that would be believed in place of the terminal."""


def _keeps_what_was_written() -> None:
    """Let ctrl+c drop nothing that is on its way to the terminal.

    The signal goes out first. On a busy machine the answer to it may be written by then.
    """
    modes = termios.tcgetattr(0)
    modes[3] |= termios.NOFLSH
    termios.tcsetattr(0, termios.TCSANOW, modes)


class Person:
    """Somebody at a terminal of their own."""

    def __init__(
        self,
        *arguments: str | Path,
        size: tuple[int, int] = (80, 24),
        program: str = "wizard",
        errors: str = "",
        **environment: str,
    ) -> None:
        columns, lines = size
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            heeds_signals()
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            _keeps_what_was_written()
            theirs = surroundings(**{"TERM": "dumb", **environment})
            for name in _SAYS_THE_SIZE - environment.keys():
                theirs.pop(name, None)
            if errors:
                os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT), 2)
            os.execve(sys.executable, [sys.executable, "-m", program, *map(str, arguments)], theirs)
        self.seen = b""
        self.all = b""
        """Every byte that came."""

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
            self.all += chunk
        end = self.seen.index(words) + len(words)
        found, self.seen = self.seen[:end], self.seen[end:]
        return found

    def types(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def waits_until_quiet(self, seconds: float = 0.3) -> None:
        """Read on until nothing has come, and nothing was at work, for a while.

        That is less than the half second of a blink.

        Raises:
            EOFError, OSError: where nothing will come any more.
        """
        now = time.monotonic()
        quiet_since, deadline = now, now + PATIENCE_S
        while now < min(quiet_since + seconds, deadline):
            comes = select.select([self.terminal], [], [], seconds / 5)[0]
            if comes:
                chunk = os.read(self.terminal, 65_536)
                if not chunk:
                    raise EOFError
                self.seen += chunk
                self.all += chunk
            now = time.monotonic()
            if comes or self._is_at_work():
                quiet_since = now

    def _is_at_work(self) -> bool:
        """Whether the program runs or waits for its turn, where the system tells."""
        for thread in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):
                state = thread.read_text().rpartition(")")[2].split()[0]
                if state in "RD":
                    return True
        return False

    def presses_until_it_ends(self, keys: bytes) -> int:
        """Press some keys, and again whenever nothing more comes, and wait for the end."""
        deadline = time.monotonic() + PATIENCE_S
        with suppress(OSError, EOFError):
            while time.monotonic() < deadline:
                self.types(keys)
                self.waits_until_quiet()
        return self.status()

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
                chunk = os.read(self.terminal, 65_536) if ready else b" "
            except OSError:
                break
            if not chunk:
                break
            self.all += chunk
        if self.terminal != -1:
            os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
