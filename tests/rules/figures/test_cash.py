"""Cash figures: by hand, against brute force, and the same for floats and arrays."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import accumulate, pairwise

import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.answers.policy import Policy
from rules.figures import cash as arithmetic
from rules.figures.cash import HIGHEST_IRR, CashFlow, cash_flow, irr, net_present_value
from rules.figures.economics import Drivers
from rules.figures.ops import NEVER
from tests.rules.drivers import amounts, anything, as_arrays, drivers, hosting, size

YEAR = Policy(horizon_months=12)


def close(values: object) -> object:
    return pytest.approx(values, rel=1e-9, abs=1e-9)


def payback_by_definition(cash: CashFlow) -> float:
    """The first month from which cash stays at or above 0; rounding is no debt."""
    rounding = 1e-9 * max(abs(amount) for amount in cash.balance)
    for month in range(len(cash.balance)):
        if all(amount >= -rounding for amount in cash.balance[month:]):
            if month == 0:
                return 0.0
            return (month - 1) + -cash.balance[month - 1] / cash.flows[month]
    return NEVER


def present_value(flows: Sequence[float], rate: float) -> float:
    return sum(flow / (1 + rate) ** (month / 12) for month, flow in enumerate(flows))


def test_flat_months_pay_back_like_the_headline() -> None:
    cash = cash_flow(drivers(), YEAR)
    assert cash.flows == close((-12_000, *[3_000] * 12))
    assert cash.balance == close([-12_000 + 3_000 * month for month in range(13)])
    assert cash.payback_months == close(4)


def test_payback_is_interpolated_within_a_month() -> None:
    assert cash_flow(drivers(upfront_total=13_500.0), YEAR).payback_months == close(4.5)


def test_nothing_happens_before_launch_and_the_ramp_is_linear() -> None:
    cash = cash_flow(
        drivers(months_to_launch=1.5, ramp_months=2.0, monitoring_per_month=100.0), YEAR
    )
    assert cash.flows[:6] == close((-12_000, 0, 0, 1_400, 2_900, 2_900))


def test_growth_prices_errors_and_upkeep_by_hand() -> None:
    cash = cash_flow(
        drivers(
            monthly_growth=0.1,
            annual_price_change=-0.19,
            fallback_rate=0.5,
            fixed_cost_per_month=50.0,
            redistillation_cost_per_year=1_200.0,
            error_rate_increase=0.001,
            cost_per_error=0.2,
        ),
        Policy(horizon_months=7),
    )
    assert cash.flows[1] == close(1_000 * (2 - 1) - 50 - 100 - 200)
    handled = 1_000_000 * 1.1**6
    assert cash.flows[7] == close(handled / 1_000 * (2 * 0.9 - 1 - 0.2) - 150)


def test_replicas_are_counted_anew_for_each_month() -> None:
    cash = cash_flow(drivers(hosting=hosting(), monthly_growth=0.1), YEAR)
    assert cash.flows[1] == close(3_000 - 500)
    assert cash.flows[2] == close(3_300 - 1_000)
    assert cash.flows[9] == close(3_000 * 1.1**8 - 1_500)


def test_idle_hardware_is_paid_for_during_the_ramp() -> None:
    cash = cash_flow(drivers(hosting=hosting(min_replicas=2.0), ramp_months=6.0), YEAR)
    assert cash.flows[1] == close(500 - 1_000)


def test_cash_that_sinks_again_is_not_paid_back() -> None:
    sinking = drivers(monthly_growth=-0.3, monitoring_per_month=1_000.0, upfront_total=2_500.0)
    cash = cash_flow(sinking, YEAR)
    assert max(cash.balance) > 0 > cash.balance[-1]
    assert cash.payback_months == NEVER


def test_a_free_project_that_only_gains_is_paid_back_at_once() -> None:
    assert cash_flow(drivers(upfront_total=0.0), YEAR).payback_months == 0


def test_a_free_project_that_loses_first_is_not_paid_back_at_once() -> None:
    slow = drivers(upfront_total=0.0, ramp_months=6.0, fixed_cost_per_month=1_000.0)
    assert cash_flow(slow, YEAR).payback_months > 1


@pytest.mark.parametrize("monthly", [0.1, 0.7, 1 / 3, 123.45, 1e-7, 1e9])
@pytest.mark.parametrize("horizon", [7, 36, 100])
def test_cash_that_is_zero_on_paper_in_the_last_month_is_back(monthly: float, horizon: int) -> None:
    policy = Policy(horizon_months=horizon)
    even = drivers(
        teacher_cost_per_1k=monthly,
        student_cost_per_1k=0.0,
        calls_per_month=1_000.0,
        upfront_total=horizon * monthly,
    )
    assert cash_flow(even, policy).payback_months == close(horizon)
    dearer = even._replace(upfront_total=horizon * monthly * (1 + 1e-6))
    assert cash_flow(dearer, policy).payback_months == NEVER


def test_what_is_not_known_leaves_cash_not_known() -> None:
    cash = cash_flow(drivers(calls_per_month=math.nan), YEAR)
    assert math.isnan(cash.payback_months)
    assert math.isnan(cash.npv)
    assert irr(cash.flows) is None


@given(anything, st.sampled_from([1, 12, 36]), st.sampled_from([0.0, 0.1, 1.0, -0.5]))
def test_cash_by_its_definition(drawn: Drivers, horizon: int, rate: float) -> None:
    cash = cash_flow(drawn, Policy(horizon_months=horizon, discount_rate=rate))
    scale = max(abs(one) for one in (*cash.flows, *cash.balance))
    assert len(cash.flows) == len(cash.balance) == horizon + 1
    assert cash.balance == pytest.approx(list(accumulate(cash.flows)), abs=1e-9 * scale)
    discounted = sum(abs(one) for one in cash.flows) * max(1, (1 + rate) ** (-horizon / 12))
    assert cash.npv == pytest.approx(present_value(cash.flows, rate), abs=1e-9 * discounted)
    lowest = min(abs(one) for one in cash.balance)
    assume(lowest > 1e-6 * scale)
    assert cash.payback_months == pytest.approx(payback_by_definition(cash), rel=1e-9, abs=1e-9)


@given(anything, st.sampled_from([1, 36]))
def test_a_present_value_alone_is_that_of_the_cash_to_the_last_digit(
    drawn: Drivers, horizon: int
) -> None:
    policy = Policy(horizon_months=horizon)
    assert net_present_value(drawn, policy) == cash_flow(drawn, policy).npv


@given(anything)
def test_a_dearer_student_never_brings_cash_back_sooner(drawn: Drivers) -> None:
    dearer = drawn._replace(student_cost_per_1k=drawn.student_cost_per_1k + 0.5)
    before, after = (cash_flow(one, Policy()).payback_months for one in (drawn, dearer))
    assert after >= before - 1e-6


@given(
    st.lists(amounts(1e5), max_size=20),
    size(1, 1e6),
    st.lists(amounts(1e5), max_size=40),
    size(1, 1e6),
    st.sampled_from([1.0, -1.0]),
)
def test_the_value_at_the_irr_is_nothing(
    early: list[float], first: float, late: list[float], last: float, sign: float
) -> None:
    flows = [-sign * flow for flow in (first, *early)] + [sign * flow for flow in (*late, last)]
    rate = irr(flows)
    if rate is None:
        at_highest = present_value(flows, HIGHEST_IRR)
        assert at_highest * sign > -1e-9 * max(first, last)
        return
    assert -1 <= rate <= HIGHEST_IRR * (1 + 1e-9)
    if rate < -0.99:  # 1 + rate has lost too many digits to discount by
        return
    terms = [flow / (1 + rate) ** (month / 12) for month, flow in enumerate(flows)]
    assert sum(terms) == pytest.approx(0, abs=1e-7 * max(abs(term) for term in terms))


@given(anything)
def test_an_irr_exists_only_where_the_flows_change_sign_once(drawn: Drivers) -> None:
    flows = cash_flow(drawn, Policy()).flows
    signs = [flow > 0 for flow in flows if flow]
    if sum(before != after for before, after in pairwise(signs)) != 1:
        assert irr(flows) is None


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, *[0] * 11, 110], 0.1),
        ([-100, *[0] * 11, 100], 0.0),
        ([-100, *[0] * 11, 50], -0.5),
        ([0, -100, *[0] * 11, 110], 0.1),
        ([100, *[0] * 11, -110], 0.1),
        ([-1, *[0] * 11, 100.9], 99.9),
    ],
)
def test_irr_by_hand(flows: list[float], rate: float) -> None:
    assert irr(flows) == pytest.approx(rate, abs=1e-9)


@pytest.mark.parametrize("gain", [16, 20, 25, 28.28, 50, 97.3, 400])
def test_an_irr_is_found_in_few_looks(gain: float, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    polynomial = arithmetic._polynomial

    def counted(coefficients: Sequence[float], x: float) -> tuple[float, float]:
        looks.append(x)
        return polynomial(coefficients, x)

    monkeypatch.setattr(arithmetic, "_polynomial", counted)
    for months in (12, 24, 36, 60):
        looks.clear()
        irr([-150, -30, *[gain] * months])
        # Where rounding takes the last step out of the bracket, its halves are not gone through.
        assert len(looks) <= 30


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [0, 0],
        [-1, -2],
        [5, 5],
        [-1, 3, -1],
        [-1, *[0] * 11, 101.1],
        [-1, math.inf],
        [math.nan, 1],
        [-1, 1e9],
    ],
)
def test_there_is_no_irr(flows: list[float]) -> None:
    assert irr(flows) is None


@given(st.lists(st.floats(allow_nan=False), max_size=40))
def test_an_irr_of_any_flows_is_a_finite_number_or_none(flows: list[float]) -> None:
    rate = irr(flows)
    assert rate is None or -1 <= rate <= HIGHEST_IRR * (1 + 1e-9)


@settings(max_examples=40)
@given(st.lists(anything, min_size=1, max_size=3))
def test_arrays_give_what_floats_give(cases: list[Drivers]) -> None:
    pytest.importorskip("numpy")
    from rules.figures.ops import array_ops

    alike, stacked = as_arrays(cases)
    together = cash_flow(stacked, Policy(), array_ops())
    for index, one in enumerate(alike):
        alone = cash_flow(one, Policy())
        scale = max(abs(amount) for amount in alone.balance)
        assert together.npv[index] == pytest.approx(alone.npv, rel=1e-9, abs=1e-9 * scale)
        assert [flow[index] for flow in together.flows] == pytest.approx(
            list(alone.flows), rel=1e-9, abs=1e-9 * scale
        )
        if min(abs(amount) for amount in alone.balance) > 1e-6 * scale:
            assert together.payback_months[index] == pytest.approx(alone.payback_months, rel=1e-9)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_of_few_or_many_elements_each_is_what_it_would_be_alone(share: float) -> None:
    np = pytest.importorskip("numpy")
    from rules.figures.ops import array_ops

    rng = np.random.default_rng(1)
    holds, amounts, divisors = rng.random(500) < share, rng.random(500), rng.random(500) + 1
    kept = amounts.copy()
    found = array_ops().few(holds, lambda a, b: 3 * a / b, amounts, amounts, divisors)
    alone = [3 * a / b if h else a for h, a, b in zip(holds, amounts, divisors, strict=True)]
    assert found.tolist() == alone
    assert amounts.tolist() == kept.tolist()


# ------------------------------------------------------- against an independent library

FLOWS = 1_000


def random_flows(rng: random.Random) -> list[float]:
    """Any flows: mostly an outlay and what it brings, some with several roots or none."""
    months = rng.randint(1, 60)
    scale = 10 ** rng.uniform(0, 9)
    kind = rng.random()
    if kind < 0.6:
        late = [rng.uniform(0, 1) * rng.choice((0, 1, 1, 1)) for _ in range(months)]
        flows = [-rng.uniform(0.05, 1.5) * (sum(late) or 1.0), *late]
    elif kind < 0.7:
        # Just what was spent comes back: the rate is zero.
        late = [float(rng.randint(0, 9)) for _ in range(months)]
        flows = [-(sum(late) or 1.0), *late]
    elif kind < 0.9:
        flows = [rng.uniform(-1, 1) for _ in range(months + 1)]
    else:
        sign = rng.choice((-1, 1))
        flows = [sign * rng.uniform(0.01, 1) for _ in range(months + 1)]
    return [scale * flow for flow in flows]


def test_irr_is_that_of_an_independent_library() -> None:
    rng = random.Random(33)
    compared = 0
    for _ in range(FLOWS):
        flows = random_flows(rng)
        signs = [flow > 0 for flow in flows if flow]
        changes = sum(before != after for before, after in pairwise(signs))
        rate = irr(flows)
        monthly = pyxirr.irr(flows, silent=True)
        if changes != 1:
            assert rate is None, flows
        elif monthly is not None and rate is not None:
            compared += 1
            if rate < -0.99:  # 1 + rate has lost too many digits
                assert rate == pytest.approx((1 + monthly) ** 12 - 1, rel=1e-9), flows
            else:  # the library's rate is a month's
                assert (1 + rate) ** (1 / 12) == pytest.approx(1 + monthly, rel=1e-9), flows
        elif monthly is not None:
            assert (1 + monthly) ** 12 - 1 > HIGHEST_IRR * (1 - 1e-9), flows
    assert compared > FLOWS / 2


def test_npv_is_that_of_an_independent_library() -> None:
    rng = random.Random(34)
    for _ in range(FLOWS):
        flat = drivers(
            calls_per_month=10 ** rng.uniform(3, 9),
            monthly_growth=rng.choice((0.0, rng.uniform(-0.5, 0.25))),
            annual_price_change=rng.choice((0.0, rng.uniform(-0.9, 2))),
            months_to_launch=float(rng.randint(0, 12)),
            ramp_months=float(rng.randint(0, 12)),
            upfront_total=10 ** rng.uniform(0, 7),
        )
        rate = rng.choice((0.0, 0.1, rng.uniform(0, 1)))
        cash = cash_flow(flat, Policy(discount_rate=rate, horizon_months=rng.randint(1, 120)))
        expected = pyxirr.npv((1 + rate) ** (1 / 12) - 1, list(cash.flows))
        largest = max(abs(flow) for flow in cash.flows)
        assert cash.npv == pytest.approx(expected, rel=1e-9, abs=1e-9 * largest)


# ------------------------------------------------------------- years, ends, retirement


@given(anything, st.sampled_from([1, 11, 12, 13, 36]))
def test_years_add_up_to_what_the_account_shows(drawn: Drivers, horizon: int) -> None:
    cash = cash_flow(drawn, Policy(horizon_months=horizon))
    scale = max(abs(one) for one in (*cash.flows, *cash.balance))
    years = cash.net_by_year
    assert len(years) == math.ceil(horizon / 12)
    assert cash.first_year_net == years[0]
    assert sum(years) - drawn.upfront_total == pytest.approx(cash.balance[-1], abs=1e-9 * scale)


def savings_end_by_definition(cash: CashFlow, launch: int, last: int) -> int | None:
    nothing = 1e-9 * max(map(abs, cash.flows[1:]))
    for month in range(launch + 1, last + 1):
        rest = cash.flows[month : last + 1]
        if all(net <= nothing for net in rest) and any(
            net > nothing for net in cash.flows[1:month]
        ):
            return month
    return None


@given(anything)
def test_savings_end_by_their_definition(drawn: Drivers) -> None:
    cash = cash_flow(drawn, Policy())
    last = int(min(36, drawn.months_of_service))
    expected = savings_end_by_definition(cash, math.ceil(drawn.months_to_launch), last)
    assert cash.savings_end_month == expected


def test_savings_end_where_the_price_has_fallen_below_the_students_cost() -> None:
    # 4 a thousand, halved each year, is below 1 from the 25th month on: 4 / 2^(24/12) = 1.
    falling = drivers(annual_price_change=-0.5)
    cash = cash_flow(falling, Policy())
    assert cash.flows[24] > 0
    assert cash.savings_end_month == 25
    assert cash_flow(drivers(), Policy()).savings_end_month is None
    assert cash_flow(drivers(student_cost_per_1k=5.0), Policy()).savings_end_month is None


def test_a_model_that_is_retired_already_leaves_nothing_in_any_month() -> None:
    gone = drivers()._replace(months_of_service=-2.0)
    policy = Policy(horizon_months=4)
    cash = cash_flow(gone, policy)
    assert cash.flows == (-gone.upfront_total, 0, 0, 0, 0)
    assert net_present_value(gone, policy) == -gone.upfront_total


def test_the_end_of_service_is_no_end_of_savings() -> None:
    falling = drivers(annual_price_change=-0.5, months_of_service=24.0)
    assert cash_flow(falling, Policy()).savings_end_month is None
    longer = falling._replace(months_of_service=26.0)
    assert cash_flow(longer, Policy()).savings_end_month == 25


@given(anything, st.integers(0, 40))
def test_retirement_cuts_the_flows_off_and_changes_none_before(drawn: Drivers, last: int) -> None:
    forever = cash_flow(drawn._replace(months_of_service=NEVER), Policy())
    ended = cash_flow(drawn._replace(months_of_service=float(last)), Policy())
    assert ended.flows[: last + 1] == forever.flows[: last + 1]
    assert not any(ended.flows[last + 1 :])
