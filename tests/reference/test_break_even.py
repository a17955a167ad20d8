"""Break-even by looking at replica counts, by its closed form, and by its meaning."""

from __future__ import annotations

import math
import random

import pytest

from tests.depth import sized
from tests.reference.break_even import break_even, closed_form
from tests.reference.case import Case, read
from tests.reference.headline import annual_maintenance, payback_at, savings_at
from tests.reference.made import session
from tests.reference.slack import at_least, at_most, known


def a_case(rng: random.Random, hosted: bool) -> Case:
    hosting = f"""
[student.hosting]
gpu_price_per_hour = {rng.uniform(0.3, 4)}
calls_per_second_per_replica = {rng.uniform(0.1, 8)}
min_replicas = {rng.choice([0, 1, 1, 2, 5, 20])}
overhead = {rng.uniform(0, 0.3)}
"""
    text = f"""
[volume]
calls_per_month = 1000
share_moved = {rng.uniform(0.2, 1)}
fallback_rate = {rng.uniform(0, 0.3)}
[teacher]
cost_per_1k_calls = {rng.uniform(1, 20)}
[student]
cost_per_1k_calls = {rng.choice([0, rng.uniform(0, 3)])}
fixed_cost_per_month = {rng.choice([0, rng.uniform(0, 5000)])}
{hosting if hosted else ""}
[upfront]
data_generation = {rng.choice([0, rng.uniform(0, 300_000)])}
[maintenance]
redistillations_per_year = {rng.choice([0, 1, 4])}
cost_per_redistillation = {rng.choice([0, rng.uniform(0, 60_000)])}
monitoring_per_month = {rng.choice([0, rng.uniform(0, 4_000)])}
"""
    return read(session(text))


@pytest.mark.parametrize("hosted", [True, False])
def test_scan_agrees_with_the_closed_form(hosted: bool) -> None:
    rng = random.Random(1)
    tried, finite = sized(600, 3000), 0
    for _ in range(tried):
        case = a_case(rng, hosted)
        expected, found = known(closed_form(case)), known(break_even(case))
        if math.isinf(expected):
            assert found == math.inf
        else:
            assert found == pytest.approx(expected, rel=1e-9)
            finite += 1
    assert finite > tried / 6
    assert finite < tried or not hosted


def does(case: Case, volume: float) -> bool:
    """Whether a volume pays back in time and leaves something after a year's upkeep."""
    months = known(payback_at(case, volume, known(case.teacher.value)))
    savings = known(savings_at(case, volume, case.teacher.value))
    in_time = at_most(months, case.policy["defensible_payback_months"])
    return in_time and at_least(12 * savings, known(annual_maintenance(case)))


@pytest.mark.parametrize("hosted", [True, False])
def test_every_volume_from_break_even_on_does_and_the_next_below_does_not(hosted: bool) -> None:
    rng = random.Random(2)
    for _ in range(sized(40, 200)):
        case = a_case(rng, hosted)
        found = known(break_even(case))
        if math.isinf(found) or found == 0:
            continue
        assert all(does(case, found * (1 + 1e-7 + step**2 * 1e-4)) for step in range(300))
        assert not does(case, found * (1 - 1e-6))
