"""Draws of many cases side by side, and how likely the whole pays back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.comparing.portfolio.streams import sample_of
from rules.uncertainty.risk import risk
from tests.rules.comparing.portfolio.made import member, names, planned

LOGS = {"likely": 1_000_000, "low": 600_000, "high": 1_400_000, "source": "gateway logs"}
VOLUME = "volume.calls_per_month"


def volume(name: str, **changes: Any) -> Any:
    return member(name, volume__calls_per_month={**LOGS, **changes})


def drawn(one: Any, key: str = VOLUME) -> Any:
    return sample_of(one, 500, 20).values[key]


def test_numbers_of_one_source_are_drawn_together() -> None:
    half = volume("b", likely=500_000, low=300_000, high=700_000)
    assert drawn(volume("a")) == pytest.approx(2 * drawn(half))
    other = drawn(volume("c", source="a dashboard"))
    assert abs(np.corrcoef(drawn(volume("a")), other)[0, 1]) < 0.15


def test_numbers_without_a_source_are_independent_of_other_cases() -> None:
    first, second = (drawn(volume(name, source="")) for name in ("a", "b"))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.15


def test_another_key_of_the_same_source_is_another_number() -> None:
    growth = {"likely": 0.0, "low": -0.01, "high": 0.01, "source": "gateway logs"}
    one = member("a", volume={"calls_per_month": LOGS, "monthly_growth": growth})
    found = sample_of(one, 500, 20).values
    assert abs(np.corrcoef(found[VOLUME], found["volume.monthly_growth"])[0, 1]) < 0.15


def test_correlations_within_a_case_leave_what_has_a_source_in_common() -> None:
    price = {"likely": 3.0, "low": 2.0, "high": 4.0}
    pair = {"a": "teacher.cost_per_1k_calls", "b": VOLUME, "rho": 0.8}
    one = member(
        "a",
        volume__calls_per_month=LOGS,
        teacher__cost_per_1k_calls=price,
        risk={"stand_ins": False, "correlations": [pair]},
    )
    assert drawn(one) == pytest.approx(drawn(volume("b")))
    together = np.corrcoef(drawn(one), drawn(one, "teacher.cost_per_1k_calls"))[0, 1]
    assert together == pytest.approx(0.8, abs=0.06)


def test_the_draws_of_the_whole_have_the_expected_value_that_was_maximised() -> None:
    found = planned(
        [
            volume("a", source=""),
            member("b", upfront__evaluation_build={"likely": 5_000, "low": 2_000, "high": 9_000}),
        ],
        50_000,
        draws=1_000,
    )
    assert found.whole is not None
    assert found.whole.mean_npv == pytest.approx(found.totals.npv, rel=1e-9)
    assert (found.whole.varying, found.whole.stand_ins, found.whole.in_common) == (2, 0, 0)


@pytest.mark.parametrize("per_quarter", [False, True])
def test_shared_costs_are_counted_once_in_the_draws_too(per_quarter: bool) -> None:
    wide = {"likely": 8_000, "low": 4_000, "high": 14_000}
    hosting = {"gpu_price_per_hour": 1.0, "calls_per_second_per_replica": 1.0, "min_replicas": 2}
    both = [
        member(
            name,
            upfront__evaluation_build=wide,
            upfront__months_to_launch=launch,
            student__hosting=hosting,
            teacher__cost_per_1k_calls=7.0,
            portfolio__shared={"evaluation_build": "harness", "hosting": "pool"},
            policy={"discount_rate": 0.1},
        )
        for name, launch in (("a", 0), ("b", 4))
    ]
    found = planned(both, 20_000, draws=500, per_quarter=per_quarter)
    if not per_quarter:
        found = planned(both, 50_000, draws=500)
    assert sorted(names(found)) == ["a", "b"]
    assert found.whole is not None
    assert found.whole.mean_npv == pytest.approx(found.totals.npv, rel=1e-9)


def test_one_case_alone_is_as_likely_to_pay_back_as_by_itself() -> None:
    one = volume("a", low=300_000, high=2_500_000, source="")
    found = planned([one], 50_000, draws=20_000).whole
    case = one.case.model_copy(
        update={"risk": one.case.risk.model_copy(update={"draws": 20_000, "seed": 3})}
    )
    alone = risk(case, one.policy)
    assert found is not None
    assert alone is not None
    assert found.within_target == pytest.approx(alone.within_target, abs=0.015)
    assert found.within_horizon == pytest.approx(alone.within_horizon, abs=0.015)
    assert found.positive_npv == pytest.approx(alone.positive_npv, abs=0.015)
    assert found.payback_months.p50 == pytest.approx(alone.payback_months.p50, rel=0.03)
    assert found.npv.p10 == pytest.approx(alone.npv.p10, rel=0.05)


def test_one_source_makes_the_whole_less_certain() -> None:
    wide = {"low": 200_000, "high": 1_800_000}
    alike = planned([volume(f"c{at}", **wide) for at in range(6)], 1e6, draws=2_000).whole
    apart = planned(
        [volume(f"c{at}", **wide, source="") for at in range(6)], 1e6, draws=2_000
    ).whole
    assert alike is not None
    assert apart is not None
    assert (alike.in_common, apart.in_common) == (1, 0)
    assert (alike.varying, apart.varying) == (1, 6)
    assert alike.npv.p10 < apart.npv.p10
    assert alike.positive_npv < apart.positive_npv
