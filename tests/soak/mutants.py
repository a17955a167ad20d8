"""Whether the suite notices a change: a seeded sample of mutants, and how many of them it kills.

mutmut changes the code in a copy, one operator or constant at a time, and runs the tests that reach
the place (`[tool.mutmut]` in pyproject.toml). A mutant that survives is a place that may be wrong
without a test saying so.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

_ANY = "wizard.toml.lines.x_line_of__mutmut_1"
"""A run of this one makes all of them."""
_KILLED = ("killed", "timeout", "caught by type check", "segfault")


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, run and tell; 1 where fewer are killed than is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--goal", type=float, default=0.9, help="share to be killed, from 0 to 1")
    chosen = parser.parse_args(arguments)
    mutmut = Path(sys.executable).with_name("mutmut")
    if not Path("mutants").is_dir():
        subprocess.run([mutmut, "run", "--max-children", "1", _ANY], check=True)
    names = sorted(_statuses(mutmut))
    sample = random.Random(chosen.seed).sample(names, min(chosen.size, len(names)))
    subprocess.run([mutmut, "run", "--max-children", str(chosen.jobs), *sample], check=True)
    found = _statuses(mutmut)
    count = Counter(found[name] for name in sample)
    killed = sum(count[status] for status in _KILLED)
    for name in sorted(sample):
        if found[name] not in _KILLED:
            print(f"{found[name]}: {name}")
    print(f"{len(names)} mutants, {len(sample)} drawn with seed {chosen.seed}: {dict(count)}")
    print(f"killed: {killed} of {len(sample)}, {killed / len(sample):.1%}")
    return 0 if killed >= chosen.goal * len(sample) else 1


def _statuses(mutmut: Path) -> dict[str, str]:
    said = subprocess.run(
        [mutmut, "results", "--all", "true"], check=True, capture_output=True, text=True
    ).stdout
    lines = (line.strip().rpartition(": ") for line in said.splitlines())
    return {name: status for name, _, status in lines if name}


if __name__ == "__main__":
    sys.exit(main())
