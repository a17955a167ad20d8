"""How long a command takes to start, as a multiple of starting Python itself.

Reference: `python -c pass`, measured turn by turn with the commands, so that a busy moment of
the machine touches all of them alike.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

ROUNDS = 15
"""Starts of each command; the median of them is printed."""

REFERENCE = "python -c pass"

COMMANDS = {
    REFERENCE: ["-c", "pass"],
    "payback --version": ["-m", "wizard", "--version"],
    "payback --help": ["-m", "wizard", "--help"],
}


def seconds_to_finish(arguments: list[str]) -> float:
    """Return the wall time, in seconds, of one run of this Python with `arguments`.

    Raises:
        subprocess.CalledProcessError: the command did not exit with 0.
    """
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure every command and print one line for each."""
    samples: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            samples[name].append(seconds_to_finish(arguments))
    reference = median(samples[REFERENCE])
    for name, times in samples.items():
        print(f"{name:<20} {median(times) * 1000:6.0f} ms  {median(times) / reference:5.1f} x")


if __name__ == "__main__":
    main()
