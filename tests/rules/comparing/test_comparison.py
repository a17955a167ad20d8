"""What sets cases apart, and what each answer explains of it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.assess import assess
from rules.comparing.as_json import difference_as_json
from rules.comparing.comparison import Change, Difference, Side, compare
from rules.comparing.written import BY_WORKSHEET, NOT_ANSWERED
from tests.wizard.cases import COMPLETE, answers_of

A = answers_of(COMPLETE)


def changed(*replacements: tuple[str, str], more: str = "") -> Answers:
    text = COMPLETE
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return answers_of(text + more)


def difference(before: Answers, after: Answers) -> Difference:
    return compare([Side(before), Side(after)]).differences[0]


def by_key(found: Difference) -> dict[str, Change]:
    return {one.key: one for one in found.changes}


def test_a_case_differs_in_nothing_from_itself() -> None:
    found = difference(A, A)
    assert found.changes == ()
    assert found.total is not None
    assert (found.total.payback_months, found.total.npv) == (0, 0)
    assert found.interaction == found.total


def test_one_answer_that_differs_explains_everything() -> None:
    after = changed(("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 1.5"))
    found = difference(A, after)
    (only,) = found.changes
    assert (only.key, only.label) == ("student.cost_per_1k_calls", "Student, per 1,000 calls")
    assert (only.before, only.after) == ("0.5 (estimated)", "1.5 (estimated)")
    expected = assess(after).figures.cash.npv - assess(A).figures.cash.npv
    assert only.effect is not None
    assert found.interaction is not None
    assert found.total is not None
    assert only.effect.npv == found.total.npv == pytest.approx(expected)
    assert (found.interaction.payback_months, found.interaction.npv) == (0, 0)


def test_each_answer_is_changed_alone_and_the_rest_is_interaction() -> None:
    after = changed(
        ("cost_per_1k_calls = 4.20", "cost_per_1k_calls = 2"),
        ("engineering_time = 30_000", "engineering_time = 60_000"),
    )
    found = difference(A, after)
    base = assess(A).figures
    for key, only in {
        "teacher.cost_per_1k_calls": changed(("cost_per_1k_calls = 4.20", "cost_per_1k_calls = 2")),
        "upfront.engineering_time": changed(
            ("engineering_time = 30_000", "engineering_time = 60_000")
        ),
    }.items():
        alone = assess(only).figures
        effect = by_key(found)[key].effect
        assert effect is not None
        assert effect.payback_months == pytest.approx(
            alone.headline.payback_months - base.headline.payback_months
        )
        assert effect.npv == pytest.approx(alone.cash.npv - base.cash.npv)
    assert found.interaction is not None
    assert found.interaction.payback_months > 1
    assert found.interaction.npv == pytest.approx(0, abs=1e-6)


@settings(max_examples=40)
@given(
    st.fixed_dictionaries(
        {
            "calls_per_month = {": st.floats(1e5, 1e7).map(lambda x: f"calls_per_month = {x} # {{"),
            "cost_per_1k_calls = 4.20": st.floats(1, 8).map(lambda x: f"cost_per_1k_calls = {x}"),
            "engineering_time = 30_000": st.floats(0, 1e5).map(lambda x: f"engineering_time = {x}"),
            "redistillations_per_year = 2": st.integers(0, 9).map(
                lambda x: f"redistillations_per_year = {x}"
            ),
        }
    )
)
def test_the_parts_and_the_interaction_add_up(replacements: dict[str, str]) -> None:
    found = difference(A, changed(*replacements.items()))
    assert found.total is not None
    assert found.interaction is not None
    effects = [one.effect for one in found.changes if one.effect is not None]
    for name in ("payback_months", "npv"):
        parts = math.fsum(getattr(one, name) for one in (*effects, found.interaction))
        assert parts == pytest.approx(getattr(found.total, name), rel=1e-6, abs=1e-4)


def test_another_way_of_giving_a_number_is_one_change() -> None:
    sheet = "tokens = { input = 900, output = 50, input_price = 2, output_price = 8 }"
    after = changed(("cost_per_1k_calls = 4.20 # invoice", sheet))
    (only,) = difference(A, after).changes
    assert (only.key, only.label) == ("teacher.cost_per_1k_calls", "Teacher, per 1,000 calls")
    assert only.effect is not None
    assert math.isfinite(only.effect.npv)
    assert "Teacher input tokens 900" in only.after
    (back,) = difference(after, A).changes
    assert back.after == "Teacher, per 1,000 calls 4.2 (estimated)"


BY_BILL = ("cost_per_1k_calls = 4.20 # invoice", "bill_per_month = 25_200")


def test_a_bill_in_place_of_a_cost_per_call_is_one_change() -> None:
    after = changed(BY_BILL)
    (only,) = difference(A, after).changes
    assert only.key == "teacher.cost_per_1k_calls"
    assert only.effect is not None
    assert only.effect.npv == pytest.approx(0, abs=1e-6)
    (back,) = difference(after, A).changes
    assert back.after == "Teacher, per 1,000 calls 4.2 (estimated)"


def test_a_bill_is_compared_with_the_calls_it_is_for() -> None:
    volume = next(one for one in COMPLETE.splitlines() if one.startswith("calls_per_month"))
    double = (volume, "calls_per_month = 12_000_000")
    doubled = changed(double, (BY_BILL[0], "bill_per_month = 50_400"))
    for before in (A, changed(BY_BILL)):
        found = difference(before, doubled)
        (only,) = found.changes
        assert only.key == "volume.calls_per_month"
        assert only.effect is not None
        assert found.total is not None
        assert only.effect.npv == pytest.approx(found.total.npv)
        assert found.interaction is not None
        assert found.interaction.npv == pytest.approx(0, abs=1e-3)


def test_a_direct_answer_over_a_worksheet() -> None:
    sheet = "\n[upfront.evaluation_worksheet]\ndays = 5\nday_rate = 800\n"
    before, after = (
        changed(more=sheet),
        changed(
            ("engineering_time = 30_000", "engineering_time = 30_000\nevaluation_build = 9_000"),
            more=sheet,
        ),
    )
    (only,) = difference(before, after).changes
    assert (only.label, only.before) == ("Evaluation build", BY_WORKSHEET)


def test_answers_that_limit_each_other_are_changed_at_once() -> None:
    sheet = (
        "tokens = {{ input = {0}, cached_input = {1}, output = 50, input_price = 2,"
        " output_price = 8 }}"
    )
    direct = "cost_per_1k_calls = 4.20 # invoice"
    before = changed((direct, sheet.format(2_000, 1_500)))
    after = changed((direct, sheet.format(1_000, 200)))
    (only,) = difference(before, after).changes
    assert only.label == "Teacher, per 1,000 calls"
    assert only.effect is not None
    assert math.isfinite(only.effect.payback_months)


def test_thresholds_that_may_not_fall_are_changed_at_once() -> None:
    limits = "\n[policy]\nstrong_payback_months = {}\ndefensible_payback_months = {}\n"
    found = difference(changed(more=limits.format(1, 2)), changed(more=limits.format(5, 9)))
    assert len(found.changes) == 1


def test_a_payback_that_never_comes_has_no_number_and_the_value_has() -> None:
    after = changed(("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 5"))
    found = difference(A, after)
    assert found.total is not None
    assert found.total.payback_months == math.inf
    assert found.total.npv < 0


def test_two_that_never_pay_back_do_not_differ_in_that() -> None:
    never = changed(("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 5"))
    worse = changed(("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 6"))
    total = difference(never, worse).total
    assert total is not None
    assert total.payback_months == 0


def test_amounts_in_different_currencies_are_not_subtracted() -> None:
    after = changed(
        ("schema = 1", 'schema = 1\ncurrency = "EUR"'),
        ("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 1"),
    )
    found = difference(A, after)
    assert found.refusal == "USD and EUR are not subtracted from each other"
    assert (found.total, found.interaction) == (None, None)
    assert {one.key for one in found.changes} == {"currency", "student.cost_per_1k_calls"}
    assert {one.effect for one in found.changes} == {None}


def test_an_incomplete_case_is_compared_as_far_as_it_goes() -> None:
    found = difference(A, changed(("cost_per_1k_calls = 4.20 # invoice", "model = 'x'")))
    changes = by_key(found)
    assert changes["teacher.cost_per_1k_calls"].after == NOT_ANSWERED
    assert found.total is not None
    assert math.isnan(found.total.npv)
    assert changes["teacher.model"].effect is not None
    assert changes["teacher.model"].effect.npv == 0


def test_a_source_makes_no_difference_and_a_basis_does() -> None:
    volume = 'basis = "measured" }'
    sourced = changed((volume, 'basis = "measured", source = "logs" }'))
    assumed = changed((volume, 'basis = "assumed" }'))
    assert difference(A, sourced).changes == ()
    (only,) = difference(A, assumed).changes
    assert only.effect is not None
    assert (only.effect.npv, only.verdict) == (0, "defensible")


def test_rows_are_shown_as_they_are_written() -> None:
    (only,) = difference(A, changed(("licence = 5_000", "licence = 7_000"))).changes
    assert only.before == "licence, 5k; legal review, 2.5k"
    assert "licence, 7k" in only.after


def test_policies_of_different_teams_are_a_difference_of_their_own() -> None:
    strict = TeamPolicy({"discount_rate": 0.5}, "strict.toml")
    found = compare([Side(A), Side(A, strict)]).differences[0]
    (only,) = found.changes
    assert (only.key, only.before, only.after) == ("policy", "none", "strict.toml")
    back = compare([Side(A, strict), Side(A)]).differences[0].changes[0]
    assert (back.before, back.after) == ("strict.toml", "none")
    assert only.effect == found.total
    assert only.effect is not None
    assert only.effect.npv < 0


def test_a_default_answer_is_told_from_an_answer() -> None:
    entry = answers_of("schema = 1\n[maintenance]\nmonitoring_per_month = 100")
    team = TeamPolicy({}, "x/team.toml", dict(entry.entries))
    found = compare([Side(A), Side(A, team)]).differences[0]
    (only,) = found.changes
    assert only.after == "100 (estimated), default of team.toml"


def test_what_sets_cases_apart_is_plain_data_of_the_same_numbers() -> None:
    found = difference(A, changed(("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 1.5")))
    (only,) = found.changes
    assert found.total is not None
    assert found.interaction is not None
    said = difference_as_json(found)
    assert said == {
        "refusal": None,
        "payback_months": found.total.payback_months,
        "npv": found.total.npv,
        "answers": [
            {
                "key": "student.cost_per_1k_calls",
                "label": "Student, per 1,000 calls",
                "from": "0.5 (estimated)",
                "to": "1.5 (estimated)",
                "payback_months": only.effect.payback_months if only.effect else None,
                "npv": only.effect.npv if only.effect else None,
                "verdict": only.verdict,
            }
        ],
        "interaction": {
            "payback_months": found.interaction.payback_months,
            "npv": found.interaction.npv,
        },
    }
    assert json.loads(json.dumps(said, allow_nan=False)) == said


def test_where_nothing_is_subtracted_the_plain_data_say_why() -> None:
    found = difference(A, changed(("schema = 1", 'schema = 1\ncurrency = "EUR"')))
    said = difference_as_json(found)
    assert said["refusal"] == found.refusal != ""
    assert (said["payback_months"], said["npv"], said["interaction"]) == (None, None, None)
