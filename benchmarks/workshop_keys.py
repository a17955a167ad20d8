"""From a key to the last byte it causes on the facilitator's screen, while fifty people answer.

`payback workshop --join` runs in a real pseudo terminal, with the participants of `workshop_load`,
each of whom answers every second. Reference: the same key in the same list once they have gone.

    python -m benchmarks.workshop_keys [KEYS] [PARTICIPANTS]
"""

from __future__ import annotations

import itertools
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE
from benchmarks.workshop_load import PARTICIPANTS

KEYS = 200
DOWN, REVEAL = "\x1b[B", "\x1b[19~"
_MOVES = ((DOWN, 2), ("\x1b[A", 1))
"""Between the first two people of the list, and who is at hand then."""
_PAUSE_S = 0.12
_JOINING_S = 6.0


def main() -> None:
    """Measure and print."""
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else KEYS
    people = int(sys.argv[2]) if len(sys.argv) > 2 else PARTICIPANTS
    with tempfile.TemporaryDirectory() as folder:
        session = Path(folder) / "session.toml"
        shutil.copyfile(WORKED_EXAMPLE, session)
        command = [sys.executable, "-m", "wizard", "workshop", str(session), "--join"]
        with Terminal(command) as terminal:
            busy, alone, result = _measured(terminal, keys, people)
    print(f"{people} participants, {len(result['latencies'])} answers of {result['sent']} taken")
    for name, times in (("nobody there", alone), ("all of them answering", busy)):
        p95 = quantiles(times, n=20)[-1]
        print(
            f"{name:<32} median {median(times) * 1000:6.2f} ms   p95 {p95 * 1000:6.2f} ms"
            f"   {median(times) / median(alone):5.2f} x"
        )
    print("(goal: p95 under 16 ms)")


def _measured(
    terminal: Terminal, keys: int, people: int
) -> tuple[list[float], list[float], dict[str, list[float]]]:
    terminal.until("go on")
    terminal.settle()
    terminal.type("j")
    found = terminal.until_seen(rb"http://[\d.:]+/join/[\w-]+")
    terminal.settle()
    terminal.type("\x1b")
    terminal.settle(0.5)
    terminal.type(DOWN)
    terminal.settle()
    terminal.type("\r")
    terminal.until("How many calls")
    seconds = int(keys * 1.5 * _PAUSE_S + _JOINING_S)
    begun = time.perf_counter()
    crowd = subprocess.Popen(
        [
            sys.executable, "-m", "benchmarks.workshop_load", "--participants",
            found.decode(), str(seconds), str(people),
        ],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    terminal.pass_over(_JOINING_S)
    busy = _presses(terminal, keys)
    # Whoever has given all answers waits for them to be shown.
    terminal.pass_over(begun + seconds + _JOINING_S - time.perf_counter())
    terminal.type(REVEAL)
    while crowd.poll() is None:
        terminal.pass_over(0.5)
    assert crowd.stdout is not None
    result = json.loads(crowd.stdout.read())
    terminal.settle(0.5)
    terminal.type("r")
    terminal.settle(0.5)
    return busy, _presses(terminal, keys), result


def _presses(terminal: Terminal, keys: int) -> list[float]:
    """Seconds per key, at moments that have nothing to do with those of the answers."""
    times = []
    for key, at_hand in itertools.islice(itertools.cycle(_MOVES), keys):
        terminal.pass_over(_PAUSE_S * (0.5 + random.random()))
        # Only the person at hand stands in bold.
        pattern = rb"\x1b\[1;[\d;]*m\S+ Person %d:" % at_hand
        times.append(terminal.last_byte_of(key, re.compile(pattern)))
    return times


if __name__ == "__main__":
    main()
