"""How long the program may take: on a machine that is busy with something else, longer."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

BUSY = 24.0
"""How many times as long it may take by the clock where it hardly gets to work."""


class Patience:
    """Waits for one answer."""

    def __init__(self, seconds: float, pid: int | None = None) -> None:
        """Begin to wait.

        Args:
            seconds: of work within which the answer has to come.
            pid: of the process that is to answer; this one where None.
        """
        self._seconds, self._pid = seconds, pid or os.getpid()
        self._since, self._worked = monotonic(), _worked(self._pid)

    @property
    def waited(self) -> float:
        """Seconds of waiting: by the clock, unless the process worked for less than that."""
        return min(self.by_the_clock, self.worked)

    @property
    def by_the_clock(self) -> float:
        """Seconds since it began."""
        return monotonic() - self._since

    @property
    def worked(self) -> float:
        """Seconds of a processor that the process had since."""
        return _worked(self._pid) - self._worked

    def __str__(self) -> str:
        return f"after {self.by_the_clock:.1f} s, {self.worked:.1f} s of them at work"

    @property
    def is_over(self) -> bool:
        """Whether it took too long: what works for that long, and what waits for nothing at all."""
        return self.waited > self._seconds or self.by_the_clock > self._seconds * BUSY


def _worked(pid: int) -> float:
    """Seconds of a processor that a process had; those by the clock where nobody tells."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace")
    except OSError:
        return monotonic()
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
