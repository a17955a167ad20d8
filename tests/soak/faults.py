"""Each call to the system fails in turn, or is the last: nothing is lost, nothing lies about.

    python -m tests.soak.faults [--size POINTS] [--seed SEED] [--way strace|python]

What is disturbed are saves from the screen, `payback set`, `new` and `report`, kept work, and what
a workshop writes. The calls are failed by strace where it may be used, and within Python otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.environment import ROOT
from tests.soak._fault_scenes import SCENES, Outcome, home
from tests.soak._fault_server import (
    BROKE,
    CALLS,
    FAILS_AT,
    FAULTS,
    KILL,
    NEVER_CAME,
)

OUTCOMES: dict[int, Outcome] = {0: "done", 2: "refused", -9: "killed"}


@dataclass
class Tried:
    """What came of all points."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def points(self) -> int:
        """How many calls were disturbed."""
        return self.outcomes.total()


class Stage:
    """A process that plays scenes, and whatever disturbs it."""

    def __init__(self, way: str, server: subprocess.Popen[str]) -> None:
        self.way = way
        self._server = server
        self._pid = self._answer()["ready"]

    def _answer(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, "the process that plays scenes has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def play(self, scene: str, call: str, fault: str, number: int, folder: Path) -> int:
        """Play a scene and return how its process ended."""
        asked = {
            "way": self.way,
            "scene": scene,
            "call": call,
            "fault": fault,
            "number": number,
            "folder": str(folder),
        }
        assert self._server.stdin is not None
        self._server.stdin.write(f"{json.dumps(asked)}\n")
        self._server.stdin.flush()
        return int(self._answer()["status"])

    @contextmanager
    def disturbed(self, call: str, fault: str) -> Iterator[None]:
        """Have a call fail in every scene that is played meanwhile."""
        if self.way != "strace":
            yield
            return
        with attached(self._pid, call, fault):
            yield


@contextmanager
def stage(way: str) -> Iterator[Stage]:
    """A stage, which is taken down afterwards."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.soak._fault_server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        yield Stage(way, server)


@contextmanager
def attached(pid: int, call: str, fault: str) -> Iterator[None]:
    """Have strace disturb one call of each process that is forked from one.

    Raises:
        OSError: where strace may not be attached.
    """
    what = "signal=KILL" if fault == KILL else f"error={fault}"
    inject = f"inject={call}:{what}:when={FAILS_AT}"
    command = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e", inject]
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen([*command, "-p", str(pid)], stderr=subprocess.PIPE, text=True) as strace,
    ):
        assert strace.stderr is not None
        line = strace.stderr.readline()
        if "attached" not in line:
            raise OSError(line.strip() or "strace did not start")
        # What it says of each fork must not fill the pipe.
        with subprocess.Popen(["cat"], stdin=strace.stderr, stdout=told):
            try:
                yield
            finally:
                strace.terminate()


def why_no_strace() -> str:
    """Why strace cannot be used here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.soak._ptrace"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            with attached(process.pid, "fsync", "EIO"):
                return ""
        except OSError as error:
            return f"strace may not be attached to a process: {error}"
        finally:
            process.kill()


def one_point(on: Stage, scene: str, call: str, fault: str, number: int, tried: Tried) -> bool:
    """Disturb one call; False where the scene was over before it came."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "home").mkdir()
        played = SCENES[scene]
        with patch.dict(os.environ, home(folder)), _quiet():
            played.prepare(folder)
            status = on.play(scene, call, fault, number, folder)
            if status == NEVER_CAME:
                return False
            point = f"{scene}: {call} {number} {fault}"
            if status not in OUTCOMES:
                trace = folder / "home" / "traceback"
                why = trace.read_text() if trace.exists() else f"exit status {status}"
                tried.outcomes["broken"] += 1
                tried.wrong.append(f"{point}: {why if status == BROKE else status}")
                return True
            outcome = OUTCOMES[status]
            tried.outcomes[outcome] += 1
            if lost := played.lost(folder, outcome):
                tried.wrong.append(f"{point}: {outcome}, lost: {lost}")
            if litter := played.litter(folder, outcome):
                tried.wrong.append(f"{point}: {outcome}, litter: {', '.join(litter)}")
    return True


@contextmanager
def _quiet() -> Iterator[None]:
    """Drop what the commands that judge a scene say."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        yield


def each_point(
    way: str, scenes: list[str], say: Callable[[str], None] = lambda line: None
) -> Tried:
    """Disturb every call of some scenes in every way."""
    tried = Tried()
    with stage(way) as on:
        for call in CALLS:
            for fault in (*FAULTS, KILL):
                with on.disturbed(call, fault):
                    for scene in scenes:
                        number = 1
                        while one_point(on, scene, call, fault, number, tried):
                            number += 1
                            assert number < FAILS_AT, f"{scene} never ends"
            say(f"{call}: {tried.points} points, {len(tried.wrong)} wrong")
    return tried


def some_points(way: str, size: int, seed: int, scenes: list[str]) -> Tried:
    """Disturb some calls, chosen by a seed."""
    chance = random.Random(seed)
    tried = Tried()
    kinds = [(call, fault) for call in CALLS for fault in (*FAULTS, KILL)]
    with stage(way) as on:
        while tried.points < size:
            call, fault = chance.choice(kinds)
            with on.disturbed(call, fault):
                for _ in range(6):
                    scene = chance.choice(scenes)
                    one_point(on, scene, call, fault, chance.randint(1, 4), tried)
    return tried


def main() -> int:
    """Disturb every call, or as many as are asked for; 1 where something was lost or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--size", type=int, default=0, help="how many calls; all of them by default"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", choices=("strace", "python"))
    parser.add_argument("--scene", choices=list(SCENES), action="append")
    asked = parser.parse_args()
    way = asked.way or "strace"
    if way == "strace" and (why := why_no_strace()):
        print(f"{why}: calls are failed within Python instead.")
        way = "python"
    scenes = asked.scene or list(SCENES)
    if asked.size:
        tried = some_points(way, asked.size, asked.seed, scenes)
    else:
        tried = each_point(way, scenes, partial(print, flush=True))
    for line in tried.wrong:
        print(line)
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(tried.outcomes.items()))
    lost = sum(", litter: " not in one for one in tried.wrong)
    print(
        f"{tried.points} points by {way} ({outcomes}): {lost} lost something or broke,"
        f" {len(tried.wrong) - lost} left litter."
    )
    return 1 if tried.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
