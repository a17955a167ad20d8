"""Memory after long use against memory after the first minute of it.

An hour of a person's use, as fast as the program takes it: typing, steps, verdict, undo.
"""

from __future__ import annotations

import sys

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE

ROUNDS = 120
"""Rounds of use; each is about half a minute of a person's."""
WARM = 3
"""Rounds until everything is loaded."""
USE = (
    "\x1b[6~", "7", "\x7f", "\t", "\x0c", "\x1b[B", "\x1b[B", "\x0c", "\x1b[6~", "\x0f", "mon",
    "\r", "5", "\x1a", "\x12", "\x1b", "\x1b[5~", "\x1b[5~",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    print("each key waited for")
    _measure(in_bursts=False)
    print("a round of keys in one burst, faster than they are taken in")
    _measure(in_bursts=True)


def _measure(*, in_bursts: bool) -> None:
    with Terminal([sys.executable, "-m", "wizard", "open", str(WORKED_EXAMPLE)]) as terminal:
        terminal.until("Strong case")
        terminal.settle()
        begun = terminal.memory_kib()
        warm = begun
        for number in range(ROUNDS):
            # The first rounds open every view, which a burst may pass over.
            is_burst = in_bursts and number >= WARM
            for keys in ["".join(USE)] if is_burst else USE:
                terminal.type(keys)
                terminal.settle(0.1 if is_burst else 0.03)
            if number == WARM - 1:
                # What it has to do at first must not count as what it needs later.
                terminal.pass_over(2.0)
                warm = terminal.memory_kib()
        terminal.pass_over(2.0)
        ended = terminal.memory_kib()
    print(f"  after the first paint          {begun / 1024:7.1f} MiB")
    print(f"  after {WARM} rounds                 {warm / 1024:7.1f} MiB  {warm / begun:5.2f} x")
    rounds = f"after {ROUNDS} rounds"
    print(f"  {rounds:<30} {ended / 1024:7.1f} MiB  {ended / warm:5.2f} x of that")


if __name__ == "__main__":
    main()
