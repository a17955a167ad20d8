"""Scenarios of a session in the workbook: as numbers in place of others, or left out by name."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.answers.records import Scenario
from rules.assess import assess
from rules.uncertainty.ranges import VOLUME
from rules.uncertainty.scenarios.found import find
from rules.uncertainty.scenarios.judged import judge_scenarios
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of, written
from wizard.reports.content import FrontierChart
from wizard.reports.scenarios import frontier_chart
from wizard.reports.svg import draw
from wizard.reports.workbook.inputs import ERROR_RATE, Inputs
from wizard.reports.workbook.states import State, States, states_of
from wizard.reports.workbook.worksheets import BILL

NAME = "growing_product_search"
PRICE = "teacher.cost_per_1k_calls"


def states(values: dict[str, Any], name: str = "mine", answers: Answers | None = None) -> States:
    answers = answers or written(SAMPLES[NAME])
    own = judge_scenarios(answers, [Scenario(name=name, set=values)])
    assert not own.problems
    return states_of(Inputs(assess(answers), None, 60), own.own)


@pytest.mark.parametrize(
    ("values", "placed"),
    [
        ({"volume.calls_per_month": "20M"}, {"volume.calls_per_month": 20_000_000}),
        ({"task.description": "other words"}, {}),
        (
            {"teacher.cost_per_1k_calls": 0.4, "volume.fallback_rate": "5%"},
            {"teacher.cost_per_1k_calls": 0.4, "volume.fallback_rate": 0.05},
        ),
        ({"quality.error_rate_increase": 0.01}, {"quality.error_rate_increase": 0.01}),
        ({"policy.stop_payback_months": 30}, {"policy.stop_payback_months": 30}),
    ],
)
def test_what_a_scenario_sets_stands_in_the_place_of_other_numbers(
    values: dict[str, Any], placed: dict[str, float]
) -> None:
    found = states(values)
    assert not found.left_out
    assert dict(found.all[-1].values) == placed


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"policy.horizon_months": 24}, "its horizon would be another"),
        ({"policy.discount_rate": 0.2}, "its discount rate would be another"),
        ({"student.retires_on": "2027-11-01"}, "how long its student serves would be another"),
        ({"quality.slices[0].student_score": 0.5}, "its scores are others"),
        ({"upfront.other.licence": 9_000}, "no formula of the case has room for upfront.other."),
        ({"task.breadth": ""}, "it has no verdict; see Breadth of the task"),
        ({"currency": "USD"}, "its amounts are in another currency"),
    ],
)
def test_what_no_formula_follows_is_left_out_by_name(values: dict[str, Any], why: str) -> None:
    (left_out,) = states(values).left_out
    assert left_out.name == "mine"
    assert left_out.why.startswith(why)


@pytest.mark.parametrize(
    ("values", "placed"),
    [
        ({BILL: 12_000}, {BILL: 12_000}),
        ({VOLUME: 3_000_000}, {PRICE: 4.0, VOLUME: 3_000_000}),
        ({BILL: 12_000, VOLUME: 3_000_000}, {PRICE: 4.0, VOLUME: 3_000_000}),
        ({PRICE: 2.0}, {PRICE: 2.0}),
    ],
)
def test_a_bill_is_for_the_calls_of_the_case_unless_another_is_set_with_others(
    values: dict[str, Any], placed: dict[str, float]
) -> None:
    billed = COMPLETE.replace("cost_per_1k_calls = 4.20", "bill_per_month = 24_000")
    found = states(values, answers=answers_of(billed))
    assert dict(found.all[-1].values) == placed


def test_scores_do_not_take_the_place_of_errors_that_were_answered() -> None:
    answered = COMPLETE.replace("[[quality", "[quality]\nerror_rate_increase = 0.01\n[[quality", 1)
    *_, mine = states({ERROR_RATE: ""}, answers=answers_of(answered)).left_out
    assert mine.why == "its errors follow from scores, and those of the case were answered"


def test_a_name_is_looked_up_as_it_is() -> None:
    last: State = states({"volume.calls_per_month": "20M"}, "what if*~?").all[-1]
    assert not set(last.name) & set("*~?")


@pytest.fixture(scope="module")
def chart() -> FrontierChart:
    found = find(written(SAMPLES[NAME]))
    assert found.frontier is not None
    return frontier_chart(found.frontier, found.judgements.case.words)


def test_the_picture_has_title_axes_legend_and_the_case(chart: FrontierChart) -> None:
    drawn = draw(chart)
    for said in (
        f'<title id="frontier-title">{chart.title.replace(chr(39), "&#x27;")}</title>',
        ">calls a month</text>",
        ">the teacher&#x27;s price per 1,000 calls</text>",
        ">defensible</text>",
        ">do not distil</text>",
        ">the case</text>",
    ):
        assert said in drawn, said
    # One where the case stands, one in the legend.
    assert drawn.count('<circle class="here"') == 2


def test_the_regions_of_a_price_cover_all_volumes_without_gap(chart: FrontierChart) -> None:
    for region in chart.regions:
        ends = [region.stretches[0][0]]
        for low, high, _ in region.stretches:
            assert low == ends[-1]
            ends.append(high)
        assert (ends[0], ends[-1]) == pytest.approx((chart.y.low, chart.y.high))
    assert chart.data is not None
    assert len(chart.data.rows) == 10
