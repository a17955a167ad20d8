"""What is said to do instead, and why, is true of the case at hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from rules.assess import Assessment
from rules.words.wording import months
from tests.rules.cases import judged, scored


def verdict_words(assessment: Assessment) -> str:
    assert assessment.verdict is not None
    return " ".join(assessment.verdict.instead)


def pitched(assessment: Assessment, part: str) -> str:
    return next(one.text for one in assessment.pitch if one.part == part)


def message(assessment: Assessment, rule: str) -> str:
    return next(one.message for one in assessment.fired if one.rule.id == rule)


def test_the_volume_to_come_back_at_is_one_at_which_something_is_gained() -> None:
    few = {"volume.calls_per_month": 300_000, "maintenance.redistillations_per_year": 0}
    assert "Come back at" in verdict_words(judged(few))
    # Upkeep above the savings there: payback alone would be in time, and the case still lost.
    dear = few | {"maintenance.monitoring_per_month": 20_000}
    assert "Come back at" not in verdict_words(judged(dear))


def alternative(**numbers: Any) -> dict[str, Any]:
    return {"name": "Prompting", "kind": "prompt-small-model", **numbers}


def test_a_worthwhile_alternative_is_advised_first_and_by_name() -> None:
    case = judged({"alternatives": [alternative(cost_per_1k_calls=0.1, error_rate_increase=0)]})
    assert case.verdict is not None
    assert case.verdict.instead[0].startswith("Take the alternative 'Prompting' first: it saves $")
    assert "Take the alternative 'Prompting' first" in pitched(case, "ask")


def test_an_alternative_that_loses_is_not_advised() -> None:
    case = judged(
        {
            "volume.calls_per_month": 100_000,
            "alternatives": [alternative(cost_per_1k_calls=9)],
        }
    )
    assert "Prompt a small model" not in verdict_words(case)
    assert "No alternative listed is worth its cost" in verdict_words(case)


def test_nor_one_that_answers_much_worse() -> None:
    case = judged(
        {
            "task.breadth": "broad",
            "alternatives": [alternative(cost_per_1k_calls=0.1, error_rate_increase=0.3)],
            "quality.cost_per_error": None,
        }
    )
    assert "Take the alternative" not in verdict_words(case)


def test_late_cash_is_named_after_its_cause() -> None:
    case = judged({"volume.calls_per_month": 200_000, "upfront.months_to_launch": 35})
    assert case.verdict is not None
    headline = case.verdict.headline
    assert headline.index("volume below break-even") < headline.index("cash comes back late")


def test_against_goes_first() -> None:
    case = judged({"teacher.training_terms": "prohibited"})
    assert case.verdict is not None
    assert case.verdict.headline.startswith("Do not distil: terms prohibit it.")


@pytest.mark.parametrize(
    ("count", "limits", "said"),
    [
        (3.05, (3,), "3.05 months"),
        (3.0, (3,), "3 months"),
        (12.02, (12,), "12.02 months"),
        (12.00001, (12,), "just over 12 months"),
        (11.99999, (12,), "just under 12 months"),
        (2.44, (3, 12), "2.4 months"),
        (0.01, (), "less than 0.1 months"),
        (1.0, (), "1 month"),
    ],
)
def test_rounding_never_carries_a_payback_over_a_threshold(
    count: float, limits: tuple[float, ...], said: str
) -> None:
    assert months(count, *limits) == said


def test_a_student_as_dear_as_the_teacher_costs_as_much() -> None:
    case = judged({"student.cost_per_1k_calls": 4})
    assert "as much as the teacher" in pitched(case, "savings")
    assert "$0 a year more" not in pitched(case, "savings")


def test_a_loss_is_a_cost_and_not_a_negative_saving() -> None:
    case = judged({"student.cost_per_1k_calls": 9})
    assert "-$" not in message(case, "no-net-benefit").partition("net")[0]
    assert "more than the teacher" in message(case, "no-net-benefit")


def test_a_shrinking_volume_that_never_pays_says_so_in_words() -> None:
    case = judged({"volume.monthly_growth": -0.5})
    assert "is not back within the horizon" in message(case, "shrinking-volume")


def test_what_has_retired_already_is_said_to_have() -> None:
    case = judged({"teacher.retires_on": date(2025, 1, 1)})
    assert "retired on 2025-01-01" in message(case, "teacher-retires")


def test_one_redistillation_is_one() -> None:
    case = judged(
        {
            "maintenance.redistillations_per_year": 1,
            "maintenance.cost_per_redistillation": 300_000,
        }
    )
    assert "1 redistillation a year" in message(case, "unstable-teacher")


def test_a_broad_task_is_not_said_to_lose_nothing() -> None:
    slices = [scored(0.9, 0.885, name="a")]
    case = judged({"task.breadth": "broad", "quality.slices": slices})
    assert "no loss" not in message(case, "broad-task")


def test_an_expected_loss_is_in_the_pitch_even_where_nothing_measured_it() -> None:
    case = judged({"quality.slices": None, "quality.error_rate_increase": 0.5})
    assert "50 percentage points more wrong answers" in pitched(case, "risk")


def test_nothing_is_asked_for_that_costs_nothing() -> None:
    nothing = {
        f"upfront.{item}": 0.0
        for item in ("data_generation", "training_compute", "engineering_time")
    }
    asked = pitched(judged(nothing), "ask")
    assert "$0" not in asked
    assert "for the evaluation" in asked


def test_a_slice_that_says_not_how_many_examples_is_warned_about() -> None:
    case = judged({"quality.slices": [{"name": "q", "teacher_score": 0.9, "student_score": 0.9}]})
    (problem,) = case.problems
    assert problem.severity == "warning"
    assert problem.key == "quality.slices[0]"
    assert "how many examples" in problem.message


@pytest.mark.parametrize("name", ["safety", ""])
def test_slices_are_named_in_quotes_or_said_to_have_no_name(name: str) -> None:
    case = judged({"quality.slices": [scored(0.9, 0.5, name=name)]})
    said = message(case, "slice-regression")
    assert ("'safety'" in said) if name else ("a slice without a name" in said)
    assert not re.search(r"\bunnamed\b", said)
