"""What a monkey did, what came of it, and what led there."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak._deeds import Deed
from tests.soak._patience import Patience

CHECKED = 1_000
"""Deeds between two looks at what is saved."""
UNANSWERED = 60
"""Deeds after which the program may catch up, however quick the hands are."""
REMEMBERED = 12
"""Bursts that are told of a failure."""


@dataclass
class Trail:
    """What led to a failure."""

    seed: int
    where: str
    done: int = 0
    bursts: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def note(self, deeds: Sequence[Deed]) -> None:
        """Remember a burst."""
        self.done += len(deeds)
        self.bursts.append(" ".join(one.name for one in deeds))

    def told(self, why: str) -> str:
        """The failure with all it takes to have it again."""
        last = "\n    ".join(self.bursts)
        return (
            f"seed {self.seed}, {self.where}, after {self.done} deeds: {why}\n  last:\n    {last}"
        )


@dataclass
class Tally:
    """What was done, and what came of it."""

    deeds: int = 0
    lives: int = 0
    checks: int = 0
    longest_work: float = 0.0
    longest_wait: float = 0.0
    failures: list[str] = field(default_factory=list)

    def wait(self, patience: Patience) -> None:
        """Note how long the program took to catch up."""
        self.longest_work = max(self.longest_work, patience.waited)
        self.longest_wait = max(self.longest_wait, patience.by_the_clock)

    def fail(self, text: str) -> None:
        """Note a failure and say it at once: a run takes hours."""
        self.failures.append(text)
        print(f"FAILED: {text}", flush=True)

    def say_how_far(self, trail: Trail, pid: int | str = "self") -> None:
        """One line for each thousand."""
        print(
            f"seed {trail.seed}, {trail.where}: {trail.done} deeds, {resident_mib(pid):.0f} MiB,"
            f" {self._waits}",
            flush=True,
        )

    def __str__(self) -> str:
        return (
            f"{self.deeds:,} deeds, {self.lives} starts, {len(self.failures)} failures,"
            f" {self.checks} looks at what is saved, {self._waits}"
        )

    @property
    def _waits(self) -> str:
        return f"longest wait {self.longest_work:.1f} s of work, {self.longest_wait:.1f} s in all"


def resident_mib(pid: int | str) -> float:
    """Memory of a process that is resident; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    found = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(found[0].split()[1]) / 1024 if found else 0.0
