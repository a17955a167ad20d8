"""The simulation against plain sampling, written here from the contract and nothing else.

Each case is drawn a second time, by other random numbers and by Python's own arithmetic, number by
number; every drawn case is judged by the second implementation in `tests/reference`. Where both
are right they differ by no more than the luck of the draws, whose size is known.
"""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from rules.answers.policy import Policy
from rules.uncertainty.risk import Risk, risk
from tests.reference.case import read
from tests.reference.cash import cash_payback, flows, npv_of, student_plan
from tests.rules.cases import Changes, case, estimate, raw

DRAWS = 3_000
TARGET, HORIZON = 12, 36
ERRORS = "quality.error_rate_increase"


class Spread(NamedTuple):
    """One number of a case, as plainly as can be."""

    likely: float
    low: float
    high: float
    least: float = 0.0
    most: float = math.inf
    never_near_zero: bool = False
    whole: bool = False


class Sample(NamedTuple):
    """What one drawn case comes to."""

    npv: float
    payback: float


def draw(spread: Spread, rng: random.Random) -> float:
    z = min(max(rng.gauss(0, 1), -3.0902323062), 3.0902323062) / 1.2815515655
    up, down = spread.high - spread.likely, spread.likely - spread.low
    wide, narrow = max(up, down), min(up, down)
    side = 1 if up >= down else -1
    ratio = min(wide / narrow, 20) if narrow else 20
    z *= side
    step = z if ratio == 1 else (ratio**z - 1) / (ratio - 1)
    value = spread.likely + side * wide * step
    if spread.never_near_zero:
        value = max(value, spread.low**2 / spread.likely)
    value = min(max(value, spread.least), spread.most)
    if spread.whole:
        value = math.floor(value + (math.ceil(spread.likely) - spread.likely) + 0.5)
    return value


def with_value(session: dict[str, Any], key: str, value: float) -> None:
    *tables, name = key.split(".")
    for table in tables:
        session = session.setdefault(table, {})
    session[name] = value


def sampled(changes: Changes, spreads: Mapping[str, Spread]) -> list[Sample]:
    rng, session, found = random.Random(2026), raw(changes), []
    for _ in range(DRAWS):
        one = copy.deepcopy(session)
        for key, spread in spreads.items():
            with_value(one, key, draw(spread, rng))
        made = read(one)
        monthly = flows(made, student_plan(made))
        found.append(Sample(npv_of(monthly, 0.1), cash_payback(monthly)))
    return found


BARE: Changes = {
    # Bare numbers are estimated: half of the default swing stands in for the range of each.
    "volume.calls_per_month": 900_000,
    "volume.monthly_growth": 0.01,
    "teacher.cost_per_1k_calls": 4.0,
    "student.cost_per_1k_calls": 0.5,
    "upfront.data_generation": 8_000,
    "upfront.training_compute": 2_000,
    "upfront.evaluation_build": 6_000,
    "upfront.engineering_time": 20_000,
    "upfront.months_to_launch": 2.4,
    "maintenance.redistillations_per_year": 2,
    "maintenance.cost_per_redistillation": 4_000,
    "maintenance.monitoring_per_month": 300,
    "quality.slices": None,
    "quality.basis": None,
    ERRORS: 0.004,
    "quality.cost_per_error": 0.05,
}
BARE_SPREADS = {
    "volume.calls_per_month": Spread(900_000, 675_000, 1_125_000, never_near_zero=True),
    "volume.monthly_growth": Spread(0.01, 0.0, 0.02, -0.5, 0.25),
    "teacher.cost_per_1k_calls": Spread(4, 3.5, 4.5, never_near_zero=True),
    "student.cost_per_1k_calls": Spread(0.5, 0.4375, 0.5625),
    "upfront.data_generation": Spread(8_000, 7_000, 9_000),
    "upfront.training_compute": Spread(2_000, 1_750, 2_250),
    "upfront.evaluation_build": Spread(6_000, 5_250, 6_750),
    "upfront.engineering_time": Spread(20_000, 17_500, 22_500),
    "upfront.months_to_launch": Spread(2.4, 2.1, 2.7, 0, 60, whole=True),
    "maintenance.redistillations_per_year": Spread(2, 1.75, 2.25, 0, 365),
    "maintenance.cost_per_redistillation": Spread(4_000, 3_500, 4_500),
    "maintenance.monitoring_per_month": Spread(300, 262.5, 337.5),
    ERRORS: Spread(0.004, 0.0, 0.009, 0, 1),
    "quality.cost_per_error": Spread(0.05, 0.04375, 0.05625),
}

STATED: Changes = {
    **BARE,
    "volume.calls_per_month": estimate(900_000, 300_000, 2_500_000),
    "upfront.engineering_time": estimate(20_000, 20_000, 90_000),
    "upfront.months_to_launch": estimate(3, 1, 9),
    "teacher.annual_price_change": estimate(0.0, -0.5, 0.1),
    ERRORS: estimate(0.002, 0.0, 0.02),
    "risk.stand_ins": False,
}
STATED_SPREADS = {
    "volume.calls_per_month": Spread(900_000, 300_000, 2_500_000, never_near_zero=True),
    "upfront.engineering_time": Spread(20_000, 20_000, 90_000),
    "upfront.months_to_launch": Spread(3, 1, 9, 0, 60, whole=True),
    "teacher.annual_price_change": Spread(0.0, -0.5, 0.1, -1 + 1e-9, 2),
    ERRORS: Spread(0.002, 0.0, 0.02, 0, 1),
}


@pytest.mark.parametrize(
    ("changes", "spreads"),
    [(BARE, BARE_SPREADS), (STATED, STATED_SPREADS)],
    ids=["nothing stated", "wide and skewed"],
)
def test_the_draws_are_those_of_plain_sampling(
    changes: Changes, spreads: Mapping[str, Spread]
) -> None:
    found = risk(case(changes), Policy())
    assert found is not None
    assert [one.key for one in found.drawn] == sorted(spreads)
    plain = sampled(changes, spreads)
    agrees(found, plain)


def agrees(found: Risk, plain: list[Sample]) -> None:
    """Within four standard errors of both samples together."""
    for share, likely in (
        (found.within_target, sum(one.payback <= TARGET for one in plain)),
        (found.within_horizon, sum(one.payback <= HORIZON for one in plain)),
        (found.positive_npv, sum(one.npv > 0 for one in plain)),
    ):
        assert share == pytest.approx(likely / len(plain), abs=4 * error_of(share, found))
    for part, percentile, months in (
        (0.1, found.npv.p10, found.payback_months.p10),
        (0.5, found.npv.p50, found.payback_months.p50),
        (0.9, found.npv.p90, found.payback_months.p90),
    ):
        below = sum(one.npv <= percentile for one in plain) / len(plain)
        assert below == pytest.approx(part, abs=4 * error_of(part, found))
        before = sum(one.payback < months for one in plain) / len(plain)
        until = sum(one.payback <= months for one in plain) / len(plain)
        off = 4 * error_of(part, found)
        assert before - off <= part <= until + off
    gains = [max(one.npv, 0.0) for one in plain]
    mean = sum(one.npv for one in plain) / len(plain)
    evpi = sum(gains) / len(plain) - max(mean, 0.0)
    kept = [gain - (one.npv if mean > 0 else 0.0) for gain, one in zip(gains, plain, strict=True)]
    deviation = math.sqrt(sum((one - evpi) ** 2 for one in kept) / len(kept))
    assert found.evpi == pytest.approx(evpi, abs=5 * deviation / math.sqrt(len(plain)))


def error_of(share: float, found: Risk) -> float:
    spread = max(share * (1 - share), 1 / DRAWS)
    return math.sqrt(spread * (1 / DRAWS + 1 / found.draws))
