"""Guesses against what came of them: shares with intervals, bias, and a width for stand-ins."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import pytest

from rules.answers.records import Decision, Judgement, Round, Workshop
from rules.assess import assess
from rules.review.calibration.calibration import LEAST, calibration, factor_of
from rules.review.calibration.resolved import LAUNCH, Resolved, judged, resolved
from rules.review.decisions import kept
from rules.review.following_up import FollowUp, follow_up
from rules.uncertainty.ranges import P90
from tests.rules.cases import raw
from tests.rules.review.recorded import LAUNCHED, SHAPED, as_planned, plan
from wizard.sessions.codec import decode

ON_TIME = date(2026, 8, 1)
"""An approval three months before the launch, as planned."""
VOLUME = "volume.calls_per_month"
PRICE = "teacher.cost_per_1k_calls"


def of(
    truth: Mapping[str, Any],
    answered: Mapping[str, Any] | None = None,
    *,
    approved: bool = True,
    without: tuple[str, ...] = (),
    count: int = 6,
) -> FollowUp:
    """The base case as approved, and half a year in which these numbers were others.

    Args:
        truth: the answers that were others.
        answered: what is other in the case itself.
        approved: whether that is on record.
        without: what months do not tell.
        count: of months on record.
    """
    contents = raw({**SHAPED, **(answered or {})})
    before = decode(contents)[0]
    keeps = kept(before, assess(before), None)
    decision = Decision(
        date=ON_TIME,
        decision="go",
        by="Ann",
        answers=keeps.answers,
        policy=keeps.policy,
        fingerprint=keeps.fingerprint,
    )
    told = {"student": {**contents["student"], "launched_on": LAUNCHED}}
    months = [
        {name: value for name, value in one.items() if name not in without}
        for one in as_planned(plan(truth), count, by_the_day=True)
    ]
    now = decode({**contents, **told, "actuals": months})[0]
    return follow_up(now, [decision] if approved else [])


def test_what_went_as_planned_is_resolved_at_what_was_likely() -> None:
    found = resolved("a.toml", of({}))
    assert {one.key for one in found} >= {VOLUME, PRICE, LAUNCH, "volume.share_moved"}
    for one in found:
        assert one.truth == pytest.approx(one.likely, rel=1e-6), one.key
        assert one.is_within


def test_a_wrong_volume_is_told_apart_from_a_wrong_price() -> None:
    off = {VOLUME: 4_200_000, PRICE: 5.0}
    found = {one.key: one for one in resolved("a.toml", of(off))}
    assert found[VOLUME].off == pytest.approx(-0.3)
    assert found[PRICE].off == pytest.approx(0.25)


def test_a_wrong_price_is_told_also_where_logs_do_not_tell_what_fell_back() -> None:
    untold = of({PRICE: 5.0}, without=("fallback_calls",))
    found = {one.key: one for one in resolved("a.toml", untold)}
    assert found[PRICE].off == pytest.approx(0.25)


def test_a_wrong_growth_hardly_makes_the_volume_wrong() -> None:
    found = {one.key: one for one in resolved("a.toml", of({"volume.monthly_growth": 0.0}))}
    assert found["volume.monthly_growth"].truth == pytest.approx(0, abs=1e-9)
    # Three to five months of two percent each.
    assert found[VOLUME].off == pytest.approx(-0.08, abs=0.02)


def test_a_day_of_launch_without_a_month_behind_it_is_no_truth() -> None:
    assert resolved("a.toml", of({}, count=0)) == ()


def test_without_an_approval_nothing_was_promised() -> None:
    assert resolved("a.toml", of({}, approved=False)) == ()


def test_a_number_that_nobody_gave_is_not_resolved() -> None:
    keys = {one.key for one in resolved("a.toml", of({}, {"volume.fallback_rate": None}))}
    assert "volume.fallback_rate" not in keys


def test_a_truth_at_the_end_of_a_range_is_in_it() -> None:
    third = {"likely": 4.2, "low": 4.2 * 0.7, "high": 5.0}
    found = {one.key: one for one in resolved("a.toml", of({PRICE: 4.2 * 0.7}, {PRICE: third}))}
    assert found[PRICE].truth == pytest.approx(4.2 * 0.7, rel=1e-12)
    assert found[PRICE].is_within
    assert found[PRICE]._replace(truth=found[PRICE].low * (1 - 1e-15)).is_within


def test_a_stand_in_without_width_is_no_range_that_held() -> None:
    numbers = resolved("a.toml", of({}, {"upfront.months_to_launch": 0}))
    (launch,) = (one for one in numbers if one.key == LAUNCH)
    assert (launch.low, launch.high, launch.has_range) == (0, 0, False)
    found = calibration(numbers)
    assert found.everything is not None
    assert found.everything.total == len(numbers) - 1
    assert "months" not in [one.of for one in found.by_kind]


def test_a_person_is_judged_by_rounds_before_the_approval_however_spelled() -> None:
    found = of({VOLUME: 4_200_000})
    rounds = [
        (1, "Ada", date(2026, 1, 1), 4e6, 5e6, 7e6),
        (2, "ada ", None, 4.1e6, 5e6, 7e6),
        (3, "Ada", date(2027, 1, 1), 4.1e6, 4.2e6, 4.3e6),
    ]
    workshop = Workshop(
        rounds=tuple(
            Round(
                key=VOLUME,
                number=number,
                date=day,
                estimates=(Judgement(participant=person, low=low, likely=likely, high=high),),
            )
            for number, person, day, low, likely, high in rounds
        )
    )
    (ada,) = judged("a.toml", found, workshop)
    assert (ada.low, ada.high) == (4.1e6, 7e6)
    elsewhere = ada._replace(case="b.toml", person="ADA")
    (held,) = calibration(resolved("a.toml", found), (ada, elsewhere)).by_person
    assert held.total == 2


def test_the_last_range_of_a_person_counts() -> None:
    found = of({VOLUME: 4_200_000})
    rounds = (
        (1, "Ada", 4e6, 5e6, 7e6),
        (1, "Bo", 5e6, 6e6, 7e6),
        (2, "Ada", 5e6, 6e6, 8e6),
    )
    workshop = Workshop(
        rounds=tuple(
            Round(
                key=VOLUME,
                number=number,
                estimates=(Judgement(participant=person, low=low, likely=likely, high=high),),
            )
            for number, person, low, likely, high in rounds
        )
    )
    said = {one.person: one for one in judged("a.toml", found, workshop)}
    assert (said["Ada"].low, said["Ada"].is_within) == (5e6, False)
    assert not said["Bo"].is_within
    (ada, _) = calibration(resolved("a.toml", found), tuple(said.values())).by_person
    assert (ada.of, ada.hits, ada.total) == ("Ada", 0, 1)


def number(
    truth: float,
    scale: float = 1,
    origin: Literal["stated", "stand-in"] = "stand-in",
    half: float = 25.0,
) -> Resolved:
    """One that was likely 100, with a range to both sides."""
    return Resolved(
        case="a.toml",
        key=VOLUME,
        kind="count",
        basis="assumed",
        origin=origin,
        scale=scale,
        in_force=scale,
        low=100 - half,
        likely=100,
        high=100 + half,
        truth=truth,
    )


def test_shares_have_intervals_and_few_numbers_speak_against_nothing() -> None:
    five_of_seven = [*(number(110) for _ in range(5)), number(60), number(150)]
    found = calibration(five_of_seven).everything
    assert found is not None
    assert (found.hits, found.total, found.is_off) == (5, 7, False)
    assert found.share.low < 0.4 < 0.9 < found.share.high
    many = calibration([*(number(110) for _ in range(50)), *(number(60) for _ in range(50))])
    assert many.everything is not None
    assert many.everything.is_off


def test_the_bias_is_the_median_over_cases() -> None:
    (bias,) = calibration([number(69), number(60), number(130)]).biases
    assert (bias.key, bias.below, bias.total) == (VOLUME, 2, 3)
    assert bias.off == pytest.approx(-0.31)


def test_no_factor_is_offered_below_ten_stand_ins() -> None:
    few = [number(150) for _ in range(LEAST - 1)]
    stated = [number(150, origin="stated") for _ in range(20)]
    found = calibration([*few, *stated])
    assert (found.factor, found.stand_ins) == (None, LEAST - 1)
    assert calibration([*few, number(90)]).factor is not None


def test_a_range_without_room_on_the_side_of_the_truth_says_no_width() -> None:
    at_its_bound = number(150)._replace(high=100)
    assert calibration([at_its_bound] * 12).stand_ins == 0


@pytest.mark.parametrize("true_scale", [0.4, 1.0, 2.5])
@pytest.mark.parametrize("count", [10, 40])
def test_factors_are_recovered_within_their_intervals(true_scale: float, count: int) -> None:
    within = 0
    seeds = 400
    for seed in range(seeds):
        chance = random.Random(seed)
        # Ranges of half the default width: what is offered is the scale itself.
        numbers = [
            number(100 + 25 * true_scale * chance.gauss(0, 1 / P90), scale=0.5, half=12.5)
            for _ in range(count)
        ]
        factor = calibration(numbers).factor
        assert factor is not None
        within += factor.low <= true_scale <= factor.high
    # 95% intervals, give or take three standard errors.
    assert 0.915 <= within / seeds <= 0.985


def test_the_quantiles_are_those_of_tables() -> None:
    # Chi-square of 10 degrees of freedom: 3.247 and 20.483 at 2.5% and 97.5%.
    factor = factor_of([1 / P90] * 10)
    assert factor.value == pytest.approx(1)
    assert factor.low == pytest.approx((10 / 20.483) ** 0.5, rel=2e-3)
    assert factor.high == pytest.approx((10 / 3.247) ** 0.5, rel=5e-3)
