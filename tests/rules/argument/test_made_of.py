"""The sum behind a worksheet's number, as it is written beside it."""

from __future__ import annotations

import pytest

from rules.argument.made_of import made_of
from rules.assess import assess
from rules.questions import QUESTIONS
from rules.questions.labelled import SHEETS
from tests.wizard.cases import SAMPLES
from wizard.sessions.open_session import OpenSession

BUILT = {one.builds for one in QUESTIONS.values() if one.builds is not None}


def of_sample(name: str, sheet: str) -> str:
    text = SAMPLES[name].read_text(encoding="utf-8")
    return made_of(assess(OpenSession.new(text).answers).figures, sheet)


def test_every_worksheet_has_a_short_name() -> None:
    assert set(SHEETS) == BUILT


@pytest.mark.parametrize(
    ("name", "sheet", "said"),
    [
        (
            "growing_product_search",
            "teacher.cost_per_1k_calls",
            "190 × 1.25 + 400 × 0.125 + 30 × 1.56 + 45 × 5 per 1M tokens",
        ),
        (
            "monthly_redistilled_moderation",
            "teacher.cost_per_1k_calls",
            "300 × 2 + 800 × 0.2 + 30 × 8 per 1M tokens, 30% of them 50% cheaper",
        ),
        ("open_ended_assistant", "teacher.cost_per_1k_calls", "1,000 × 42,000 ÷ 3,000,000 calls"),
        (
            "growing_product_search",
            "student.hosting",
            "2 replicas × 1 GPU × 2.1 × 730 h + 12%, loaded to 14.3% on average",
        ),
        (
            "support_ticket_classifier",
            "upfront.data_generation",
            "1,200,000 examples ÷ 96% × 3.325 per 1,000 + 0.5% reviewed × 0.4",
        ),
        (
            "monthly_redistilled_moderation",
            "upfront.training_compute",
            "275M tokens × 3 × 2 epochs",
        ),
        ("growing_product_search", "upfront.training_compute", "4 runs × 60 GPU-hours × 2.6"),
        (
            "growing_product_search",
            "upfront.evaluation_build",
            "14 days × 680 + 8,100 labels × 0.35",
        ),
        ("support_ticket_classifier", "upfront.engineering_time", "2 people × 14 days × 700"),
        # A number that was typed is made of nothing.
        ("support_ticket_classifier", "upfront.training_compute", ""),
        ("support_ticket_classifier", "student.hosting", ""),
    ],
)
def test_a_sum_says_what_it_multiplies(name: str, sheet: str, said: str) -> None:
    assert of_sample(name, sheet) == said


def test_labels_that_cost_no_call_are_paid_for_by_review_alone() -> None:
    text = """\
schema = 1
[upfront]
labelled_by = "people"
[upfront.data_generation_worksheet]
examples = 1000
"""
    sheet = "upfront.data_generation"
    more = "review_share = 0.5\ncost_per_review = 2\n"
    assert made_of(assess(OpenSession.new(text).answers).figures, sheet) == "1,000 examples × 0"
    reviewed = assess(OpenSession.new(text + more).answers).figures
    assert made_of(reviewed, sheet) == "1,000 examples + 50% reviewed × 2"


def test_one_of_something_is_said_as_one() -> None:
    text = """\
schema = 1
[upfront.engineering_worksheet]
days_each = 1
day_rate = 700
[upfront.evaluation_worksheet]
days = 1
day_rate = 700
labels = 1
cost_per_label = 2
"""
    figures = assess(OpenSession.new(text).answers).figures
    assert made_of(figures, "upfront.engineering_time") == "1 day × 700"
    assert made_of(figures, "upfront.evaluation_build") == "1 day × 700 + 1 label × 2"
