"""Incomplete, unusable and extreme answers: always an assessment, and always plain data."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.answers.answers import Answers, Entry, Table
from rules.answers.entries import entry_of, parse_entry, table_from
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.assess import assess, assess_case
from rules.questions import QUESTIONS
from rules.results import as_json, figures_by_name, saved_result
from tests.reference.generate import generate
from tests.rules.cases import BASE, NOTHING, UPFRONT, Changes, judged, measured, scored

UPFRONT_ITEMS = tuple(key for key in BASE if key.startswith("upfront.") and "months" not in key)
NEEDED: dict[str, tuple[str, ...]] = {
    "volume.calls_per_month": ("volume.calls_per_month",),
    "teacher.cost_per_1k_calls": ("teacher.cost_per_1k_calls",),
    "student.cost_per_1k_calls": ("student.cost_per_1k_calls",),
    "upfront.data_generation": UPFRONT_ITEMS,
    "maintenance.redistillations_per_year": ("maintenance.redistillations_per_year",),
    "task.breadth": ("task.breadth",),
}
"""What is reported missing, and the answers whose absence makes it so."""

SUBSETS = [some for count in range(len(NEEDED) + 1) for some in combinations(NEEDED, count)]


def without(*missing: str) -> Changes:
    return {key: None for each in missing for key in NEEDED[each]}


def plain(changes: Changes | None = None) -> dict[str, Any]:
    """The result as somebody else reads it; NaN and infinity would not be written."""
    written = json.dumps(as_json(judged(changes), "x"), allow_nan=False)
    result: dict[str, Any] = json.loads(written)
    return result


@pytest.mark.parametrize("missing", SUBSETS, ids=lambda some: "+".join(some) or "nothing")
def test_what_is_missing_is_named_and_what_is_known_is_shown(missing: tuple[str, ...]) -> None:
    result = plain(without(*missing))
    assert result["missing"] == list(missing)
    assert result["complete"] == (not missing)
    assert (result["verdict"] is None) == bool(missing)
    assert result["problems"] == []
    shown = {name for name, value in result["result"].items() if value is not None}
    absent = set(missing)
    costs = {
        "volume.calls_per_month",
        "teacher.cost_per_1k_calls",
        "student.cost_per_1k_calls",
    }
    needs: dict[str, set[str]] = {
        "upfront_total": {"upfront.data_generation"},
        "teacher_cost_per_1k": {"teacher.cost_per_1k_calls"},
        "monthly_savings": costs,
        "payback_months": costs | {"upfront.data_generation"},
        "annual_maintenance": {"maintenance.redistillations_per_year"},
        "annual_net_benefit": costs | {"maintenance.redistillations_per_year"},
        "annual_error_cost": {"volume.calls_per_month"},
        "annual_teacher_spend": {"volume.calls_per_month", "teacher.cost_per_1k_calls"},
        "most_at_stake": {"volume.calls_per_month", "teacher.cost_per_1k_calls"},
        "calls_to_payback": costs | {"upfront.data_generation"},
        "break_even_calls_per_month": (costs - {"volume.calls_per_month"})
        | {"upfront.data_generation", "maintenance.redistillations_per_year"},
    }
    for name, inputs in needs.items():
        assert (name in shown) == (not inputs & absent), name
    cash = result["result"]["cash"]
    needs_all = absent & set(NEEDED) - {"task.breadth"}
    assert (cash["npv"] is None) == bool(needs_all)
    assert (cash["months"] is None) == bool(needs_all)
    needs_all_but_upfront = needs_all - {"upfront.data_generation"}
    assert (cash["net_by_year"] is None) == bool(needs_all_but_upfront)
    assert (cash["first_year_net"] is None) == bool(needs_all_but_upfront)
    assert (cash["cost_of_delay"] is None) == bool(needs_all)
    assert cash["savings_end_month"] is None


def test_rules_whose_inputs_exist_run_while_others_are_missing() -> None:
    fired = {one["id"] for one in plain({**NOTHING, "task.training_data": "unavailable"})["rules"]}
    assert fired == {"no-training-data", "terms-unreviewed", "no-quality-evidence"}


def test_an_explicit_zero_is_an_answer() -> None:
    zero = {**without("upfront.data_generation"), "upfront.evaluation_build": 0}
    assert judged(zero).complete
    assert judged({"maintenance.redistillations_per_year": 0}).complete


def test_other_items_are_an_answer_for_the_upfront() -> None:
    other = {**without("upfront.data_generation"), "upfront.other": {"licences": 3_000}}
    assert judged(other).complete
    assert judged(other).figures.headline.upfront_total == 3_000


@pytest.mark.parametrize(
    "key", ["student.fixed_cost_per_month", "student.hosting.gpu_price_per_hour"]
)
def test_a_student_paid_by_the_month_costs_nothing_by_the_call(key: str) -> None:
    changes = {
        "student.cost_per_1k_calls": None,
        "student.hosting.calls_per_second_per_replica": 5 if "hosting" in key else None,
        key: 1,
    }
    found = judged(changes)
    assert found.complete
    assert found.figures.drivers.student_cost_per_1k == 0


def test_a_worksheet_begun_holds_the_verdict_back_by_its_own_inputs() -> None:
    found = plain({"student.hosting.gpu_price_per_hour": 2})
    assert found["missing"] == ["student.hosting.calls_per_second_per_replica"]
    assert found["verdict"] is None
    assert found["result"]["upfront_total"] == UPFRONT
    assert found["result"]["monthly_savings"] is None


def test_a_slice_that_is_not_scored_is_a_warning_with_its_row() -> None:
    found = judged({"quality.slices": [scored(0.9, 0.9), {"name": "refunds"}]})
    (problem,) = found.problems
    assert (problem.key, problem.severity) == ("quality.slices[1]", "warning")
    assert "refunds" in problem.message
    assert found.errors == ()
    assert found.verdict is not None


# ---------------------------------------------------------------- too large, too small


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("volume.calls_per_month", 1e308),
        ("volume.calls_per_month", 1.7976931348623157e308),
        ("teacher.cost_per_1k_calls", 1e308),
        ("student.cost_per_1k_calls", 1e308),
        ("student.fixed_cost_per_month", 1e308),
        ("upfront.training_compute", 1.7e308),
        ("maintenance.monitoring_per_month", 1e308),
        ("maintenance.cost_per_redistillation", 1e308),
        ("upside.capability_revenue_per_month", 1e308),
        ("student.hosting.gpu_price_per_hour", 1e308),
    ],
)
def test_a_number_too_large_is_named_and_there_is_no_verdict(key: str, value: float) -> None:
    changes = {key: measured(value)}
    if "hosting" in key:
        changes["student.hosting.calls_per_second_per_replica"] = measured(10)
    if key == "upfront.training_compute":
        changes["upfront.engineering_time"] = measured(1.7e308)
    found = judged(changes)
    assert found.verdict is None
    assert found.pitch == ()
    (problem,) = found.errors
    assert problem.key in changes
    assert "too large" in problem.message
    assert plain(changes)["complete"]


def test_small_numbers_are_no_problem() -> None:
    small = {
        "volume.calls_per_month": 1e-3,
        "teacher.cost_per_1k_calls": 1e-3,
        "student.cost_per_1k_calls": 1e-9,
        "upfront.engineering_time": 1e-9,
    }
    assert judged(small).errors == ()
    assert plain(small)["verdict"] is not None


EXTREMES = [
    0,
    5e-324,
    1e-308,
    1e-200,
    1e-9,
    0.5,
    1,
    60,
    10**18,
    1e100,
    1e200,
    1e300,
    1.7976931348623157e308,
]


def numbers_in(value: Any) -> list[tuple[Any, Any]]:
    """Holder and key of each number in a session."""
    found: list[tuple[Any, Any]] = []
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(part, dict | list):
            found += numbers_in(part)
        elif isinstance(part, int | float) and not isinstance(part, bool):
            found.append((value, key))
    return found


@settings(max_examples=150)
@given(st.integers(0, 10**9))
def test_whatever_the_numbers_the_result_is_plain_data_in_readable_words(seed: int) -> None:
    chance = random.Random(seed)
    session = copy.deepcopy(generate(seed % 97))
    found = numbers_in(session)
    for holder, key in chance.sample(found, min(len(found), chance.choice([1, 2, 4]))):
        holder[key] = chance.choice(EXTREMES)
    assessed = assess_case(validate(session)[0])
    result = as_json(assessed, "x")
    json.dumps(result, allow_nan=False)
    texts = [rule["message"] for rule in result["rules"]]
    texts += [part["text"] for part in result["pitch"]]
    verdict = result["verdict"] or {"headline": "", "reasons": [], "instead": []}
    texts += [verdict["headline"], *verdict["reasons"], *verdict["instead"]]
    for text in texts:
        words = text.replace("%", " ").replace("$", " ").replace("\u20ac", " ").split()
        assert not {"nan", "inf", "-inf", "Infinity", "None"} & {
            word.strip(".,;()") for word in words
        }
    assert (assessed.verdict is None) == bool(assessed.missing or assessed.errors)


# ---------------------------------------------------------------- answers


def answers(**texts: str) -> Answers:
    found = Answers()
    for key, text in texts.items():
        entry = parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")), currency="USD")
        found = found.answer(key, entry)
    return found


QUICK = {
    "volume.calls_per_month": "6M",
    "teacher.cost_per_1k_calls": "$4",
    "student.cost_per_1k_calls": "$0.40",
    "upfront.data_generation": "8k",
    "upfront.engineering_time": "20k",
    "maintenance.redistillations_per_year": "2",
    "task.breadth": "narrow",
}


def test_typed_answers_are_judged() -> None:
    found = assess(answers(**QUICK))
    assert found.complete
    assert found.problems == ()
    assert found.figures.headline.monthly_savings == pytest.approx(21_600)
    assert found.verdict is not None
    assert (found.verdict.base, found.verdict.id) == ("strong", "defensible")


def test_an_unusable_answer_counts_as_missing_and_is_reported() -> None:
    found = assess(answers(**{**QUICK, "volume.calls_per_month": "1,5"}))
    assert found.missing == ("volume.calls_per_month",)
    (problem,) = found.problems
    assert problem.key == "volume.calls_per_month"
    assert "1.5" in problem.message


def test_without_answers_everything_needed_is_missing() -> None:
    found = assess(Answers())
    assert found.missing == tuple(NEEDED)
    assert found.problems == ()
    assert json.dumps(as_json(found, "x"), allow_nan=False)


def test_a_cell_that_is_not_usable_is_reported_with_its_row_and_the_rest_counts() -> None:
    question = QUESTIONS["quality.slices"]
    table = table_from(question, [{"name": "refunds", "teacher_score": 0.9, "student_score": 0.8}])
    row = table.rows[0].with_cell("examples", Entry("many", problem="Not a number"))
    found = assess(Answers({"quality.slices": Entry("", table.with_row(row))}))
    assert [problem.key for problem in found.errors] == ["quality.slices[0].examples"]
    assert found.case.quality.slices[0].teacher_score == 0.9


def test_two_items_of_one_name_are_a_problem() -> None:
    question = QUESTIONS["upfront.other"]
    (row,) = table_from(question, {"legal": 1}).rows
    entry = Entry("", Table((row, row._replace(id="2"))))
    (problem,) = assess(Answers({"upfront.other": entry})).problems
    assert problem.key == "upfront.other.legal"
    assert "twice" in problem.message


def test_contradicting_answers_are_reported_and_left_out() -> None:
    sheet = {
        "teacher.tokens.input": entry_of(QUESTIONS["teacher.tokens.input"], Estimate(100)),
        "teacher.tokens.cached_input": entry_of(
            QUESTIONS["teacher.tokens.cached_input"], Estimate(200)
        ),
    }
    (problem,) = assess(Answers(sheet)).problems
    assert problem.key == "teacher.tokens.cached_input"


# ---------------------------------------------------------------- what an assessment is


def test_an_assessment_cannot_be_changed() -> None:
    found = judged()
    with pytest.raises(AttributeError):
        found.verdict = None  # type: ignore[misc]  # refused, as is shown here
    with pytest.raises(AttributeError):
        found.figures.annual_upside = 1.0  # type: ignore[misc]  # refused, as is shown here
    with pytest.raises(ValidationError):
        found.case.currency = "EUR"  # type: ignore[misc]  # refused, as is shown here
    with pytest.raises(ValidationError):
        found.policy.horizon_months = 1  # type: ignore[misc]  # refused, as is shown here


def test_judging_twice_gives_the_same() -> None:
    assert as_json(judged(), "x") == as_json(judged(), "x")


def test_every_number_used_is_listed_with_its_label_and_unit() -> None:
    changes = {"upfront.other": {"legal advice": 5}, "alternatives": [{"cost_per_1k_calls": 1}]}
    listed = {one["key"]: one for one in plain(changes)["inputs"]}
    volume = listed["volume.calls_per_month"]
    assert (volume["value"], volume["basis"]) == (6_000_000, "measured")
    assert listed["volume.share_moved"]["source"] == "default"
    assert listed["volume.share_moved"]["basis"] is None
    assert 'upfront.other."legal advice"' in listed
    assert "alternatives[0].cost_per_1k_calls" in listed
    assert all(one["label"] and one["label"] != one["key"] for one in listed.values())


def test_what_is_too_large_is_told_and_a_team_that_did_not_set_it_is_not_blamed() -> None:
    large: Changes = {"volume.calls_per_month": measured(1.7e308)}
    team = TeamPolicy({"strong_payback_months": 3}, "team.toml")
    for found in (judged(large), judged(large, team)):
        assert [(one.key, one.message) for one in found.problems] == [
            (
                "volume.calls_per_month",
                "makes figures too large to calculate with; check its number of digits",
            )
        ]


def test_the_saved_result_holds_what_exists_and_no_null() -> None:
    table = saved_result(judged(), date(2026, 1, 15))
    upkeep = "student_cost_per_1k_with_maintenance"
    assert table.pop(upkeep) == 0.816666666667
    assert figures_by_name(judged()).pop(upkeep) == pytest.approx(0.4 + 30_000 / 12 / 6_000)
    named = {
        # To the digits that are saved.
        name: pytest.approx(value, rel=1e-11)
        for name, value in figures_by_name(judged()).items()
        if name != upkeep
    }
    assert table == {
        "verdict": "strong",
        "base": "strong",
        "headline": "Strong case: payback in 1.8 months at full savings, and the cash is back 3.9"
        " months after approval.",
        "date": date(2026, 1, 15),
        **named,
        "rules": [],
    }
    incomplete = saved_result(judged({"student.cost_per_1k_calls": 5}), date(2026, 1, 15))
    assert "payback_months" not in incomplete
    assert None not in incomplete.values()
    assert "verdict" not in saved_result(judged(NOTHING), date(2026, 1, 15))


def test_judging_a_case_does_not_load_numpy() -> None:
    program = (
        "import sys\n"
        "from rules.assess import assess\n"
        "from rules.answers.answers import Answers\n"
        "assess(Answers())\n"
        "assert 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


RANGED_VOLUME: Changes = {"volume.calls_per_month": measured(6e6, 5e6, 8e6)}


def warned(changes: Changes, *pairs: tuple[str, str]) -> list[tuple[str, str]]:
    rows = [{"a": a, "b": b, "rho": 0.5} for a, b in pairs]
    found = judged({**changes, "risk.correlations": rows})
    return [(one.key, one.message) for one in found.problems if one.severity == "warning"]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("volume.share_moved", "volume.share_moved does not vary"),
        ("upfront.contingency", "upfront.contingency does not vary"),
        ("teacher.tokens.input", "teacher.tokens.input is none of the numbers drawn"),
        ("alternatives[7].upfront", "alternatives[7].upfront is none of the numbers drawn"),
        ("upside.latency_value_per_month", "is none of the numbers drawn"),
    ],
)
def test_a_correlation_without_effect_is_warned_about(other: str, why: str) -> None:
    upside = {"upside.latency_value_per_month": measured(5, 1, 9), "upside.latency_metric": "x"}
    (one,) = warned({**RANGED_VOLUME, **upside}, ("volume.calls_per_month", other))
    assert one[0] == "risk.correlations[0]"
    assert "has no effect" in one[1]
    assert one[1].endswith(why)


def test_a_correlation_of_two_drawn_numbers_is_not_warned_about() -> None:
    price = {"teacher.cost_per_1k_calls": measured(4, 3, 5)}
    pair = ("volume.calls_per_month", "teacher.cost_per_1k_calls")
    assert warned({**RANGED_VOLUME, **price}, pair) == []
    same = {"teacher.cost_per_1k_calls": measured(4, 4, 4)}
    assert len(warned({**RANGED_VOLUME, **same}, pair)) == 1


def test_a_correlation_with_a_stand_in_counts_unless_the_case_wants_no_stand_ins() -> None:
    pair = ("volume.calls_per_month", "teacher.cost_per_1k_calls")
    assert warned(RANGED_VOLUME, pair) == []
    (one,) = warned({**RANGED_VOLUME, "risk.stand_ins": False}, pair)
    assert one[1].endswith("teacher.cost_per_1k_calls does not vary")


def test_an_incomplete_case_is_not_yet_told_of_its_correlations() -> None:
    open_case = {**RANGED_VOLUME, "task.breadth": None}
    assert warned(open_case, ("volume.calls_per_month", "teacher.cost_per_1k_calls")) == []
