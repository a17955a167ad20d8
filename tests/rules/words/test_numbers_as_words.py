"""What holds of every number in words: something is never nothing, sums add up."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.words.money import Words
from rules.words.wording import (
    between,
    count,
    in_three_digits,
    months,
    percent,
    plural,
    points,
    relative,
    seconds,
    span,
)

positive = st.floats(min_value=0, exclude_min=True, max_value=1e300)
amounts = st.floats(min_value=0.01, max_value=1e12)


def number_in(said: str) -> float:
    """The number that a text shows, its sign in front of it."""
    found = re.search(r"-?[^\d.-]*([\d,]*\.?\d+(?:e[-+]?\d+)?)", said)
    assert found is not None
    return float(found[1].replace(",", "")) * (-1 if found[0].startswith("-") else 1)


@given(positive)
def test_what_is_something_never_reads_as_nothing(number: float) -> None:
    for said in (
        Words().money(number),
        months(number),
        percent(number),
        points(number),
        count(number),
    ):
        assert number_in(said) > 0 or "just over" in said


@given(positive)
def test_what_is_below_nothing_keeps_its_sign(number: float) -> None:
    for said in (Words().money(-number), percent(-number)):
        assert said.startswith("-") or "just under" in said


@given(st.floats(0, 1, exclude_max=True))
def test_what_is_not_all_of_it_is_not_said_to_be(share: float) -> None:
    assume(share < 1 - 1e-9)
    assert percent(share) != "100%"
    assert percent(-share) != "-100%"


@given(st.floats(-1e12, 1e12))
def test_money_is_told_to_two_digits_or_better(amount: float) -> None:
    assume(abs(amount) >= 1e-4)
    shown = number_in(Words().money(amount))
    assert shown == pytest.approx(amount, rel=0.06)


@pytest.mark.parametrize(
    ("amount", "said"), [(3.325, "$3.33"), (0.0945, "$0.095"), (151.5, "$152")]
)
def test_a_sum_a_hair_beside_an_amount_reads_as_it_does(amount: float, said: str) -> None:
    for one in (math.nextafter(amount, 0), amount, math.nextafter(amount, math.inf)):
        assert Words().money(one) == said


@given(st.floats(0.05, 11_999))
def test_months_are_told_to_a_tenth_wherever_they_stand(number: float) -> None:
    assert abs(number_in(months(number)) - number) <= (0.5 if number >= 99.9 else 0.05) + 1e-9


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (223_200.4, "\u00a5223,200"),
        (45.3, "\u00a545"),
        (-99.997, "-\u00a5100"),
        (9.96, "\u00a510"),
        (4.53, "\u00a54.5"),
        (4.0, "\u00a54"),
        (0.454, "\u00a50.45"),
        (0.0, "\u00a50"),
        (0.00001, "just over \u00a50"),
    ],
)
def test_what_has_no_cents_is_told_without_any(amount: float, said: str) -> None:
    assert Words("JPY").money(amount) == said
    for currency in ("KRW", "VND", "CLP", "XOF"):
        assert Words(currency).money(45.3) == f"{currency} 45"
    assert Words("CNY").money(45.3) == "CNY 45.30"


def test_a_short_amount_has_no_cents_either_where_there_are_none() -> None:
    assert Words("JPY").short_money(-45.3) == "-\u00a545"
    assert Words().short_money(-45.3) == "-$45.3"
    assert Words("JPY").short_money(45_300) == "\u00a545.3k"


@given(st.lists(st.floats(10, 1e12), min_size=1, max_size=8))
def test_parts_without_cents_are_their_sum_as_printed(parts: list[float]) -> None:
    words = Words("JPY")
    shown = [number_in(one) for one in words.summands(parts)]
    assert all(one == int(one) for one in shown)
    assert abs(math.fsum(shown) - number_in(words.money(math.fsum(parts)))) <= 1e-9


def test_a_small_difference_without_cents_is_told_without_any() -> None:
    words = Words("KRW")
    planned, more = words.adding_up([1_000.4, 45.3], put_right=1)
    assert (words.money(planned), words.money(more)) == ("KRW 1,000", "KRW 46")


def test_parts_of_a_cent_add_up() -> None:
    told = [Words().money(one) for one in (0.05, 0.004, 0.05 + 0.004)]
    assert told == ["$0.05", "$0.004", "$0.054"]


@given(st.lists(amounts, min_size=1, max_size=8))
def test_parts_as_printed_are_their_sum_as_printed(parts: list[float]) -> None:
    words = Words()
    shown = [number_in(one) for one in words.summands(parts)]
    total = number_in(words.money(math.fsum(parts)))
    assert all(one > 0 for one in shown)
    for part, one in zip(parts, shown, strict=True):
        assert abs(one - part) <= len(parts)
    last_digit = 1 if total >= 100 else 0.01 if total >= 1 else total / 100
    assert abs(math.fsum(shown) - total) <= max(last_digit, 0.01 * len(parts)) + 1e-9


@given(st.lists(st.floats(0.01, 30), min_size=1, max_size=3))
def test_small_parts_add_up_to_the_cent(parts: list[float]) -> None:
    assume(1 <= math.fsum(parts) < 99.9)
    words = Words()
    shown = math.fsum(number_in(one) for one in words.summands(parts))
    assert abs(shown - number_in(words.money(math.fsum(parts)))) <= 0.005 + 1e-9


def test_what_upkeep_leaves_of_a_small_saving_adds_up() -> None:
    left, upkeep = 17.447477, 25.397191
    assert Words().money(left + upkeep) == "$42.84"
    assert Words().summands([left, upkeep]) == ["$17.45", "$25.39"]


def test_what_explains_a_gap_adds_up_whichever_way_its_parts_go() -> None:
    assert Words().summands([-13_320.4, -9_986.4, 2_764.4, -0.0]) == [
        "-$13,320",
        "-$9,986",
        "$2,764",
        "$0",
    ]
    parts = [5_024.5, -7_660.5, 508.5]
    assert Words().money(math.fsum(parts)) == "-$2,128"
    assert Words().summands(parts) == ["$5,024", "-$7,660", "$508"]
    # To nothing, too, and with the amount put right that is asked for.
    assert Words().summands([100.6, -100.6], put_right=1) == ["$101", "-$101"]
    assert Words().summands([200.4, 100.4, -100.9], put_right=1) == ["$200", "$101", "-$101"]
    # One that is told to the cent is not a dollar off.
    assert Words().summands([660.36, 92.42], put_right=1)[1] == "$92.42"
    assert Words().summands([1_000.45, 300.45, 61.8], put_right=2) == ["$1,001", "$300", "$61.80"]


def test_the_rounding_of_many_parts_is_put_right_where_it_moved_them_most() -> None:
    parts = [100.5 + 1e-9] * 4 + [1000.0]
    assert Words().summands(parts) == ["$100", "$100", "$101", "$101", "$1,000"]
    assert Words().money(math.fsum(parts)) == "$1,402"


def test_an_amount_that_is_told_in_full_stays_as_it_was_answered() -> None:
    days, labels, training = 21_000.0, 881.4, 300.4
    assert Words().money(days + labels + training) == "$22,182"
    assert Words().summands([days, labels, training]) == ["$21,000", "$882", "$300"]
    # What lies below the last digit of the sum as printed is not looked for in another amount.
    assert Words().money(88.6 + 71.84 + 100) == "$260"
    assert Words().summands([88.6, 71.84, 100.0]) == ["$88.60", "$71.84", "$100"]
    assert Words().summands([61.0, 54.0, 92.4]) == ["$61.00", "$54.00", "$92.40"]


@given(st.lists(st.one_of(amounts, amounts.map(lambda one: -one)), min_size=1, max_size=8))
def test_no_part_is_told_further_off_than_the_number_above_or_below_it(parts: list[float]) -> None:
    words = Words()
    for part, said in zip(parts, words.summands(parts), strict=True):
        shown = number_in(said)
        assert abs(shown - part) < (1 if abs(shown) >= 100 else 0.01) + 1e-9 * abs(part)


def test_what_upkeep_takes_beyond_the_savings_adds_up() -> None:
    net, upkeep = -1_000.4, 1_234.55
    assert Words().money(net + upkeep) == "$234"
    assert Words().summands([net, upkeep]) == ["-$1,000", "$1,234"]


@given(st.lists(st.one_of(amounts, amounts.map(lambda one: -one)), min_size=1, max_size=4))
def test_parts_that_are_taken_off_add_up_as_printed_too(parts: list[float]) -> None:
    total = math.fsum(parts)
    assume(abs(total) >= 100)
    shown = [number_in(one) for one in Words().summands(parts)]
    last_digits = 1 if any(abs(one) < 100 for one in parts) else 0
    assert abs(math.fsum(shown) - number_in(Words().money(total))) <= last_digits + 1e-9


def test_a_subtotal_adds_up_with_its_parts_as_printed() -> None:
    left, errors, upkeep = 18_057_412.6, 0.0, 5_148_553.3
    assert Words().summands([left, errors, upkeep]) == ["$18,057,413", "$0", "$5,148,553"]
    assert Words().subtotal([left, errors, upkeep], 2) == "$18,057,413"
    assert Words().subtotal([-100.23, 7.07, 585.32], 2, put_right=0) == "-$93.16"
    # $9,977 less $18,172, and not what -$8,200 and $5.50 come to by themselves.
    assert Words().subtotal([-8200.35, 5.5, 18_172.06], 2, put_right=0) == "-$8,195"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (0, "0%"),
        (0.25, "+25%"),
        (-0.8, "-80%"),
        (0.002, "+0.2%"),
        (-0.000_3, "-0.03%"),
        (8.99, "+899%"),
        (9, "×10"),
        (63.66, "×65"),
        (1_118.54, "×1,120"),
        (-0.999_052, "-99.9%"),
        (-0.999_999_9, "-99.99999%"),
        (-1, "-100%"),
        (1e-12, "just over 0%"),
    ],
)
def test_a_change_is_told_in_percent_or_in_times(change: float, said: str) -> None:
    assert relative(change) == said


def test_ends_that_are_printed_alike_are_said_as_one() -> None:
    assert span("$1", "$2") == "$1 to $2"
    assert span(months(0.01), months(0.02)) == "less than 0.1 months"
    assert between("1", "2") == "between 1 and 2"
    assert between(count(1_000_100), count(1_000_200)) == "at about 1M"


def test_one_replica_is_one_and_two_are_more() -> None:
    said = [plural(one, "replica", "replicas") for one in (1, 2, 1.5, 1 + 1e-9)]
    assert said == ["1 replica", "2 replicas", "1.5 replicas", "1 replica"]
    many = [plural(one, "row", "rows") for one in (12_345, 999_999, 1_234_567)]
    assert many == ["12,345 rows", "999,999 rows", "1.23M rows"]


@pytest.mark.parametrize(
    ("number", "told"),
    [(1.834, "1.83"), (999.6, "1,000"), (1_234.5, "1,230"), (4.567e7, "45,700,000")],
)
def test_three_digits_have_no_exponent(number: float, told: str) -> None:
    assert in_three_digits(number) == told
    assert seconds(number) == f"{told} s"
