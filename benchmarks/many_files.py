"""A thousand sessions judged in one command.

Reference: the same files parsed by tomllib and validated by pydantic, one process each as well.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks._timing import WORKED_EXAMPLE, processor_in_turn, report, whole_command

FILES = 1_000
ROUNDS = 5
PARSE = """
import os; os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
import sys, tomllib
from pathlib import Path
from rules.answers.case import Case
for path in sorted(Path(sys.argv[1]).iterdir()):
    Case.model_validate(tomllib.loads(path.read_text("utf-8")))
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        text = WORKED_EXAMPLE.read_text("utf-8")
        paths = [Path(folder) / f"case{number:04}.toml" for number in range(FILES)]
        for number, path in enumerate(paths):
            path.write_text(text.replace("6_000_000", f"{6_000_000 + number:_}"), "utf-8")
        judging = f"payback assess --json --quick of {FILES} files"
        seconds = processor_in_turn(
            {
                f"parse and validate {FILES} files": whole_command("-c", PARSE, folder),
                judging: whole_command(
                    "-m", "wizard", "assess", "--json", "--quick", *map(str, paths)
                ),
            },
            ROUNDS,
        )
        report(seconds, {judging: 2.0})


if __name__ == "__main__":
    main()
