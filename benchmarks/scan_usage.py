"""A scan of usage: the whole command against DuckDB on the bare aggregate, which has no peaks.

In processor time, as `benchmarks/import_usage.py` measures an import: five alternating pairs, their
median. Then the memory that the command takes at most, also where every second row is of an
endpoint of its own.

`python -m benchmarks.scan_usage 20_000_000` measures so many rows; the files stay in FOLDER where
one is named behind it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks._timing import whole_command
from benchmarks._usage_rows import write
from benchmarks.import_usage import BARE, pairs, peak_mb

ROWS: Final = 200_000
GOAL: Final = 1.5
MEMORY_GOAL_MB: Final = 700


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        for container, file in write(folder, rows).items():
            _compare(container, rows, file)
        many = write(folder, rows, endpoints=rows // 2)["parquet"]
        peak = peak_mb(_command(many))
        print(f"{rows // 2:,} endpoints, parquet")
        print(f"  peak memory {peak:56.0f} MB  (goal: {MEMORY_GOAL_MB} MB)")


def _command(file: Path) -> tuple[str, ...]:
    return ("-m", "wizard", "scan", str(file), "--json")


def _compare(container: str, rows: int, file: Path) -> None:
    command = _command(file)
    bare, whole = pairs(
        whole_command("-c", BARE, str(file), container, "without peaks"), whole_command(*command)
    )
    print(f"{container}, {rows:,} rows: the bare aggregate {bare:29.2f} s")
    print(f"  payback scan {whole:55.2f} s  {whole / bare:6.2f} x  (goal: {GOAL} x)")
    print(f"  peak memory {peak_mb(command):56.0f} MB  (goal: {MEMORY_GOAL_MB} MB)")


if __name__ == "__main__":
    main()
