"""A volume that advice names, judged by the second implementation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.assess import assess_case
from tests.depth import sized
from tests.reference.estimates import likely, table
from tests.reference.generate import Session, generate, team_policy
from tests.reference.judge import judge
from tests.reference.ranges import with_values

SEEDS = sized(300, 6_000)
AFTER = (1.0, 1.02, 1.3, 2.0, 5.0, 40.0)
UNITS = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9}
NAMED = re.compile(r"Come back at ([\d.,]+)([kMB]?) calls")
NONE_WILL_DO = re.compile(r"More calls alone make no case of it")


def advice_at(seed: int) -> str:
    case, wrong = validate(generate(seed))
    assert wrong == {}
    team = team_policy(seed)
    assessed = assess_case(case, team=TeamPolicy(team, "team.toml") if team else None)
    return "" if assessed.verdict is None else " ".join(assessed.verdict.instead)


def is_a_case(session: Session, team: dict[str, Any] | None, calls: float) -> bool:
    """Whether the same session with other calls a month, its costs per call as they are, may go."""
    result = judge(with_values(session, {"volume.calls_per_month": calls}), team)
    return result["verdict"]["id"] in ("strong", "defensible")


def misleading(seed: int) -> Iterator[str]:
    session, team, advice = generate(seed), team_policy(seed), advice_at(seed)
    if named := NAMED.search(advice):
        calls = float(named[1].replace(",", "")) * UNITS[named[2]]
        refused = [factor for factor in AFTER if not is_a_case(session, team, calls * factor)]
        if refused:
            yield f"seed {seed}: {named[0]} is refused at {refused} of it"
        # With replicas there may be one too many just below, which no few tries would meet.
        if not table(session, "student.hosting") and is_a_case(session, team, calls * 0.97):
            yield f"seed {seed}: {named[0]}, and less will do"
    elif NONE_WILL_DO.search(advice):
        today = likely(session["volume"]["calls_per_month"])
        for factor in (1.2, 2.0, 10.0, 100.0, 1_000.0):
            if is_a_case(session, team, today * factor):
                yield f"seed {seed}: no volume is said to do, and {factor} times as many do"


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_a_volume_that_is_named_is_the_smallest_that_will_do(first: int) -> None:
    assert [each for seed in range(first, first + 50) for each in misleading(seed)] == []


def test_volumes_are_named() -> None:
    said = [advice_at(seed) for seed in range(100)]
    assert sum(bool(NAMED.search(one)) for one in said) >= 5
    assert sum(bool(NONE_WILL_DO.search(one)) for one in said) >= 5
