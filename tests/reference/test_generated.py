"""The generated sessions are valid, and reach every rule with every cap."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.depth import sized
from tests.reference import conditions, dressing, generate, hosting, ranges
from tests.reference.case import POLICY_DEFAULTS
from tests.reference.estimates import likely, number
from tests.reference.facts import facts_of
from tests.reference.judge import judge
from tests.reference.verdicts import VERDICTS

SEEDS = range(sized(1200, 4800))
VALID = range(sized(200, 600))
ENDS = ("value_per_month", "metric")
POSITIVE = {"calls_per_month", "p95_latency_seconds", "bill_per_month"}


def values_of(here: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every estimate of a session by its path."""
    if isinstance(here, dict) and "likely" not in here:
        return [pair for key, item in here.items() for pair in values_of(item, f"{path}.{key}")]
    if isinstance(here, list):
        return [pair for item in here for pair in values_of(item, path)]
    return [(path, here)]


@pytest.mark.parametrize("start", range(0, len(VALID), 100))
def test_generated_sessions_are_valid(start: int) -> None:
    for seed in VALID[start : start + 100]:
        one = generate.generate(seed)
        assert tomllib.loads(generate.to_toml(one)) == one
        assert one == generate.anew(seed)
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


def keys_of(here: Any, path: str = "") -> set[str]:
    """Every key of a session that has an answer, rows of a list taken together."""
    if isinstance(here, dict) and "likely" not in here:
        return {key for name, item in here.items() for key in keys_of(item, f"{path}.{name}")}
    if isinstance(here, list):
        return {key for item in here for key in keys_of(item, path)}
    return {path.removeprefix(".")}


BESIDE_THE_CASH_FLOW = {
    "as_of",
    "task.breadth",
    "task.task_types",
    "task.training_data",
    "teacher.training_terms",
    "teacher.retires_on",
    "student.retires_on",
    "teacher.p95_latency_seconds",
    "student.p95_latency_seconds",
    "upfront.labelled_by",
    "quality.basis",
    "quality.evaluated_on",
    "quality.frozen",
    "quality.score_kind",
    *(
        f"quality.slices.{key}"
        for key in (
            "share",
            "examples",
            "teacher_score",
            "student_score",
            "critical",
            "minimum_score",
        )
    ),
    *(
        f"alternatives.{key}"
        for key in (
            "upfront",
            "cost_per_1k_calls",
            "fixed_cost_per_month",
            "annual_upkeep",
            "error_rate_increase",
            "share_moved",
            "months_to_launch",
        )
    ),
    *(f"upside.{gain}_{end}" for gain in ("latency", "quality") for end in ENDS),
    "upside.capability_revenue_per_month",
    "upside.capability_probability",
    "teacher.bill_per_month",
    "upfront.other.legal review",
    "risk.stand_ins",
}


def test_generated_sessions_answer_every_key_that_is_read() -> None:
    reached = set[str]().union(*(keys_of(generate.generate(seed)) for seed in range(600)))
    built = {f"{part}.{key}" for part, key, _ in ranges.BUILT}
    plain = {f"{part}.{key}" for part, keys in ranges.PLAIN.items() for key in keys}
    policy = {f"policy.{key}" for key in POLICY_DEFAULTS}
    hosted = {f"student.hosting.{key}" for key in (*hosting.REQUIRED, *hosting.DEFAULTS)}
    assert (built | plain | policy | hosted | BESIDE_THE_CASH_FLOW) - reached == set()


def test_generated_sessions_reach_every_rule_cap_and_verdict() -> None:
    rules: Counter[tuple[str, str | None]] = Counter()
    verdicts: Counter[str | None] = Counter()
    excuses: Counter[str] = Counter()
    for seed in SEEDS:
        session, team = generate.generate(seed), generate.team_policy(seed)
        result = judge(session, team)
        rules.update((rule["id"], rule["cap"]) for rule in result["rules"])
        verdicts[result["verdict"]["id"] if result["verdict"] else None] += 1
        if "slow-cash" in {rule["id"] for rule in result["rules"]}:
            facts = facts_of(session, team)
            excuses["horizon"] += facts.pays_over_a_longer_horizon
            excuses["switched off"] += facts.pays_if_switched_off
    assert set(rules) == conditions.PAIRS
    assert min(rules.values()) >= 4, rules
    assert set(verdicts) == {*VERDICTS, None}
    assert min(verdicts.values()) >= 20, verdicts
    assert min(excuses["horizon"], excuses["switched off"]) >= 4, excuses
