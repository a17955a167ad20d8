"""From a key that turns a number to the last byte of the repainted figures, in a real terminal.

Reference: a digit typed into a bare Textual program of one input.
"""

from __future__ import annotations

import sys
from statistics import median, quantiles

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE

KEYS = 60
RIGHT, LEFT, DOWN = "\x1b[C", "\x1b[D", "\x1b[B"


def presses(terminal: Terminal, keys: tuple[str, str]) -> list[float]:
    """Seconds per key: two keys in turn."""
    for key in keys * 3:
        terminal.last_byte_after(key)
    return [terminal.last_byte_after(key) for _ in range(KEYS // 2) for key in keys]


def main() -> None:
    """Measure and print."""
    with Terminal([sys.executable, "-m", "benchmarks._bare_app"]) as terminal:
        terminal.until("READY")
        bare = presses(terminal, ("7", "\x7f"))
    command = [sys.executable, "-m", "wizard", "open", str(WORKED_EXAMPLE)]
    with Terminal(command) as terminal:
        terminal.until("Strong case")
        terminal.type("\x0c")
        terminal.until("Net present value")
        terminal.settle(0.3)
        terminal.type("s")
        terminal.until("Redistillations a year")
        terminal.settle(0.3)
        terminal.type(DOWN)
        turned = presses(terminal, (RIGHT, RIGHT)) + presses(terminal, (LEFT, LEFT))
    for name, times in (("a bare Input", bare), ("a number turned at 120x40", turned)):
        p95 = quantiles(times, n=20)[-1]
        print(
            f"{name:<32} median {median(times) * 1000:6.2f} ms   p95 {p95 * 1000:6.2f} ms"
            f"   {median(times) / median(bare):5.2f} x"
        )
    print("(goal: p95 under one frame, 16.7 ms)")


if __name__ == "__main__":
    main()
