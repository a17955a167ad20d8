"""Timing things in turn, so that a busy moment of the machine touches all of them alike."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

SAMPLES = Path(__file__).parent.parent / "sample_sessions"
WORKED_EXAMPLE = SAMPLES / "support_ticket_classifier.toml"


def in_turn(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each action, run one after the other in every round."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            start = time.perf_counter()
            action()
            taken[name].append(time.perf_counter() - start)
    return {name: median(times) for name, times in taken.items()}


def processor_in_turn(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Least processor seconds of each action and of the processes it ran, in turn as well.

    What else the machine has to do makes an action take longer, and its processor time hardly; the
    least of several is the nearest to what it takes alone.
    """
    taken = dict.fromkeys(actions, float("inf"))
    for _ in range(rounds):
        for name, action in actions.items():
            start = _processor_seconds()
            action()
            taken[name] = min(taken[name], _processor_seconds() - start)
    return taken


def _processor_seconds() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def whole_command(*arguments: str) -> Callable[[], object]:
    """Run this Python with arguments, as a process of its own, byte code cached as installed."""
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }

    def run() -> None:
        subprocess.run(
            [sys.executable, *arguments], check=True, capture_output=True, env=environment
        )

    return run


def report(seconds: Mapping[str, float], goals: Mapping[str, float] | None = None) -> None:
    """Print every figure as a multiple of the first, and the goal of those that have one."""
    (reference_name, reference), *others = seconds.items()
    print(f"{reference_name:<62} {_shown(reference)}")
    for name, value in others:
        goal = (goals or {}).get(name)
        said = f"  (goal: {goal:g} x)" if goal else ""
        print(f"{name:<62} {_shown(value)}  {value / reference:6.2f} x{said}")


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:9.3f} ms"
