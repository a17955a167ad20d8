"""The case judged again: money so far, and the months ahead with what is known by now."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from rules.review.forecast import forecast
from rules.usage.months import DAYS_PER_MONTH
from tests.depth import sized
from tests.rules.cases import measured
from tests.rules.review.looked_at import looked_at, went
from tests.rules.review.recorded import months_named
from tests.rules.review.years import YEAR, year

SEEDS = sized(40, 100)


@pytest.mark.parametrize("recorded", [4, 6, 9])
def test_truth_falls_within_the_band_as_often_as_it_says(recorded: int) -> None:
    inside = 0
    for seed in range(SEEDS):
        one = year(seed, recorded)
        found = forecast(*one.ahead(date.fromisoformat(f"{months_named(recorded + 1)}-02")))
        assert found is not None
        band = found.band[found.known + YEAR - recorded]
        inside += band.p10 <= one.truth <= band.p90
    assert 0.7 <= inside / SEEDS <= 0.9


def test_what_happened_is_no_forecast() -> None:
    case = looked_at(went())
    found = case.forecast
    assert found is not None
    assert found.known == 6
    for month in range(found.known + 1):
        band = found.band[month]
        assert band.p10 == band.p90 == pytest.approx(found.balance[month])
    assert found.balance[found.known] == pytest.approx(case.gap.actual_cash[-1])


def test_a_case_that_goes_as_approved_ends_as_approved() -> None:
    found = looked_at(went(count=6, by_the_day=True), date(2027, 5, 2)).forecast
    assert found is not None
    # The growth is that of both plan and months, the upkeep as planned until one was to be paid.
    # What is on record has a day and a half less than as many months of the plan.
    assert found.balance[-1] == pytest.approx(found.planned[-1], rel=5e-3)
    assert found.payback == pytest.approx(found.planned_payback, rel=1e-2)
    assert found.end.p10 < found.balance[-1] < found.end.p90


def test_volume_goes_on_from_the_last_months() -> None:
    half = went({"volume.calls_per_month": measured(3_000_000)}, 6, by_the_day=True)
    found = looked_at(half, date(2027, 5, 2))
    # April has 30 days, and the months ahead are of average length.
    at_last = half[-1]["calls"] / 30 * DAYS_PER_MONTH
    assert found.ahead.likely.calls_per_month == pytest.approx(at_last * 1.02, rel=1e-3)


def test_an_answer_that_no_month_tells_keeps_its_range_and_a_measured_one_gives_way() -> None:
    ahead = looked_at(went()).ahead
    assert "volume.share_moved" in ahead.known
    assert "teacher.annual_price_change" in ahead.drawn
    assert not {"volume.share_moved", "volume.calls_per_month"} & set(ahead.drawn)


def test_what_is_spent_is_not_drawn() -> None:
    ahead = looked_at(went()).ahead
    assert not [key for key in ahead.drawn if key.startswith("upfront.")]


def test_a_launch_that_came_late_leaves_fewer_months_with_the_student() -> None:
    rows = went()
    for row, month in zip(rows, ("2027-04", "2027-05", "2027-06"), strict=True):
        row["month"] = month
    late = looked_at(rows, date(2027, 7, 2), launched_on=date(2027, 4, 1)).forecast
    assert late is not None
    assert late.known == 11
    assert late.payback == pytest.approx(late.planned_payback + 5, abs=0.2)
    assert late.balance[-1] < late.planned[-1]


def test_a_month_without_figures_is_taken_as_those_beside_it() -> None:
    rows = went(count=5)
    del rows[2]
    found = looked_at(rows, date(2027, 4, 2)).forecast
    assert found is not None
    assert found.filled == (6,)
    net = [after - before for before, after in pairwise(found.balance)]
    assert net[5] == pytest.approx((net[4] + net[6]) / 2)


def test_before_launch_all_of_it_is_ahead() -> None:
    case = looked_at(launched_on=None, on=date(2027, 2, 10))
    found = case.forecast
    assert found is not None
    assert case.at.today == 6
    assert found.known == 0
    # Launched now at the earliest, whatever was planned.
    assert found.balance[6] == found.balance[0] < found.balance[8]


def test_the_chance_falls_with_what_is_known() -> None:
    well = looked_at(went()).forecast
    badly = looked_at(went(student_cost=8.0)).forecast
    assert well is not None
    assert badly is not None
    assert badly.within_target < well.within_target
    assert badly.payback > well.payback


def test_the_same_case_on_the_same_day_is_drawn_alike() -> None:
    assert looked_at(went()).forecast == looked_at(went()).forecast


def test_upkeep_that_is_rare_is_as_planned_until_one_was_to_be_paid() -> None:
    rows = went(upkeep=0.0)
    assert looked_at(rows).ahead.likely.annual_maintenance > 0
    rows = went(count=6, upkeep=0.0)
    assert looked_at(rows, date(2027, 5, 2)).ahead.likely.annual_maintenance == 0


def test_the_teacher_price_is_known_also_where_logs_do_not_tell_what_fell_back() -> None:
    rows = went({"teacher.cost_per_1k_calls": 5.0})
    told = looked_at(rows).ahead
    for row in rows:
        del row["fallback_calls"]
    untold = looked_at(rows).ahead
    assert "teacher.cost_per_1k_calls" in untold.known
    assert untold.price_month == told.price_month
    assert untold.rates["teacher.cost_per_1k_calls"] == pytest.approx(
        told.rates["teacher.cost_per_1k_calls"], rel=1e-6
    )


def test_an_approval_of_the_last_of_all_days_has_nothing_behind_it() -> None:
    assert looked_at(decision={"date": date.max}, launched_on=None).at.today == 0


def test_calls_ahead_are_drawn_as_surely_as_months_tell_them() -> None:
    case, _ = year(3, 6).ahead(date(2027, 5, 2))
    assert case.volume is not None
    drivers, _ = case.draw(20_000)
    growth = np.asarray(drivers.monthly_growth)
    slope = np.log1p(growth)
    level = np.log(np.asarray(drivers.calls_per_month)) - slope
    assert slope.mean() == pytest.approx(case.volume.slope, abs=0.05 * case.volume.slope_error)
    assert slope.std() == pytest.approx(case.volume.slope_error, rel=0.05)
    assert level.std() == pytest.approx(case.volume.level_error, rel=0.05)
    assert np.corrcoef(level, slope)[0, 1] == pytest.approx(case.volume.correlation, abs=0.02)


def test_a_plan_is_shown_as_long_as_what_became_of_it() -> None:
    found = looked_at(went(count=36), date(2029, 12, 2)).forecast
    assert found is not None
    assert len(found.planned) == len(found.balance) == len(found.band)
