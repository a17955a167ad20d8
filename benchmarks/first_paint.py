"""How long until something is to be seen: the verdict on the wire of a real pseudo terminal.

References: a Textual program of one input, bare and with the imports any such program needs.
"""

from __future__ import annotations

import sys

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE, report

ROUNDS = 11
GOAL = 1.25
BARE = [sys.executable, "-m", "benchmarks._bare_app"]
OPEN = [sys.executable, "-m", "wizard", "open", str(WORKED_EXAMPLE)]
RUNS = {
    "bare Textual, with pydantic, click, tomllib": ([*BARE, "imports"], "READY"),
    "payback open SAMPLE": (OPEN, "Strong case"),
    "bare Textual": (BARE, "READY"),
}


def main() -> None:
    """Measure and print."""
    waited = dict.fromkeys(RUNS, float("inf"))
    worked = waited.copy()
    for _ in range(ROUNDS):
        for name, (arguments, marker) in RUNS.items():
            with Terminal(arguments) as terminal:
                waited[name] = min(waited[name], terminal.until(marker))
                worked[name] = min(worked[name], terminal.processor_s())
    goals = {"payback open SAMPLE": GOAL}
    print("until it is to be seen")
    report(waited, goals)
    print("processor time until then")
    report(worked, goals)


if __name__ == "__main__":
    main()
