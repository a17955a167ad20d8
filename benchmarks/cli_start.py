"""How much of a processor whole commands take.

Two references, measured turn by turn with the commands: starting Python, and importing what any
program must that validates TOML by pydantic behind a click command line.
"""

from __future__ import annotations

from benchmarks._timing import WORKED_EXAMPLE, processor_in_turn, report, whole_command

ROUNDS = 21
IMPORTS = "from pydantic import BaseModel, Field; import tomllib, click"


QUICK = "payback assess SAMPLE --json --quick"
DRAWS = "payback assess SAMPLE --json (with 10,000 draws)"


def main() -> None:
    """Measure and print."""
    sample = str(WORKED_EXAMPLE)
    commands = {
        f"python -c '{IMPORTS}'": whole_command("-c", IMPORTS),
        QUICK: whole_command("-m", "wizard", "assess", sample, "--json", "--quick"),
        DRAWS: whole_command("-m", "wizard", "assess", sample, "--json"),
        "payback assess SAMPLE": whole_command("-m", "wizard", "assess", sample),
        "payback check SAMPLE": whole_command("-m", "wizard", "check", sample),
        "payback --version": whole_command("-m", "wizard", "--version"),
        "python -c pass": whole_command("-c", "pass"),
    }
    report(processor_in_turn(commands, ROUNDS), {QUICK: 1.35, DRAWS: 2.2})


if __name__ == "__main__":
    main()
