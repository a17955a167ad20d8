"""The ask, the evidence, and what would have to change: on the sample sessions."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from rules.argument.budget_ask import ask_of
from rules.argument.quality_evidence import bound_in_words, evidence_of
from rules.argument.what_would_change import turns_of
from rules.assess import Assessment, assess, assess_case
from rules.words.money import Words
from tests.rules.cases import case, estimate, scored
from wizard.sessions.session_file import read_session

SAMPLES = Path(__file__).parents[3] / "sample_sessions"


def judged(name: str) -> Assessment:
    return assess(read_session(SAMPLES / f"{name}.toml").answers)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_ask_adds_up_and_names_nothing_that_costs_nothing(path: Path) -> None:
    ask = ask_of(judged(path.stem))
    assert all(money > 0 for _, money in ask.items)
    if math.isfinite(ask.total):
        assert sum(money for _, money in ask.items) == pytest.approx(ask.total)


def test_what_is_open_has_to_be_settled_before_money_is_spent() -> None:
    decision = ask_of(judged("growing_product_search")).decision
    assert decision.startswith("Approve €44,525. ")
    assert "To be settled before the money is spent: half the volume breaks the case." in decision


def test_a_case_against_asks_for_no_money() -> None:
    assert ask_of(judged("on_device_dictation")).decision == (
        "Decide not to distil this endpoint, and to do what is named instead."
    )


def test_where_the_advice_is_an_alternative_it_is_asked_for() -> None:
    assert ask_of(judged("low_volume_contract_review")).decision == (
        "Approve €2,500 for the alternative 'Prompting a small model', and nothing to distil."
    )


def test_what_is_not_counted_is_said_beside_what_is_asked_for() -> None:
    nobody = assess_case(case({"upfront.engineering_time": None}))
    assert "Not counted in it: engineering time." in ask_of(nobody).decision


def test_a_case_that_is_not_complete_asks_for_nothing() -> None:
    assert ask_of(judged("unfinished_draft")).decision == (
        "No decision can be asked for while the case is not complete."
    )


def test_it_says_who_answers_for_it_by_when_it_is_there_and_what_waiting_costs() -> None:
    assert ask_of(judged("support_ticket_classifier")).who_and_when == (
        "Owner: Head of support platform; launch 3 months after approval, each month later costs"
        " $12,435."
    )


def test_a_launch_without_delay_is_not_dated_and_nobody_is_not_named() -> None:
    at_once = assess_case(case({"upfront.months_to_launch": estimate(0), "task.owner": ""}))
    assert ask_of(at_once).decision == "Approve $38,000."
    delay = Words("USD").money(at_once.figures.cost_of_delay)
    assert ask_of(at_once).who_and_when == f"Each month later costs {delay}."


def test_an_alternative_that_is_asked_for_has_its_own_date() -> None:
    assert ask_of(judged("low_volume_contract_review")).who_and_when == (
        "Owner: Legal operations; the alternative 1 month after approval."
    )


def test_a_case_that_stands_has_nothing_to_turn() -> None:
    assert turns_of(judged("support_ticket_classifier")) == ()
    assert turns_of(judged("unfinished_draft")) == ()


def test_each_turn_takes_its_reason_away() -> None:
    against = judged("low_volume_contract_review")
    upfront, alternative = turns_of(against)
    months = upfront.value / against.figures.headline.monthly_savings
    assert months == pytest.approx(12)
    assert alternative.value > against.figures.cash.npv


def test_upkeep_that_eats_the_savings_is_what_has_to_change() -> None:
    keys = [one.key for one in turns_of(judged("monthly_redistilled_moderation"))]
    assert "maintenance.redistillations_per_year" in keys


def test_errors_that_cost_money_count_as_upkeep() -> None:
    # By hand: 12 * 6M calls * 10 % more errors * 0.05 = 360,000, and 30,000 of upkeep.
    found = assess_case(case({"quality.error_rate_increase": estimate(0.1)}))
    (turn,) = turns_of(found)
    assert turn.text == (
        "With upkeep and additional errors below $259,200 a year, $390,000 today, a year"
        " leaves something."
    )


def test_the_bound_names_the_critical_slice() -> None:
    said = bound_in_words(evidence_of(judged("support_ticket_classifier").case))
    assert "with 95% confidence no more than 0.88 percentage points" in said
    assert "On the critical slice at most risk" in said


def test_where_nothing_was_evaluated_what_waits_is_counted() -> None:
    nothing = "No evaluation compares the two models yet, so nothing bounds the quality that may be"
    none = case({"quality.slices": None})
    one = case({"quality.slices": [{"name": "a"}]})
    assert bound_in_words(evidence_of(none)) == f"{nothing} lost."
    assert bound_in_words(evidence_of(one)) == f"{nothing} lost. 1 slice waits for its scores."


def test_the_overall_loss_is_the_one_the_arithmetic_uses() -> None:
    assessment = judged("support_ticket_classifier")
    loss = evidence_of(assessment.case).loss
    assert loss.value == pytest.approx(assessment.figures.drivers.error_rate_increase)
    assert loss.low <= loss.value <= loss.high


def test_scores_that_are_not_measured_bound_nothing() -> None:
    case = judged("support_ticket_classifier").case
    guessed = case.model_copy(
        update={"quality": case.quality.model_copy(update={"basis": "assumed"})}
    )
    assert "no bound" in bound_in_words(evidence_of(guessed))


def test_equal_scores_find_no_more_errors_and_lower_ones_say_how_many() -> None:
    def found(student: float) -> str:
        slices = [scored(0.95, student, name="all")]
        return bound_in_words(evidence_of(case({"quality.slices": slices})))

    assert "of 1 slice finds no more " in found(0.95)
    assert "finds 1 percentage point more " in found(0.94)
