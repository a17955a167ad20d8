"""What the answers of a step come to."""

from __future__ import annotations

import pytest

from rules.argument.what_it_makes import sheet_makes, step_makes
from rules.assess import assess
from rules.questions import QUESTIONS, STEPS
from tests.rules.cases import Changes, estimate, judged, measured, scored
from tests.wizard.cases import SAMPLES, written

HOSTED: Changes = {
    "student.hosting.gpu_price_per_hour": measured(2),
    "student.hosting.calls_per_second_per_replica": measured(4),
}


def made(step: str, changes: Changes | None = None) -> dict[str, str]:
    section = step_makes(step, judged(changes or {}))
    return {line.label: line.text for line in section.lines} if section is not None else {}


def test_the_volume_is_told_today_and_at_the_end() -> None:
    assert made("volume") == {"Today": "6M a month", "In 36 months": "12M a month"}


def test_what_the_student_handles_is_told_where_it_is_not_all() -> None:
    some = made("volume", {"volume.share_moved": measured(0.5)})
    assert some["The student's, rolled out"] == "3M a month"


def test_the_parts_of_the_upfront_are_its_sum() -> None:
    parts = made("upfront", {"upfront.contingency": estimate(0.1)})
    assert parts["Contingency"] == "$3,800"
    assert parts["Together"] == "$41,800"
    amounts = [int(said.strip("$").replace(",", "")) for said in parts.values()]
    assert sum(amounts[:-1]) == amounts[-1]


def test_hosting_says_its_replicas_and_their_load() -> None:
    assert made("student", HOSTED)["Hosting"] == "3 replicas at 19% load, $4,380 a month"


def test_upkeep_says_how_often_at_what() -> None:
    parts = made("upkeep")
    assert parts["Redistilling, a year"].endswith(f"2 redistillations at ${12_000:,}")


def test_errors_say_how_many_they_are_and_what_they_cost() -> None:
    errors = made(
        "quality",
        {
            "quality.slices": [scored(0.95, 0.94, name="all")],
            "quality.cost_per_error": measured(0.1),
        },
    )
    assert errors["More wrong answers"] == "60,000 a month, 1% of its calls"
    assert errors["Their cost, a year"].startswith("$72,000, at most $")


def test_errors_that_cost_nothing_today_say_only_what_they_may_cost() -> None:
    errors = made(
        "quality",
        {
            "quality.slices": [scored(0.95, 0.95, name="all")],
            "quality.cost_per_error": measured(0.1),
        },
    )
    assert errors["Their cost, a year"].startswith("at most $")


def test_nothing_is_told_of_what_is_not_known_or_makes_no_number() -> None:
    assert made("task") == {}
    assert made("volume", {"volume.calls_per_month": None}) == {}
    assert made("upside") == {}


@pytest.mark.parametrize("step", [one.name for one in STEPS] + ["quick"])
def test_every_line_says_something(step: str) -> None:
    answers = written(SAMPLES["support_ticket_classifier"])
    section = step_makes(step, assess(answers))
    for line in section.lines if section is not None else ():
        # Other ways are called as somebody typed it.
        assert step == "alternatives" or line.label == line.label.capitalize()
        assert "nan" not in line.text.lower()
        assert "not known" not in line.text


def test_a_worksheet_says_its_sum_and_what_it_is_made_of() -> None:
    answers = written(SAMPLES["support_ticket_classifier"])
    section = sheet_makes(QUESTIONS["upfront.engineering_time"], answers, assess(answers))
    assert section is not None
    assert section.heading == "Engineering time: $19,600 from its worksheet"
    assert {line.label: line.text for line in section.lines}["Engineers"] == "2"


def test_a_worksheet_beside_a_direct_answer_says_nothing() -> None:
    answers = written(SAMPLES["support_ticket_classifier"])
    question = QUESTIONS["upfront.training_compute"]
    assert sheet_makes(question, answers, assess(answers)) is None
