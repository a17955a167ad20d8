"""How long until something is to be seen: the verdict on the wire of a real pseudo terminal.

References: a Textual program of one input, bare and with the imports any such program needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from statistics import median

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE, report

ROUNDS = 11
BARE = (sys.executable, "-m", "benchmarks._bare_app")
NAMES = ("bare Textual, with pydantic, click, tomllib", "payback open SAMPLE", "bare Textual")


def shown_after(arguments: Sequence[str], marker: str) -> float:
    """Seconds until a program has shown a text."""
    with Terminal(arguments) as terminal:
        return terminal.until(marker)


def main() -> None:
    """Measure and print."""
    taken: dict[str, list[float]] = {name: [] for name in NAMES}
    for _ in range(ROUNDS):
        taken[NAMES[0]].append(shown_after([*BARE, "imports"], "READY"))
        taken[NAMES[1]].append(
            shown_after(
                [sys.executable, "-m", "wizard", "open", str(WORKED_EXAMPLE)], "Strong case"
            )
        )
        taken[NAMES[2]].append(shown_after(BARE, "READY"))
    report({name: median(times) for name, times in taken.items()}, {NAMES[1]: 1.3})


if __name__ == "__main__":
    main()
