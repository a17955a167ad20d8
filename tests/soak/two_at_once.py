"""Two programs that set answers of one session at the same time: none lost, none refused.

Each sets keys, cells and rows of its own, which must be there right afterwards and at the end, and
keys that both set, which must have the last value of one of them. Then one of them is the wizard at
a terminal, where somebody types and saves while the other one sets.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from tests.soak._setter import holds
from tests.wizard.cases import COMPLETE, written

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0

OWN = (
    (
        "volume.calls_per_month={number}k",
        "upfront.engineering_time={number}",
        "task.owner=owner {number}",
        "quality.slices[0].examples={number}",
        "upfront.other.a{row}={number}",
    ),
    (
        "teacher.cost_per_1k_calls={number}",
        "maintenance.redistillations_per_year={row}",
        "task.description=what it does, {number}",
        "quality.slices[1].examples={number}",
        "upfront.other.b{row}={number}",
    ),
)
"""What only one of two sets, by which of them does."""
SHARED = (
    "title=title {number}",
    "volume.monthly_growth={row}%",
    "student.cost_per_1k_calls=0.{row}",
)

GROWTH = "volume.monthly_growth"


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a run."""

    sets: int
    turns: int
    """How often one program was done right after the other one."""
    refused: tuple[str, ...]
    lost: tuple[str, ...]
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not self.refused and not self.lost

    def __str__(self) -> str:
        bad = "".join(f"\n  {one}" for one in (*self.refused, *self.lost))
        return (
            f"{self.sets} sets in {self.seconds:.0f} s, {self.turns} turns between the two:"
            f" {len(self.refused)} refused, {len(self.lost)} lost{bad}"
        )


def _settings(chance: random.Random, whose: int, count: int) -> list[tuple[str, bool]]:
    found = []
    for _ in range(count):
        is_own = chance.random() < 0.7
        pattern = chance.choice(OWN[whose] if is_own else SHARED)
        numbers = {"number": chance.randint(100, 9_999), "row": chance.randint(1, 9)}
        found.append((pattern.format(**numbers), is_own))
    return found


def _last(settings: Sequence[tuple[str, bool]], *, own: bool) -> dict[str, str]:
    """The last setting of each key."""
    return {one.partition("=")[0]: one for one, is_own in settings if is_own is own}


class _Setter:
    """A program that sets, once it is told to."""

    def __init__(self, path: Path, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak._setter", str(path)],
            cwd=ROOT,
            env={**os.environ, "PAYBACK_HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self.outcomes: list[dict[str, Any]] = []

    def run(self, settings: Sequence[tuple[str, bool]], together: Barrier | None = None) -> None:
        """Have all of them set, each at once with that of who waits at the barrier too."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        for one in settings:
            if together is not None:
                together.wait(PATIENCE_S)
            process.stdin.write(f"{json.dumps(one)}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                break
            self.outcomes.append(json.loads(answer))
        process.communicate()


def interleaved(folder: Path, sets: int, seed: int) -> Tally:
    """Let two programs set answers of one file."""
    chance = random.Random(seed)
    path = folder / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    wanted = [_settings(chance, whose, sets // 2) for whose in (0, 1)]
    setters = [_Setter(path, folder / "home") for _ in wanted]
    together = Barrier(len(setters))
    began = time.monotonic()
    threads = [
        Thread(target=setter.run, args=[settings, together])
        for setter, settings in zip(setters, wanted, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began

    outcomes = [one | {"whose": who} for who, each in enumerate(setters) for one in each.outcomes]
    order = [one["whose"] for one in sorted(outcomes, key=lambda one: one["at"])]
    lost = [f"{one['setting']}: not there afterwards" for one in outcomes if one["lost"]]
    lost += [
        f"{one}: not there at the end"
        for settings in wanted
        for one in _last(settings, own=True).values()
        if not holds(path, one)
    ]
    for key in {key for settings in wanted for key in _last(settings, own=False)}:
        ends = [_last(settings, own=False).get(key) for settings in wanted]
        if not any(holds(path, one) for one in ends if one is not None):
            lost.append(f"{key}: none of {ends}")
    lost += [
        f"{line}: not in the file any more"
        for line in ("# Kept by the platform team.", "# one decision", "# The big one.")
        if line not in path.read_text("utf-8")
    ]
    refused = [f"{one['setting']}: {one['said']}" for one in outcomes if one["status"] != 0]
    missing = 2 * (sets // 2) - len(outcomes)
    refused += [f"{missing} were never answered"] if missing else []
    turns = sum(a != b for a, b in pairwise(order))
    return Tally(len(outcomes), turns, tuple(refused), tuple(lost), seconds)


def with_the_wizard(folder: Path, rounds: int, seed: int) -> Tally:
    """Let somebody type and save in the wizard while another program sets."""
    from tests.person import Person

    chance = random.Random(seed)
    path = folder / "open.toml"
    path.write_text(COMPLETE, "utf-8")
    wanted = _settings(chance, 1, rounds * 3)
    wanted = [(one, True) for one, is_own in wanted if is_own]
    setter = _Setter(path, folder / "home")
    person = Person(
        "open",
        path,
        size=(120, 40),
        TERM="xterm-256color",
        TEXTUAL_ANIMATIONS="none",
        PAYBACK_HOME=str(folder / "home"),
    )
    person.sees(b"palette")
    person.waits_until_quiet()
    person.types(b"\x0fmonthly growth\r")
    person.waits_until_quiet()
    began = time.monotonic()
    thread = Thread(target=setter.run, args=[wanted])
    thread.start()
    lost = []
    for number in range(1, rounds + 1):
        text = f"{(number % 40 + 1) / 10:g}%"
        person.types(b"\x15" + text.encode())
        person.waits_until_quiet(0.1)
        person.types(b"\x13")
        if not _comes_to(person, path, text):
            lost.append(f"{GROWTH}={text}: not saved")
    thread.join()
    person.types(b"\x13")
    person.waits_until_quiet()
    person.types(b"\x11")
    status = person.status()
    seconds = time.monotonic() - began

    lost += [f"{one['setting']}: not there afterwards" for one in setter.outcomes if one["lost"]]
    lost += [
        f"{one}: not there at the end"
        for one in _last(wanted, own=True).values()
        if not holds(path, one)
    ]
    refused = [f"{one['setting']}: {one['said']}" for one in setter.outcomes if one["status"]]
    refused += [f"the wizard ended with {status}"] if status else []
    return Tally(len(setter.outcomes) + rounds, rounds, tuple(refused), tuple(lost), seconds)


def _comes_to(person: Any, path: Path, growth: str) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        person.waits_until_quiet(0.05)
        entry = written(path).get(GROWTH)
        if entry is not None and entry.text == growth:
            return True
    return False


def main() -> int:
    """Run at the size that the command line says; 1 where something was lost or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAYBACK_HOME"] = str(Path(name) / "home")
        tallies = {
            "payback set twice": interleaved(Path(name), wanted.sets, wanted.seed),
            "the wizard and payback set": with_the_wizard(Path(name), wanted.rounds, wanted.seed),
        }
    for what, tally in tallies.items():
        print(f"{what}: {tally}")
    return 0 if all(tally.is_clean for tally in tallies.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
