"""The volume from which on a case holds: the smallest there is, and nothing above it refuses."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.argument.volume_needed import FARTHEST, volume_needed
from rules.assess import assess_case, outcome_of
from rules.verdict import AGAINST
from tests.depth import sized
from tests.reference.generate import generate, team_policy

VOLUME = "volume.calls_per_month"
NOW = 10_000.0
MANY = 400
"""Judgements of a case that a search never comes near."""


def test_it_is_the_smallest_in_three_digits() -> None:
    assert volume_needed(NOW, lambda volume: volume >= 48_250) == 48_300
    assert volume_needed(NOW, lambda volume: volume > NOW) == 10_100


def test_where_none_within_reach_holds_there_is_none() -> None:
    assert volume_needed(NOW, lambda volume: False) is None
    assert volume_needed(NOW, lambda volume: volume > NOW * FARTHEST) is None


def test_a_volume_that_holds_and_does_not_a_little_above_is_passed_over() -> None:
    # Every replica serves 20,000 calls. The first four cost more than they save when they are new.
    def holds(volume: float) -> bool:
        return volume - 15_000 * math.ceil(volume / 20_000) >= 1_000

    assert [holds(one) for one in (18_000, 20_500, 40_000, 45_000, 60_000, 60_500)] == [
        True, False, True, False, True, False,
    ]  # fmt: skip
    assert volume_needed(NOW, holds, 20_000) == 61_000


@pytest.mark.parametrize("now", [1e-305, 1e-290, 1e-170, 1e-155, 1e155, 1e170, 1e290])
def test_volumes_whose_product_is_no_number_are_found_as_well(now: float) -> None:
    found = volume_needed(now, lambda volume: volume >= 5 * now)
    assert found is not None
    assert 5 * now <= found <= 1.022 * 5 * now


@given(st.floats(1.001, 900), st.floats(1, 1e9))
def test_what_is_named_holds_and_is_hardly_more_than_needed(times: float, now: float) -> None:
    asked: list[float] = []

    def holds(volume: float) -> bool:
        asked.append(volume)
        return volume >= times * now

    found = volume_needed(now, holds)
    assert found is not None
    assert times * now <= found <= 1.022 * times * now
    assert len(asked) < MANY


@pytest.mark.parametrize("start", range(0, sized(240, 6_000), 40))
def test_no_volume_named_in_advice_leads_to_a_verdict_worse_than_it_promises(start: int) -> None:
    for seed in range(start, start + 40):
        case, _ = validate(generate(seed))
        policy = team_policy(seed)
        team = TeamPolicy(policy, "team.toml") if policy else None
        verdict = assess_case(case, team=team).verdict
        more = verdict.more_calls.found if verdict is not None else None
        if more is None or more.needed is None:
            continue
        rng = random.Random(seed)
        above = [more.needed * (1 + rng.random() ** 3 * 8) for _ in range(25)]
        for volume in (more.needed, *above):
            there = outcome_of(case, team, {VOLUME: volume}).verdict
            assert there is not None
            assert there not in AGAINST, (seed, more.needed, volume)
