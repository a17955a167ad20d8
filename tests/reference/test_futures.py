"""Ranges, tornado and draws of the reference on cases made by hand (specification, 3.5 and 3.6)."""

from __future__ import annotations

import random

import pytest

from tests.reference.futures import CUT, draw, drawn_value, future, tornado
from tests.reference.made import CLEAN, changed, session
from tests.reference.ranges import Range, ranges_of, with_values
from tests.reference.slack import known


def range_at(key: str, *changes: tuple[str, str], more: str = "") -> tuple[float, float, str]:
    found = {one.key: one for one in ranges_of(changed(*changes, more=more))}
    return found[key].low, found[key].high, found[key].origin


def stood_in(low: float, high: float) -> tuple[object, object, str]:
    return pytest.approx(low), pytest.approx(high), "stand-in"


def test_what_stands_in_for_a_range() -> None:
    # Measured counts a quarter, estimated a half, assumed all of the swing.
    assert range_at("volume.calls_per_month") == stood_in(875_000, 1_125_000)
    assert range_at("teacher.cost_per_1k_calls") == stood_in(9.375, 10.625)
    assert range_at("upfront.data_generation") == stood_in(7_000, 9_000)
    guess = ("data_generation = 8000", 'data_generation = { likely = 8000, basis = "assumed" }')
    assert range_at("upfront.data_generation", guess) == stood_in(6_000, 10_000)
    scaled = range_at("upfront.data_generation", more="[policy]\nstand_in_scale = 2\n")
    assert scaled == stood_in(6_000, 10_000)


@pytest.mark.parametrize(
    ("key", "value", "low", "high"),
    [
        ("monthly_growth", 0.02, 0.01, 0.03),  # by 0.02, estimated
        ("monthly_growth", -0.2, -0.25, -0.15),  # by half of it
        ("share_moved", 0.99, 0.965, 1.0),
        ("share_moved", 0.01, 0.005, 0.035),  # half-way to what it must not reach
        ("fallback_rate", 0.01, 0.0, 0.035),
    ],
)
def test_rates_swing_by_difference(key: str, value: float, low: float, high: float) -> None:
    line = ("[teacher]", f"{key} = {value}\n[teacher]")
    assert range_at(f"volume.{key}", line) == stood_in(low, high)


def test_a_loss_swings_by_half_of_it_or_a_point() -> None:
    for loss, low, high in ((0.002, 0.0, 0.007), (0.1, 0.075, 0.125)):
        line = ("[quality]", f"[quality]\nerror_rate_increase = {loss}")
        assert range_at("quality.error_rate_increase", line) == stood_in(low, high)


def test_a_loss_from_slices_has_their_interval() -> None:
    low, high, origin = range_at("quality.error_rate_increase")
    assert (low, origin) == (0.0, "slices")
    assert 0.0056 < high < 0.0059
    # Measured: a quarter of a point either way.
    uncounted = range_at("quality.error_rate_increase", ("examples = 9000\n", ""))
    assert uncounted == stood_in(0.0, 0.0025)


def test_what_has_no_width_or_no_answer_is_held() -> None:
    still = "calls_per_month = { likely = 1_000_000, low = 1_000_000, high = 1_000_000 }"
    line = ('calls_per_month = { likely = 1_000_000, basis = "measured" }', still)
    keys = {one.key for one in ranges_of(changed(line))}
    assert "volume.calls_per_month" not in keys
    assert "volume.monthly_growth" not in keys
    overridden = ("[upfront]", "[upfront]\ntraining_worksheet = { gpu_hours = 5 }")
    assert not any("worksheet" in one.key for one in ranges_of(changed(overridden)))


def test_months_and_machines_come_whole() -> None:
    launch = Range("upfront.months_to_launch", 1.0, 1.5, 4.0, "stated")
    # 1.5 is taken as 2, so half a month is added to all.
    assert [launch.whole(x) for x in (0.9, 1.0, 1.4, 1.5, 2.4)] == [1, 2, 2, 2, 3]
    runs = Range("upfront.training_worksheet.runs", 1.0, 2.0, 4.0, "stated")
    assert [runs.whole(x) for x in (1.49, 1.5, 2.5)] == [1, 2, 3]


def test_the_three_percentiles_are_those_given() -> None:
    one = Range("student.fixed_cost_per_month", 40.0, 100.0, 300.0, "stated")
    for normal, value in ((-1.2815515655, 40), (0, 100), (1.2815515655, 300)):
        assert drawn_value(one, normal) == pytest.approx(value)
    mirrored = Range("student.fixed_cost_per_month", 100.0, 300.0, 360.0, "stated")
    assert drawn_value(mirrored, -1.2815515655) == pytest.approx(100)
    assert drawn_value(mirrored, 1.2815515655) == pytest.approx(360)
    even = Range("student.fixed_cost_per_month", 50.0, 100.0, 150.0, "stated")
    assert drawn_value(even, 0.5) == pytest.approx(100 + 50 * 0.5 / 1.2815515655)


def test_tails_are_cut() -> None:
    even = Range("volume.calls_per_month", 50.0, 100.0, 150.0, "stated")
    assert drawn_value(even, 9.0) == drawn_value(even, CUT)
    assert drawn_value(even, -9.0) == pytest.approx(25)  # 50 ** 2 / 100
    speed = Range("student.hosting.calls_per_second_per_replica", 19.0, 20.0, 21.0, "stated")
    assert drawn_value(speed, -9.0) == pytest.approx(18.05)  # 19 ** 2 / 20
    assert drawn_value(speed, 9.0) == pytest.approx(20 + CUT / 1.2815515655)


def test_bill_is_not_moved_by_the_volume() -> None:
    billed = changed(("cost_per_1k_calls = { likely = 10, ", "bill_per_month = { likely = 10000, "))
    keys = {one.key for one in ranges_of(billed)}
    assert "teacher.bill_per_month" in keys
    assert "teacher.cost_per_1k_calls" not in keys
    other = with_values(billed, {"volume.calls_per_month": 500_000})
    assert other["teacher"]["cost_per_1k_calls"] == 10
    other = with_values(billed, {"teacher.bill_per_month": 8_000, "volume.calls_per_month": 1})
    assert other["teacher"]["cost_per_1k_calls"] == 8


def test_tornado() -> None:
    bars = tornado(session(CLEAN))
    assert [bar.swing for bar in bars] == sorted((bar.swing for bar in bars), reverse=True)
    volume = next(bar for bar in bars if bar.key == "volume.calls_per_month")
    assert volume.low == future(session(CLEAN), None, {"volume.calls_per_month": 875_000})
    # 1000 calls a month more save 8 a month.
    month = sum(1.1 ** (-m / 12) for m in range(1, 37))
    assert volume.swing == pytest.approx(250_000 * 0.008 * month)


def test_draws() -> None:
    one = session(CLEAN)
    found = known(draw(one, None, 400, random.Random(1)))
    assert found.count == 400
    assert found.share(12) == 1
    assert found.positive == 1
    assert found.evpi == pytest.approx(0)
    assert found.supports("strong")
    # U = 90000 comes back in month 14.2.
    late = changed(("engineering_time = 2000", "engineering_time = 76000"))
    late_one = known(draw(late, None, 400, random.Random(1)))
    assert late_one.share(12) < 0.5
    assert not late_one.supports("defensible")
    assert late_one.supports("reconsider")
    without = changed(more="[risk]\nstand_ins = false\n")
    drawn = known(draw(without, None, 50, random.Random(1)))
    assert len({future.npv for future in drawn.futures}) == 1  # no error costs anything
