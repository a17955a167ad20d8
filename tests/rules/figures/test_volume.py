"""Calls month by month, held against the cash that follows from them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.policy import Policy
from rules.figures.cash import cash_flow
from rules.figures.volume import calls_by_month
from tests.rules.drivers import drivers


@given(
    growth=st.floats(-0.05, 0.1),
    share=st.floats(0.05, 1),
    launch=st.floats(0, 12),
    ramp=st.floats(0, 12),
    service=st.one_of(st.just(math.inf), st.integers(1, 36).map(float)),
)
def test_every_call_of_the_student_is_in_the_cash(
    growth: float, share: float, launch: float, ramp: float, service: float
) -> None:
    case = drivers(
        monthly_growth=growth,
        share_moved=share,
        months_to_launch=launch,
        ramp_months=ramp,
        months_of_service=service,
        upfront_total=0.0,
    )
    flows = cash_flow(case, Policy()).flows[1:]
    months = calls_by_month(case, len(flows))
    assert [one.students * 3 / 1_000 for one in months] == pytest.approx(list(flows))
    assert all(0 <= one.students <= one.all for one in months)


def test_where_the_volume_is_not_known_there_are_no_months() -> None:
    assert calls_by_month(drivers(calls_per_month=math.nan), 36) == ()
