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
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.soak._fault_scenes import SCENES, Outcome, home
from tests.soak._fault_server import BROKE, CALLS, FAILS_AT, FAULTS, KILL, NEVER_CAME

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

    def __init__(self, way: str) -> None:
        self.way = way
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.soak._fault_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
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

    def close(self) -> None:
        """End it."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait()


@contextmanager
def attached(pid: int, call: str, fault: str) -> Iterator[None]:
    """Have strace disturb one call of each process that is forked from one.

    Raises:
        OSError: where strace may not be attached.
    """
    what = "signal=KILL" if fault == KILL else f"error={fault}"
    inject = f"inject={call}:{what}:when={FAILS_AT}"
    with tempfile.TemporaryFile("w+") as told:
        strace = subprocess.Popen(
            ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e", inject, "-p", str(pid)],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert strace.stderr is not None
        line = strace.stderr.readline()
        if "attached" not in line:
            strace.wait()
            raise OSError(line.strip() or "strace did not start")
        # Whatever it says of forks must not fill the pipe.
        drain = subprocess.Popen(["cat"], stdin=strace.stderr, stdout=told)
        strace.stderr.close()
        try:
            yield
        finally:
            strace.terminate()
            strace.wait()
            drain.wait()


def why_no_strace() -> str:
    """Why strace cannot be used here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    idle = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with attached(idle.pid, "fsync", "EIO"):
            return ""
    except OSError as error:
        return f"strace may not be attached to a process: {error}"
    finally:
        idle.kill()
        idle.wait()


def one_point(stage: Stage, scene: str, call: str, fault: str, number: int, tried: Tried) -> bool:
    """Disturb one call; False where the scene was over before it came."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "home").mkdir()
        played = SCENES[scene]
        with patch.dict(os.environ, home(folder)), _quiet():
            played.prepare(folder)
            status = stage.play(scene, call, fault, number, folder)
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
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        yield


def each_point(
    way: str, scenes: list[str], say: Callable[[str], None] = lambda line: None
) -> Tried:
    """Disturb every call of some scenes in every way."""
    tried = Tried()
    stage = Stage(way)
    for call in CALLS:
        for fault in (*FAULTS, KILL):
            with stage.disturbed(call, fault):
                for scene in scenes:
                    number = 1
                    while one_point(stage, scene, call, fault, number, tried):
                        number += 1
        say(f"{call}: {tried.points} points, {len(tried.wrong)} wrong")
    stage.close()
    return tried


def some_points(way: str, size: int, seed: int, scenes: list[str]) -> Tried:
    """Disturb some calls, chosen by a seed."""
    chance = random.Random(seed)
    tried = Tried()
    stage = Stage(way)
    kinds = [(call, fault) for call in CALLS for fault in (*FAULTS, KILL)]
    while tried.points < size:
        call, fault = chance.choice(kinds)
        with stage.disturbed(call, fault):
            for _ in range(6):
                scene = chance.choice(scenes)
                one_point(stage, scene, call, fault, chance.randint(1, 4), tried)
    stage.close()
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
        tried = each_point(way, scenes, print)
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
