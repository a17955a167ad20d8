"""How long one judgement takes inside the program: what every key press pays.

Reference: the bare arithmetic of 36 monthly flows in plain Python floats.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks._timing import WORKED_EXAMPLE, in_turn, report
from rules.answers.case_of import case_of
from rules.answers.policy import Policy
from rules.assess import assess
from rules.figures.figures import compute_figures
from wizard.sessions.session_file import read_session

REPEATED = 50
ROUNDS = 40


def bare_flows() -> float:
    """Volume, price, ramp and discount over 36 months, and nothing else."""
    value = balance = -41_092.0
    for month in range(1, 37):
        share = 0.0 if month <= 3 else min(1.0, (month - 3) / 2)
        handled = 6e6 * 1.01 ** (month - 1) * share
        net = handled * (3.33 - 0.42) / 1_000 - 24_400 / 12 - handled * 0.0025 * 0.2
        balance += net
        value += net / 1.1 ** (month / 12)
    return value


def repeated(action: Callable[[], object]) -> Callable[[], None]:
    """Run an action many times, so that the clock's own cost vanishes."""

    def run() -> None:
        for _ in range(REPEATED):
            action()

    return run


def main(sample: Path = WORKED_EXAMPLE) -> None:
    """Measure and print."""
    answers = read_session(sample).answers
    case, _ = case_of(answers)
    seconds = in_turn(
        {
            "36 monthly flows in bare floats": repeated(bare_flows),
            "figures of a complete case": repeated(lambda: compute_figures(case, Policy())),
            "assess(answers): validation, figures, rules, verdict": repeated(
                lambda: assess(answers)
            ),
        },
        ROUNDS,
    )
    report({name: taken / REPEATED for name, taken in seconds.items()})
    print("(goal for assess: under 2 ms)")


if __name__ == "__main__":
    main()
