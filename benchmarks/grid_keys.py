"""From a key to the last byte it causes, in a table of 50 slices and in one of 100.

Reference: the same key in a bare Textual program of one input.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from benchmarks._terminal import Terminal
from benchmarks._timing import WORKED_EXAMPLE
from benchmarks.key_press import presses

ROWS = (50, 100)
MOVES = 20


def session_with(slices: int) -> str:
    """The worked example with so many slices."""
    text = WORKED_EXAMPLE.read_text("utf-8")
    before, *_ = text.partition("[[quality.slices]]")
    _, _, behind = text.rpartition("[[quality.slices]]")
    rest = behind[behind.index("\n[") :] if "\n[" in behind else ""
    rows = "".join(
        f'[[quality.slices]]\nname = "slice {number}"\nshare = {1 / slices:.6f}\n'
        f"examples = {800 + number}\nteacher_score = 0.94\nstudent_score = 0.93\n\n"
        for number in range(1, slices + 1)
    )
    return f"{before}{rows}{rest}"


def moves(terminal: Terminal) -> list[float]:
    """Seconds per move: to the row below and back, over and over."""
    return [terminal.last_byte_after(key) for _ in range(MOVES) for key in ("\x1b[B", "\x1b[A")]


def main() -> None:
    """Measure and print."""
    with Terminal([sys.executable, "-m", "benchmarks._bare_app"]) as terminal:
        terminal.until("READY")
        bare = presses(terminal)
    measured = [("a bare Input", bare)]
    for rows in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.toml"
            path.write_text(session_with(rows), "utf-8")
            command = [sys.executable, "-m", "wizard", "open", str(path), "--step", "quality"]
            with Terminal(command) as terminal:
                terminal.until("Slices")
                terminal.settle(0.5)
                # The slices are the last question of the step; then to the examples of the first.
                terminal.type("\x1b[B" * 7)
                terminal.settle()
                terminal.type("\r")
                terminal.until("slice 1")
                terminal.settle()
                # The case is not as saved from here on, as in nearly all of its life.
                terminal.type("x")
                terminal.settle()
                terminal.type("\t\t")
                terminal.settle()
                before = terminal.memory_kib()
                measured.append((f"a key in {rows} rows at 120x40", presses(terminal)))
                measured.append((f"a move in {rows} rows", moves(terminal)))
                grown = terminal.memory_kib() - before
                print(f"{rows} rows: {grown:,} KiB more after all keys and moves")
    for name, times in measured:
        p95 = quantiles(times, n=20)[-1]
        print(
            f"{name:<32} median {median(times) * 1000:6.2f} ms   p95 {p95 * 1000:6.2f} ms"
            f"   {median(times) / median(bare):5.2f} x"
        )
    print("(goal: p95 of a key under 12 ms in 50 rows)")


if __name__ == "__main__":
    main()
