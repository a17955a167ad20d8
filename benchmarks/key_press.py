"""From a key to the last byte it causes, on the fullest step, in a real pseudo terminal.

Reference: the same key in a bare Textual program of one input.
"""

from __future__ import annotations

import sys
from statistics import median, quantiles

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE

KEYS = 60
STEP = "upfront"


def presses(terminal: Terminal) -> list[float]:
    """Seconds per key: a digit typed and taken back, over and over."""
    for _ in range(5):
        terminal.last_byte_after("7")
        terminal.last_byte_after("\x7f")
    return [terminal.last_byte_after(key) for _ in range(KEYS // 2) for key in ("7", "\x7f")]


def main() -> None:
    """Measure and print."""
    with Terminal([sys.executable, "-m", "benchmarks._bare_app"]) as terminal:
        terminal.until("READY")
        bare = presses(terminal)
    command = [sys.executable, "-m", "wizard", "open", str(WORKED_EXAMPLE), "--step", STEP]
    with Terminal(command) as terminal:
        terminal.until("Strong case")
        # Past who writes the labels. The case is not as saved from here on, as in nearly all of
        # its life; then to the end of the training compute, where each key makes another number
        # and opens no worksheet.
        terminal.type("\t")
        terminal.settle()
        terminal.type("900")
        terminal.settle()
        terminal.type("\t")
        terminal.settle()
        terminal.type("\x1b[F")
        step = presses(terminal)
    for name, times in (("a bare Input", bare), (f"the step {STEP!r} at 120x40", step)):
        p95 = quantiles(times, n=20)[-1]
        print(
            f"{name:<32} median {median(times) * 1000:6.2f} ms   p95 {p95 * 1000:6.2f} ms"
            f"   {median(times) / median(bare):5.2f} x"
        )
    print("(goal: p95 under 12 ms)")


if __name__ == "__main__":
    main()
