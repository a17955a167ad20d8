"""A program in a pseudo terminal: bytes in, bytes out, and when they came."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

LIMIT_S = 20.0


class Terminal:
    """Runs one program until the block ends."""

    def __init__(self, arguments: Sequence[str], *, columns: int = 120, lines: int = 40) -> None:
        # What a program that is killed leaves behind must not greet the next one.
        self._home = tempfile.TemporaryDirectory()
        environment = os.environ | {
            "PAYBACK_HOME": self._home.name,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TEXTUAL_ANIMATIONS": "none",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.started = time.perf_counter()
        self.process, self._end = pty.fork()
        if self.process == 0:
            os.execvpe(arguments[0], list(arguments), environment)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._end)
        self._home.cleanup()

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._end, keys.encode())

    def until(self, marker: str) -> float:
        """Seconds from the start of the program until a text was on the wire.

        Raises:
            TimeoutError: it did not come.
        """
        seen = b""
        while time.perf_counter() - self.started < LIMIT_S:
            seen += self._read(0.05)
            if marker.encode() in seen:
                return time.perf_counter() - self.started
        raise TimeoutError(f"{marker!r} was not shown; last bytes: {seen[-300:]!r}")

    def until_seen(self, pattern: bytes) -> bytes:
        """What a pattern found on the wire, a moment after it was there in full.

        Raises:
            TimeoutError: it did not come.
        """
        seen, begun = b"", time.perf_counter()
        while time.perf_counter() - begun < LIMIT_S:
            more = self._read(0.1)
            seen += more
            found = re.search(pattern, seen)
            if found and not more:
                return found[0]
        raise TimeoutError(f"{pattern!r} was not shown; last bytes: {seen[-300:]!r}")

    def last_byte_after(self, keys: str, silence_s: float = 0.12) -> float:
        """Seconds from pressing keys until the last byte that follows them."""
        self.settle(silence_s)
        pressed = last = time.perf_counter()
        self.type(keys)
        while time.perf_counter() - max(last, pressed) < silence_s:
            if self._read(0.002):
                last = time.perf_counter()
        return last - pressed

    def last_byte_of(self, keys: str, pattern: re.Pattern[bytes], gap_s: float = 0.002) -> float:
        """Seconds from pressing keys until the last byte of the frame that shows a pattern.

        For programs that write by themselves as well: what came before counts for nothing, and
        what comes without a gap behind the pattern counts as part of its frame.

        Raises:
            TimeoutError: it was not shown.
        """
        pressed = last = time.perf_counter()
        self.type(keys)
        seen, is_shown = b"", False
        while last - pressed < LIMIT_S:
            more = self._read(gap_s)
            if more:
                last, seen = time.perf_counter(), seen + more
                is_shown = is_shown or pattern.search(seen) is not None
            elif is_shown:
                return last - pressed
            elif time.perf_counter() - pressed > LIMIT_S:
                break
        raise TimeoutError(f"{pattern.pattern!r} was not shown; last bytes: {seen[-300:]!r}")

    def pass_over(self, seconds: float) -> None:
        """Read for a while what is written, and drop it."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(min(left, 0.05))

    def settle(self, silence_s: float = 0.12) -> None:
        """Wait until nothing has been written for a while."""
        quiet_since = time.perf_counter()
        while time.perf_counter() - quiet_since < silence_s:
            if self._read(0.01):
                quiet_since = time.perf_counter()

    def memory_kib(self) -> int:
        """Resident memory of the program."""
        status = Path(f"/proc/{self.process}/status").read_text("ascii").splitlines()
        return int(next(line for line in status if line.startswith("VmRSS:")).split()[1])

    def processor_s(self) -> float:
        """Seconds of processor time that the threads of the program have had."""
        threads = Path(f"/proc/{self.process}/task").iterdir()
        return sum(int((one / "schedstat").read_text("ascii").split()[0]) for one in threads) / 1e9

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._end], [], [], seconds)
        if not ready:
            return b""
        try:
            return os.read(self._end, 1 << 16)
        except OSError:
            return b""
