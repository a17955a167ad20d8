"""The monkey at a real terminal: the program as a process, each burst as one write."""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import tempfile
import time
from itertools import cycle
from pathlib import Path

from tests.person import Person, fcntl, termios
from tests.screens.rounds import case as case_file
from tests.soak._agreement import ROOM
from tests.soak._deeds import SIZES, Deed, Hands, length
from tests.soak._fence import failures_told
from tests.soak._patience import Patience
from tests.soak._tally import CHECKED, UNANSWERED, Tally, Trail
from tests.soak._watched import TOLD

STARTS = (("open", "case.toml"), (), ("workshop", "case.toml"))
"""Arguments of the program, a start after the other."""
READY_S = 60.0
"""Seconds that the first screen may take on a busy machine."""
XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}


class Ended(Exception):
    """The program is over."""


class Silent(AssertionError):
    """The program does not answer."""


class Watching(Person):
    """Somebody quick at a terminal, who asks the program now and then how it is."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        super().__init__(folder, *arguments, program="tests.soak._watched", size=SIZES[0], **XTERM)
        self._told = folder / TOLD
        self.tail = b""
        """The last that came."""
        self._wait_for_word("its first screen", READY_S)

    def does(self, deeds: list[Deed], seconds: float) -> None:
        """Do all of it at once: in one write, but for what changes the size."""
        sent = b""
        for deed in deeds:
            if deed.size is not None:
                self._writes(sent, seconds)
                sent = b""
                self.resizes(deed.size)
            sent += deed.sent.encode()
        self._writes(sent, seconds)

    def resizes(self, size: tuple[int, int]) -> None:
        """Give the terminal another size."""
        columns, lines = size
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _writes(self, sent: bytes, seconds: float) -> None:
        patience = Patience(seconds, self.pid)
        while sent:
            # In pieces that a terminal takes without waiting, as long as somebody reads them.
            if select.select([], [self.terminal], [], 0)[1]:
                sent = sent[os.write(self.terminal, sent[:1024]) :]
            self.reads(0.0)
            if patience.is_over:
                raise Silent(f"what is typed is not read, {patience}")

    def reads(self, seconds: float) -> None:
        """Take in what comes for a while.

        Raises:
            Ended: where nothing will come any more.
        """
        deadline = time.monotonic() + seconds
        while True:
            left = max(0.0, deadline - time.monotonic())
            if select.select([self.terminal], [], [], left)[0]:
                try:
                    chunk = os.read(self.terminal, 65_536)
                except OSError:
                    chunk = b""
                if not chunk:
                    raise Ended
                self.tail = (self.tail + chunk)[-8_000:]
            elif left <= 0:
                self._goes_on()
                return

    def _goes_on(self) -> None:
        """Have it go on where it stopped itself, as `fg` does; the palette offers that."""
        if os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOHANG) is not None:
            os.kill(self.pid, signal.SIGCONT)

    def asks(self, number: int, what: str, seconds: float) -> tuple[list[str], Patience]:
        """Ask by a signal; what is said, and after how long."""
        self._told.unlink(missing_ok=True)
        os.kill(self.pid, number)
        return self._wait_for_word(what, seconds)

    def _wait_for_word(self, what: str, seconds: float) -> tuple[list[str], Patience]:
        patience = Patience(seconds, self.pid)
        while not self._told.exists():
            self.reads(0.01)
            if patience.is_over:
                raise Silent(f"waited for {what}, {patience}")
        said: list[str] = json.loads(self._told.read_text("utf-8"))
        return said, patience

    def ends(self) -> None:
        """Leave nothing behind, whatever state it is in."""
        os.kill(self.pid, signal.SIGKILL)
        self.status()


def run_at_a_terminal(seed: int, deeds: int, total: Tally, seconds: float) -> None:
    """Let one seed loose on the program at a terminal."""
    hands, done, starts = Hands(seed), 0, cycle(STARTS)
    while done < deeds:
        trail = Trail(seed, f"start {total.lives} at a terminal", done)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            (folder / "work").mkdir()
            case_file(folder / "work")
            arguments = next(starts)
            total.lives += 1
            person = Watching(folder, *arguments)
            try:
                _live(person, hands, trail, total, min(length(hands, deeds), deeds - done), seconds)
            except Ended:
                status = person.status()
                # A signal may reach it when it does not listen any more.
                asked_too_late = status in (-signal.SIGUSR1, -signal.SIGUSR2)
                if (status and not asked_too_late) or b"Traceback" in person.tail:
                    total.fail(trail.told(f"it ended with {status}: {person.tail[-1000:]!r}"))
            except Silent as silent:
                total.fail(trail.told(str(silent)))
                person.ends()
            else:
                person.ends()
            for report in failures_told(folder):
                total.fail(trail.told(report))
        total.deeds += trail.done - done
        done = max(trail.done, done + 1)


def _live(
    person: Watching, hands: Hands, trail: Trail, total: Tally, deeds: int, seconds: float
) -> None:
    hands.size, unanswered, before = SIZES[0], 0, trail.done
    while trail.done - before < deeds:
        burst, last = hands.burst(), trail.done // CHECKED
        trail.note(burst)
        person.does(burst, seconds)
        unanswered += len(burst)
        pause = hands.pause()
        if pause is None or unanswered > UNANSWERED:
            unanswered = 0
            total.wait(person.asks(signal.SIGUSR1, "an answer", seconds)[1])
        else:
            person.reads(pause)
        if trail.done // CHECKED > last:
            total.say_how_far(trail, person.pid)
            _look(person, trail, total, seconds)
    _look(person, trail, total, seconds)


def _look(person: Watching, trail: Trail, total: Tally, seconds: float) -> None:
    total.checks += 1
    person.resizes(ROOM)
    # It closes what lies open, one after the other, each of which may take as long.
    for found in person.asks(signal.SIGUSR2, "what it holds", seconds * 6)[0]:
        total.fail(trail.told(found))
