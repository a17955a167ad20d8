"""Numbers of a person who writes the comma as the decimal sign."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.answers.entries import heard, parse_entry
from rules.answers.numbers import (
    EXAMPLES,
    Figures,
    NotANumber,
    Takes,
    Unit,
    in_hand,
    rates,
    read_typed,
    spell,
    spell_range,
)
from rules.questions import QUESTIONS


def read(text: str, unit: Unit = Unit.COUNT) -> Figures:
    return read_typed(text, Takes(unit, decimal_comma=True))


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("1.200,50", 1_200.5),
        ("1,5", 1.5),
        (",5", 0.5),
        ("1,2345", 1.2345),
        ("0,200", 0.2),
        ("1,5M", 1.5e6),
        ("1 200,5", 1_200.5),
        ("1 200", 1_200),
        ("1.200.000", 1.2e6),
        ("1,200,000", 1.2e6),
        ("1,200.50", 1_200.5),
        ("1.5", 1.5),
        ("1_200,5", 1_200.5),
        ("12_00,5", 1_200.5),
        ("1200", 1_200),
    ],
)
def test_the_comma_is_the_decimal_sign(text: str, likely: float) -> None:
    assert read(text) == Figures(likely)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,200", ("1,2 ", "1200")), ("1.200", ("1,2 ", "1200")), ("1,234", ("1,2340", "1234"))],
)
def test_one_group_of_three_is_asked_about(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(NotANumber) as refused:
        read(text)
    for reading in readings:
        assert reading in str(refused.value)
        assert read(reading).low is None


@pytest.mark.parametrize("text", ["1,23,4", "1.23.4", "1,2.3,4", "1.200,5.3"])
def test_what_nobody_groups_like_this_is_refused(text: str) -> None:
    with pytest.raises(NotANumber, match="not grouped in threes"):
        read(text)


def test_a_range_has_decimal_commas_too() -> None:
    assert read("1,5..2,5") == Figures(2, 1.5, 2.5)
    assert read("2M (1,5-2,5M)")[:3] == (2e6, 1.5e6, 2.5e6)
    assert read("1,5%..2,5%", Unit.PERCENT) == Figures(0.02, 0.015, 0.025)


@pytest.mark.parametrize("unit", Unit)
def test_examples_are_written_as_this_person_writes(unit: Unit) -> None:
    shown = Takes(unit, decimal_comma=True).example
    for one, usual in zip(shown.split(" or "), EXAMPLES[unit].split(" or "), strict=True):
        assert read(one, unit) == read_typed(usual, Takes(unit))


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.one_of(finite, st.integers(-(10**9), 10**9).map(lambda one: one / 1_000)),
    st.sampled_from(Unit),
)
@example(1.234, Unit.PLAIN)
@example(1_200.0, Unit.MONTHS)
@example(0.234, Unit.PLAIN)
@example(1_234.567, Unit.MONEY)
def test_what_is_spelled_for_this_person_is_read_back_the_same(value: float, unit: Unit) -> None:
    assert read(in_hand(spell(value, unit), decimal_comma=True), unit) == Figures(value)


@given(st.tuples(finite, finite, finite).map(sorted), st.sampled_from(Unit))
@example([0.0, 0.0, 10.0], Unit.PERCENT)
@example([0.0, 1.234, 1_200.5], Unit.PLAIN)
def test_so_is_a_range(ends: list[float], unit: Unit) -> None:
    low, likely, high = ends
    figures = Figures(likely, low, high)
    assert read(in_hand(spell_range(figures, unit), decimal_comma=True), unit) == figures


def test_an_answer_is_said_back_as_it_would_be_typed() -> None:
    volume = QUESTIONS["volume.calls_per_month"]
    entry = parse_entry(
        volume, "1.234.567,5", path=("volume", "calls_per_month"), decimal_comma=True
    )
    assert entry is not None
    assert heard(volume, entry, "EUR") == "= 1.234.567,5 calls"
    refused = parse_entry(volume, "x", path=("volume", "calls_per_month"), decimal_comma=True)
    assert refused is not None
    assert "6M (4,5M..8M)" in (refused.problem or "")


def test_what_was_made_of_a_rate_is_written_with_the_comma_too() -> None:
    takes = Takes(Unit.COUNT, per=rates.MONTH, decimal_comma=True)
    assert read_typed("2,5/s", takes).how == "2,5 a second × 730 h × 3600"
    assert read_typed("1,5M per 1.000 hours", takes).how == (
        "1.500.000 per 1.000 hours × 730 h ÷ 1000 h"
    )


@pytest.mark.parametrize("text", ["1,5", "1.200,50", "0,5"])
def test_without_the_setting_it_is_still_asked(text: str) -> None:
    with pytest.raises(NotANumber, match="could mean"):
        read_typed(text, Takes(Unit.COUNT))
