"""Typed text to an entry and back, question by question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers.answers import Entry
from rules.answers.entries import (
    entry_of,
    heard,
    parse_entry,
    spell,
    table_from,
    understood,
    with_details,
)
from rules.answers.estimate import BASES, Estimate
from rules.questions import QUESTIONS, Kind, Question

VOLUME = QUESTIONS["volume.calls_per_month"]
GROWTH = QUESTIONS["volume.monthly_growth"]
SLICES = QUESTIONS["quality.slices"]
OTHER = QUESTIONS["upfront.other"]


def typed(key: str, text: str, currency: str = "USD", previous: Entry | None = None) -> Entry:
    entry = parse_entry(
        QUESTIONS[key], text, path=tuple(key.split(".")), currency=currency, previous=previous
    )
    assert entry is not None
    assert entry.text == text
    return entry


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("volume.calls_per_month", " 6M ", Estimate(6e6)),
        ("volume.calls_per_month", "6M (4.5M..8M)", Estimate(6e6, 4.5e6, 8e6)),
        ("volume.monthly_growth", "2%", Estimate(0.02)),
        ("teacher.cost_per_1k_calls", "$4.20", Estimate(4.2)),
        ("upfront.months_to_launch", "2 months", Estimate(2)),
        ("teacher.p95_latency_seconds", "800ms", Estimate(0.8)),
        ("teacher.retires_on", "2026-11-24", date(2026, 11, 24)),
        ("teacher.retires_on", "24 Nov\u00a02026", date(2026, 11, 24)),
        ("task.breadth", "narrow", "narrow"),
        ("task.breadth", "NARR", "narrow"),
        ("task.breadth", "2", "moderate"),
        ("quality.frozen", "yes", True),
        ("quality.frozen", "N", False),
        ("task.task_types", "1,200", 1_200),
        ("task.owner", " Ann ", "Ann"),
        ("risk.seed", "9007199254740993", 2**53 + 1),
        ("policy.discount_rate", "8%", 0.08),
    ],
)
def test_a_typed_answer_has_the_value_meant(key: str, text: str, value: Any) -> None:
    entry = typed(key, text)
    assert entry.problem is None
    assert entry.value == value
    assert type(entry.value) is type(value)


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("volume.calls_per_month", "0", "above 0"),
        ("volume.calls_per_month", "1,5", "could mean"),
        ("volume.monthly_growth", "26%", "Must be at least -50% and at most 25%, but is 26%"),
        ("volume.monthly_growth", "0.05", "0.05% or 5%"),
        ("volume.monthly_growth", "20%..30%", "at most 25%, but is 30%"),
        ("volume.monthly_growth", "50", "at most 25%, but is 50%"),
        ("upfront.ramp_months", "6y", "at most 60, but is 72"),
        ("teacher.cost_per_1k_calls", "\u20ac5", "USD"),
        ("teacher.cost_per_1k_calls", "4.20 / 1k", "write 4.20 / 1k calls or 4.20 / 1k tokens"),
        ("teacher.retires_on", "24.11.26", "2027-09-30"),
        ("teacher.retires_on", "3.4.2026", "2026-03-04 or 2026-04-03"),
        ("teacher.retires_on", "2026-02-30", "February 2026 has 28 days"),
        ("task.breadth", "wide", "narrow, moderate, broad"),
        ("task.breadth", "4", "narrow, moderate, broad"),
        ("quality.frozen", "perhaps", "yes or no"),
        ("task.task_types", "1.5", "fraction"),
        ("task.task_types", "1..3", "not a range"),
        ("task.task_types", "0", "at least 1"),
        ("task.owner", "a\nb", "one"),
        ("policy.discount_rate", "5%..8%", "not a range"),
        ("quality.slices", "x", "row"),
    ],
)
def test_an_unusable_answer_keeps_its_text_and_says_why(key: str, text: str, words: str) -> None:
    entry = typed(key, text)
    assert not entry.usable
    assert entry.value is None
    assert words in (entry.problem or "")


@pytest.mark.parametrize(
    ("key", "text", "word"),
    [
        ("currency", "euro", "three capitals"),
        ("teacher.retires_on", "24.11.26", "not a date"),
        ("task.breadth", "wide", "not a choice"),
        ("quality.frozen", "perhaps", "yes or no"),
        ("task.owner", "a\nb", "several lines"),
        ("policy.discount_rate", "5%..8%", "one number"),
        ("quality.slices", "x", "has rows"),
        ("volume.monthly_growth", "26%", "out of bounds"),
        ("title", "x" * 121, "too long"),
    ],
)
def test_what_is_wrong_is_said_in_a_word_too(key: str, text: str, word: str) -> None:
    assert typed(key, text).word == word


@pytest.mark.parametrize("text", ["eur", "Eur", " EUR "])
def test_a_currency_is_taken_in_small_letters(text: str) -> None:
    entry = typed("currency", text)
    assert entry.value == "EUR"
    assert heard(QUESTIONS["currency"], entry, "USD") == "= EUR"


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_text_is_no_answer(text: str) -> None:
    assert parse_entry(VOLUME, text, path=("volume", "calls_per_month")) is None


def test_basis_and_source_survive_a_text_that_is_not_usable_for_a_while() -> None:
    first = Entry("6M", Estimate(6e6, basis="measured", source="logs"), None, "measured", "logs")
    broken = typed("volume.calls_per_month", "6Mx", previous=first)
    assert (broken.basis, broken.source, broken.value) == ("measured", "logs", None)
    out_of_bounds = typed("volume.calls_per_month", "-6", previous=broken)
    assert (out_of_bounds.basis, out_of_bounds.source) == ("measured", "logs")
    mended = typed("volume.calls_per_month", "7M", previous=out_of_bounds)
    assert mended.value == Estimate(7e6, basis="measured", source="logs")


def test_an_estimate_without_earlier_details_is_estimated() -> None:
    entry = typed("volume.calls_per_month", "6M")
    assert (entry.basis, entry.rests_on, entry.source) == (None, "estimated", "")


def test_details_change_neither_text_nor_number() -> None:
    entry = with_details(typed("volume.calls_per_month", "6M (5M..8M)"), "quoted", "offer")
    assert entry.text == "6M (5M..8M)"
    assert entry.value == Estimate(6e6, 5e6, 8e6, "quoted", "offer")
    broken = with_details(typed("volume.calls_per_month", "x"), "quoted", "offer")
    assert (broken.basis, broken.source) == ("quoted", "offer")
    assert broken.problem


def test_a_list_table_has_a_row_for_each_value_with_ids_of_their_own() -> None:
    table = table_from(SLICES, [{"name": "refunds", "teacher_score": 0.94}, {"critical": True}])
    assert [row.id for row in table.rows] == ["1", "2"]
    assert table.rows[0].cells["teacher_score"].text == "94%"
    assert table.rows[1].values() == {"critical": True}
    assert spell(SLICES, table) == "2 rows"


def test_a_named_table_has_name_and_value() -> None:
    table = table_from(OTHER, {"licences": {"likely": 4_000, "basis": "quoted"}})
    assert table.rows[0].cells["cost"].text == "4k"
    assert table.rows[0].cells["cost"].basis == "quoted"
    assert spell(OTHER, table) == "1 row"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("volume.calls_per_month", Estimate(6e6), "= 6,000,000 calls"),
        (
            "volume.monthly_growth",
            Estimate(0.02, 0.01, 0.03),
            "= 2%; 1 in 10 below 1%, 1 in 10 above 3%",
        ),
        (
            "teacher.cost_per_1k_calls",
            Estimate(4, 3, 5),
            "= EUR 4 per 1,000 calls; 1 in 10 below 3, 1 in 10 above 5",
        ),
        ("upfront.data_generation", Estimate(1_234.5), "EUR 1,234.5"),
        ("upfront.months_to_launch", Estimate(2), "= 2 months"),
        ("teacher.p95_latency_seconds", Estimate(0.8), "= 0.8 s"),
        ("quality.frozen", True, "= yes"),
        ("task.owner", "Ann", "= Ann"),
        ("risk.seed", 2**53 + 1, "9,007,199,254,740,993"),
        ("task.task_types", 10**400, "0,000"),
    ],
)
def test_a_value_is_said_back_in_full(key: str, value: Any, words: str) -> None:
    assert words in understood(QUESTIONS[key], value, "EUR")


def test_a_choice_is_said_back_with_its_meaning() -> None:
    words = understood(QUESTIONS["task.breadth"], "narrow", "USD")
    assert words.startswith("= narrow: ")


def test_what_is_none_of_the_choices_is_said_back_all_the_same() -> None:
    """As a basis is, where nobody has chosen one yet."""
    assert understood(QUESTIONS["task.breadth"], "", "USD") == "= "


NUMBERS = [one for one in QUESTIONS.values() if one.is_estimate]


@pytest.mark.parametrize("question", NUMBERS, ids=lambda one: one.key)
@settings(max_examples=12)
@given(
    st.lists(st.floats(1e-300, 1, exclude_max=True), min_size=3, max_size=3),
    st.sampled_from(BASES),
)
def test_an_estimate_is_spelled_as_text_that_gives_it_again(
    question: Question, ends: list[float], basis: Any
) -> None:
    scale = 0.2 if question.kind is Kind.PERCENT else 1.0
    low, likely, high = (scale * one for one in sorted(ends))
    value = Estimate(likely, low, high, basis, "logs")
    entry = entry_of(question, value)
    again = typed(question.key, entry.text, previous=entry)
    assert again == entry


@given(st.sampled_from(sorted(QUESTIONS)), st.text(max_size=30))
def test_any_text_becomes_an_entry_that_keeps_it(key: str, text: str) -> None:
    path = tuple(key.split("."))
    entry = parse_entry(QUESTIONS[key], text, path=path, currency="USD")
    assert entry is None or (entry.text == text and (entry.usable or entry.problem))


@pytest.mark.parametrize(
    ("key", "text", "said", "word"),
    [
        ("task.task_types", "1,2", "1,2 fits here only as 12; write that", "two readings"),
        ("volume.monthly_growth", "0.5", "0.5 fits here only as 0.5%; write that", "two readings"),
        ("volume.share_moved", "1,50", "1,50 fits here only as 1.50; write that", "two readings"),
        ("volume.calls_per_month", "1,5", "1.5 or 15; write one of these", "two readings"),
        ("volume.calls_per_month", "1,5..2,5", "1.5 or 15; write one of these", "two readings"),
        ("volume.share_moved", "0.5", "0.5% or 50%; write one of these", "two readings"),
        ("risk.draws", "1,5", "Neither fits: Must be at least 100", "out of bounds"),
        ("volume.calls_per_month", "-3-5", "Neither fits: Must be above 0", "out of bounds"),
    ],
)
def test_of_two_readings_only_those_are_offered_that_would_be_taken(
    key: str, text: str, said: str, word: str
) -> None:
    entry = typed(key, text)
    assert said in (entry.problem or "")
    assert entry.word == word
