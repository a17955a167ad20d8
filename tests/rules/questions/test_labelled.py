"""A label says in what its answer is typed, as far as there is room."""

from __future__ import annotations

import pytest

from rules.questions import QUESTIONS, Question
from rules.questions.labelled import shortest_with_unit, unit_in_words, unless_said, with_unit
from rules.questions.question import NUMERIC, Kind

NUMBERS = [
    one
    for question in QUESTIONS.values()
    for one in (question, *question.columns)
    if one.kind in NUMERIC or one.kind is Kind.INTEGER
]
every_number = pytest.mark.parametrize("question", NUMBERS, ids=lambda one: one.key)


@pytest.mark.parametrize(
    ("key", "room", "label"),
    [
        ("upfront.data_generation", 30, "Data generation, EUR in total"),
        ("upfront.data_generation", 25, "Data generation, EUR"),
        ("upfront.data_generation", 19, "Data generation EUR"),
        ("upfront.data_generation", 18, "Data generation"),
        ("teacher.tokens.input_price", None, "Teacher input price, EUR per million tokens"),
        ("teacher.tokens.input_price", 30, "Teacher input price, EUR/1M"),
        ("teacher.cost_per_1k_calls", 30, "Teacher, per 1,000 calls, EUR"),
        ("teacher.tokens.input", 30, "Teacher input tokens, per call"),
        ("maintenance.monitoring_per_month", 30, "Monitoring a month, EUR"),
        ("volume.monthly_growth", 30, "Monthly growth, %"),
        ("teacher.p95_latency_seconds", 30, "Teacher P95 latency, seconds"),
        ("upfront.months_to_launch", 30, "Months to launch"),
        ("volume.calls_per_month", 30, "Calls per month"),
        ("task.owner", 30, "Owner"),
    ],
)
def test_a_label_has_as_much_of_its_unit_as_fits(key: str, room: int | None, label: str) -> None:
    assert with_unit(QUESTIONS[key], "EUR", room) == label


@every_number
def test_a_label_is_whole_and_never_longer_than_its_room_for_its_unit(question: Question) -> None:
    for room in range(len(question.label), 60):
        shown = with_unit(question, "USD", room)
        assert shown.startswith(question.label)
        assert len(shown) <= room


@every_number
def test_an_amount_names_its_currency_where_a_step_has_eighty_columns(question: Question) -> None:
    if question.kind is Kind.MONEY:
        assert "USD" in with_unit(question, "USD", 30)
        assert unit_in_words(question, "USD").startswith("USD ")
    if question.kind is Kind.PERCENT:
        assert with_unit(question, "USD", 30).endswith("%")


@pytest.mark.parametrize(
    ("default", "said"),
    [
        ("from the slices, else 0%", "from the slices, or 0%"),
        ("100%, all of them", "100% unless you say"),
        ("3", "3 unless you say"),
    ],
)
def test_an_empty_field_says_in_few_words_what_counts(default: str, said: str) -> None:
    longest, *others = unless_said(default)
    assert longest == said
    assert all(one.startswith("(") for one in others)


@every_number
def test_the_shortest_label_with_a_unit_is_whole_and_no_shorter_one_has_any(
    question: Question,
) -> None:
    shortest = shortest_with_unit(question, "USD")
    assert shortest.startswith(question.label)
    assert (shortest == question.label) == (with_unit(question, "USD") == question.label)
    assert with_unit(question, "USD", len(shortest)) == shortest
    assert with_unit(question, "USD", len(shortest) - 1) in (question.label, shortest[:-1])
