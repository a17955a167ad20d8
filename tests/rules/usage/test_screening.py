"""The first look at an endpoint: results by what usage tells, and defaults by what a team has."""

from __future__ import annotations

import math
from typing import Any

import pytest

from rules.answers.answers import Entry
from rules.answers.entries import entry_of
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.questions import QUESTIONS
from rules.usage.proposal import COST, GROWTH, VOLUME, NotProposed, Proposal, Proposals
from rules.usage.screening import DEFAULT_COSTS, Screening, default_costs, screened


def told(calls: float = 2_000_000, cost: float = 3.0, growth: float | None = None) -> Proposals:
    made = [
        Proposal(VOLUME, calls),
        Proposal("teacher.tokens.input", 1200),
        Proposal("teacher.tokens.output", 8),
        Proposal(COST, cost),
    ]
    if growth is not None:
        made.append(Proposal(GROWTH, growth))
    return Proposals(tuple(made), ())


def team(**answers: Any) -> TeamPolicy:
    defaults: dict[str, Entry] = {}
    for key, value in answers.items():
        name = key.replace("__", ".")
        defaults[name] = entry_of(QUESTIONS[name], Estimate(value))
    return TeamPolicy({}, "team.toml", defaults)


def test_much_spend_deserves_a_case() -> None:
    found = screened(told())
    assert found.result == "case"
    upfront, saved = 28_060, 2_000 * (3 - 0.1232)
    assert found.payback_months == pytest.approx(upfront / saved)
    assert found.annual_net == pytest.approx(12 * saved - 11_600)
    assert found.why == "$28,060 upfront for $57,443 a year after upkeep."


@pytest.mark.parametrize(
    ("calls", "cost", "rule"),
    [(20_000, 3.0, "spend-too-small"), (2_000_000, 0.1, "no-unit-saving")],
)
def test_what_stands_against_an_endpoint_is_told_in_the_words_of_its_rule(
    calls: float, cost: float, rule: str
) -> None:
    found = screened(told(calls, cost))
    assert found.result == "too-little"
    assert found.rules[0] == rule


def test_a_saving_that_no_volume_makes_never_pays_back() -> None:
    found = screened(told(cost=0.1))
    assert (found.payback_months, found.calls_needed) == (math.inf, math.inf)


def test_calls_that_leave_are_no_case() -> None:
    found = screened(told(growth=-0.2))
    assert found.result == "too-little"
    assert "shrinking-volume" in found.rules


def test_a_case_that_half_the_volume_breaks_is_one_and_says_so() -> None:
    found = screened(told(calls=1_200_000))
    assert found.result == "case"
    assert found.rules == ("half-volume-breaks",)
    assert "at half the volume" in found.why


@pytest.mark.parametrize(("lacking", "result"), [(VOLUME, "unknown-calls"), (COST, "unknown-cost")])
def test_what_nobody_knows_is_not_taken_for_too_little(lacking: str, result: str) -> None:
    made = tuple(one for one in told().made if one.key != lacking)
    found = screened(Proposals(made, (NotProposed(lacking, "nobody wrote it down"),)))
    assert found == Screening(result, "Nobody wrote it down.")  # type: ignore[arg-type]


def test_people_coding_are_no_case_whatever_they_spend() -> None:
    assert screened(told(), no_case="people code") == Screening("people-coding", "People code.")


def test_each_default_gives_way_to_that_of_a_team() -> None:
    keys = {one.key for one in DEFAULT_COSTS}
    assert {one.key for one in default_costs(None)} == keys
    for key in ("upfront__engineering_time", "maintenance__redistillations_per_year"):
        left = {one.key for one in default_costs(team(**{key: 1}))}
        assert left == keys - {key.replace("__", ".")}
    labelled = default_costs(team(upfront__data_generation=900))
    assert "upfront.data_generation_worksheet.examples" not in {one.key for one in labelled}


def test_a_price_of_the_team_counts_for_the_tokens_of_the_teacher() -> None:
    dear = screened(told(), team=team(student__tokens__input_price=1.0))
    saved = 2_000 * (3 - (1200 * 1.0 + 8 * 0.40) / 1000)
    assert dear.payback_months == pytest.approx(28_060 / saved)


def test_a_fixed_cost_of_the_team_is_what_its_student_costs() -> None:
    found = screened(told(), team=team(student__fixed_cost_per_month=1_000))
    assert found.payback_months == pytest.approx(28_060 / (2_000 * 3 - 1_000))


def test_defaults_are_money_of_the_case() -> None:
    dollars = screened(told())
    euros = screened(told(cost=2.4), currency="EUR", rate=0.8)
    assert euros.payback_months == pytest.approx(dollars.payback_months)
    assert euros.why.startswith("€22,448 upfront")
