"""Typed numbers: each is understood as shown, or refused with what could be meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.answers.numbers import (
    EXAMPLES,
    Figures,
    NotANumber,
    Unit,
    parse,
    parse_whole,
    spell,
    spell_range,
)
from tests.held import held_against

MONEY, COUNT, PERCENT = Unit.MONEY, Unit.COUNT, Unit.PERCENT
MONTHS, SECONDS, PLAIN = Unit.MONTHS, Unit.SECONDS, Unit.PLAIN

UNDERSTOOD = [
    # text, unit, likely
    ("1 200", COUNT, 1_200),
    ("1,200", COUNT, 1_200),
    ("\n1200\n", COUNT, 1_200),
    ("1\u202f200", COUNT, 1_200),
    ("1\u00a0200", COUNT, 1_200),
    ("1_200_000", COUNT, 1_200_000),
    ("1_2", COUNT, 12),
    ("1,200,000.5", COUNT, 1_200_000.5),
    ("6M", COUNT, 6e6),
    ("6 m", COUNT, 6e6),
    ("40k", COUNT, 40_000),
    ("1.5 million", COUNT, 1.5e6),
    ("6 Mio.", COUNT, 6e6),
    ("$6 Mio.", MONEY, 6e6),
    ("6 Mio. USD", MONEY, 6e6),
    ("1.5Mrd.", COUNT, 1.5e9),
    ("20 Tsd.", MONEY, 20_000),
    ("\uff16\uff2d", COUNT, 6e6),
    ("\uff11\uff0c\uff12\uff10\uff10", COUNT, 1_200),
    ("\uff12\uff05", PERCENT, 0.02),
    ("\u3000\uff041\uff0e5\u3000", MONEY, 1.5),
    ("2bn", COUNT, 2e9),
    ("3e3", COUNT, 3_000),
    ("3E-3", COUNT, 0.003),
    ("$12", MONEY, 12),
    ("$4.20", MONEY, 4.2),
    ("-$4.20", MONEY, -4.2),
    ("$-4.20", MONEY, -4.2),
    ("USD 5", MONEY, 5),
    ("5 USD", MONEY, 5),
    ("5k USD", MONEY, 5_000),
    ("5 $", MONEY, 5),
    ("5 MIO", MONEY, 5e6),
    ("12k", MONEY, 12_000),
    ("50%", PERCENT, 0.5),
    ("12%", PERCENT, 0.12),
    ("0.5%", PERCENT, 0.005),
    ("7 percent", PERCENT, 0.07),
    ("2", PERCENT, 0.02),
    ("0", PERCENT, 0),
    ("-3", PERCENT, -0.03),
    ("1", PERCENT, 0.01),
    ("100", PERCENT, 1),
    ("29%", PERCENT, 0.29),
    ("2", MONTHS, 2),
    ("2 months", MONTHS, 2),
    ("1.5y", MONTHS, 18),
    ("800ms", SECONDS, 0.8),
    ("1.8 s", SECONDS, 1.8),
    (".5", PLAIN, 0.5),
    ("5.", PLAIN, 5),
    ("+5", PLAIN, 5),
    ("\u22125", PLAIN, -5),
    ("1.200", PLAIN, 1.2),
]


@pytest.mark.parametrize(("text", "unit", "likely"), UNDERSTOOD)
def test_a_number_is_understood_as_typed(text: str, unit: Unit, likely: float) -> None:
    assert parse(text, unit, "USD") == Figures(likely)


RANGES = [
    ("4.5M..8M", COUNT, (6.25e6, 4.5e6, 8e6)),
    ("6M (4.5M..8M)", COUNT, (6e6, 4.5e6, 8e6)),
    ("6M(4.5M..8M)", COUNT, (6e6, 4.5e6, 8e6)),
    ("3 to 5", PLAIN, (4, 3, 5)),
    ("3\u20135", PLAIN, (4, 3, 5)),
    ("3\u20265", PLAIN, (4, 3, 5)),
    ("-3..-1", PLAIN, (-2, -3, -1)),
    ("1e3..2M", COUNT, (1_000_500, 1_000, 2e6)),
    ("2..2", PLAIN, (2, 2, 2)),
    ("$3k..$5k", MONEY, (4_000, 3_000, 5_000)),
    ("$3k..5k", MONEY, (4_000, 3_000, 5_000)),
    ("3k..5k USD", MONEY, (4_000, 3_000, 5_000)),
    ("0..5M", COUNT, (2.5e6, 0, 5e6)),
    ("1%..3%", PERCENT, (0.02, 0.01, 0.03)),
    ("1..3%", PERCENT, (0.02, 0.01, 0.03)),
    ("1..3", PERCENT, (0.02, 0.01, 0.03)),
    ("1..3 months", MONTHS, (2, 1, 3)),
    ("1y..2y", MONTHS, (18, 12, 24)),
    ("1..2 s", SECONDS, (1.5, 1, 2)),
]


@pytest.mark.parametrize(("text", "unit", "figures"), RANGES)
def test_a_range_is_understood_as_typed(
    text: str, unit: Unit, figures: tuple[float, float, float]
) -> None:
    assert parse(text, unit, "USD") == Figures(*figures)


@pytest.mark.parametrize(
    ("text", "unit", "figures"),
    [
        ("2-4", COUNT, (3, 2, 4)),
        ("2M-4M", COUNT, (3e6, 2e6, 4e6)),
        ("2 - 4", PLAIN, (3, 2, 4)),
        ("2\u22124", PLAIN, (3, 2, 4)),
        ("2\u20104", PLAIN, (3, 2, 4)),
        ("2\u20144", PLAIN, (3, 2, 4)),
        ("$3k - $5k", MONEY, (4_000, 3_000, 5_000)),
        ("USD 3-5", MONEY, (4, 3, 5)),
        ("1-3%", PERCENT, (0.02, 0.01, 0.03)),
        ("3M (2M-4M)", COUNT, (3e6, 2e6, 4e6)),
        ("-3--1", PLAIN, (-2, -3, -1)),
        ("1e-1-2e-1", PLAIN, (0.15, 0.1, 0.2)),
        ("1,200-1,500", COUNT, (1_350, 1_200, 1_500)),
    ],
)
def test_a_dash_between_two_numbers_makes_a_range(
    text: str, unit: Unit, figures: tuple[float, float, float]
) -> None:
    assert parse(text, unit, "USD") == Figures(*figures)


@pytest.mark.parametrize(
    ("text", "unit", "figures", "how"),
    [
        ("3-4M", COUNT, (3.5e6, 3e6, 4e6), "M counts for both ends: 3M to 4M"),
        ("3..4M", COUNT, (3.5e6, 3e6, 4e6), "3 itself is written 3..4,000,000"),
        ("3\u20134M", COUNT, (3.5e6, 3e6, 4e6), "3M to 4M"),
        ("$4..8k", MONEY, (6_000, 4_000, 8_000), "k counts for both ends: 4k to 8k"),
        ("3 to 4 million", COUNT, (3.5e6, 3e6, 4e6), "3 million to 4 million"),
        ("5M (4..8M)", COUNT, (5e6, 4e6, 8e6), "M counts for both ends: 4M to 8M"),
        ("5 (4..8M)", COUNT, (5e6, 4e6, 8e6), "M counts for all three: 5M (4M..8M)"),
        ("1..2y", MONTHS, (18, 12, 24), "1y to 2y; 1 itself is written 1..24"),
        ("1..800ms", SECONDS, (0.4005, 0.001, 0.8), "ms counts for both ends"),
        ("0.5..2%", PERCENT, (0.0125, 0.005, 0.02), "% counts for both ends: 0.5% to 2%"),
    ],
)
def test_an_ending_behind_the_last_number_counts_for_those_before_it_and_says_so(
    text: str, unit: Unit, figures: tuple[float, float, float], how: str
) -> None:
    read = parse(text, unit, "USD")
    assert read[:3] == figures
    assert how in read.how


@pytest.mark.parametrize(
    "mark",
    [*"\u00ad\u200b\u200e\u200f\u202a\u202d\u202e\u2060\u2064\u2066\u2069\ufeff"],
)
def test_marks_that_do_not_show_are_no_part_of_a_number(mark: str) -> None:
    assert parse(f"{mark}3,000,000{mark}", COUNT) == Figures(3e6)
    assert parse(f"3{mark}M", COUNT) == Figures(3e6)
    assert parse_whole(f"{mark}3,0{mark}00") == 3_000
    assert parse(f"{mark}1.5M{mark}..{mark}2.5M", COUNT) == Figures(2e6, 1.5e6, 2.5e6)


TWO_READINGS = [
    ("1,5", COUNT, ("1.5", "15")),
    ("1.200,50", COUNT, ("1200.50", "1.20050")),
    ("1.234.567", COUNT, ("1234567", "1.234567")),
    ("1,2345", COUNT, ("1.2345", "12345")),
    ("0,5", PLAIN, ("0.5", "5")),
    ("0,200", PLAIN, ("0.200", "200")),
    ("0,000", PLAIN, ("0.000", "0")),
    ("1,5%", PERCENT, ("1.5", "15")),
    ("0.5", PERCENT, ("0.5%", "50%")),
    ("-0.02", PERCENT, ("-0.02%", "-2%")),
    ("900..1.5k", COUNT, ("900..1.5k", "900..1,500")),
    ("2 (0..4M)", COUNT, ("mean 2 ", "2M")),
    ("-3-5", PLAIN, ("-3..5", "-5..-3")),
    ("-3%-5%", PERCENT, ("-3%..5%", "-5%..-3%")),
    ("1...5", PLAIN, ("1..5", "0.5..1")),
    ("0...5", PLAIN, ("0..5", "0..0.5")),
    ("3...5M", COUNT, ("3..5M", "0.5M..3")),
]


@pytest.mark.parametrize(("text", "unit", "readings"), TWO_READINGS)
def test_what_can_be_read_in_two_ways_is_refused_with_both(
    text: str, unit: Unit, readings: tuple[str, str]
) -> None:
    with pytest.raises(NotANumber) as refused:
        parse(text, unit)
    for reading in readings:
        assert reading in str(refused.value)


@pytest.mark.parametrize("text", ["5e-324", "-5e-324", "1e-300", "0.5e-99"])
def test_two_readings_of_an_extreme_number_stay_short(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse(text, PERCENT)
    assert f"{text}% or " in str(refused.value)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", COUNT),
        (" \n ", COUNT),
        ("abc", COUNT),
        ("2%x", PERCENT),
        ("12k", PERCENT),
        ("50%", COUNT),
        ("50%", MONEY),
        ("5 percent", PLAIN),
        ("$5", COUNT),
        ("800ms", COUNT),
        ("6M", SECONDS),
        ("12k", MONTHS),
        ("3-", PLAIN),
        ("3-4-5", PLAIN),
        ("3-x", PLAIN),
        ("..5", PLAIN),
        ("5..", PLAIN),
        ("1..2..3", PLAIN),
        ("(1..2)", PLAIN),
        ("5 (1..2", PLAIN),
        ("1..2 (1..3)", PLAIN),
        ("1 2", PLAIN),
        ("1,23,456", PLAIN),
        ("1.5.2", PLAIN),
        ("12:30", PLAIN),
        ("0x10", PLAIN),
        ("1e", PLAIN),
        ("1e5e5", PLAIN),
        ("1e5k", COUNT),
        ("inf", PLAIN),
        ("nan", PLAIN),
        ("--5", PLAIN),
        ("1e9999", PLAIN),
        ("1e-9999", PLAIN),
        ("1\u0663", PLAIN),
        ("1\u00b2", PLAIN),
        ("1\x002", PLAIN),
        ("\u200b", PLAIN),
        ("1\t200", PLAIN),
        ("12\n13", PLAIN),
        ("1" * 121, PLAIN),
        ("1" * 1_000_000, PLAIN),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(text: str, unit: Unit) -> None:
    with pytest.raises(NotANumber) as refused:
        parse(text, unit)
    assert 10 < len(str(refused.value)) < 250


REFUSED = (
    *(
        (text, COUNT)
        for text in (
            "", "x", "5q", "1 2", "$5", "5%", "1,5", "1.234,5", "1,23,4", "12,345.678.9", "-1-5",
            "3...5", "1..2..3", "8..5", "9 (4..8)", "4..8 (6)", "900..1.5k", "2 (0..4M)", "1e400",
            "1e-400", "1\n2", "1" * 121, "5/day",
        )
    ),
    ("\u20ac5", MONEY),
    ("0.5", PERCENT),
    ("x", PERCENT),
    ("x", MONTHS),
    ("x", SECONDS),
    ("x", PLAIN),
)  # fmt: skip


def test_each_refusal_reads_as_it_did_in_a_sentence_and_in_a_word() -> None:
    lines = []
    for text, unit in REFUSED:
        with pytest.raises(NotANumber) as refused:
            parse(text, unit, "USD")
        lines.append(f"{text!r}, {unit}: {refused.value} [{refused.value.word}]\n")
    held_against("numbers.txt", "".join(lines))


def test_a_likely_value_outside_its_range_is_refused() -> None:
    with pytest.raises(NotANumber, match=r"9M.*outside.*4.5M\.\.8M"):
        parse("9M (4.5M..8M)", COUNT)


@pytest.mark.parametrize(
    ("text", "unit", "turned"),
    [
        ("5..3", COUNT, "3..5"),
        ("8M..4.5M", COUNT, "4.5M..8M"),
        ("4 (5..3)", COUNT, "4 (3..5)"),
        ("1.5k..900", MONEY, "900..1,500"),
        ("3..1", PERCENT, "1%..3%"),
    ],
)
def test_a_range_that_runs_backwards_is_shown_the_right_way_round(
    text: str, unit: Unit, turned: str
) -> None:
    with pytest.raises(NotANumber) as caught:
        parse(text, unit)
    assert str(caught.value) == f"The range runs backwards; write {turned}"
    assert parse(turned, unit).low is not None


def test_examples_of_money_fit_any_currency() -> None:
    for text in EXAMPLES[MONEY].split(" or "):
        assert parse(text, MONEY, "GBP").likely > 0


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$5", "USD"),
        ("$5", "CAD"),
        ("US$5", "USD"),
        ("CA$ 5", "CAD"),
        ("USD5", "USD"),
        ("$5 USD", "USD"),
        ("$5 CAD", "CAD"),
        ("5 usd", "USD"),
        ("usd 5", "USD"),
        ("US $5", "USD"),
        ("USD $5", "USD"),
        ("5 US$", "USD"),
        ("5US$", "USD"),
        ("0.005k US$", "USD"),
        ("CN\u00a55", "CNY"),
        ("JP\u00a5 5", "JPY"),
        ('"$5"', "USD"),
        ("'5", "USD"),
        ("\u201c5\u201d", "USD"),
        ("$5 USD", ""),
        ("\u20ac5", "EUR"),
        ("\u00a35", "GBP"),
        ("\u00a55", "JPY"),
        ("\u00a55", "CNY"),
        ("\uffe55", "JPY"),
        ("0.000005 Mio.\u20ac", "EUR"),
        ("\u20b95", "INR"),
        ("CHF 5", "CHF"),
        ("\u20ac5", ""),
    ],
)
def test_a_sign_of_the_cases_currency_is_accepted(text: str, currency: str) -> None:
    assert parse(text, MONEY, currency).likely == 5


def test_signs_of_two_currencies_are_refused_where_the_case_has_none() -> None:
    with pytest.raises(NotANumber, match="Not a number"):
        parse("$5 EUR", MONEY)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("$5", "EUR"), ("\u20ac5", "USD"), ("EUR 5", "USD"), ("\u20ac3..5", "USD"), ("$5", "CHF")],
)
def test_a_sign_of_another_currency_is_refused_by_name(text: str, currency: str) -> None:
    with pytest.raises(NotANumber, match=currency):
        parse(text, MONEY, currency)


@pytest.mark.parametrize("unit", Unit)
def test_the_example_of_a_unit_is_accepted(unit: Unit) -> None:
    for example_text in EXAMPLES[unit].split(" or "):
        parse(example_text, unit, "USD")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (6e6, COUNT, "6M"),
        (1_234_567, COUNT, "1,234,567"),
        (1_500, MONEY, "1.5k"),
        (999, MONEY, "999"),
        (0.02, PERCENT, "2%"),
        (0.29, PERCENT, "29%"),
        (4.2, MONEY, "4.2"),
        (0, PLAIN, "0"),
        (1_500, MONTHS, "1,500"),
        (-2.5e9, COUNT, "-2.5B"),
        (1e300, COUNT, "1e300"),
        (5e-324, PLAIN, "5e-324"),
    ],
)
def test_a_number_is_spelled_the_usual_way(value: float, unit: Unit, text: str) -> None:
    assert spell(value, unit) == text


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, st.sampled_from(Unit))
@example(1.7976931348623157e308, PERCENT)
@example(-1.7976931348623157e308, COUNT)
@example(5e-324, PERCENT)
@example(2.2250738585072014e-308, MONEY)
@example(0.1 + 0.2, PERCENT)
@example(9_007_199_254_740_993.0, COUNT)
def test_what_is_spelled_is_read_back_as_the_same_number(value: float, unit: Unit) -> None:
    assert parse(spell(value, unit), unit) == Figures(value)


@given(st.integers(-(10**12), 10**12), st.integers(0, 9), st.sampled_from(Unit))
def test_a_decimal_as_people_write_it_is_read_back(digits: int, places: int, unit: Unit) -> None:
    value = digits / 10**places
    assert parse(spell(value, unit), unit) == Figures(value)


@pytest.mark.parametrize("rough", ["~", "~ ", "\u2248", "ca. ", "ca.", "ca ", "about ", "Around "])
@given(st.integers(-(10**12), 10**12), st.integers(0, 9), st.sampled_from(Unit))
def test_a_rough_number_is_taken_as_it_stands_and_that_is_said(
    rough: str, digits: int, places: int, unit: Unit
) -> None:
    value = digits / 10**places
    found = parse(f"{rough}{spell(value, unit)}", unit)
    assert found._replace(how="") == Figures(value)
    assert found.how == "taken as it stands; a range says how far it may lie off"


def test_a_range_that_is_rough_is_the_range() -> None:
    for text in ("~6M (4M..8M)", "about 4M to about 8M", "~4M..~8M", "ca. 4M..8M", "ca. 4-8M"):
        found = parse(text, COUNT)
        assert (found.likely, found.low, found.high) == (6e6, 4e6, 8e6)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.sampled_from([MONEY, COUNT, PLAIN]))
@pytest.mark.parametrize("sign", ["\u00b1", " +/- ", " +- ", "+/\u2212"])
def test_what_lies_around_a_number_is_a_range(sign: str, likely: int, off: int, unit: Unit) -> None:
    found = parse(f"{likely}{sign}{off}", unit)
    assert found == Figures(likely, likely - off, likely + off)


@given(st.integers(-(10**9), 10**9), st.integers(0, 300))
def test_a_share_around_a_number_is_one_of_it(likely: int, share: int) -> None:
    found = parse(f"{likely} \u00b1 {share}%", COUNT)
    off = abs(likely) * share / 100
    assert found.likely == likely
    assert (found.low, found.high) == pytest.approx((likely - off, likely + off))
    assert found.how == f"{share}% of it either way"


@pytest.mark.parametrize(
    ("text", "unit", "readings"),
    [
        ("6 \u00b1 1M", COUNT, "6M \u00b1 1M or 6 \u00b1 1,000,000"),
        ("6M \u00b1 1", COUNT, "6M \u00b1 1M or 6,000,000 \u00b1 1"),
        ("5% \u00b1 1%", PERCENT, "4%..6% or 4.95%..5.05%"),
        ("5 +/- 1", PERCENT, "4%..6% or 4.95%..5.05%"),
        ("~-3-5", COUNT, "-3..5 or -5..-3"),
        ("~1,5", COUNT, "1.5 or 15"),
        ("~0.5", PERCENT, "0.5% or 50%"),
    ],
)
def test_what_is_rough_and_could_be_two_numbers_is_refused_with_both(
    text: str, unit: Unit, readings: str
) -> None:
    with pytest.raises(NotANumber) as caught:
        parse(text, unit)
    assert f"could mean {readings}; write" in str(caught.value)


@pytest.mark.parametrize("sign", ["~", "\uff5e", "\u301c", " ~ ", "\uff5e "])
def test_a_tilde_behind_a_number_makes_a_range(sign: str) -> None:
    for text in (f"4M{sign}8M", f"4{sign}8M", f"~4M{sign}8M", f"6M (4M{sign}8M)"):
        assert parse(text, COUNT)[:3] == (6e6, 4e6, 8e6)
    assert parse(f"2%{sign}4%", PERCENT)[:3] == (0.03, 0.02, 0.04)
    assert parse(f"$2{sign}$4", MONEY)[:3] == (3, 2, 4)


@pytest.mark.parametrize(
    "text",
    ["6M", "1,234,567", "1.5M", "6 Mio", "ca. 6M", "4M..8M", "6M (4M..8M)", "4M to ~8M", "1e3"],
)
@pytest.mark.parametrize("stop", [".", "\uff0e", "\u3002"])
def test_the_full_stop_of_a_sentence_is_no_part_of_a_number(text: str, stop: str) -> None:
    assert parse(f"{text}{stop}", COUNT) == parse(text, COUNT)


def test_a_full_stop_ends_what_stands_behind_a_number_too() -> None:
    assert parse("12%.", PERCENT).likely == 0.12
    assert parse("4.20 USD.", MONEY, "USD").likely == 4.2
    assert parse_whole("1,234.") == 1_234


@pytest.mark.parametrize("text", ["1.234.", "4.20.", "6M..", "6M .", ".", "M."])
def test_a_full_stop_that_could_be_another_point_is_refused(text: str) -> None:
    for unit in (COUNT, MONEY):
        with pytest.raises(NotANumber):
            parse(text, unit)


@pytest.mark.parametrize(
    "text",
    ["6M\u00b1", "\u00b16M", "6M \u00b1 -1M", "6\u00b11\u00b12", "6..7 \u00b1 1",
     "6M \u00b1 1M (5M..7M)", "about", "~", "CA 5", "about6", "6M..", "4M~",
     "4M-~8M", "4~5~6", "6 \u00b1 1..2"],
)  # fmt: skip
def test_what_is_no_rough_number_is_refused(text: str) -> None:
    for unit in (COUNT, MONEY):
        with pytest.raises(NotANumber):
            parse(text, unit)


def test_a_sign_that_names_its_country_is_not_rough() -> None:
    assert parse("CA $5", MONEY, "CAD") == Figures(5)
    with pytest.raises(NotANumber, match="not the case's currency"):
        parse("CA $5", MONEY, "USD")
    assert parse("ca. $5", MONEY, "USD").likely == 5


def test_a_whole_number_may_be_rough_and_is_no_range() -> None:
    assert parse_whole("~6") == parse_whole("\uff16") == 6
    with pytest.raises(NotANumber, match="not a range"):
        parse_whole("6 \u00b1 1")


typable = st.one_of(finite, st.integers(-2_000, 2_000).map(lambda whole: whole * 500.0))


@given(st.tuples(typable, typable, typable).map(sorted), st.sampled_from(Unit))
@example([500.0, 1_000.0, 2_000.0], COUNT)
@example([-1e15, 0.0, 625_000.0], MONEY)
def test_a_range_is_read_back_as_the_same_range(ends: list[float], unit: Unit) -> None:
    low, likely, high = ends
    figures = Figures(likely, low, high)
    assert parse(spell_range(figures, unit), unit) == figures


number_like = st.text(
    "0123456789.,_ -+~\u00b1\uff16\uff2d"
    "eE$\u20ac%kKmMbBsy()/perdayx\u00d7to\u2026\u2013\u00a0\u200b\x00\n\tUSD",
    max_size=20,
)


@given(st.one_of(st.text(), number_like), st.sampled_from(Unit), st.sampled_from(["", "USD"]))
@example("9" * 10_000, COUNT, "")
@example("1" + " " * 10_000 + "2", COUNT, "")
@example("1e9999..2e9999", PERCENT, "")
@example("\ud800", COUNT, "")
def test_any_text_is_a_finite_number_or_refused(text: str, unit: Unit, currency: str) -> None:
    try:
        figures = parse(text, unit, currency)
    except NotANumber:
        return
    assert abs(figures.likely) < float("inf")
    if figures.low is not None and figures.high is not None:
        assert figures.low <= figures.likely <= figures.high


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1,200", 1_200),
        ("3k", 3_000),
        ("1e3", 1_000),
        ("-7", -7),
        ("9007199254740993", 2**53 + 1),
        ("9,223,372,036,854,775,807", 2**63 - 1),
    ],
)
def test_a_whole_number_keeps_every_digit(text: str, value: int) -> None:
    assert parse_whole(text) == value


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1.5", "not whole"),
        ("1..3", "one number"),
        ("2**3", "not a number"),
        ("", "not a number"),
        ("1,5", "two readings"),
        ("9223372036854775808", "too large"),
        ("-9223372036854775808", "too large"),
        ("1e999", "too large"),
    ],
)
def test_what_is_no_whole_number_is_refused_also_in_a_word(text: str, word: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse_whole(text)
    assert refused.value.word == word


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_a_grouped_whole_number_is_read_back(value: int) -> None:
    assert parse_whole(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("3..5 (4)", MONEY, "4 (3..5)"),
        ("1e400", COUNT, "Example: 6M"),
        ("5 EUR", MONEY, "EUR is not the case's currency, USD"),
        ("5 \u20ac", COUNT, "money does not fit here"),
        ("$5 EUR", MONEY, "EUR is not the case's currency, USD"),
        ("A$5", MONEY, "A$ is not the case's currency, USD"),
        ("5 A$", MONEY, "A$ is not the case's currency, USD"),
        ("EUR $5", MONEY, "EUR is not the case's currency, USD"),
        ("mio 5", MONEY, "Not a number"),
        ("MIO 5", MONEY, "Not a number"),
        ("XY $5", MONEY, "Not a number"),
        ("usd 5", COUNT, "money does not fit here"),
    ],
)
def test_what_is_refused_says_how_it_is_written(text: str, unit: Unit, words: str) -> None:
    with pytest.raises(NotANumber, match=re.escape(words)):
        parse(text, unit, "USD")
