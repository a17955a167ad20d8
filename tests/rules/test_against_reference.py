"""The kernel against a second implementation of the specification, written apart from it."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.assess import assess_case
from rules.catalog import RULES
from rules.results import as_json
from tests.depth import sized
from tests.reference.conditions import PAIRS
from tests.reference.facts import facts_of
from tests.reference.generate import generate, team_policy
from tests.reference.judge import judge
from tests.reference.slack import same

SEEDS = sized(500, 6_000)
PER_TEST = 20
ROOT = Path(__file__).parents[2]
WRITTEN = sorted([*ROOT.glob("sample_sessions/*.toml"), *ROOT.glob("tests/**/published/*.toml")])


def kernel(session: dict[str, Any], team: dict[str, Any] | None) -> dict[str, Any]:
    case, wrong = validate(session)
    assert wrong == {}
    assessed = assess_case(case, team=TeamPolicy(team, "team.toml") if team else None)
    result: dict[str, Any] = json.loads(json.dumps(as_json(assessed, "x"), allow_nan=False))
    return result


def comparable(judged: dict[str, Any]) -> dict[str, Any]:
    """What both say, with order taken out where the specification gives none."""
    verdict = judged["verdict"]
    return {
        "complete": judged["complete"],
        "missing": sorted(judged["missing"]),
        "policy": judged["policy"],
        "rules": {rule["id"]: rule["cap"] or "-" for rule in judged["rules"]},
        "verdict": verdict and (verdict["id"], verdict["base"], sorted(verdict["capped_by"])),
        "alternatives": judged["alternatives"],
        "result": judged["result"],
    }


def differences(ours: Any, theirs: Any, at: str = "") -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in ours.keys() | theirs.keys():
            yield from differences(ours.get(key), theirs.get(key), f"{at}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(*pair, f"{at}[{index}]")
    elif _numbers(ours, theirs):
        if not math.isclose(ours, theirs, rel_tol=1e-7, abs_tol=1e-6):
            yield f"{at}: {ours} but {theirs}"
    elif ours != theirs:
        yield f"{at}: {ours} but {theirs}"


def _numbers(*values: Any) -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)


def saves_nothing_on_paper(session: dict[str, Any], team: dict[str, Any] | None) -> bool:
    """Whether the savings are only the rounding of their terms, which differs by formula."""
    facts = facts_of(session, team)
    case, handled = facts.case, facts.figures["handled"]
    if case.teacher.value is None or case.student.value is None:
        return False
    kept, spent = (1 - case.fallback) * case.teacher.value, case.student.value
    if same(kept, spent) or handled is None or not case.fixed_known:
        return same(kept, spent)
    return any(
        same(volume / 1_000 * kept, volume / 1_000 * spent + case.fixed_cost(volume))
        for volume in (handled, handled / 2)
    )


def leaves_nothing_on_paper(session: dict[str, Any], team: dict[str, Any] | None) -> bool:
    """Whether each month's net is only the rounding of its terms."""
    facts = facts_of(session, team)
    saved, paid = facts.yearly_savings, facts.paid_out
    return saved is not None and paid is not None and same(saved, paid)


def compared(session: dict[str, Any], team: dict[str, Any] | None) -> list[str]:
    if saves_nothing_on_paper(session, team) or leaves_nothing_on_paper(session, team):
        return []
    ours, theirs = comparable(kernel(session, team)), comparable(judge(session, team))
    return [*differences(ours, theirs)]


def found_at(seed: int) -> list[str]:
    found = compared(generate(seed), team_policy(seed))
    return [f"seed {seed}{difference}" for difference in found]


@pytest.mark.parametrize("first", range(0, SEEDS, PER_TEST))
def test_generated_cases_are_judged_as_the_reference_judges_them(first: int) -> None:
    assert [each for seed in range(first, first + PER_TEST) for each in found_at(seed)] == []


@settings(max_examples=40)
@given(st.integers(SEEDS, 10**9))
def test_any_other_generated_case_too(seed: int) -> None:
    assert found_at(seed) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_sessions_that_people_wrote_too(path: Path) -> None:
    assert compared(tomllib.loads(path.read_text(encoding="utf-8")), None) == []


def test_both_know_the_same_rules_with_the_same_caps() -> None:
    ours = {(rule.id, cap) for rule in RULES for cap in rule.caps}
    assert ours == PAIRS


def test_the_comparison_sees_a_difference() -> None:
    ours = comparable(kernel(generate(1), team_policy(1)))
    theirs = json.loads(json.dumps(ours))
    theirs["result"]["upfront_total"] = (ours["result"]["upfront_total"] or 1) * 1.000_01
    theirs["verdict"] = "strong"
    del theirs["missing"]
    assert {one.split(":")[0] for one in differences(ours, theirs)} >= {
        ".result.upfront_total",
        ".verdict",
        ".missing",
    }
