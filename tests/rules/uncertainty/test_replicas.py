"""Closed forms against walking from replica to replica, which they replace."""

from __future__ import annotations

import math

from hypothesis import assume, example, given
from hypothesis import strategies as st

from rules.uncertainty.replicas import Load, most_hours, smallest_load
from tests.rules.drivers import size

whole_and_not = st.sampled_from([0.0, 1.0, 1.5, 2.0, 5.0, 40.0])


def cost(load: Load, handled: float) -> float:
    return max(load.least, math.ceil(handled / load.capacity * (1 - 1e-9))) * load.cost


@given(
    handled=size(1, 300),
    capacity=size(1, 20),
    price=size(0.1, 50),
    least=whole_and_not,
    saving=size(0.1, 20),
    part=st.floats(0, 1, exclude_max=True),
)
@example(handled=5.0, capacity=1.0, price=1.0, least=1.0, saving=2.0, part=0.6)
def test_a_falling_load_fails_where_the_first_tooth_does(
    handled: float, capacity: float, price: float, least: float, saving: float, part: float
) -> None:
    load = Load(handled, capacity, price, least)
    left = handled * saving - cost(load, handled)
    assume(left > 0)
    needed = left * part

    found = smallest_load(load, saving, needed)

    # From tooth to tooth: each falls to the volume that one replica less could serve.
    for replicas in range(int(load.replicas), 0, -1):
        fails = (needed + max(least, replicas) * price) / saving
        emptied = (replicas - 1) * capacity
        if replicas <= least or fails > emptied * (1 + 1e-9):
            break
    assert found <= handled * (1 + 1e-9)
    assert math.isclose(found, fails, rel_tol=1e-6)


@given(
    hours=size(100, 4_000),
    handled=size(1, 300),
    capacity=size(1, 20),
    least=whole_and_not,
    spare=size(1.001, 4),
)
@example(hours=3_600.0, handled=5.0, capacity=1.0, least=0.0, spare=1.05)
def test_hours_fail_where_a_scan_first_does(
    hours: float, handled: float, capacity: float, least: float, spare: float
) -> None:
    load = Load(handled, capacity, 1.0, least)
    # So near to a whole number of replicas that rounding decides, a scan proves nothing.
    exact = handled / capacity
    assume(exact == round(exact) or abs(exact - round(exact)) > 1e-7 * exact)
    affordable = max(load.replicas, least) * spare
    taken, budget = handled / capacity * hours, affordable * hours

    def fails(at: float) -> bool:
        return max(least, math.ceil(taken / at * (1 - 1e-9))) * at > budget * (1 + 1e-9)

    assume(not fails(hours))

    found = most_hours(hours, load, affordable)

    beyond = found + (found - hours) * 1e-6
    assert fails(beyond) or fails(found * (1 + 1e-6)) or fails(found * (1 - 1e-6))
    reach = abs(found - hours) * (1 - 1e-6)
    for part in range(1, 500):
        for side in (-1, 1):
            at = hours + side * reach * part / 500
            assert at <= 0 or not fails(at), at


def test_so_many_replicas_that_nobody_could_count_them() -> None:
    load = Load(handled=1e300, capacity=1e-3, cost=1e-9, least=1.0)
    assert math.isclose(load.replicas, 1e303, rel_tol=1e-8)
    found = smallest_load(load, saving=1.0, needed=1e299)
    assert math.isclose(found, 1e299, rel_tol=1e-3)
