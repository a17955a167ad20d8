"""Numbers that say what they are counted by become what the field counts by, and say how."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.answers.numbers import NotANumber, Per, Takes, Unit, parse, rates, read_typed

VOLUME = Takes(Unit.COUNT, per=rates.MONTH, nouns=("call", "request"))
TOKEN_PRICE = Takes(Unit.MONEY, "USD", rates.MILLION_TOKENS, ("input", "prompt"))
CALL_PRICE = Takes(Unit.MONEY, "USD", rates.THOUSAND_CALLS)
BILL = Takes(Unit.MONEY, "USD", rates.MONTH)
UPKEEP = Takes(Unit.MONEY, "USD", rates.YEAR)
GPU_PRICE = Takes(Unit.MONEY, "USD", rates.HOUR)
DAY_RATE = Takes(Unit.MONEY, "USD", rates.WORKING_DAY)
THROUGHPUT = Takes(Unit.PLAIN, per=rates.SECOND, nouns=("call",))
GROWTH = Takes(Unit.PERCENT, per=rates.MONTH)
TOTAL = Takes(Unit.MONEY, "USD")


@pytest.mark.parametrize(
    ("takes", "text", "likely", "how"),
    [
        (VOLUME, "200k/day", 6_083_333, "200,000 a day × 730 h ÷ 24 h"),
        (VOLUME, "200k calls per day", 6_083_333, "200,000 a day × 730 h ÷ 24 h"),
        (VOLUME, "200k daily", 6_083_333, "200,000 a day × 730 h ÷ 24 h"),
        (VOLUME, "70 per second", 183_960_000, "70 a second × 730 h × 3,600"),
        (VOLUME, "70 rps", 183_960_000, "70 a second × 730 h × 3,600"),
        (VOLUME, "70 requests/s", 183_960_000, "70 a second × 730 h × 3,600"),
        (VOLUME, "8k an hour", 5_840_000, "8,000 an hour × 730 h"),
        (VOLUME, "2.4M/year", 200_000, "2,400,000 a year ÷ 12"),
        (VOLUME, "5 per 7 seconds", 1_877_143, "5 per 7 seconds × 2,628,000 ÷ 7 (seconds)"),
        (VOLUME, "1.4M a week", 6_083_333, "1,400,000 a week × 730 h ÷ 168 h"),
        (VOLUME, "3M a quarter", 1_000_000, "3,000,000 a quarter ÷ 3"),
        (VOLUME, "100 per 2 days", 1_520.83, "100 per 2 days × 730 h ÷ 48 h"),
        (VOLUME, "0.5/day", 15.2083, "0.5 a day × 730 h ÷ 24 h"),
        (VOLUME, "5M a month", 5e6, ""),
        (VOLUME, "5M calls a month", 5e6, ""),
        (VOLUME, "5M calls", 5e6, ""),
        (TOKEN_PRICE, "$3 per 1M tokens", 3, ""),
        (TOKEN_PRICE, "$3/M", 3, ""),
        (TOKEN_PRICE, "$3 per 1M input tokens", 3, ""),
        (TOKEN_PRICE, "3 USD/1M", 3, ""),
        (TOKEN_PRICE, "$3/MTok", 3, ""),
        (TOKEN_PRICE, "$3 per million tokens", 3, ""),
        (TOKEN_PRICE, "$0.003 per 1,000 tokens", 3, "0.003 per 1,000 tokens × 1,000"),
        (TOKEN_PRICE, "0.000003 per token", 3, "0.000003 per token × 1,000,000"),
        (CALL_PRICE, "$4 per 1k calls", 4, ""),
        (CALL_PRICE, "$0.002 per call", 2, "0.002 per call × 1,000"),
        (CALL_PRICE, "$4,000 per million requests", 4, "4,000 per million requests ÷ 1,000"),
        (BILL, "$200 a day", 6_083.33, "200 a day × 730 h ÷ 24 h"),
        (BILL, "2,400 a year", 200, "2,400 a year ÷ 12"),
        (BILL, "$2.50/hour", 1_825, "2.5 an hour × 730 h"),
        (UPKEEP, "$200/month", 2_400, "200 a month × 12"),
        (GPU_PRICE, "$2 per GPU-hour", 2, ""),
        (GPU_PRICE, "$48/day", 2, "48 a day ÷ 24"),
        (GPU_PRICE, "$1,460 a month", 2, "1,460 a month ÷ 730"),
        (DAY_RATE, "$800 a day", 800, ""),
        (THROUGHPUT, "70 calls per second", 70, ""),
        (THROUGHPUT, "4,200/min", 70, "4,200 a minute ÷ 60"),
        (GROWTH, "2% a month", 0.02, ""),
    ],
)
def test_a_rate_becomes_that_of_the_field_and_says_how(
    takes: Takes, text: str, likely: float, how: str
) -> None:
    read = read_typed(text, takes)
    assert read.likely == pytest.approx(likely, rel=1e-5)
    assert read.low is None
    assert read.how == how


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("200k..300k/day", (6_083_333, 9_125_000)),
        ("200-300k/day", (6_083_333, 9_125_000)),
        ("200k to 300k a day", (6_083_333, 9_125_000)),
        ("250k (200k..300k)/day", (6_083_333, 9_125_000)),
        ("250k (200k..300k/day)", (6_083_333, 9_125_000)),
        ("250k/day (200k/day..300k/day)", (6_083_333, 9_125_000)),
        ("100k/day..4M/month", (3_041_667, 4e6)),
    ],
)
def test_a_rate_behind_the_last_number_counts_for_all(
    text: str, figures: tuple[float, float]
) -> None:
    read = read_typed(text, VOLUME)
    assert (read.low, read.high) == figures
    assert "a day × 730 h ÷ 24 h" in read.how


@pytest.mark.parametrize(
    ("takes", "text", "likely"),
    [
        (VOLUME, "200..300k/day", 7_604_166),
        (VOLUME, "1..2/year", 0.125),
        (VOLUME, "5M..5,000,001", 5_000_000.5),
        (VOLUME, "5M..5,000,001 a month", 5_000_000.5),
    ],
)
def test_the_middle_of_a_range_is_rounded_as_its_ends_are(
    takes: Takes, text: str, likely: float
) -> None:
    assert read_typed(text, takes).likely == likely


@pytest.mark.parametrize(
    ("takes", "text", "words"),
    [
        (VOLUME, "250k/day (200k..300k)", "300k has no '/day' behind it"),
        (VOLUME, "5/m", "a minute, a month or a million"),
        (VOLUME, "24/7", "does not say by what it is counted; here it is month"),
        (VOLUME, "1/2", "does not say by what it is counted"),
        (VOLUME, "5 per fortnight", "'per fortnight' does not say"),
        (VOLUME, "5 per 1M tokens", "here it is per month"),
        (CALL_PRICE, "$3/1M", "$3/1M calls or $3/1M tokens"),
        (TOKEN_PRICE, "$3 per 1.000 tokens", "does not say"),
        (TOKEN_PRICE, "$3 per 0 tokens", "does not say"),
        (TOKEN_PRICE, "$3 per 1M output tokens", "does not say"),
        (TOKEN_PRICE, "$3 a day", "here it is per million tokens"),
        (DAY_RATE, "$100/hour", "here it is per day"),
        (GROWTH, "27% a year", "growth compounds"),
        (TOTAL, "$200 a month", "One number is asked for, not one per month"),
    ],
)
def test_what_cannot_be_exchanged_is_refused_with_what_counts_here(
    takes: Takes, text: str, words: str
) -> None:
    with pytest.raises(NotANumber) as refused:
        read_typed(text, takes)
    assert words in str(refused.value)


def test_a_month_is_730_hours_and_a_year_twelve_of_them() -> None:
    hour = rates.HOUR.size
    assert rates.MONTH.size == 730 * hour
    assert rates.YEAR.size == 12 * rates.MONTH.size == 365 * 24 * hour


def test_a_unit_of_ones_own_is_no_rate_where_nothing_is_known_of_it() -> None:
    per_label = Takes(Unit.MONEY, per=Per("label", Decimal(1), "label"))
    assert read_typed("0.5 per label", per_label).likely == 0.5
    with pytest.raises(NotANumber, match="not one per day"):
        parse("5 per day", Unit.MONEY)


def test_what_lies_around_a_rate_is_exchanged_as_a_whole() -> None:
    for text in ("200k/day \u00b1 10%", "200k \u00b1 20k/day"):
        found = read_typed(text, VOLUME)
        ends = [read_typed(f"{one}k/day", VOLUME).likely for one in (200, 180, 220)]
        assert [found.likely, found.low, found.high] == pytest.approx(ends, abs=1)
        assert "a day \u00d7 730 h \u00f7 24 h" in found.how
