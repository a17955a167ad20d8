"""Drivers of the arithmetic, and strategies that draw them wide."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from rules.figures.economics import Drivers
from rules.figures.worksheets import Hosting

PLAIN: dict[str, Any] = {
    "calls_per_month": 1_000_000.0,
    "monthly_growth": 0.0,
    "share_moved": 1.0,
    "fallback_rate": 0.0,
    "teacher_cost_per_1k": 4.0,
    "annual_price_change": 0.0,
    "student_cost_per_1k": 1.0,
    "fixed_cost_per_month": 0.0,
    "hosting": None,
    "upfront_total": 12_000.0,
    "months_to_launch": 0.0,
    "ramp_months": 0.0,
    "redistillation_cost_per_year": 0.0,
    "monitoring_per_month": 0.0,
    "error_rate_increase": 0.0,
    "cost_per_error": 0.0,
}
"""A million calls that save 3 per thousand: 3,000 a month for 12,000, so 4 months."""


def drivers(**changes: Any) -> Drivers:
    return Drivers(**{**PLAIN, **changes})


def hosting(**changes: float) -> Hosting:
    """A replica that serves 1,000,000 calls a month at target load for 500 a month."""
    numbers: dict[str, float] = {
        "cost_per_replica": 500.0,
        "calls_per_second_per_replica": 1.0,
        "peak_to_average": 1.0,
        "target_load": 1.0,
        "min_replicas": 1.0,
        "hours_per_month": 1_000_000 / 3_600,
    }
    return Hosting(**{**numbers, **changes})


def size(low: float, high: float) -> st.SearchStrategy[float]:
    """Amounts over several orders of magnitude."""
    return st.floats(0, 1).map(lambda part: low * (high / low) ** part)


def amounts(most: float) -> st.SearchStrategy[float]:
    return st.one_of(st.just(0.0), size(most / 1e4, most))


hostings = st.builds(
    Hosting,
    cost_per_replica=amounts(5_000),
    calls_per_second_per_replica=size(0.05, 50),
    peak_to_average=size(1, 6),
    target_load=size(0.2, 1),
    min_replicas=st.sampled_from([0.0, 1.0, 1.5, 2.0, 5.0]),
    hours_per_month=st.sampled_from([300.0, 730.0]),
)

unhosted = st.builds(
    Drivers,
    calls_per_month=size(1e3, 1e8),
    monthly_growth=st.floats(-0.1, 0.1),
    share_moved=size(0.05, 1),
    fallback_rate=st.one_of(st.just(0.0), size(0.001, 0.9)),
    teacher_cost_per_1k=size(0.1, 50),
    annual_price_change=st.floats(-0.5, 0.5),
    student_cost_per_1k=amounts(20),
    fixed_cost_per_month=amounts(20_000),
    hosting=st.none(),
    upfront_total=amounts(500_000),
    months_to_launch=st.sampled_from([0.0, 0.5, 2.0, 6.0]),
    ramp_months=st.sampled_from([0.0, 1.0, 2.5, 6.0]),
    redistillation_cost_per_year=amounts(50_000),
    monitoring_per_month=amounts(5_000),
    error_rate_increase=amounts(0.05),
    cost_per_error=amounts(2),
    undivided_bill=st.just(math.nan),
    months_of_service=st.sampled_from([math.inf, math.inf, math.inf, 0.0, 3.0, 20.0]),
)


@st.composite
def hosted(draw: st.DrawFn) -> Drivers:
    return draw(unhosted)._replace(hosting=draw(hostings))


anything = st.one_of(unhosted, hosted())


def as_arrays(cases: list[Drivers]) -> tuple[list[Drivers], Drivers]:
    """Cases with the hosting and the service of the first one, each by itself and in one."""
    import numpy as np

    hosting, service = cases[0].hosting, cases[0].months_of_service
    alike = [one._replace(hosting=hosting, months_of_service=service) for one in cases]
    columns: dict[str, Any] = {
        name: np.array([getattr(case, name) for case in alike])
        for name in Drivers._fields
        if name not in ("hosting", "months_of_service")
    }
    return alike, Drivers(**columns, hosting=hosting, months_of_service=service)
