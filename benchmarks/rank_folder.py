"""Five thousand sessions put in order by one command, and the most memory it takes.

Reference: the same files parsed by tomllib and validated by pydantic, one process each as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from benchmarks._timing import WORKED_EXAMPLE, in_turn, report, whole_command
from benchmarks.many_files import PARSE

FILES = 5_000
ROUNDS = 3
GOAL = 2.0


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        text = WORKED_EXAMPLE.read_text("utf-8")
        for number in range(FILES):
            path = Path(folder, f"case{number:04}.toml")
            path.write_text(text.replace("6_000_000", f"{6_000_000 + number:_}"), "utf-8")
        ranking = f"payback rank --json of {FILES} files"
        arguments = ("-m", "wizard", "rank", "--json", folder)
        seconds = in_turn(
            {
                f"parse and validate {FILES} files": whole_command("-c", PARSE, folder),
                ranking: whole_command(*arguments),
            },
            ROUNDS,
        )
        report(seconds, {ranking: GOAL})
        for name, command in (
            ("one command alone", ("-m", "wizard", "rules")),
            (ranking, arguments),
        ):
            print(f"peak memory, {name:<49} {_peak_mb(command):9.1f} MB")


def _peak_mb(arguments: tuple[str, ...]) -> float:
    """The most memory that this Python has at a time with these arguments."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    # Otherwise a long answer fills the pipe, and the process waits for a reader for ever.
    reader = threading.Thread(target=process.stdout.read)
    reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    reader.join()
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
