"""What a headline says: verdict, paybacks, what is not counted, and what holds the case."""

from __future__ import annotations

import math

import pytest

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.argument.headline import far_apart, paybacks_in_short
from rules.assess import assess_case
from rules.catalog import RULES
from rules.catalog.uncounted import lines_not_counted
from tests.depth import sized
from tests.reference.generate import generate, team_policy
from tests.rules.cases import FLAT, SAVINGS, Changes, judged, measured, upfront


def headline(changes: Changes, team: TeamPolicy | None = None) -> str:
    verdict = judged(changes, team).verdict
    assert verdict is not None
    return verdict.headline


@pytest.mark.parametrize(
    ("payback", "cash", "apart"),
    [
        (2.0, 3.0, False),
        (2.0, 3.001, True),
        (3.001, 2.0, True),
        (2.0, math.inf, True),
        (math.inf, 30.0, True),
        (math.inf, math.inf, False),
        (0.0, 0.0, False),
        (0.0, 0.5, True),
        (math.nan, 2.0, False),
    ],
)
def test_two_paybacks_are_far_apart_by_more_than_half_of_the_smaller(
    payback: float, cash: float, apart: bool
) -> None:
    assert far_apart(payback, cash) is apart


def test_one_payback_is_told_where_the_two_are_alike() -> None:
    assert headline({**FLAT, **upfront(2 * SAVINGS)}).startswith(
        "Strong case: payback in 2 months."
    )


def test_both_are_told_where_they_are_far_apart_and_which_is_which() -> None:
    assert headline({}) == (
        "Strong case: payback in 1.8 months at full savings, and the cash is back 3.9 months after"
        " approval."
    )
    never = headline({**FLAT, "maintenance.monitoring_per_month": measured(21_000)})
    assert "at full savings, but the cash is not back within 36 months" in never
    rising = headline(
        {"student.cost_per_1k_calls": measured(4.1), "teacher.annual_price_change": measured(1.5)}
    )
    assert "today's savings never recover the upfront, but with the changes to come" in rising


def test_a_payback_reads_on_the_side_of_each_threshold_that_it_is_on() -> None:
    assert "payback in just over 12 months" in headline(upfront(12 * SAVINGS * (1 + 1e-6)))


def test_nothing_invested_is_not_said_to_take_a_time() -> None:
    items = ("data_generation", "training_compute", "evaluation_build", "engineering_time")
    said = headline({f"upfront.{item}": measured(0) for item in items})
    assert "nothing upfront has to be recovered" in said
    assert "0 months" not in said


NOTHING_UPFRONT: Changes = {
    f"upfront.{item}": measured(0)
    for item in ("data_generation", "training_compute", "evaluation_build", "engineering_time")
}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"student.cost_per_1k_calls": measured(5)},
            "but over 36 months it costs more than it saves",
        ),
        (
            {
                "student.cost_per_1k_calls": measured(4.1),
                "teacher.annual_price_change": measured(1.5),
            },
            "today nothing is saved, and over 36 months it costs no more than it saves once",
        ),
        (
            {
                "student.cost_per_1k_calls": measured(4.1),
                "teacher.annual_price_change": measured(1.5),
                "upfront.months_to_launch": 0,
            },
            "and today nothing is saved; the cash is back",
        ),
        (
            {
                "student.cost_per_1k_calls": measured(5),
                "maintenance.redistillations_per_year": None,
            },
            "and today nothing is saved.",
        ),
        ({"maintenance.redistillations_per_year": None}, "has to be recovered."),
    ],
)
def test_nothing_is_not_said_never_to_be_recovered(changes: Changes, says: str) -> None:
    found = judged({**NOTHING_UPFRONT, **changes})
    (payback,) = [one.text for one in found.pitch if one.part == "payback"]
    assert payback.startswith("Nothing upfront has to be recovered")
    assert says in payback
    assert "0 months after" not in payback
    everything = [payback, *(one.message for one in found.fired)]
    if found.verdict is not None:
        everything += [found.verdict.headline, *found.verdict.reasons]
    assert not any("recover the" in one or "is recovered" in one for one in everything), everything


def test_lines_that_are_not_counted_are_named() -> None:
    people = {"upfront.engineering_time": None, "upfront.evaluation_build": None}
    said = headline(people)
    assert said.startswith("Defensible case: payback in 0.6 months at full savings")
    assert "; engineering time and evaluation are not counted. Arithmetic alone" in said
    assert "; training is not counted." in headline({"upfront.training_compute": None})
    assert "not counted" not in headline({"upfront.training_compute": measured(0)})


def test_they_are_named_too_where_a_team_has_switched_the_rules_off() -> None:
    team = TeamPolicy({}, "team.toml", rules=dict.fromkeys((one.id for one in RULES), "off"))
    said = headline({"upfront.engineering_time": None}, team)
    assert said.startswith("Strong case: ")
    assert "engineering time is not counted" in said


@pytest.mark.parametrize("start", range(0, sized(300, 10_000), 100))
def test_no_verdict_has_lines_that_are_not_counted_without_its_headline_saying_so(
    start: int,
) -> None:
    for seed in range(start, start + 100):
        case, _ = validate(generate(seed))
        policy = team_policy(seed)
        team = TeamPolicy(policy, "team.toml") if policy else None
        found = assess_case(case, team=team)
        if found.verdict is None:
            continue
        for line in lines_not_counted(case, found.figures):
            assert line in found.verdict.headline.partition("not counted")[0], seed
        both = (found.figures.headline.payback_months, found.figures.cash.payback_months)
        if far_apart(*both):
            of_cash = "costs more than it saves" if both == (0, math.inf) else "cash is"
            assert of_cash in found.verdict.headline, seed


def test_both_paybacks_stand_where_there_is_room_for_a_few_words_as_well() -> None:
    assert paybacks_in_short(judged({}).figures) == "payback 1.8 months, cash 3.9 months"
    assert paybacks_in_short(judged({**FLAT}).figures) == "payback 1.8 months"
    never = judged({**FLAT, "maintenance.monitoring_per_month": measured(21_000)})
    assert paybacks_in_short(never.figures) == "payback 1.8 months, cash never"
    assert paybacks_in_short(judged({"volume.calls_per_month": None}).figures) == ""


def test_cash_that_never_leaves_is_not_said_to_be_back() -> None:
    changes = {
        "student.cost_per_1k_calls": measured(4.1),
        "teacher.annual_price_change": measured(1.5),
    }
    said = headline({**NOTHING_UPFRONT, **changes})
    assert "today nothing is saved, and over 36 months it costs no more than it saves" in said
