"""What is said to do instead, and why, is true of the case at hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

import rules.assess
from rules.answers.case import Case
from rules.argument.advice import Elsewhere
from rules.argument.budget_ask import ask_of
from rules.assess import Assessment, assess_case
from rules.words.wording import count, months
from tests.rules.cases import Changes, judged, measured, scored


def verdict_words(assessment: Assessment) -> str:
    assert assessment.verdict is not None
    return " ".join(assessment.verdict.instead)


def pitched(assessment: Assessment, part: str) -> str:
    return next(one.text for one in assessment.pitch if one.part == part)


def message(assessment: Assessment, rule: str) -> str:
    return next(one.message for one in assessment.fired if one.rule.id == rule)


DEAR_STUDENT: Changes = {"student.cost_per_1k_calls": measured(3)}
"""A thousand calls save 1, of 4 spent."""


def volume_named(assessment: Assessment) -> float | None:
    assert assessment.verdict is not None
    more = assessment.verdict.more_calls.found
    return None if more is None else more.needed


def test_the_volume_to_come_back_at_is_one_at_which_it_would_be_a_case() -> None:
    few = judged({**DEAR_STUDENT, "volume.calls_per_month": 2_000_000})
    named = volume_named(few)
    assert named is not None
    assert f"Come back at {count(named)} calls a month, 2M today" in verdict_words(few)
    there = assess_case(few.case, replaced={"volume.calls_per_month": named}).verdict
    assert there is not None
    assert there.id == "defensible"
    # Break-even is far below: payback would be in time there, and upkeep take most of it.
    assert named > 1.5 * few.figures.break_even_calls_per_month


def test_where_no_number_of_calls_makes_a_case_what_else_must_change_is_said() -> None:
    found = judged(
        {
            **DEAR_STUDENT,
            "volume.calls_per_month": 2_000_000,
            "teacher.training_terms": "prohibited",
            "task.training_data": "unavailable",
        }
    )
    assert volume_named(found) is None
    assert verdict_words(found).endswith(
        "More calls alone make no case of it: even at 1,000 times as many the verdict is 'do not"
        " distil', since there would still be against it: terms prohibit it and no training data."
    )


def test_calls_that_leave_are_not_waited_for() -> None:
    found = judged({"volume.monthly_growth": measured(-0.2)})
    assert "Come back" not in verdict_words(found)


def test_where_too_little_is_spent_the_advice_is_to_stay_and_no_more() -> None:
    found = judged({"volume.calls_per_month": 10_000, "upfront.engineering_time": measured(9_000)})
    assert found.verdict is not None
    (advice,) = found.verdict.instead
    assert advice.startswith("Stay with the teacher: as things are today no more than $480 a year")
    assert advice in pitched(found, "ask")


def test_where_growth_would_make_it_pay_the_advice_to_stay_says_when_to_ask_again() -> None:
    found = judged(
        {
            "volume.calls_per_month": 10_000,
            "volume.monthly_growth": measured(0.25),
            "upfront.engineering_time": measured(9_000),
        }
    )
    assert {"spend-too-small", "growth-carries"} <= {one.rule.id for one in found.fired}
    assert found.verdict is not None
    stay, ask_again = found.verdict.instead
    assert stay.startswith("Stay with the teacher")
    assert ask_again.startswith("Ask again once the growth has come")


def test_or_the_alternative_that_is_worth_more() -> None:
    rows = [alternative(cost_per_1k_calls=0.1, error_rate_increase=0)]
    found = judged({"volume.calls_per_month": 10_000, "alternatives": rows})
    assert found.verdict is not None
    (advice,) = found.verdict.instead
    assert advice.startswith("Take the alternative 'Prompting' first")
    assert pitched(found, "ask").startswith("We ask for leave to take an alternative")
    assert ask_of(found).decision == "Approve the alternative 'Prompting', and nothing to distil."


def test_no_volume_is_searched_for_until_somebody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    judgements: list[float] = []

    def elsewhere(case: Case, team: object, replaced: dict[str, float]) -> Elsewhere:
        judgements.append(replaced["volume.calls_per_month"])
        return Elsewhere("strong", ())

    monkeypatch.setattr(rules.assess, "_elsewhere", elsewhere)
    found = judged({**DEAR_STUDENT, "volume.calls_per_month": 2_000_000})
    assert not judgements
    # What shows a verdict compares it with the one it shows, at every key.
    again = judged({**DEAR_STUDENT, "volume.calls_per_month": 2_000_000})
    assert found.verdict == again.verdict
    assert not judgements
    assert found.verdict is not None
    assert found.verdict.instead == found.verdict.instead
    seen = len(judgements)
    assert found.verdict.instead
    assert 0 < len(judgements) == seen


def test_a_case_that_pays_over_the_horizon_is_not_called_one_of_no_benefit() -> None:
    # Calls double in a year: today's year leaves nothing, the horizon a fifth of a million.
    rising = {
        "volume.calls_per_month": 900_000,
        "volume.monthly_growth": measured(0.06),
        "upfront.engineering_time": measured(2_000),
        "maintenance.monitoring_per_month": measured(1_300),
    }
    found = judged(rising)
    assert found.figures.cash.npv > 190_000
    assert found.figures.headline.annual_net_after_errors < 0
    assert found.verdict is not None
    said = f"{found.verdict.headline} {pitched(found, 'risk')}"
    assert "no net benefit today" in said
    assert "no net benefit" not in said.replace("no net benefit today", "")


def test_never_is_not_late() -> None:
    never = judged({"volume.monthly_growth": measured(-0.5)})
    assert never.verdict is not None
    assert "cash does not come back" in never.verdict.headline
    assert "late" not in never.verdict.headline
    late = judged({"upfront.months_to_launch": measured(13)})
    assert late.verdict is not None
    assert "cash comes back late" in late.verdict.headline


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
            **DEAR_STUDENT,
            "volume.calls_per_month": 2_000_000,
            "alternatives": [alternative(cost_per_1k_calls=9, error_rate_increase=0)],
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
    assert headline.index("volume below break-even") < headline.index("cash does not come back")


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
    assert "more than with the teacher" in message(case, "no-net-benefit")


def test_a_shrinking_volume_that_never_pays_says_so_in_words() -> None:
    case = judged({"volume.monthly_growth": -0.5})
    assert "is not back within 36 months" in message(case, "shrinking-volume")


def test_what_has_retired_already_is_said_to_have() -> None:
    case = judged({"teacher.retires_on": date(2025, 1, 1)})
    assert "retired on 2025-01-01" in message(case, "teacher-retires")


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


def test_an_alternative_that_costs_more_today_is_not_said_to_save() -> None:
    rising: Changes = {
        "volume.calls_per_month": measured(1_000_000),
        "teacher.annual_price_change": measured(1),
        "alternatives": [
            {
                "name": "a cache",
                "cost_per_1k_calls": 4.1,
                "error_rate_increase": measured(0),
            }
        ],
    }
    found = judged({**rising, "task.training_data": "unavailable"})
    taken = next(one for one in found.verdict.instead if "a cache" in one) if found.verdict else ""
    assert "today it costs $100 a month more, for nothing upfront" in taken
    assert "what is to change it is worth $" in taken
    assert "saves" not in taken
