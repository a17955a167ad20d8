"""Verdicts: the base by its conditions, what holds it back, and whose policy counts."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.policy import RULE_SETTINGS, Policy, RuleSetting, TeamPolicy, effective
from rules.answers.validation import validate
from rules.assess import Assessment, outcome_of
from rules.catalog import RULES
from rules.catalog.rule import VERDICTS, worst
from rules.uncertainty.scenarios.verdict_alone import verdict_of
from rules.verdict import SPOKEN, Verdict
from tests.depth import sized
from tests.reference.generate import generate, team_policy
from tests.rules.cases import (
    BASE,
    FLAT,
    NOTHING,
    SAVINGS,
    VOLUME,
    Changes,
    estimate,
    judged,
    measured,
    upfront,
)

MORE, LESS = 1 + 1e-6, 1 - 1e-6
HARDLY = 1 + 1e-10


def verdict(changes: Changes | None = None, team: TeamPolicy | None = None) -> Verdict:
    found = judged(changes, team).verdict
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("changes", "base"),
    [
        (upfront(3 * SAVINGS), "strong"),
        (upfront(3 * SAVINGS * HARDLY), "strong"),
        (upfront(3 * SAVINGS * MORE), "defensible"),
        ({"volume.monthly_growth": -0.01}, "strong"),
        ({"volume.monthly_growth": -0.01 * HARDLY}, "strong"),
        ({"volume.monthly_growth": -0.01 * MORE}, "defensible"),
        (upfront(6 * SAVINGS), "defensible"),
        ({**upfront(6 * SAVINGS), "volume.monthly_growth": 0}, "defensible"),
        ({**upfront(6 * SAVINGS * MORE), "volume.monthly_growth": 0}, "reconsider"),
        ({**upfront(6 * SAVINGS * MORE), "volume.monthly_growth": 0.01}, "defensible"),
        ({**upfront(6 * SAVINGS * MORE), "volume.monthly_growth": 0.01 / HARDLY}, "defensible"),
        ({**upfront(6 * SAVINGS * MORE), "volume.monthly_growth": 0.01 * LESS}, "reconsider"),
        (
            {
                **upfront(6 * SAVINGS * MORE),
                "volume.monthly_growth": {"likely": 0.05, "basis": "assumed"},
            },
            "reconsider",
        ),
        (upfront(12 * SAVINGS), "defensible"),
        (upfront(12 * SAVINGS * HARDLY), "defensible"),
        (upfront(12 * SAVINGS * MORE), "reconsider"),
        ({"student.cost_per_1k_calls": 5}, "reconsider"),
        # A fixed cost that half the volume does not carry.
        ({"student.fixed_cost_per_month": SAVINGS / 2}, "defensible"),
        (
            {"student.fixed_cost_per_month": SAVINGS / 2, "volume.monthly_growth": 0},
            "reconsider",
        ),
        ({**upfront(18_000), "volume.monthly_growth": 0}, "strong"),
    ],
)
def test_the_base_follows_payback_growth_and_half_the_volume(changes: Changes, base: str) -> None:
    assert verdict(changes).base == base


def test_a_case_that_no_rule_lowers_keeps_its_base() -> None:
    found = verdict()
    assert (found.id, found.base, found.capped_by, found.instead) == ("strong", "strong", (), ())
    assert len(found.reasons) == 1
    assert found.headline.startswith(SPOKEN["strong"].words)


def test_only_the_rules_that_bind_are_named_as_holding_the_verdict() -> None:
    found = verdict(
        {
            "teacher.training_terms": "unreviewed",
            "task.training_data": "unavailable",
            "quality.basis": "quoted",
        }
    )
    assert (found.id, found.base) == ("reconsider", "strong")
    assert found.capped_by == ("no-training-data",)
    assert len(found.reasons) == 4


def test_all_rules_that_bind_are_named() -> None:
    found = verdict({"teacher.training_terms": "unreviewed", "quality.basis": "quoted"})
    assert set(found.capped_by) == {"terms-unreviewed", "no-quality-evidence"}
    assert found.id == "defensible"
    assert "strong" in found.headline
    for title in ("terms not reviewed", "no quality evidence"):
        assert title in found.headline


def test_rules_that_do_not_lower_the_base_do_not_hold_it() -> None:
    found = verdict({**upfront(6 * SAVINGS), "teacher.training_terms": "unreviewed"})
    assert (found.id, found.base, found.capped_by) == ("defensible", "defensible", ())


def test_rules_without_a_cap_leave_the_verdict_alone() -> None:
    found = verdict({"upfront.training_compute": 0})
    assert (found.id, found.capped_by) == ("strong", ())


def test_a_lowered_verdict_says_why_worst_first_and_what_to_do_instead() -> None:
    changes = {"teacher.training_terms": "prohibited", "task.training_data": "unavailable"}
    found = verdict(changes)
    by_id = {one.rule.id: one for one in judged(changes).fired}
    assert found.id == "do-not-distill"
    assert found.reasons[1:] == (
        by_id["terms-prohibited"].message,
        by_id["no-training-data"].message,
    )
    assert by_id["terms-prohibited"].rule.remedy in found.instead
    assert by_id["no-training-data"].rule.remedy not in found.instead


def test_a_late_case_is_told_at_which_volume_to_come_back() -> None:
    # By hand: upkeep of 30,000 is below half of a year's savings from 5M calls on.
    found = verdict(
        {"volume.calls_per_month": measured(2_000_000), "student.cost_per_1k_calls": measured(3)}
    )
    assert found.id in ("reconsider", "do-not-distill")
    assert any(advice.startswith("Come back at 5.01M calls") for advice in found.instead)


def test_a_case_against_distilling_names_the_best_alternative_with_its_numbers() -> None:
    rows = [
        {"name": "small", "cost_per_1k_calls": 3, "error_rate_increase": 0},
        {"name": "route", "cost_per_1k_calls": 1, "upfront": 2_000, "error_rate_increase": 0},
        {"name": "not scored", "cost_per_1k_calls": 0.5},
        {"name": "free"},
    ]
    found = verdict({"teacher.training_terms": "prohibited", "alternatives": rows})
    (advice,) = (one for one in found.instead if "route" in one)
    assert "$18,000" in advice
    assert "$2,000" in advice
    assert not any(re.search("small|not scored|free", one) for one in found.instead)


@pytest.mark.parametrize(
    "changes",
    [
        {"volume.calls_per_month": measured(500_000)},
        {"task.training_data": "unavailable"},
        {"student.cost_per_1k_calls": 9},
        {**FLAT, **upfront(13 * SAVINGS)},
        {
            **NOTHING,
            "volume.calls_per_month": 10,
            "teacher.cost_per_1k_calls": 1,
            "student.cost_per_1k_calls": 2,
            "upfront.data_generation": 0,
            "maintenance.redistillations_per_year": 0,
            "task.breadth": "broad",
        },
    ],
)
def test_a_case_against_distilling_always_says_what_to_do_instead(changes: Changes) -> None:
    found = verdict(changes)
    assert found.id in ("reconsider", "do-not-distill")
    assert found.instead
    assert all(one.endswith(".") for one in (*found.instead, *found.reasons, found.headline))


REQUIRED = (
    "volume.calls_per_month",
    "teacher.cost_per_1k_calls",
    "student.cost_per_1k_calls",
    "maintenance.redistillations_per_year",
    "task.breadth",
)


@pytest.mark.parametrize("key", REQUIRED)
def test_there_is_no_verdict_while_something_is_missing(key: str) -> None:
    assert judged({key: None}).verdict is None


def test_the_worst_verdict_wins_and_no_cap_does_not_count() -> None:
    assert worst("strong", None, "reconsider", "defensible") == "reconsider"
    assert worst(None) == "strong"
    assert VERDICTS == ("strong", "defensible", "reconsider", "do-not-distill")
    assert set(SPOKEN) == set(VERDICTS)


@pytest.mark.parametrize("start", range(0, sized(200, 4_000), 40))
def test_a_verdict_asked_for_alone_is_that_of_the_outcome(start: int) -> None:
    for seed in range(start, start + 40):
        case, _ = validate(generate(seed))
        rng = random.Random(seed)
        policy = team_policy(seed)
        settings: dict[str, RuleSetting] = {
            one.id: rng.choice(RULE_SETTINGS) for one in rng.sample(RULES, seed % 4 * 5)
        }
        team = TeamPolicy(policy or {}, "team.toml", rules=settings) if seed % 2 else None
        for calls in (rng.uniform(1e3, 1e8), 1e300):
            replaced = {"volume.calls_per_month": calls}
            alone = verdict_of(case, team, replaced)
            assert alone == outcome_of(case, team, replaced).verdict, (seed, calls)


# ---------------------------------------------------------------- policy


def overrides(assessment: Assessment) -> dict[str, tuple[Any, str]]:
    return {one.key: (one.value, one.origin) for one in assessment.policy_overrides}


def test_without_any_policy_the_defaults_count_and_none_is_listed() -> None:
    assert judged().policy == Policy()
    assert judged().policy_overrides == ()


def test_a_session_sets_thresholds_and_they_are_listed_with_their_origin() -> None:
    found = judged({"policy.strong_payback_months": 1, "policy.horizon_months": 24})
    assert found.verdict is not None
    assert found.verdict.base == "defensible"
    assert len(found.figures.cash.balance) == 25
    assert overrides(found) == {
        "strong_payback_months": (1, "session"),
        "horizon_months": (24, "session"),
    }


def test_a_session_cannot_loosen_its_teams_gate() -> None:
    session = {"policy.strong_payback_months": 11, **upfront(5 * SAVINGS)}
    team = TeamPolicy({"strong_payback_months": 2.0}, "team.toml")
    assert verdict(session).base == "strong"
    assert verdict(session, team).base == "defensible"
    assert overrides(judged(session, team)) == {"strong_payback_months": (2.0, "team.toml")}


def test_a_team_that_sets_a_default_overrides_the_session_and_needs_no_listing() -> None:
    team = TeamPolicy({"defensible_payback_months": 12}, "team.toml")
    found = judged({"policy.defensible_payback_months": 20}, team)
    assert found.policy.defensible_payback_months == 12
    assert found.policy_overrides == ()


def test_what_the_team_leaves_open_the_session_may_set() -> None:
    team = TeamPolicy({"slice_tolerance": 0.01}, "team.toml")
    found = judged({"policy.discount_rate": 0.2}, team)
    assert (found.policy.slice_tolerance, found.policy.discount_rate) == (0.01, 0.2)
    assert overrides(found) == {
        "discount_rate": (0.2, "session"),
        "slice_tolerance": (0.01, "team.toml"),
    }


values = st.fixed_dictionaries(
    {},
    optional={
        "strong_payback_months": st.floats(0.1, 6),
        "defensible_payback_months": st.floats(6, 18),
        "stop_payback_months": st.floats(18, 60),
        "slice_tolerance": st.floats(0.001, 0.5),
        "broad_task_types": st.integers(0, 50),
    },
)


@given(values, values)
def test_each_value_is_the_teams_else_the_sessions_else_the_default(
    session: Mapping[str, Any], team: Mapping[str, Any]
) -> None:
    policy, listed = effective(Policy(**session), TeamPolicy(team, "team.toml"), "USD")
    defaults = Policy().model_dump()
    expected = {**defaults, **session, **team}
    assert policy.model_dump() == expected
    assert {one.key: one.origin for one in listed} == {
        key: "team.toml" if key in team else "session"
        for key in expected
        if expected[key] != defaults[key]
    }


@given(
    growth=st.floats(-0.05, 0.05),
    share=st.floats(0.1, 30),
    volume=st.floats(0.05, 2),
    terms=st.sampled_from(["permitted", "prohibited", "unreviewed"]),
)
def test_a_verdict_is_the_worst_of_its_base_and_the_caps(
    growth: float, share: float, volume: float, terms: str
) -> None:
    found = judged(
        {
            **upfront(18_000 + share * SAVINGS),
            "volume.calls_per_month": estimate(VOLUME * volume),
            "volume.monthly_growth": growth,
            "teacher.training_terms": terms,
        }
    )
    assert found.verdict is not None
    caps = {one.rule.id: one.cap for one in found.fired}
    assert found.verdict.id == worst(found.verdict.base, *caps.values())
    if found.verdict.id == found.verdict.base:
        assert found.verdict.capped_by == ()
    else:
        assert set(found.verdict.capped_by) == {
            rule for rule, cap in caps.items() if cap == found.verdict.id
        }


def test_the_base_case_answers_all_that_is_required() -> None:
    assert set(REQUIRED) < set(BASE)
