"""How long whole commands take.

Two references, measured turn by turn with the commands: starting Python, and importing what any
program must that validates TOML by pydantic behind a click command line.
"""

from __future__ import annotations

from benchmarks._timing import WORKED_EXAMPLE, in_turn, report, whole_command

ROUNDS = 21
IMPORTS = "from pydantic import BaseModel, Field; import tomllib, click"


def main() -> None:
    """Measure and print."""
    seconds = in_turn(
        {
            f"python -c '{IMPORTS}'": whole_command("-c", IMPORTS),
            "payback assess SAMPLE --json --quick": whole_command(
                "-m", "wizard", "assess", str(WORKED_EXAMPLE), "--json", "--quick"
            ),
            "payback assess SAMPLE --json (with 10,000 draws)": whole_command(
                "-m", "wizard", "assess", str(WORKED_EXAMPLE), "--json"
            ),
            "payback assess SAMPLE": whole_command("-m", "wizard", "assess", str(WORKED_EXAMPLE)),
            "payback check SAMPLE": whole_command("-m", "wizard", "check", str(WORKED_EXAMPLE)),
            "payback --version": whole_command("-m", "wizard", "--version"),
            "python -c pass": whole_command("-c", "pass"),
        },
        ROUNDS,
    )
    report(seconds, {"payback assess SAMPLE --json --quick": 1.6})


if __name__ == "__main__":
    main()
