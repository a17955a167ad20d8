"""What each number swings, and how far it may worsen, against judging the edited case."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.answers.bounds import inside
from rules.answers.bounds_of import bounds_of
from rules.answers.policy import Policy
from rules.figures.economics import headline
from rules.figures.inputs import resolve
from rules.figures.reading import Reading
from rules.uncertainty.margins import Margin
from rules.uncertainty.sensitivity import Sensitivity, Swing, sensitivity
from tests.rules.cases import Changes, case, estimate, judged, measured

POLICY = Policy()
HOSTED: Changes = {
    "student.cost_per_1k_calls": None,
    "student.hosting.gpu_price_per_hour": measured(2),
    "student.hosting.calls_per_second_per_replica": measured(2),
}
"""Six million calls a month need five replicas of 1,460 a month each."""


def found(changes: Changes | None = None) -> Sensitivity:
    result = sensitivity(case(changes), POLICY)
    assert result is not None
    return result


def swing(result: Sensitivity, key: str) -> Swing:
    return next(one for one in result.tornado if one.key == key)


def margin(result: Sensitivity, key: str) -> Margin:
    return next(one for one in result.margins if one.key == key)


@pytest.mark.parametrize("changes", [{}, HOSTED], ids=["by the call", "hosted"])
def test_the_ends_of_each_swing_are_those_of_the_edited_case(changes: Changes) -> None:
    result = found(changes)
    assert len(result.tornado) > 10
    for one in result.tornado:
        for end in (one.low, one.high):
            if one.key == "quality.error_rate_increase":
                edited: Changes = {one.key: end.value}
            else:
                edited = {one.key: measured(end.value)}
            cash = judged({**changes, **edited}).figures.cash
            assert end.npv == pytest.approx(cash.npv, rel=1e-12), one.key
            assert end.payback_months == pytest.approx(cash.payback_months, rel=1e-12)


def test_a_range_that_was_given_is_taken_and_others_are_marked() -> None:
    result = found({"volume.calls_per_month": measured(VOLUME, 4_500_000, 8_000_000)})
    given_one = swing(result, "volume.calls_per_month")
    assert (given_one.low.value, given_one.high.value) == (4_500_000, 8_000_000)
    assert given_one.origin == "stated"
    assert swing(result, "teacher.cost_per_1k_calls").origin == "stand-in"
    assert swing(result, "quality.error_rate_increase").origin == "slices"


VOLUME = 6_000_000


def test_an_end_that_has_to_be_whole_is_the_whole_number_that_is_reckoned() -> None:
    result = found({"upfront.months_to_launch": measured(2.4, 1, 4)})
    one = swing(result, "upfront.months_to_launch")
    # 2.4 months are reckoned as 3, so that 0.6 is added to either end.
    assert (one.low.value, one.high.value) == (2, 5)
    for end in (one.low, one.high):
        cash = judged({one.key: measured(end.value)}).figures.cash
        assert end.npv == pytest.approx(cash.npv, rel=1e-12)


def test_only_numbers_that_were_answered_and_used_swing() -> None:
    keys = {
        one.key
        for one in found(
            {
                "teacher.tokens.input": measured(1_000),
                "teacher.p95_latency_seconds": measured(2),
                "upside.capability_revenue_per_month": measured(5_000),
            }
        ).tornado
    }
    # A direct cost wins over the worksheet; latency and upside bear on no figure.
    assert "teacher.tokens.input" not in keys
    assert "teacher.p95_latency_seconds" not in keys
    assert "upside.capability_revenue_per_month" not in keys
    # Nobody answered it.
    assert "volume.fallback_rate" not in keys
    # Derived from the slices.
    assert "quality.error_rate_increase" in keys


def test_the_largest_swing_bears_the_load() -> None:
    result = found()
    swings = [one.npv_swing for one in result.tornado]
    assert swings == sorted(swings, reverse=True)
    assert result.load_bearing == result.tornado[0].key


def test_numbers_that_nobody_answered_do_not_swing_and_have_margins_all_the_same() -> None:
    result = found({"upfront.engineering_time": None})
    tornado = [one.key for one in result.tornado]
    margins = [one.key for one in result.margins]
    assert margins[: len(tornado)] == tornado
    unanswered = margins[len(tornado) :]
    assert unanswered == sorted(unanswered)
    # All calls falling back cost 24,000 of the 21,600 a month, of which upkeep takes 2,500.
    one = margin(result, "volume.fallback_rate")
    assert one.limit == pytest.approx((21_600 - 30_000 / 12) / 24_000, rel=1e-9)
    assert margin(result, "upfront.engineering_time").limit == pytest.approx(12 * 21_600 - 18_000)
    assert margin(result, "volume.monthly_growth").limit is None


def test_an_incomplete_case_has_none() -> None:
    assert sensitivity(case({"volume.calls_per_month": None}), POLICY) is None


def test_a_hand_computed_margin() -> None:
    # Payback is 38,000 / (0.0036 V): a year at V = 879,629.6.
    one = margin(found(), "volume.calls_per_month")
    assert one.limit == pytest.approx(38_000 / 12 / 0.0036, rel=1e-9)
    assert one.change == pytest.approx(38_000 / 12 / 0.0036 / 6_000_000 - 1, rel=1e-9)
    assert one.breaks == "payback"


def test_a_margin_where_the_year_is_eaten_first() -> None:
    # 12 x 21,600 less 6,000 of monitoring carry 21.1 redistillations at 12,000.
    one = margin(found(), "maintenance.redistillations_per_year")
    assert one.limit == pytest.approx((12 * 21_600 - 6_000) / 12_000, rel=1e-9)
    assert one.breaks == "net"


def test_the_margin_of_a_number_that_is_zero_is_absolute() -> None:
    one = margin(found({"volume.fallback_rate": measured(0)}), "volume.fallback_rate")
    assert one.limit is not None
    assert one.change == one.limit


@pytest.mark.parametrize("steps", [-3, -1, 0, 1, 3, 1_000])
def test_a_case_on_its_threshold_to_the_last_digits_has_no_room_left(steps: int) -> None:
    # A payback of a year, give or take what rounding does, is not late.
    engineering = 12 * 21_600.0 - 18_000
    for _ in range(abs(steps)):
        engineering = math.nextafter(engineering, math.inf * steps)
    one = margin(
        found({"upfront.engineering_time": measured(engineering)}), "volume.calls_per_month"
    )
    assert one.change == pytest.approx(0, abs=1e-9)


def test_on_the_threshold_only_what_bears_on_it_has_no_room_left() -> None:
    engineering = {"upfront.engineering_time": measured(12 * 21_600.0 - 18_000)}
    result = found(engineering)
    for key in ("upfront.months_to_launch", "volume.monthly_growth", "quality.cost_per_error"):
        assert margin(result, key).limit is None
    assert margin(result, "volume.calls_per_month").change == 0
    # Monitoring has no part in the payback: a year's net is all that it can eat up.
    upkeep = margin(result, "maintenance.monitoring_per_month")
    assert upkeep.limit == pytest.approx(
        margin(found(), "maintenance.monitoring_per_month").limit, rel=0.2
    )
    assert upkeep.breaks == "net"


def test_what_no_value_breaks_has_no_limit() -> None:
    assert margin(found(), "volume.monthly_growth").limit is None


def test_a_case_that_fails_already_has_no_margins() -> None:
    result = found({"volume.calls_per_month": measured(100_000)})
    assert {one.limit for one in result.margins} == {None}


@pytest.mark.parametrize(
    "key",
    [
        "volume.calls_per_month",
        "volume.share_moved",
        "student.hosting.calls_per_second_per_replica",
        "student.hosting.target_load",
        "student.hosting.peak_to_average",
        "student.hosting.gpu_price_per_hour",
    ],
)
def test_with_hosting_the_margin_is_the_first_value_that_fails_in_a_scan(key: str) -> None:
    changes = {**HOSTED, "volume.share_moved": measured(0.9), "student.hosting.target_load": 0.7,
               "student.hosting.peak_to_average": 3}  # fmt: skip
    result = found(changes)
    one = margin(result, key)
    assert one.limit is not None
    for part in range(1, 400):
        at = one.value + (one.limit - one.value) * part / 400 * (1 - 1e-9)
        assert not fails(changes, key, at), (key, at)
    beyond = one.limit + (one.limit - one.value) * 1e-6
    assert fails(changes, key, beyond)


def fails(changes: Changes, key: str, value: float) -> bool:
    figures = headline(resolve(case(changes), Reading({key: value})).drivers)
    return figures.payback_months > 12 * (1 + 1e-9) or figures.annual_net_benefit <= 0


@given(
    volume=st.floats(1e5, 1e8),
    price=st.floats(0.5, 40),
    cost=st.floats(0.01, 5),
    upfront=st.floats(1e3, 1e6),
    data=st.data(),
)
def test_at_its_margin_each_number_is_about_to_fail(
    volume: float, price: float, cost: float, upfront: float, data: Any
) -> None:
    changes = {
        "volume.calls_per_month": measured(volume),
        "teacher.cost_per_1k_calls": measured(price),
        "student.cost_per_1k_calls": measured(cost),
        "upfront.engineering_time": measured(upfront),
    }
    result = found(changes)
    limited = [one for one in result.margins if one.limit is not None]
    assume(limited)
    one = data.draw(st.sampled_from(limited))
    assert one.limit is not None
    step = (one.limit - one.value) * 1e-6
    bounds = bounds_of(one.key)
    assert fails(changes, one.key, inside(bounds, one.limit + step, one.value)) or math.isclose(
        inside(bounds, one.limit + step, one.value), one.limit
    )
    assert not fails(changes, one.key, one.limit - step)


@pytest.mark.parametrize("ends", [(0.0, 0.1, 0.3), (0.5, 0.9, 1.0), (0.2, 0.2, 0.2)])
def test_ranges_that_touch_their_bounds_or_are_none(ends: tuple[float, float, float]) -> None:
    low, likely, high = ends
    result = found({"quality.error_rate_increase": estimate(likely, low, high)})
    one = swing(result, "quality.error_rate_increase")
    assert (one.low.value, one.high.value) == (low, high)
    assert math.isfinite(one.npv_swing)


def test_what_has_no_effect_at_first_is_tried_far_away() -> None:
    # Five replicas are needed anyway; 21,600 a month carry no more than so many idle ones.
    changes = {**HOSTED, "student.hosting.min_replicas": measured(0)}
    one = margin(found(changes), "student.hosting.min_replicas")
    assert one.limit is not None
    assert one.limit > 5
    assert one.change == one.limit
    assert not fails(changes, one.key, one.limit * (1 - 1e-6))
    assert fails(changes, one.key, one.limit * (1 + 1e-6))


@pytest.mark.parametrize("hours", [100.0, 500.0, 730.0, 1_500.0, 3_600.0])
def test_the_margin_of_the_hours_of_a_replica_is_the_first_value_that_fails(hours: float) -> None:
    key = "student.hosting.hours_per_month"
    changes = {**HOSTED, "student.hosting.gpu_price_per_hour": measured(3), key: measured(hours)}
    one = margin(found(changes), key)
    assert one.limit is not None
    assert (one.limit < hours) == (hours == 3_600)
    for part in range(1, 2_000):
        at = one.value + (one.limit - one.value) * part / 2_000 * (1 - 1e-9)
        assert not fails(changes, key, at), at
    assert fails(changes, key, one.limit + (one.limit - one.value) * 1e-6)


def test_most_of_an_input_that_is_cached_leaves_no_fewer_than_none_of_the_rest() -> None:
    """With 950 of 1,000 tokens cached, an input of 900 is no cheaper than its cached part."""
    tokens = {"input": 1_000, "cached_input": 950, "output": 10}
    prices = {"input_price": 10, "cached_input_price": 1, "output_price": 20}
    result = found(
        {
            "teacher.cost_per_1k_calls": None,
            **{f"teacher.tokens.{name}": one for name, one in (tokens | prices).items()},
            "teacher.tokens.input": {"likely": 1_000, "low": 900, "high": 1_100},
        }
    )
    floor = judged({"teacher.cost_per_1k_calls": (950 * 1 + 10 * 20) / 1_000})
    low = swing(result, "teacher.tokens.input").low
    assert low.npv == pytest.approx(floor.figures.cash.npv, rel=1e-12)
