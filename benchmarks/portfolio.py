"""The best of 500 cases for one budget, at 1,000 draws a case.

Reference: the same cases drawn by `risk()` one after the other, at as many draws, which chooses
nothing. All within one process, on cases that are read already.
"""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Callable

from benchmarks._timing import WORKED_EXAMPLE, processor_in_turn, report
from rules.answers.validation import validate
from rules.assess import outcome_of
from rules.comparing.portfolio.choices import Terms
from rules.comparing.portfolio.member import Member, member_of
from rules.comparing.portfolio.plan import plan
from rules.uncertainty.risk import risk

CASES = 500
DRAWS = 1_000
BUDGET = 5_000_000.0
PEOPLE = 60.0
ROUNDS = 3
JUDGED = f"risk() of {CASES} cases, {DRAWS} draws each"
CHOSEN = f"the choice among {CASES} cases, {DRAWS} draws each"


def members() -> list[Member]:
    """The worked example at other volumes and costs; every third one shares its evaluation."""
    raw = tomllib.loads(WORKED_EXAMPLE.read_text("utf-8"))
    rng = random.Random(20)
    found = []
    for number in range(CASES):
        one = copy.deepcopy(raw)
        one["volume"]["calls_per_month"] = {
            "likely": int(rng.lognormvariate(14.5, 0.7)),
            "basis": "measured",
            "source": f"logs of gateway {number % 20}",
        }
        one["upfront"]["other"] = {"integration": rng.randint(0, 60_000)}
        one["risk"] = {"draws": DRAWS}
        if number % 3 == 0:
            one["portfolio"] = {"shared": {"evaluation_build": f"harness {number % 10}"}}
        case, wrong = validate(one)
        assert not wrong
        found.append(member_of(f"case{number:03}.toml", case.title or "", case, outcome_of(case)))
    return found


def main() -> None:
    """Measure and print."""
    cases = members()
    terms = Terms(BUDGET, PEOPLE, draws=DRAWS)
    actions: dict[str, Callable[[], object]] = {
        JUDGED: lambda: [risk(one.case, one.policy) for one in cases],
        CHOSEN: lambda: plan(cases, "USD", terms),
    }
    report(processor_in_turn(actions, ROUNDS), {CHOSEN: 1.0})


if __name__ == "__main__":
    main()
