"""Answers that usage gives to a case, and the reasons where it gives none, word for word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rules.usage.proposal import NotProposed, Proposal
from rules.usage.serving import latency_proposed, model_proposed, peak_proposed
from rules.usage.summary import Summary, summary
from rules.usage.tokens import cost_proposed, tokens_proposed
from rules.usage.usage import Group
from rules.usage.volume import volume_proposed
from tests.rules.usage.made import beside, group, peak, usage

NO_CALLS = group(calls=0.0)


def of(*groups: Group, months: tuple[int, int] = (6, 6), **changes: Any) -> Summary:
    return summary(usage(*groups, months=months, **changes))


def in_months(*calls: float) -> list[Group]:
    """Calls of months of 2026, from January on."""
    return [
        group(month=date(2026, month, 1), calls=one) for month, one in enumerate(calls, start=1)
    ]


def why(one: Proposal | NotProposed) -> str:
    assert isinstance(one, NotProposed)
    return one.why


def source(one: Proposal | NotProposed) -> str:
    assert isinstance(one, Proposal)
    begins = "rows of calls.csv; "
    assert one.source.startswith(begins)
    return one.source.removeprefix(begins)


# ---------------------------------------------------------------------------- volume, growth


@pytest.mark.parametrize(
    ("found", "changes", "words"),
    [
        (of(), {"counts_calls": False}, "the source counts no calls"),
        (of(group()), {"counts_calls": False}, "the source counts tokens and no calls"),
        (of(NO_CALLS), {}, "no call was answered"),
    ],
)
def test_without_calls_neither_volume_nor_growth_is_known(
    found: Summary, changes: dict[str, Any], words: str
) -> None:
    assert [why(one) for one in volume_proposed(found, beside(**changes))] == [words, words]


@pytest.mark.parametrize(
    ("calls", "volume", "said", "growth"),
    [
        ((100,), 100, "1 complete month, 2026-01", "the source has 1 complete month"),
        ((100, 120), 110, "mean of 2 complete months", "the source has 2 complete months"),
    ],
)
def test_less_than_three_months_have_a_mean_and_no_trend(
    calls: tuple[float, ...], volume: float, said: str, growth: str
) -> None:
    of_calls, trend = volume_proposed(of(*in_months(*calls), months=(1, len(calls))), beside())
    assert isinstance(of_calls, Proposal)
    assert (of_calls.value, of_calls.basis, source(of_calls)) == (volume, "measured", said)
    assert why(trend) == f"needs three complete months; {growth}"


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (
            (0, 28_000),
            "1 complete month, 2026-02, of 28 days (an average month has 8.7% more)",
        ),
        (
            (0, 0, 31_000),
            "1 complete month, 2026-03",
        ),
    ],
)
def test_a_volume_of_february_says_how_short_it_is(calls: tuple[float, ...], said: str) -> None:
    volume, _ = volume_proposed(of(*in_months(*calls), months=(1, len(calls))), beside())
    assert isinstance(volume, Proposal)
    assert (volume.value, source(volume)) == (calls[-1], said)


def test_months_that_a_gap_parts_are_no_trend() -> None:
    _, trend = volume_proposed(of(*in_months(100, 0, 100, 110), months=(1, 4)), beside())
    assert why(trend) == (
        "needs three complete months in a row; the source has 2 complete months in a row"
    )


def test_months_with_a_trend_are_taken_at_the_last() -> None:
    # Ten in a hundred more each day than the month before.
    found = of(*in_months(31_000, 30_800, 37_510), months=(1, 3))
    volume, growth = volume_proposed(found, beside())
    assert isinstance(growth, Proposal)
    assert growth.value == pytest.approx(0.1)
    assert (growth.basis, source(growth)) == (
        "measured",
        "fitted to the calls a day of 3 complete months",
    )
    assert isinstance(volume, Proposal)
    assert (volume.value, source(volume)) == (37_510, "the last of 3 complete months")


@pytest.mark.parametrize(
    ("sampled", "calls", "behind"),
    [
        (None, 1210, ", a lower bound: the source may be a sample"),
        (0.1, 12100, ", of a sample of 10%, times 10"),
    ],
)
def test_a_sample_is_no_measurement(sampled: float | None, calls: float, behind: str) -> None:
    found = of(*in_months(1000, 1100, 1210), months=(1, 3))
    volume, growth = volume_proposed(found, beside(is_sample=True, sampled=sampled))
    assert isinstance(volume, Proposal)
    assert isinstance(growth, Proposal)
    assert (volume.value, volume.basis, growth.basis) == (calls, "estimated", "estimated")
    assert source(volume) == f"the last of 3 complete months{behind}"
    assert source(growth) == "fitted to the calls a day of 3 complete months of a sample"


def test_longer_months_are_no_growth() -> None:
    """As many calls each day from February to April are as many, though February is short."""
    found = of(*in_months(0, 28_000, 31_000, 30_000), months=(1, 4))
    _, growth = volume_proposed(found, beside())
    assert isinstance(growth, Proposal)
    assert growth.value == pytest.approx(0, abs=1e-12)


def since(began: datetime, *calls: float) -> Summary:
    """Calls of months from that of a day on, of a source that reaches back to January 2026."""
    months = [
        group(month=date(2026, began.month + at, 1), calls=one, first=began, until=began)
        for at, one in enumerate(calls)
    ]
    return of(*months, months=(1, began.month + len(calls) - 1))


def test_the_month_in_which_calls_begin_is_no_growth() -> None:
    """An endpoint that is launched on the 11th has two thirds of a month, not a third less."""
    volume, growth = volume_proposed(
        since(datetime(2026, 4, 11, tzinfo=UTC), 20_000, 31_000, 30_000), beside()
    )
    assert isinstance(volume, Proposal)
    assert (volume.value, source(volume)) == (30_500, "mean of 2 complete months")
    assert "needs three complete months" in why(growth)


@pytest.mark.parametrize(
    ("day", "calls"),
    [(4, 20_000), (11, 6)],
    ids=["begun on a Saturday", "rare enough to come late by chance"],
)
def test_a_month_may_begin_with_days_without_calls(day: int, calls: float) -> None:
    found = since(datetime(2026, 4, day, tzinfo=UTC), calls, calls, calls)
    _, growth = volume_proposed(found, beside())
    assert isinstance(growth, Proposal)


def test_calls_that_have_ended_are_no_volume_of_today() -> None:
    """Whole months without any follow them, in which the source has other calls."""
    volume, growth = volume_proposed(of(*in_months(100, 110, 120), months=(1, 5)), beside())
    words = (
        "no call since 2026-03, while the source goes on to the end of 2026-05; where the calls"
        " from before are meant, say until when they count"
    )
    assert [why(volume), why(growth)] == [words, words]


def test_calls_that_come_again_have_not_ended() -> None:
    """Of a month between the file may be missing."""
    again = group(month=date(2026, 6, 1), calls=10)
    volume, _ = volume_proposed(of(*in_months(100, 110, 120), again, months=(1, 5)), beside())
    assert isinstance(volume, Proposal)


def test_calls_are_those_of_the_time_that_the_source_covers() -> None:
    """Two calls within a second of a source of twenty days are no five million a month."""
    first = datetime(2026, 6, 3, tzinfo=UTC)
    burst = group(
        calls=2, first=first, last=first + timedelta(seconds=1), until=first + timedelta(seconds=1)
    )
    days: dict[str, Any] = {"reaches_from": first, "reaches_to": first + timedelta(days=20)}
    volume, _ = volume_proposed(of(burst, **days), beside())
    assert isinstance(volume, Proposal)
    assert volume.value == pytest.approx(2 / 20 * 365.25 / 12)
    assert source(volume) == "2 calls in 20 days, no complete month, scaled to one"
    # Of what was asked for alone.
    asked = of(burst, **days, since=first, until=first + timedelta(days=5))
    volume, _ = volume_proposed(asked, beside())
    assert "2 calls in 5 days" in source(volume)


def within(hours: float) -> Summary:
    first = datetime(2026, 6, 2, tzinfo=UTC)
    last = datetime.fromtimestamp(first.timestamp() + hours * 3600, UTC)
    return of(group(first=first, last=last, until=last), reaches_from=first, reaches_to=last)


@pytest.mark.parametrize(
    ("hours", "span", "basis"),
    [
        (0.025, "90 seconds", "assumed"),
        (0.5, "30 minutes", "assumed"),
        (1.99, "119 minutes", "assumed"),
        (2, "2 hours", "assumed"),
        (47, "47 hours", "assumed"),
        (48, "2 days", "assumed"),
        (24 * 20, "20 days", "assumed"),
        (24 * 28, "28 days", "estimated"),
    ],
)
def test_less_than_a_month_is_scaled_to_one(hours: float, span: str, basis: str) -> None:
    volume, growth = volume_proposed(within(hours), beside())
    assert isinstance(volume, Proposal)
    assert volume.value == pytest.approx(100 / hours * 24 * 365.25 / 12, rel=1e-3)
    assert volume.basis == basis
    assert source(volume) == f"100 calls in {span}, no complete month, scaled to one"
    assert why(growth) == "needs three complete months; the source has no complete month"


def test_calls_of_one_moment_are_of_no_month() -> None:
    volume, _ = volume_proposed(within(0), beside())
    assert why(volume) == "all calls bear one time, so nothing tells how many a month are"


@pytest.mark.parametrize(("hours", "told"), [(0.01, "36 seconds"), (1 / 3600, "1 second")])
def test_calls_of_seconds_are_of_no_month(hours: float, told: str) -> None:
    volume, _ = volume_proposed(within(hours), beside())
    assert why(volume) == f"calls of {told} tell nothing of how many a month are"


# ---------------------------------------------------------------------------- what serves


def test_the_model_of_most_calls_is_the_teacher() -> None:
    found = of(group(calls=60.0), group(model="b", calls=40.0))
    one = model_proposed(found, beside(references={"gpt-large": "acme/gpt-large"}))
    assert isinstance(one, Proposal)
    assert (one.value, source(one)) == ("acme/gpt-large", "60% of calls")
    assert why(model_proposed(of(group(model="")), beside())) == "the source names no model"
    two_lines = model_proposed(of(group(model="gpt\nlarge")), beside())
    assert why(two_lines) == "the model's name has several lines"


def test_latency_is_that_of_calls_with_a_duration_of_their_own() -> None:
    one = latency_proposed(of(group(latency_bucket=8, calls=1.0), group()), beside())
    assert isinstance(one, Proposal)
    assert one.value == pytest.approx(2.09, rel=0.05)
    assert source(one) == "1 call that succeeded, by buckets of 9%"
    assert why(latency_proposed(of(group()), beside())) == "the source has no durations"
    assert why(latency_proposed(of(group()), beside(bucket_seconds=60))) == (
        "calls come in buckets, which have no percentiles"
    )


def test_peaks_are_held_against_the_mean() -> None:
    day = 86_400.0
    busy, calm = within(24), within(24 * 200)
    often = of(group(calls=day / 60 * 10, first=busy.first, until=busy.until))
    one = peak_proposed(often, beside(peak=peak(minute=60)))
    assert isinstance(one, Proposal)
    assert (one.value, one.basis) == (6, "measured")
    assert source(one) == "busiest minute, 2026-06-09 10:30, against the mean"
    shift = within(8)
    of_a_shift = of(group(calls=4800.0, first=shift.first, until=shift.until))
    part = peak_proposed(of_a_shift, beside(peak=peak(minute=60)))
    assert isinstance(part, Proposal)
    assert (part.value, part.basis) == (6, "assumed")
    assert source(part) == (
        "busiest minute, 2026-06-09 10:30, against the mean; less than a day, and other hours may"
        " be busier"
    )
    by_hour = peak_proposed(busy, beside(peak=peak(hour=50)))
    assert isinstance(by_hour, Proposal)
    assert (by_hour.value, by_hour.basis) == (12, "measured")
    assert source(by_hour) == "busiest hour, 2026-06-09 10:00, against the mean"
    rare = peak_proposed(calm, beside(peak=peak(hour=2)))
    assert isinstance(rare, Proposal)
    assert (rare.value, rare.basis) == (96, "assumed")
    assert source(rare) == (
        "busiest hour, 2026-06-09 10:00, against the mean; fewer than one call an hour, of which"
        " chance makes most of a peak"
    )


@pytest.mark.parametrize(
    ("hours", "seconds", "words"),
    [
        (24, 7_200, "buckets of the source are longer than an hour"),
        (0.5, 0, "needs calls over a longer time"),
        (0.5, 3_600, "needs calls over a longer time"),
    ],
)
def test_why_there_is_no_peak(hours: float, seconds: float, words: str) -> None:
    calls = within(hours)
    found = of(group(calls=2.0, first=calls.first, until=calls.until))
    assert why(peak_proposed(found, beside(peak=peak(), bucket_seconds=seconds))) == words


# ---------------------------------------------------------------------------- tokens, cost


def test_tokens_are_means_of_calls_that_tell_them() -> None:
    told = group(input_cached=250.0, cached_told=50, input_uncached=750.0)
    inside, cached, written, out = tokens_proposed(of(told), beside())
    assert isinstance(inside, Proposal)
    assert isinstance(cached, Proposal)
    assert isinstance(out, Proposal)
    assert (inside.value, cached.value, out.value) == (10, 2.5, 1)
    assert source(inside) == source(out) == "mean of 100 calls"
    assert source(cached) == "mean of 100 calls, told by 50 of 100 rows"
    assert why(written) == "the source does not tell these tokens apart"
    untold = of(group(output=0.0, output_told=0))
    *_, out = tokens_proposed(untold, beside())
    assert why(out) == "the source does not tell these tokens"
    assert (untold.input_tokens, untold.output_tokens) == (1_000, None)


@pytest.mark.parametrize(
    ("found", "counts_calls", "words"),
    [
        (of(NO_CALLS), True, ["no call was answered"] * 4),
        (of(group()), False, ["the source counts no calls"] * 4),
        (of(group(input_uncached=0.0, output=0.0)), True, ["the source has no tokens"]),
    ],
)
def test_why_there_are_no_tokens(found: Summary, counts_calls: bool, words: list[str]) -> None:
    made = tokens_proposed(found, beside(counts_calls=counts_calls))
    assert [why(one) for one in made] == words


UNPRICED = group(costed="none", cost=0.0)


def test_a_logged_cost_is_that_of_a_thousand_calls() -> None:
    one = cost_proposed(of(group()), beside())
    assert isinstance(one, Proposal)
    assert (one.value, one.basis, source(one)) == (50, "measured", "logged, 100 calls")
    part = cost_proposed(of(group(), UNPRICED), beside())
    assert isinstance(part, Proposal)
    assert (part.value, part.basis) == (50, "estimated")
    assert source(part) == "logged, 100 calls of 200 calls; the cost of the others is not known"
    untold = cost_proposed(of(group(), group(costed="untold", cost=0.0)), beside())
    assert untold == part
    billed = group(status="bill", calls=0.0, cost=10.0)
    bill = cost_proposed(of(group(costed="apart", cost=0.0), billed), beside())
    assert isinstance(bill, Proposal)
    assert (bill.value, source(bill)) == (100, "billed for the days of 100 calls")


def test_a_cost_in_dollars_becomes_money_of_the_case() -> None:
    one = cost_proposed(of(group()), beside(currency="EUR", rate=0.5))
    assert isinstance(one, Proposal)
    assert one.value == 25
    assert source(one) == "logged, 100 calls; $50 at 0.5 EUR per US dollar"
    assert why(cost_proposed(of(group()), beside(currency="EUR"))) == (
        "costs are in US dollars and the case is in EUR; set policy.usd_rate, how many EUR one US"
        " dollar is"
    )


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([NO_CALLS], "a cost per call needs calls, and none is counted"),
        ([group(cost=0.0)], "no cost is logged"),
        ([UNPRICED], "no cost is logged, and the price list has none for gpt-large"),
        (
            [UNPRICED._replace(model="")],
            "no cost is logged, and the source names no model to price it by",
        ),
        (
            [UNPRICED._replace(model=name) for name in "dbac"],
            "no cost is logged, and the price list has none for a, b, c",
        ),
    ],
)
def test_why_there_is_no_cost(groups: list[Group], words: str) -> None:
    assert why(cost_proposed(of(*groups), beside())) == words
