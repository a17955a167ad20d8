"""Scenarios: each is what plain assess says with its answers set, and none is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.answers.records import Scenario
from rules.assess import assess
from rules.results import as_json
from rules.uncertainty.scenarios import told
from rules.uncertainty.scenarios.built_in import AS_IT_IS, BUILT_IN
from rules.uncertainty.scenarios.judged import Judged, Judgements, judge_scenarios
from rules.uncertainty.scenarios.setting import with_values
from tests.wizard.cases import SAMPLES, answers_of, written

BILLED = """\
schema = 1
task.breadth = "narrow"
volume.calls_per_month = { likely = 2_000_000, low = 1_500_000, high = 3_000_000 }
teacher.bill_per_month = 9_000
student.cost_per_1k_calls = 0.5
upfront.engineering_time = 20_000
upfront.months_to_launch = 2
maintenance.redistillations_per_year = 2
maintenance.monitoring_per_month = 500
"""
PLAIN = BILLED.replace("{ likely = 2_000_000, low = 1_500_000, high = 3_000_000 }", "2_000_000")


def named(found: Judgements) -> dict[str, Judged]:
    return {one.name: one for one in found.judged}


def own(*scenarios: Mapping[str, Any]) -> tuple[Scenario, ...]:
    return tuple(Scenario.model_validate(one) for one in scenarios)


def setting(**values: Any) -> tuple[Scenario, ...]:
    return own(
        {"name": "mine", "set": {key.replace("__", "."): one for key, one in values.items()}}
    )


def figures(one: Judged) -> tuple[Any, float, float, float]:
    found = one.assessment
    verdict = found.verdict.id if found.verdict is not None else None
    cash = found.figures.cash
    return verdict, found.figures.headline.payback_months, cash.payback_months, cash.npv


@pytest.mark.parametrize("name", ["support_ticket_classifier", "growing_product_search"])
def test_every_built_in_scenario_is_what_assess_says_with_its_answers_set(name: str) -> None:
    answers = written(SAMPLES[name])
    found = judge_scenarios(answers)
    assert [one.name for one in found.judged] == [AS_IT_IS, *(one.name for one in BUILT_IN)]
    for one in found.judged:
        plain = answers
        for key, value in one.values.items():
            plain, refused = with_values(plain, {key: value.likely})
            assert not refused
        judged = assess(plain)
        assert judged.figures.cash.npv == pytest.approx(one.assessment.figures.cash.npv)
        assert judged.verdict is not None
        assert one.assessment.verdict is not None
        assert judged.verdict.id == one.assessment.verdict.id, one.name


def test_half_the_volume_pays_half_the_bill() -> None:
    found = named(judge_scenarios(answers_of(BILLED)))
    half = found["Half the volume"].assessment.figures
    assert half.headline.handled_calls_per_month == 1_000_000
    assert half.headline.teacher_cost_per_1k == 4.5
    assert half.headline.payback_months == pytest.approx(20_000 / (1_000 * 4.0))


def test_a_cut_price_leaves_what_is_upfront() -> None:
    answers = written(SAMPLES["growing_product_search"])
    found = named(judge_scenarios(answers))
    base, cut = (found[name].assessment.figures.headline for name in (AS_IT_IS, "Price cut"))
    assert cut.teacher_cost_per_1k == pytest.approx(base.teacher_cost_per_1k / 2)
    assert cut.upfront_total == pytest.approx(base.upfront_total)


def test_a_falling_price_names_the_month_from_which_the_student_is_dearer() -> None:
    found = named(judge_scenarios(answers_of(BILLED)))
    months = [found[f"Price falls {fall}% a year"].dearer_from for fall in (30, 50, 90)]
    # 2,000 thousand calls pay 0.50 each thousand and 500 of upkeep, 0.75 together: a sixth of 4.50.
    # ln(1/6) / ln(0.5) and / ln(0.1) years are 31.02 and 9.34 months after the first.
    assert months == [None, 33, 11]


def test_what_never_saves_is_dearer_from_its_launch() -> None:
    dear = BILLED.replace("student.cost_per_1k_calls = 0.5", "student.cost_per_1k_calls = 6")
    found = judge_scenarios(answers_of(dear))
    assert found.judged[0].dearer_from == 3


def test_lows_are_lows_and_ends_are_sorted_by_what_they_do() -> None:
    found = named(judge_scenarios(answers_of(BILLED)))
    calls = {
        name: found[f"Stated {name}"].assessment.figures.headline.handled_calls_per_month
        for name in ("lows", "highs", "ranges, worse end", "ranges, better end")
    }
    assert calls == {
        "lows": 1_500_000,
        "highs": 3_000_000,
        "ranges, worse end": 1_500_000,
        "ranges, better end": 3_000_000,
    }
    sample = named(judge_scenarios(written(SAMPLES["growing_product_search"])))
    worth = {name: one.assessment.figures.cash.npv for name, one in sample.items()}
    assert worth["Stated ranges, worse end"] < worth["Stated lows"]
    assert worth["Stated ranges, better end"] > worth["Stated highs"]


def test_errors_stand_at_what_the_evaluation_leaves_open() -> None:
    found = named(judge_scenarios(written(SAMPLES["growing_product_search"])))
    base = found[AS_IT_IS].assessment.figures.quality
    bound = found["Errors at their upper bound"].assessment.figures.quality
    assert bound.error_rate_increase == base.upper_95 > base.error_rate_increase


def test_what_cannot_be_made_of_a_case_is_left_out_by_name() -> None:
    found = judge_scenarios(answers_of(PLAIN))
    why = {one.name: one.why for one in found.left_out}
    assert why == {
        **dict.fromkeys(
            (one.name for one in BUILT_IN if one.name.startswith("Stated")),
            "no number has a stated range",
        ),
        "Errors at their upper bound": "no slices were scored, so nothing bounds the errors",
    }
    assert "Stated lows is left out: no number has a stated range." in told.left_out(found)


def test_a_launch_later_than_any_can_be_is_left_out() -> None:
    late = judge_scenarios(answers_of(PLAIN.replace("launch = 2", "launch = 56")))
    assert [one.name for one in late.left_out if "launch" in one.why] == ["Six months late"]


def test_a_draft_has_none_of_them() -> None:
    found = judge_scenarios(answers_of("schema = 1\nvolume.calls_per_month = 5\n"))
    assert [one.name for one in found.judged] == [AS_IT_IS]
    assert told.changes(found) == ""


# ------------------------------------------------------------------- of the session


@pytest.mark.parametrize(
    ("key", "value", "holds"),
    [
        ("volume.calls_per_month", "3M", 3_000_000),
        ("volume.calls_per_month", 3_000_000, 3_000_000),
        ("volume.calls_per_month", {"likely": 3_000_000, "basis": "measured"}, 3_000_000),
        ("volume.monthly_growth", "2%", 0.02),
        ("volume.monthly_growth", 0.02, 0.02),
    ],
)
def test_values_are_texts_as_one_types_them_or_as_a_file_holds_them(
    key: str, value: Any, holds: float
) -> None:
    found = judge_scenarios(answers_of(BILLED), own({"name": "mine", "set": {key: value}}))
    (mine,) = found.own
    assert not found.problems
    assert mine.assessment.figures.inputs.read.used[key].estimate.likely == holds
    # Another volume alone leaves what a call costs as it is.
    assert mine.assessment.figures.headline.teacher_cost_per_1k == 4.5


def test_a_bill_set_with_a_volume_is_the_bill_for_it() -> None:
    found = judge_scenarios(
        answers_of(BILLED), setting(volume__calls_per_month="3M", teacher__bill_per_month="9k")
    )
    assert found.own[0].assessment.figures.headline.teacher_cost_per_1k == 3


def test_rows_and_choices_can_be_set_and_an_answer_taken_back() -> None:
    text = BILLED + "[upfront.other]\nlicence = 4_000\n"
    values = {
        "upfront.other.licence": 9_000,
        'upfront.other."data room"': "1k",
        "task.breadth": "broad",
        "upfront.months_to_launch": "",
    }
    found = judge_scenarios(answers_of(text), own({"name": "mine", "set": values}))
    assert not found.problems
    case = found.own[0].assessment.case
    assert {key: one.likely for key, one in case.upfront.other.items()} == {
        "licence": 9_000,
        "data room": 1_000,
    }
    assert (case.task.breadth, case.upfront.months_to_launch) == ("broad", None)


WRONG: tuple[tuple[dict[str, Any], str, str], ...] = (
    (
        {"name": "a", "set": {"volume.calls_per_mont": 1}},
        'scenarios[1].set."volume.calls_per_mont"',
        "did you mean volume.calls_per_month?",
    ),
    (
        {"name": "a", "set": {"volume.calls_per_month": "many"}},
        'scenarios[1].set."volume.calls_per_month"',
        "(given: 'many')",
    ),
    (
        {"name": "a", "set": {"volume.calls_per_month": -3}},
        'scenarios[1].set."volume.calls_per_month"',
        "must be above 0",
    ),
    (
        {"name": "a", "set": {"volume.calls_per_month": True}},
        'scenarios[1].set."volume.calls_per_month"',
        "needs a number",
    ),
    (
        {"name": "a", "set": {"volume": {"calls_per_month": 3}}},
        "scenarios[1].set.volume",
        "put the whole key in quotes",
    ),
    (
        {"name": "a", "set": {"volume.calls_per_month.low": 3}},
        'scenarios[1].set."volume.calls_per_month.low"',
        "is part of a number",
    ),
    (
        {"name": "a", "set": {"quality.slices[4].share": 0.5}},
        'scenarios[1].set."quality.slices[4].share"',
        "there is no such row",
    ),
    (
        {"name": "a", "set": {"quality.slices": "five of them"}},
        'scenarios[1].set."quality.slices"',
        "has rows; set a cell, such as quality.slices[0].name, or give all of them",
    ),
    (
        {"name": "a", "set": {"upfront.other": "5k"}},
        'scenarios[1].set."upfront.other"',
        "has rows; set upfront.other.NAME, or give all of them",
    ),
    (
        {"name": "a", "set": {"quality.slices": [{"name": "x", "shore": 1.0}]}},
        'scenarios[1].set."quality.slices"',
        "quality.slices[0].shore is no key of a session",
    ),
    (
        {"name": "a", "set": {"quality.slices": [{"name": "x"}, {"name": "y", "share": "half"}]}},
        'scenarios[1].set."quality.slices"',
        'quality.slices[1].share needs a number, not the text "half"',
    ),
    ({"name": "a", "set": {"decisions": []}}, "scenarios[1].set.decisions", "is not set here"),
    ({"name": "a", "set": {}}, "scenarios[1].set", "is empty"),
    ({"name": "", "set": {"volume.calls_per_month": 3}}, "scenarios[1].name", "is missing"),
    ({"name": "FIRST ", "set": {"volume.calls_per_month": 3}}, "scenarios[1].name", "used twice"),
    ({"name": "base", "set": {"volume.calls_per_month": 3}}, "scenarios[1].name", "another"),
    ({"name": "x" * 61, "set": {"volume.calls_per_month": 3}}, "scenarios[1].name", "at most 60"),
)


@pytest.mark.parametrize(("scenario", "key", "said"), WRONG)
def test_one_that_cannot_be_used_is_told_by_its_name_and_left_out(
    scenario: dict[str, Any], key: str, said: str
) -> None:
    good = {"name": "First", "set": {"volume.calls_per_month": "3M"}}
    found = judge_scenarios(answers_of(BILLED), own(good, scenario, {**good, "name": "last"}))
    assert [one.name for one in found.own] == ["First", "last"]
    assert [problem.key for problem in found.problems] == [key]
    assert said in found.problems[0].message
    called = scenario["name"].strip()[:60] or "Scenario 2"
    (line,) = [one for one in told.left_out(found) if "a scenario of the session" in one]
    assert line.startswith(f"“{called}”, a scenario of the session, is left out: ")
    assert said in line
    assert "scenarios[" not in line


def test_one_of_the_name_of_a_built_in_one_counts_in_its_place() -> None:
    mine = own({"name": "half the volume", "set": {"volume.calls_per_month": 900_000}})
    found = judge_scenarios(answers_of(BILLED), mine)
    assert [one.name for one in found.judged if one.name.casefold() == "half the volume"] == [
        "half the volume"
    ]
    assert any(one.name == "Half the volume" for one in found.left_out)


def test_a_scenario_may_complete_what_the_case_lacks_or_lack_more() -> None:
    answers: Answers = answers_of(BILLED)
    lacking = judge_scenarios(answers, setting(task__breadth=""))
    assert figures(lacking.own[0])[0] is None
    assert told.row(lacking.own[0])[1] == "none: see Breadth of the task"
    assert told.changes(lacking).endswith(" There is no verdict in mine.")
    draft = answers_of(BILLED.replace('task.breadth = "narrow"\n', ""))
    assert figures(judge_scenarios(draft, setting(task__breadth="narrow")).own[0])[0] is not None


def test_a_scenario_with_another_horizon_is_named_beside_that_of_the_case() -> None:
    found = judge_scenarios(answers_of(BILLED), setting(policy__horizon_months="12"))
    assert " over 36 months and 12 months in mine. " in told.note(found)
    assert told.note(found).endswith("- where there is none in them.")


def test_the_table_says_in_which_scenarios_the_verdict_is_another() -> None:
    found = judge_scenarios(written(SAMPLES["growing_product_search"]))
    said = told.changes(found)
    assert said.startswith("Of 12 scenarios the verdict is worse in 7 (Half the volume; ")
    # One has a comma in its name.
    assert "; Stated ranges, worse end" in said
    assert said.endswith("and better in 1 (Stated ranges, better end).")


def test_no_scenario_changes_the_case_itself() -> None:
    answers = written(SAMPLES["growing_product_search"])
    before = as_json(assess(answers), "A case")
    found = judge_scenarios(answers, setting(volume__calls_per_month="3M"))
    assert as_json(assess(answers), "A case") == as_json(found.case, "A case") == before


def test_a_cell_of_a_table_is_set_by_row_and_column() -> None:
    rows = '[[alternatives]]\nname = "smaller"\nupfront = 5\n[[alternatives]]\nname = "none"\n'
    found, refused = with_values(
        answers_of(BILLED + rows), {"alternatives[1].upfront": 7, "alternatives[2].upfront": 7}
    )
    first, second = found.table("alternatives").rows
    assert (first.cells["upfront"].value.likely, second.cells["upfront"].value.likely) == (5, 7)
    assert refused == {
        "alternatives[2].upfront": "there is no such row; alternatives has 2, counted from 0"
    }


def test_a_row_is_set_by_its_columns_and_a_named_one_is_taken_back() -> None:
    rows = '[[alternatives]]\nname = "smaller"\n[upfront.other]\nlicence = 5\nlegal = 7\n'
    found, refused = with_values(
        answers_of(BILLED + rows), {"alternatives[0]": "smaller", "upfront.other.licence": ""}
    )
    assert refused["alternatives[0]"].startswith("is a row; set one of its columns: name, ")
    assert [row.values()["name"] for row in found.table("upfront.other").rows] == ["legal"]


def test_a_table_is_set_whole() -> None:
    rows = [{"name": "smaller", "upfront": 5}]
    found, refused = with_values(answers_of(BILLED), {"alternatives": rows})
    assert not refused
    assert [row.cells["upfront"].value.likely for row in found.table("alternatives").rows] == [5]


@pytest.mark.parametrize("empty", ["", []])
def test_rows_are_taken_back_whole(empty: object) -> None:
    rows = '[[alternatives]]\nname = "smaller"\n'
    found, refused = with_values(answers_of(BILLED + rows), {"alternatives": empty})
    assert not refused
    assert not found.table("alternatives").rows


def test_a_word_is_no_table() -> None:
    rows = '[[alternatives]]\nname = "smaller"\n'
    _, refused = with_values(answers_of(BILLED + rows), {"alternatives": "smaller"})
    assert refused["alternatives"].startswith("has rows; ")


def test_amounts_are_in_the_currency_that_is_set_with_them() -> None:
    values = {"teacher.cost_per_1k_calls": "€3", "currency": "EUR"}
    found, refused = with_values(answers_of(BILLED), values)
    assert not refused
    assert found.value("teacher.cost_per_1k_calls").likely == 3
