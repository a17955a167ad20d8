"""Months, growth, percentiles and list prices: arithmetic that needs no file."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.figures.prices import ListPrice, PriceFound, PriceSet
from rules.usage.cost import at_list_price, priced, slip
from rules.usage.latency import bounds, percentile
from rules.usage.months import complete_months, days_in, last_run, monthly_growth, quantile, spread
from rules.usage.summary import Tokens

# --------------------------------------------------------------------------- months


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        # A call of the first day and one of the last are enough.
        ("2026-06-01T23:00", "2026-06-30T01:00", [6]),
        ("2026-06-02T00:00", "2026-06-30T23:00", []),
        ("2026-06-01T00:00", "2026-06-29T23:59", []),
        # A bucket ends where the next month begins.
        ("2026-06-01T00:00", "2026-07-01T00:00", [6]),
        ("2026-05-10T00:00", "2026-08-15T00:00", [6, 7]),
        ("2026-06-05T00:00", "2026-06-20T00:00", []),
        ("2025-12-01T00:00", "2026-02-01T00:00", [12, 1]),
    ],
)
def test_a_month_is_whole_where_its_first_and_last_day_have_something(
    first: str, last: str, months: list[int]
) -> None:
    assert [one.month for one in complete_months(at(first), at(last))] == months


def test_a_month_without_calls_ends_a_run() -> None:
    months = [date(2026, one, 1) for one in range(1, 7)]
    calls = {month: 10.0 for month in months if month.month != 3}
    assert [one.month for one in last_run(months, calls)] == [4, 5, 6]


def in_months(a_day: list[float]) -> dict[date, float]:
    """Calls by month, of so many a day in each of them from January on."""
    months = [date(2026 + at // 12, at % 12 + 1, 1) for at in range(len(a_day))]
    return {month: days_in(month) * calls for month, calls in zip(months, a_day, strict=True)}


@given(st.floats(-0.4, 0.2), st.integers(3, 24), st.floats(1, 1e9))
def test_steady_growth_is_found_again(growth: float, months: int, first: float) -> None:
    a_day = [first * (1 + growth) ** month for month in range(months)]
    assert monthly_growth(in_months(a_day)) == pytest.approx(growth, rel=1e-6, abs=1e-9)


def test_one_odd_month_among_steady_ones_weighs_less_than_the_ends_alone_would() -> None:
    a_day = [100.0, 110.0, 121.0, 133.1, 146.41, 100.0]
    ends = (a_day[-1] / a_day[0]) ** (1 / 5) - 1
    assert ends == pytest.approx(0)
    assert monthly_growth(in_months(a_day)) > 0.02


@given(st.lists(st.floats(0, 1e12), min_size=3, max_size=30))
def test_a_spread_lies_around_its_middle(values: list[float]) -> None:
    found = spread(values)
    assert found.low is not None
    assert found.high is not None
    assert min(values) <= found.low <= found.high <= max(values)


def test_of_two_months_there_is_no_spread() -> None:
    assert spread([1.0, 3.0]) == (2.0, None, None)
    assert quantile([1.0, 2.0, 3.0], 0.1) == pytest.approx(1.2)


# -------------------------------------------------------------------------- latency


@given(
    st.lists(st.floats(1e-4, 1e5), min_size=1, max_size=300),
    st.sampled_from([0.5, 0.9, 0.95, 0.99]),
)
def test_a_percentile_lies_in_the_bucket_that_holds_it(values: list[float], share: float) -> None:
    counts: dict[int, float] = {}
    for value in values:
        bucket = math.floor(8 * math.log(value) / math.log(2))
        counts[bucket] = counts.get(bucket, 0) + 1
    truth = sorted(values)[math.ceil(share * len(values)) - 1]
    found = percentile(counts, share)
    assert found is not None
    assert found.low <= found.value <= found.high
    # A value at the very edge may be rounded into either of two buckets.
    assert found.low * (1 - 1e-12) <= truth <= found.high * (1 + 1e-12)


def test_a_bucket_is_nine_percent_wide() -> None:
    low, high = bounds(-5)
    assert high / low == pytest.approx(1.0905, abs=1e-4)
    assert percentile({}, 0.95) is None


def test_less_than_a_call_still_has_a_percentile() -> None:
    """As a part of a sample, or where shares of calls are lost to rounding."""
    for counts in ({3: 0.4}, {1: 0.2, 3: 0.2}):
        found = percentile(counts, 0.95)
        assert found is not None
        assert (found.low, found.high) == bounds(3)
        assert found.low <= found.value <= found.high


# ----------------------------------------------------------------------------- cost


def price(**prices: ListPrice) -> PriceFound:
    return PriceFound(
        provider="acme",
        model="large",
        name="Large",
        list_name="list",
        list_version="1",
        on=date(2026, 6, 1),
        prices=PriceSet(**prices),
    )


def flat(dollars: float) -> ListPrice:
    return ListPrice(((0, dollars),))


TOKENS = Tokens(uncached=1e6, cached=2e6, written=3e6, output=4e6)


def test_each_kind_of_token_has_its_price() -> None:
    listed = price(
        input_price=flat(3),
        cached_input_price=flat(0.3),
        cache_write_price=flat(3.75),
        output_price=flat(15),
    )
    assert at_list_price(TOKENS, 100, listed) == pytest.approx(3 + 0.6 + 11.25 + 60)


def test_kinds_without_a_price_cost_what_input_does() -> None:
    listed = price(input_price=flat(3), output_price=flat(15))
    assert at_list_price(TOKENS, 100, listed) == pytest.approx(6 * 3 + 60)


def test_a_price_that_depends_on_the_length_of_a_call_is_that_of_its_mean() -> None:
    tiers = ListPrice(((0, 3.0), (200_000, 6.0)))
    listed = price(input_price=tiers, output_price=flat(15))
    few = Tokens(uncached=1e6)
    assert at_list_price(few, 10, listed) == pytest.approx(3)
    assert at_list_price(few, 2, listed) == pytest.approx(6)


def test_where_one_model_has_no_price_the_sum_has_none() -> None:
    listed = price(input_price=flat(3), output_price=flat(15))
    assert priced({"a": TOKENS, "b": TOKENS}, 10, {"a": listed}) is None
    assert priced({}, 10, {"a": listed}) is None
    both = priced({"a": TOKENS, "b": TOKENS}, 10, {"a": listed, "b": listed})
    assert both is not None
    assert both.cost == pytest.approx(2 * (18 + 60))


@pytest.mark.parametrize(
    ("ratio", "unit"),
    [
        (1, ""),
        (0.5, ""),
        (10, ""),
        (100, "cents"),
        (130, "cents"),
        (1e3, "thousandths of a dollar"),
        (1e9, "nano-dollars"),
        (0.01, "dollars times 100"),
        (0, ""),
    ],
)
def test_a_cost_off_the_list_by_a_unit_is_told(ratio: float, unit: str) -> None:
    assert slip(5 * ratio, 5) == unit
