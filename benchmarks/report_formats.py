"""How long a report takes in each format: whole commands, beside `payback assess`.

Markdown, plain text and HTML are made again whenever a session changes, so they should cost little
more than reading the judgement; PDF and spreadsheet load a typesetter and a writer of workbooks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks._timing import WORKED_EXAMPLE, in_turn, report, whole_command
from wizard.reports.formats import FORMATS

ROUNDS = 15
GOAL = 1.5


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = in_turn(
            {
                "payback assess SAMPLE": whole_command(
                    "-m", "wizard", "assess", str(WORKED_EXAMPLE)
                ),
                **{_named(name): _report(name, Path(folder)) for name in FORMATS},
            },
            ROUNDS,
        )
    report(seconds, {_named(name): GOAL for name in ("md", "txt", "html")})


def _named(name: str) -> str:
    return f"payback report SAMPLE --format {name}"


def _report(name: str, folder: Path) -> Callable[[], object]:
    written = str(folder / f"case.{name}")
    sample = str(WORKED_EXAMPLE)
    return whole_command(
        "-m", "wizard", "report", sample, "--format", name, "-o", written, "--force"
    )


if __name__ == "__main__":
    main()
