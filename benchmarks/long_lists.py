"""What each further item of a session's lists costs, in long lists and in short ones.

Reference: the cost of an item in the shortest list. Where it is the same in every list, the whole
is linear in its length.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks._timing import WORKED_EXAMPLE, processor_in_turn, report
from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.validation import validate
from rules.assess import assess_case
from rules.uncertainty.sensitivity import sensitivity

LENGTHS = (30, 100, 300, 1_000)
ROUNDS = 7
LINEAR = 1.5
"""How many times as much an item may cost in a longer list, whose numbers lie further apart."""

COST = {"likely": 10.0, "low": 5.0, "high": 20.0}
LISTS: dict[str, Callable[[int], tuple[str, str, Any]]] = {
    "upfront.other": lambda length: (
        "upfront",
        "other",
        {f"item{number}": COST for number in range(length)},
    ),
    "quality.slices": lambda length: (
        "quality",
        "slices",
        [{"name": f"s{at}", "teacher_score": 0.9, "student_score": 0.9} for at in range(length)],
    ),
    "alternatives": lambda length: (
        "",
        "alternatives",
        [{"name": f"a{at}", "cost_per_1k_calls": COST} for at in range(length)],
    ),
}


def case_with(listed: str, length: int) -> Case:
    """The worked example with a list of some length."""
    raw = tomllib.loads(WORKED_EXAMPLE.read_text("utf-8"))
    table, name, value = LISTS[listed](length)
    (raw[table] if table else raw)[name] = value
    case, wrong = validate(raw)
    assert not wrong, wrong
    return case


def judge(case: Case) -> None:
    """What a case is asked for wherever it is judged in full, draws apart."""
    assess_case(case)
    assert sensitivity(case, Policy()) is not None


def main() -> None:
    """Measure and print."""
    for listed in LISTS:
        cases = {length: case_with(listed, length) for length in (0, *LENGTHS)}
        seconds = processor_in_turn(
            {str(length): partial(judge, case) for length, case in cases.items()}, ROUNDS
        )
        print(f"{listed}: {seconds[str(LENGTHS[-1])] * 1000:.1f} ms with {LENGTHS[-1]:,}")
        each = {
            f"one of {length:,}": (seconds[str(length)] - seconds["0"]) / length
            for length in LENGTHS
        }
        report(each, dict.fromkeys(each, LINEAR))


if __name__ == "__main__":
    main()
