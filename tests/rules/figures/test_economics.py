"""Headline figures: by hand, by the laws they obey, and the same for floats and arrays."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.answers.slack import above, at_most
from rules.figures.economics import Drivers, break_even_calls_per_month, headline, payback_months
from rules.figures.ops import NEVER
from tests.rules.drivers import anything, as_arrays, drivers, hosted, hosting, size, unhosted


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def test_every_figure_by_hand() -> None:
    head = headline(
        drivers(
            calls_per_month=2_000_000.0,
            share_moved=0.5,
            fallback_rate=0.1,
            fixed_cost_per_month=600.0,
            redistillation_cost_per_year=4_000.0,
            monitoring_per_month=100.0,
            error_rate_increase=0.001,
            cost_per_error=0.5,
        )
    )
    assert head.handled_calls_per_month == 1_000_000
    assert head.monthly_savings == close(1_000 * (0.9 * 4 - 1) - 600)
    assert head.teacher_cost_per_1k == 4
    assert head.student_cost_per_1k == close(1 + 0.4 + 0.6)
    assert head.student_cost_per_1k_with_maintenance == close(2 + 5_200 / 12_000)
    assert head.payback_months == close(6)
    assert head.annual_maintenance == 5_200
    assert head.annual_net_benefit == close(24_000 - 5_200)
    assert head.annual_error_cost == close(6_000)
    assert head.annual_net_after_errors == close(12_800)
    assert head.net_payback_months == close(12 * 12_000 / 12_800)
    assert head.annual_teacher_spend == close(96_000)
    assert head.spend_reduction == close(0.25)
    assert head.fixed_cost_per_month == 600
    assert not head.nets_nothing


def test_without_savings_nothing_is_ever_recovered() -> None:
    for student in (4.0, 5.0):
        head = headline(drivers(student_cost_per_1k=student))
        assert head.payback_months == NEVER
        assert head.net_payback_months == NEVER
        assert head.nets_nothing


def test_savings_that_are_only_rounding_never_recover_anything() -> None:
    rounding = drivers(fixed_cost_per_month=3_000.0 - 4e-13)
    assert 0 < headline(rounding).monthly_savings < 1e-12
    assert headline(rounding).payback_months == NEVER


def test_a_free_project_is_paid_back_at_once_where_it_saves_anything() -> None:
    assert headline(drivers(upfront_total=0.0)).payback_months == 0
    assert headline(drivers(upfront_total=0.0, student_cost_per_1k=4.0)).payback_months == NEVER


@pytest.mark.parametrize("unknown", [one for one in Drivers._fields if one != "hosting"])
def test_what_is_not_known_makes_only_what_needs_it_not_known(unknown: str) -> None:
    head = headline(drivers(**{unknown: math.nan}))
    needs = {
        "calls_per_month": (True, True),
        "share_moved": (True, True),
        "fallback_rate": (True, True),
        "teacher_cost_per_1k": (True, True),
        "student_cost_per_1k": (True, True),
        "fixed_cost_per_month": (True, True),
        "upfront_total": (True, False),
    }.get(unknown, (False, False))
    assert (math.isnan(head.payback_months), math.isnan(head.monthly_savings)) == needs


@given(unhosted)
def test_the_textbook_formulas_hold_without_fallback_and_fixed_cost(drawn: Drivers) -> None:
    simple = drawn._replace(share_moved=1.0, fallback_rate=0.0, fixed_cost_per_month=0.0)
    head = headline(simple)
    volume, teacher, student = (
        simple.calls_per_month,
        simple.teacher_cost_per_1k,
        simple.student_cost_per_1k,
    )
    savings = (teacher - student) / 1_000 * volume
    assert head.monthly_savings == close(savings)
    assert head.student_cost_per_1k == close(student)
    if savings > 1e-6 * volume * teacher:
        assert head.payback_months == close(simple.upfront_total / savings)
    assert head.annual_net_benefit == close(12 * head.monthly_savings - head.annual_maintenance)


@given(anything)
def test_savings_are_the_handled_calls_times_the_difference_of_the_all_in_costs(
    drawn: Drivers,
) -> None:
    head = headline(drawn)
    difference = head.teacher_cost_per_1k - head.student_cost_per_1k
    scale = (
        head.handled_calls_per_month
        / 1_000
        * max(head.teacher_cost_per_1k, head.student_cost_per_1k)
    )
    assert head.monthly_savings == pytest.approx(
        head.handled_calls_per_month / 1_000 * difference, rel=1e-9, abs=1e-9 * scale
    )
    assert 12 * head.monthly_savings == pytest.approx(
        head.spend_reduction * head.annual_teacher_spend, rel=1e-9, abs=1e-9
    )


@given(unhosted, size(1, 1e3))
def test_more_volume_never_lengthens_payback_without_hosting(drawn: Drivers, more: float) -> None:
    before = payback_months(drawn)
    after = payback_months(drawn.at_volume(drawn.calls_per_month * more))
    assert at_most(after, before)


@given(anything, size(0.001, 10))
def test_a_dearer_student_never_shortens_payback(drawn: Drivers, more: float) -> None:
    dearer = drawn._replace(student_cost_per_1k=drawn.student_cost_per_1k + more)
    assert not above(payback_months(drawn), payback_months(dearer))


@given(anything, size(0.1, 1e6))
def test_a_higher_upfront_never_shortens_payback(drawn: Drivers, more: float) -> None:
    dearer = drawn._replace(upfront_total=drawn.upfront_total + more)
    assert not above(payback_months(drawn), payback_months(dearer))


@given(anything, st.floats(0, 1))
def test_a_cheaper_teacher_never_shortens_payback(drawn: Drivers, factor: float) -> None:
    assert not above(payback_months(drawn), payback_months(drawn.at_teacher_price(factor)))


@given(anything)
def test_payback_alone_is_the_payback_of_the_headline(drawn: Drivers) -> None:
    assert payback_months(drawn) == headline(drawn).payback_months


def test_another_volume_leaves_upfront_and_maintenance_alone() -> None:
    half = headline(drivers(redistillation_cost_per_year=6_000.0).at_volume(500_000.0))
    assert half.payback_months == close(8)
    assert half.annual_maintenance == 6_000
    assert half.annual_net_benefit == close(12_000)


def test_break_even_by_hand() -> None:
    assert break_even_calls_per_month(drivers(), 12) == close(1_000 / 0.003)
    assert break_even_calls_per_month(
        drivers(share_moved=0.5, fixed_cost_per_month=500.0), 12
    ) == close(1_500 / 0.003 / 0.5)
    assert break_even_calls_per_month(drivers(student_cost_per_1k=4.0), 12) == NEVER
    assert break_even_calls_per_month(drivers(upfront_total=0.0), 12) == 0


def test_break_even_covers_upkeep_too() -> None:
    # 18,000 a year are 1,500 a month, more than the 1,000 that payback takes.
    upkeep = drivers(redistillation_cost_per_year=12_000.0, monitoring_per_month=500.0)
    assert break_even_calls_per_month(upkeep, 12) == close(1_500 / 0.003)
    assert break_even_calls_per_month(upkeep, 6) == close(2_000 / 0.003)
    assert break_even_calls_per_month(upkeep._replace(hosting=hosting()), 12) == close(2e3 / 0.003)
    free = upkeep._replace(upfront_total=0.0)
    assert break_even_calls_per_month(free, 12) == close(1_500 / 0.003)


def test_break_even_with_hosting_by_hand() -> None:
    # A call saves 0.003 and a replica serves a million for 500. 12,000 within 12 months takes
    # 1,000 a month: (1,000 + 500) / 0.003 calls on the first replica.
    assert break_even_calls_per_month(drivers(hosting=hosting()), 12) == close(500_000)
    two = hosting(min_replicas=2.0)
    assert break_even_calls_per_month(drivers(hosting=two), 12) == close(2_000 / 0.003)
    # At 1,900 each, two replicas pay in time, but the third only from 2,233,333 calls on, which is
    # (1,000 + 3 * 1,900) / 0.003; from the fourth on a replica pays as soon as it is needed.
    saw = hosting(cost_per_replica=1_900.0)
    assert break_even_calls_per_month(drivers(hosting=saw), 12) == close(6_700 / 0.003)
    assert payback_months(drivers(hosting=saw).at_volume(1_900_000.0)) < 12
    assert payback_months(drivers(hosting=saw).at_volume(2_100_000.0)) > 12
    full = hosting(cost_per_replica=3_000.0)
    assert break_even_calls_per_month(drivers(hosting=full), 12) == NEVER
    assert break_even_calls_per_month(drivers(hosting=hosting(cost_per_replica=2_999.0)), 12) > 1e8


def carries(drawn: Drivers, months: float, slack: float = 0.0) -> bool:
    """Whether a case pays back in time and its savings cover its upkeep."""
    figures = headline(drawn)
    spent = 12 * figures.student_spend_per_month + figures.annual_maintenance
    return bool(
        figures.payback_months <= months * (1 + slack)
        and figures.annual_net_benefit >= -slack * spent
    )


@given(anything, st.sampled_from([1.0, 6.0, 12.0, 30.0]))
def test_at_break_even_the_case_carries_and_just_below_it_does_not(
    drawn: Drivers, months: float
) -> None:
    volume = break_even_calls_per_month(drawn, months)
    assume(0 < volume < 1e12)
    assert carries(drawn.at_volume(volume * (1 + 1e-7)), months, 1e-6)
    just_below = volume * (1 - 1e-6)
    if drawn.hosting is not None:
        # With one replica less it may be in time again.
        replica = drawn.hosting.capacity / drawn.share_moved
        assume(just_below > math.floor(volume / replica) * replica * (1 + 1e-8))
    assert not carries(drawn.at_volume(just_below), months)


@given(hosted(), st.sampled_from([6.0, 12.0]))
def test_break_even_with_hosting_is_the_last_crossing_of_a_scan(
    drawn: Drivers, months: float
) -> None:
    volume = break_even_calls_per_month(drawn, months)
    assume(0 < volume < 1e12)
    assert drawn.hosting is not None
    replica = drawn.hosting.capacity / drawn.share_moved
    beyond = [volume * (1 + step / 50) for step in range(1, 60)]
    # Just above each edge a further replica has to be paid: the hardest volumes to pay back.
    first = math.floor(volume / replica) + 1
    beyond += [(first + step) * replica * (1 + 1e-6) for step in range(60)]
    assert all(carries(drawn.at_volume(each), months, 1e-6) for each in beyond)


@given(hosted(), st.one_of(st.just(1.0), size(1, 10)), st.integers(1, 1_000))
def test_no_volume_is_the_last_late_one_where_a_replica_costs_all_it_can_save(
    drawn: Drivers, factor: float, replicas: int
) -> None:
    assume(drawn.saving_per_call > 1e-9)
    assert drawn.hosting is not None
    capacity = drawn.hosting.capacity
    dear = drawn._replace(
        hosting=drawn.hosting._replace(cost_per_replica=capacity * drawn.saving_per_call * factor),
    )
    assert break_even_calls_per_month(dear, 12) == NEVER
    just_beyond = replicas * capacity / drawn.share_moved * (1 + 1e-6)
    assert payback_months(dear.at_volume(just_beyond)) == NEVER


@settings(max_examples=40)
@given(st.lists(anything, min_size=1, max_size=4))
def test_arrays_give_what_floats_give(cases: list[Drivers]) -> None:
    np = pytest.importorskip("numpy")
    from rules.figures.ops import array_ops

    alike, stacked = as_arrays(cases)
    together = headline(stacked, array_ops())
    for index, one in enumerate(alike):
        alone = headline(one)
        for name in alone._fields:
            value = np.broadcast_to(getattr(together, name), len(alike))[index]
            assert value == pytest.approx(getattr(alone, name), rel=1e-12, nan_ok=True), name
        assert payback_months(stacked, array_ops())[index] == pytest.approx(
            payback_months(one), rel=1e-12
        )
        assert break_even_calls_per_month(stacked, 12.0, array_ops())[index] == pytest.approx(
            break_even_calls_per_month(one, 12.0), rel=1e-12
        )
