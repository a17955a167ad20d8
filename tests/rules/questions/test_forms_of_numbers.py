"""Every way to write a number, in every kind of field: understood and said back, or asked about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers.answers import Entry
from rules.answers.entries import heard, parse_entry, spell
from rules.answers.estimate import Estimate
from rules.questions import QUESTIONS
from rules.questions.addresses import split
from rules.questions.counting import BY_UNIT, counting
from rules.questions.question import NUMERIC, Kind

NUMBERS = {
    (question.key if one is question else f"{question.key}[0].{one.key}"): one
    for question in QUESTIONS.values()
    for one in (question, *question.columns)
    if one.kind in NUMERIC or one.kind is Kind.INTEGER
}

FORMS = [
    f"{number}{ending}"
    for number in (
        "3", "0.5", "1,200", "1.200", "1,5", "1.200,50", "$5", "5 USD", "-3", "3-4", "3..4",
        "3\u20134", "3...5", "-3-5", "3M-4M", "3..4M", "2 (1..4)", "2M (1..4M)", "2 (0..4M)",
        "900..1.5k",
        "\u200b3\u202c", "1\u00a0200", "3 x 800", "20 \u00d7 $80",
    )
    for ending in (
        "", "M", "k", "%", "/day", " per second", " a month", "/year", " per 1M tokens", "/1k",
        " per 1,000 calls", " per call", " calls", " days", " GPUs", " months", "ms", "/m", " each",
    )
]  # fmt: skip


def typed(key: str, text: str, *, decimal_comma: bool = False) -> Entry:
    question, path = NUMBERS[key], tuple(split(key) or ())
    if question.key == "cost":
        path = ("upfront", "other", "name")
    entry = parse_entry(question, text, path=path, currency="USD", decimal_comma=decimal_comma)
    assert entry is not None
    return entry


def _numbers(value: object) -> object:
    return value.values if isinstance(value, Estimate) else value


@pytest.mark.part(60)
@pytest.mark.parametrize("decimal_comma", [False, True], ids=["dot", "comma"])
@pytest.mark.parametrize("key", sorted(NUMBERS))
def test_each_form_is_understood_with_an_echo_or_refused_in_words(
    key: str, decimal_comma: bool
) -> None:
    question = NUMBERS[key]
    for text in FORMS:
        entry = typed(key, text, decimal_comma=decimal_comma)
        if entry.problem is not None:
            assert len(entry.problem) > 10
            assert entry.word, text
            if " could mean " in entry.problem:
                _readings_have_one_meaning(key, entry.problem, decimal_comma=decimal_comma)
            continue
        said = heard(question, entry, "USD")
        assert said.startswith("= ")
        assert entry.how in said
        again = typed(key, spell(question, entry.value))
        assert _numbers(again.value) == _numbers(entry.value), text
        assert not again.how, text


def _readings_have_one_meaning(key: str, problem: str, *, decimal_comma: bool) -> None:
    readings = re.search(r" could mean (.+?) or (.+?)(?:;|\. Neither fits)", problem)
    assert readings is not None, problem
    for reading in readings.groups():
        entry = typed(key, reading, decimal_comma=decimal_comma)
        assert "could mean" not in (entry.problem or ""), (problem, reading)


@pytest.mark.parametrize("key", ["volume.calls_per_month", "teacher.bill_per_month"])
@settings(max_examples=60)
@given(st.text("0123456789.,kM$%- /daymonthperyears()\u200b\u2013", max_size=14))
def test_what_is_understood_is_never_another_number_without_a_word(key: str, text: str) -> None:
    """Said back without a word on how, its digits and endings alone make the number."""
    if not text.strip():
        return
    entry = typed(key, text)
    if entry.usable and not entry.how and "/" not in text and "(" not in text:
        plain = re.sub("[\u200b]", "", text)
        assert re.search("[0-9]", plain)
        assert typed(key, spell(NUMBERS[key], entry.value)).value.values == entry.value.values


def test_each_unit_of_a_number_says_how_it_is_counted() -> None:
    for key, question in NUMBERS.items():
        assert question.unit in BY_UNIT, key
        assert counting(question) is not None
    assert set(BY_UNIT) == {one.unit for one in NUMBERS.values()}


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("volume.calls_per_month", "200k/day", "= 6,083,333 calls: 200,000 a day × 730 h ÷ 24 h"),
        (
            "volume.calls_per_month",
            "3..4M",
            "= 3,500,000 calls; 1 in 10 below 3,000,000, 1 in 10 above 4,000,000; M counts for both"
            " ends: 3M to 4M; 3 itself is written 3..4,000,000",
        ),
        ("teacher.tokens.input_price", "$3 per 1M tokens", "= USD 3 per million tokens"),
        (
            "student.fixed_cost_per_month",
            "200 a day",
            "= USD 6,083.33 per month: 200 a day × 730 h ÷ 24 h",
        ),
        ("maintenance.redistillations_per_year", "1 per quarter", "= 4 a year: 1 a quarter × 4"),
        ("student.hosting.gpus_per_replica", "2 GPUs", "= 2 GPUs"),
        (
            "student.hosting.hours_per_month",
            "12 hours a day",
            "= 365 hours a month: 12 a day × 730",
        ),
        ("task.task_types", "3 tasks", "= 3 tasks"),
        ("policy.discount_rate", "8% a year", "= 8%"),
        ("policy.usd_rate", "0.92 per US dollar", "= 0.92 per US dollar"),
        ("upfront.training_worksheet.million_tokens", "200 million tokens", "= 200 million"),
    ],
)
def test_a_number_with_its_unit_is_said_back_with_how_it_was_read(
    key: str, text: str, said: str
) -> None:
    assert heard(NUMBERS[key], typed(key, text), "USD").startswith(said)


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        (
            "upfront.months_to_launch",
            "6 weeks",
            "= 1.38082 months: 6 weeks × 168 h ÷ 730 h",
        ),
        ("upfront.months_to_launch", "20d", "= 0.657534 months: 20 days × 24 h ÷ 730 h"),
        ("upfront.ramp_months", "1 quarter", "= 3 months: 1 quarter × 3"),
        ("upfront.engineering_worksheet.days_each", "6 weeks", "= 30 days: 6 weeks × 5 days"),
        (
            "upfront.engineering_worksheet.days_each",
            "5w (4..6w)",
            "= 25 days; 1 in 10 below 20, 1 in 10 above 30; weeks × 5 days",
        ),
        (
            "upfront.engineering_worksheet.days_each",
            "4..6 weeks",
            "= 25 days; 1 in 10 below 20, 1 in 10 above 30; weeks × 5 days",
        ),
        (
            "upfront.training_worksheet.million_tokens",
            "200M tokens",
            "= 200 million tokens: 200,000,000 tokens ÷ 1,000,000",
        ),
        ("volume.calls_per_month", "1'200'000", "= 1,200,000 calls"),
        ("upfront.data_generation", "1\u2019200.50", "= USD 1,200.5"),
        ("upfront.data_generation", "900..1'500", "= USD 1,200; 1 in 10 below 900, 1 in 10"),
    ],
)
def test_an_amount_of_the_same_thing_is_exchanged_and_says_how(
    key: str, text: str, said: str
) -> None:
    assert heard(NUMBERS[key], typed(key, text), "USD").startswith(said)


@pytest.mark.parametrize("text", ["1'20", "12'00", "1'200,5", "6 weeks a month"])
def test_what_groups_nothing_is_no_number(text: str) -> None:
    assert typed("upfront.months_to_launch", text).problem
    assert typed("upfront.data_generation", text).problem


@pytest.mark.parametrize("text", ["'1200", '"1,200"', "“1'200”"])
def test_quotes_of_a_spreadsheet_are_no_part_of_a_number(text: str) -> None:
    assert typed("upfront.data_generation", text).value.likely == 1200


def test_work_where_money_is_asked_for_and_nothing_builds_it_says_what_to_type() -> None:
    entry = typed("maintenance.cost_per_redistillation", "20 days")
    assert "type the days times their rate" in (entry.problem or "")
    assert not entry.carried


@pytest.mark.parametrize("text", ["\u20ac800 a day", "EUR 800/day", "800 EUR per day"])
def test_a_rate_is_sent_to_its_worksheet_in_the_currency_of_the_case(text: str) -> None:
    key = "upfront.engineering_time"
    entry = parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")), currency="EUR")
    assert entry is not None
    assert entry.carried == (("upfront.engineering_worksheet.day_rate", "800"),)


@pytest.mark.parametrize("text", ["$800 a day", "USD 800/day", "20 days x $800"])
def test_a_rate_in_other_money_is_sent_nowhere(text: str) -> None:
    key = "upfront.engineering_time"
    entry = parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")), currency="EUR")
    assert entry is not None
    assert not entry.usable
    assert not entry.carried


@pytest.mark.parametrize(
    ("key", "text", "carried"),
    [
        ("upfront.engineering_time", "20 days", {"days_each": "20"}),
        ("upfront.engineering_time", "6 weeks", {"days_each": "6 weeks"}),
        ("upfront.engineering_time", "4-6 weeks", {"days_each": "4-6 weeks"}),
        ("upfront.training_compute", "200M tokens", {"million_tokens": "200M tokens"}),
        ("upfront.engineering_time", "3 x 800", {"days_each": "3", "day_rate": "800"}),
        (
            "upfront.engineering_time",
            "20 days \u00d7 $800",
            {"days_each": "20", "day_rate": "$800"},
        ),
        ("upfront.engineering_time", "800 x 20 days", {"days_each": "20", "day_rate": "800"}),
        ("upfront.engineering_time", "$800 x 20", {"days_each": "20", "day_rate": "$800"}),
        (
            "upfront.engineering_time",
            "2 people x 20 days at 800",
            {"people": "2", "days_each": "20", "day_rate": "800"},
        ),
        (
            "upfront.evaluation_build",
            "300 labels x 0.5",
            {"labels": "300", "cost_per_label": "0.5"},
        ),
        ("upfront.training_compute", "40 GPU-hours", {"gpu_hours": "40"}),
        ("upfront.data_generation", "20k examples", {"examples": "20k"}),
        ("student.fixed_cost_per_month", "2 GPUs", {"gpus_per_replica": "2"}),
        ("student.cost_per_1k_calls", "2 GPUs", {"gpus_per_replica": "2"}),
        ("teacher.cost_per_1k_calls", "$3 per 1M tokens", {"input_price": "3"}),
        ("teacher.cost_per_1k_calls", "$9 per 1M output tokens", {"output_price": "9"}),
        ("teacher.cost_per_1k_calls", "500 tokens", {"input": "500"}),
        ("teacher.cost_per_1k_calls", "500 output tokens", {"output": "500"}),
    ],
)
def test_what_a_worksheet_takes_is_sent_there_with_its_number(
    key: str, text: str, carried: dict[str, str]
) -> None:
    entry = typed(key, text)
    assert {name.rpartition(".")[2]: number for name, number in entry.carried} == carried
    for name, number in entry.carried:
        assert f"{name}={number}" in (entry.problem or "")
        assert QUESTIONS[name].label in (entry.problem or "")
        assert typed(name, number).usable


@pytest.mark.parametrize(
    ("key", "text", "product"),
    [
        ("maintenance.monitoring_per_month", "3 x 80", "240"),
        ("upfront.engineering_time", "3 x 800", "2.4k"),
        ("volume.calls_per_month", "3 x 1,000", "3k"),
    ],
)
def test_a_product_is_not_worked_out_unseen_but_its_result_is_named(
    key: str, text: str, product: str
) -> None:
    problem = typed(key, text).problem or ""
    assert f"type {product}" in problem
    assert typed(key, product).usable


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("teacher.tokens.input", "500 output tokens"),
        ("teacher.tokens.output", "500 prompt tokens"),
        ("teacher.tokens.input_price", "$9 per 1M output tokens"),
        ("student.tokens.output_price", "$9 per 1M input tokens"),
    ],
)
def test_a_number_of_another_thing_is_not_taken_for_this_one(key: str, text: str) -> None:
    assert typed(key, text).problem


@pytest.mark.parametrize("text", ["5 bananas", "20 days x", "x 20 days", "20 days x 3 GPUs"])
def test_what_no_worksheet_takes_is_sent_nowhere(text: str) -> None:
    entry = typed("upfront.engineering_time", text)
    assert entry.problem
    assert not entry.carried


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("quality.frozen", "yes\u200b"),
        ("task.breadth", "\ufeffnarrow"),
        ("as_of", "2026-11-24\u200e"),
    ],
)
def test_marks_that_do_not_show_are_no_part_of_a_word_or_date_either(key: str, text: str) -> None:
    entry = parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")))
    assert entry is not None
    assert entry.usable
