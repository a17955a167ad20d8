"""The generated sessions are valid, and reach every rule with every cap."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.depth import sized
from tests.reference import conditions, dressing, generate
from tests.reference.estimates import likely, number
from tests.reference.facts import facts_of
from tests.reference.judge import judge
from tests.reference.verdicts import VERDICTS

SEEDS = range(sized(1200, 4800))
POSITIVE = {"calls_per_month", "p95_latency_seconds", "bill_per_month"}


def values_of(here: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every estimate of a session by its path."""
    if isinstance(here, dict) and "likely" not in here:
        return [pair for key, item in here.items() for pair in values_of(item, f"{path}.{key}")]
    if isinstance(here, list):
        return [pair for item in here for pair in values_of(item, path)]
    return [(path, here)]


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_generated_sessions_are_valid(start: int) -> None:
    for seed in range(start, start + 100):
        one = generate.generate(seed)
        assert tomllib.loads(generate.to_toml(one)) == one
        assert one == generate.generate(seed)
        for path, value in values_of(one):
            leaf = path.rsplit(".", 1)[-1]
            if isinstance(value, (str, bool, date)) or path.startswith((".policy", ".risk")):
                continue
            middle = likely(value)
            low = value.get("low", middle) if isinstance(value, dict) else middle
            high = value.get("high", middle) if isinstance(value, dict) else middle
            least, most = dressing.BOUNDS.get(leaf, (0.0, math.inf))
            assert least <= low <= middle <= high <= most, (seed, path)
            if leaf in POSITIVE or path == ".teacher.cost_per_1k_calls":
                assert low > 0, (seed, path)
        for who in ("teacher", "student"):
            sheet = one.get(who, {}).get("tokens", {})
            if "input" in sheet:
                cached = number(sheet, "cached_input", 0.0)
                cached += number(sheet, "cache_write_input", 0.0)
                assert cached <= likely(sheet["input"])


def test_generated_sessions_reach_every_rule_cap_and_verdict() -> None:
    rules: Counter[tuple[str, str | None]] = Counter()
    verdicts: Counter[str | None] = Counter()
    excuses: Counter[str] = Counter()
    for seed in SEEDS:
        session, team = generate.generate(seed), generate.team_policy(seed)
        result = judge(session, team)
        rules.update((rule["id"], rule["cap"]) for rule in result["rules"])
        verdicts[result["verdict"]["id"] if result["verdict"] else None] += 1
        facts = facts_of(session, team)
        if "slow-cash" in {rule["id"] for rule in result["rules"]}:
            excuses["horizon"] += facts.pays_over_a_longer_horizon
            excuses["switched off"] += facts.pays_if_switched_off
    assert set(rules) == conditions.PAIRS
    assert min(rules.values()) >= 4, rules
    assert set(verdicts) == {*VERDICTS, None}
    assert min(verdicts.values()) >= 20, verdicts
    assert min(excuses["horizon"], excuses["switched off"]) >= 4, excuses
