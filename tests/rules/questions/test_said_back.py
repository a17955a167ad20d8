"""What is said of a typed text, held word for word: how it was understood, or what is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rules.answers.answers import Entry
from rules.answers.entries import example_of, heard, parse_entry
from rules.answers.validation import Path
from rules.questions import QUESTIONS
from rules.questions.addresses import split
from rules.questions.question import NUMERIC, Kind, Question
from tests.held import held_against

TEXTS = {
    "volume.calls_per_month": (
        "6M", "1,200,000 (1M..1.5M)", "70 rps", "70 qps", "2 queries a second", "5 requests/min",
        "200k daily", "8k hourly", "1.4M weekly", "3M quarterly", "2.4M annually", "3M per qtr",
        "100 per 2 days", "9M per annum", "4..5M a month", "5 (4..8M a year)", "5 (4..8k/day)",
        "3 x 800", "20%", "5/m", "5/furlong", "$3 per call", "4..8M a day..9M a day", "10M/1k",
        "5 per 1M tokens", "1.5.5", "900..1.5k", "5 days", "5 calls per call", "3 at 4",
    ),
    "volume.fallback_rate": (
        "6%", "6", "0.06", "6 (4..8%)", "6..8", "6%..8", "1 in 20", "$6", "6k", "150%",
        "3% a month",
    ),
    "volume.monthly_growth": ("2%", "-2%", "2% a month", "24% a year", "1..3", "2% per call"),
    "teacher.cost_per_1k_calls": (
        "$4", "4 EUR", "$4 per 1k calls", "$0.002 per call", "$0.002 each", "$4/1M",
        "$3 per 1M tokens", "$0.001 per query", "$2 per 500 queries", "4k..5k per million requests",
        "$200 a day", "3 x 800", "-4",
    ),
    "teacher.tokens.input_price": (
        "$3", "$3/M", "$3/MTok", "$3/1k", "$0.003 per 1,000 tokens", "0.000003 per token",
        "$3 per tok", "$3 per call", "$3 per million", "2 (1..3 per 1M tokens)",
    ),
    "teacher.tokens.input": ("1200", "1.2k tokens", "1200 tokens per call", "1,2", "5 calls"),
    "teacher.p95_latency_seconds": ("2", "800ms", "2 s", "2 seconds", "0.5..2s", "2 min", "$2"),
    "upfront.engineering_time": (
        "$40k", "30 days", "2 people x 15 days", "30 days at $800", "2 x 15 x 800", "$800 a day",
        "$800/day x 30", "30 days x", "6 weeks", "15 person-days", "2 x 3 x 4 x 5",
        "40k (30k..60k)", "1_200,5", "1_200.5", "1_200,500",
    ),
    "upfront.evaluation_build": ("500 labels", "500 labels at $2", "5 days x 800", "500 x 2", "3h"),
    "upfront.training_compute": (
        "8 x 20 gpu-hours x $2", "100 gpu hours at $2", "3 runs", "40M tokens at $5", "20 x $80",
        "$2 per gpu-hour", "$5 per million tokens", "$100",
    ),
    "student.fixed_cost_per_month": ("$200 a day", "2,400 a year", "$2.50/hour", "$200", "2 x 100"),
    "policy.horizon_months": (
        "36", "36 months", "3 years", "24.0", "1,5", "1.200", "1,200", "-1", "x",
    ),
    "task.task_types": ("1", "3 types", "2.5", "0"),
    "alternatives": ("a cache",),
    "maintenance.redistillations_per_year": ("4", "1 a quarter", "2/month", "4..6", "4 times"),
}  # fmt: skip


@pytest.mark.parametrize("decimal_comma", [False, True])
def test_each_text_is_understood_or_asked_about_as_it_was(decimal_comma: bool) -> None:
    lines = []
    for key, texts in TEXTS.items():
        question, path = QUESTIONS[key], split(key)
        assert path is not None
        for text in texts:
            entry = parse_entry(
                question, text, path=tuple(path), currency="USD", decimal_comma=decimal_comma
            )
            assert entry is not None
            said = (
                heard(question, entry, "USD")
                if entry.problem is None
                else f"{entry.problem} [{entry.word}]"
            )
            lines.append(f"{key} {text!r}: {said}\n")
    name = "said_back_with_decimal_comma.txt" if decimal_comma else "said_back.txt"
    held_against(name, "".join(lines))


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        (
            "volume.calls_per_month",
            "2 queries a second",
            "= 5,256,000 calls: 2 a second × 730 h × 3,600",
        ),
        ("volume.calls_per_month", "2 QUERIES/s", "= 5,256,000 calls: 2 a second × 730 h × 3,600"),
        ("volume.calls_per_month", "1", "= 1 call"),
        ("task.task_types", "1", "= 1 task"),
        ("task.task_types", "2 tasks", "= 2 tasks"),
        ("student.hosting.peak_to_average", "1", "= 1 times the average"),
        ("teacher.tokens.input", "1", "= 1 token per call"),
        ("policy.horizon_months", "36 months", "= 36 months"),
        ("policy.horizon_months", "3 years", "= 36 months"),
        ("policy.horizon_months", "1 month", "= 1 month"),
    ],
)
def test_it_is_said_as_one_says_it(key: str, text: str, said: str) -> None:
    question = QUESTIONS[key]
    entry = _typed(key, text)
    assert heard(question, entry, "USD") == said


def _asked_for_a_number_or_a_day() -> Iterator[tuple[Path, Question]]:
    for question in QUESTIONS.values():
        path = tuple(split(question.key) or ())
        for asked, at in [
            (question, path),
            *((column, (*path, 0, column.key)) for column in question.columns),
        ]:
            if asked.kind in (*NUMERIC, Kind.INTEGER, Kind.DATE):
                yield at, asked


@pytest.mark.parametrize("decimal_comma", [False, True])
def test_what_is_no_number_is_answered_by_the_example_of_the_question(decimal_comma: bool) -> None:
    asked = list(_asked_for_a_number_or_a_day())
    assert {one.kind for _, one in asked} == {*NUMERIC, Kind.INTEGER, Kind.DATE}
    for path, question in asked:
        entry = parse_entry(question, "x", path=path, decimal_comma=decimal_comma)
        assert entry is not None
        example = example_of(question, decimal_comma=decimal_comma)
        said = (
            f"Not a date; write year-month-day, for instance {example}"
            if question.kind is Kind.DATE
            else f"Not a number. Example: {example}"
        )
        assert entry.problem == said, path


@pytest.mark.parametrize("decimal_comma", [False, True])
def test_what_an_example_shows_can_be_typed(decimal_comma: bool) -> None:
    for path, question in _asked_for_a_number_or_a_day():
        for text in example_of(question, decimal_comma=decimal_comma).split(" or "):
            entry = parse_entry(question, text, path=path, decimal_comma=decimal_comma)
            assert entry is not None
            assert entry.problem is None, (path, text)


@pytest.mark.parametrize(
    ("key", "example"),
    [
        ("volume.monthly_growth", "2% or 1%..3%"),
        ("teacher.cost_per_1k_calls", "1.62 or 1.50..1.80"),
        ("volume.share_moved", "2% or 1%..3%"),
    ],
)
def test_half_a_range_is_answered_by_a_range(key: str, example: str) -> None:
    assert _typed(key, "5..").problem == f"Not a range. Example: {example}"


def test_what_a_default_says_can_be_typed() -> None:
    for key, question in QUESTIONS.items():
        if question.kind is Kind.INTEGER and question.default[:1].isdigit():
            assert _typed(key, question.default).problem is None, key


def _typed(key: str, text: str) -> Entry:
    path = split(key)
    assert path is not None
    entry = parse_entry(QUESTIONS[key], text, path=tuple(path))
    assert entry is not None
    return entry
