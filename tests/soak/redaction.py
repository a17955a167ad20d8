"""Redacts sessions with hostile values in them: an honest copy, or none, and never a traceback."""

from __future__ import annotations

import argparse
import copy
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.reference.generate import Session
from tests.wizard.support.redaction.copies import TEXT, file_of, found_in, named
from wizard.problems import InputUnusable

HOSTILE: tuple[Any, ...] = (
    *(0, -1, 1, 0.1 + 0.2, 5e-324, 1e-300, 1e300, 1.79e308, 12_345.678),
    *(2**53, 2**63 - 1, -(2**63), True, "", " ", {}, []),
    *(f"{TEXT}\x1b]52;c;eA==\x07", f"{TEXT}\u202e", f"{TEXT} '''", f"{TEXT}\n[x]", TEXT * 5_000),
    {"likely": 5},
    {"likely": 5, "low": 5, "high": 5},
    {"likely": 5, "low": 7, "high": 9},
    {"likely": 5, "low": 1},
    {"likely": TEXT},
    {"likely": 1e308, "low": 5e-324, "high": 1.79e308, "source": TEXT},
    {TEXT: 1},
)


@dataclass
class Outcome:
    """What came of it."""

    copies: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def holders(here: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a session, as what holds it and its key there."""
    items = here.items() if isinstance(here, dict) else enumerate(here)
    for key, value in list(items):
        yield here, key
        if isinstance(value, dict | list):
            yield from holders(value)


def spoil(session: Session, rng: random.Random) -> None:
    """Put hostile values and keys into a session."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        holder, key = rng.choice([one for one in holders(session) if one[1] != "schema"])
        # One of its own, or one value would come to hold itself.
        value = copy.deepcopy(rng.choice(HOSTILE))
        if isinstance(holder, dict) and rng.random() < 0.2:
            holder[rng.choice(("", " ", TEXT, f"{TEXT}.\x7f", "name", "likely"))] = value
        else:
            holder[key] = value


def tried(count: int, seed: int) -> Outcome:
    """Redact so many spoilt sessions."""
    outcome = Outcome()
    for number in range(seed, seed + count):
        session = named(number)
        spoil(session, random.Random(f"redaction {number}"))
        try:
            wrong = found_in(file_of(session))
        except InputUnusable as refused:
            outcome.refused += 1
            if "no copy was made" not in str(refused):
                outcome.wrong.append(f"{number}: {refused}")
        except Exception as failure:  # that there is none is what is asked
            outcome.wrong.append(f"{number}: {type(failure).__name__}: {failure}")
        else:
            outcome.copies += 1
            outcome.wrong += [f"{number}: {one}" for one in wrong]
    return outcome


def main() -> None:
    """Run, print figures, and exit with 1 where something was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=5_000)
    parser.add_argument("--seed", type=int, default=1_000)
    chosen = parser.parse_args()
    began = time.monotonic()
    outcome = tried(chosen.count, chosen.seed)
    for one in outcome.wrong:
        print(one[:300])
    print(
        f"{outcome.copies} copies, {outcome.refused} refused, {len(outcome.wrong)} wrong,"
        f" {time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if outcome.wrong else 0)


if __name__ == "__main__":
    main()
