"""A decided case, rebuilt from what its decision keeps, and which decision counts."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.answers.policy import RuleSetting, TeamPolicy
from rules.answers.records import Decision
from rules.assess import Assessment, assess
from rules.results import as_json
from rules.review.decisions import (
    approvals,
    decided_case,
    decisions_of,
    in_order,
    is_as_recorded,
    kept,
    last_decision,
)
from rules.review.kept import fingerprint
from tests.depth import sized
from tests.reference.generate import generate, team_policy
from tests.wizard.cases import COMPLETE, answers_of
from wizard.sessions.codec import decode
from wizard.toml.values import spell

PER_TEST = 20


def on_record(answers: Answers, team: TeamPolicy | None = None, **more: Any) -> Decision:
    """A decision as it is read again from the text of a session."""
    found = kept(answers, assess(answers, team), team)
    fields = {"decision": "go", **more, **found._asdict()}
    text = "\n".join(f"{key} = {spell(value)}" for key, value in fields.items())
    (decision,) = decisions_of(tomllib.loads(f"[[decisions]]\n{text}"))
    return decision


def said(assessment: Assessment) -> dict[str, Any]:
    """All that is said of a case and every number used, but for where its policy comes from."""
    whole = as_json(assessment, "x")
    del whole["policy_overrides"], whole["problems"]
    return whole


@pytest.mark.parametrize("first", range(0, sized(100, 2_000), PER_TEST))
def test_a_decided_case_read_back_is_judged_as_it_was(first: int) -> None:
    for seed in range(first, first + PER_TEST):
        answers = decode(generate(seed))[0]
        values = team_policy(seed)
        team = TeamPolicy(values, "team.toml") if values else None
        decision = on_record(answers, team)
        case = decided_case(decision)
        assert case.refused == ()
        assert is_as_recorded(decision), seed
        assert said(case.assessed()) == said(assess(answers, team)), seed


def test_everything_written_by_hand_is_kept_but_what_does_not_count() -> None:
    answers = answers_of(COMPLETE + "[policy]\nhorizon_months = 24\n")
    decision = on_record(answers)
    assert decision.answers["volume.calls_per_month"] == {
        "likely": 6_000_000,
        "low": 4_500_000,
        "high": 8_000_000,
        "basis": "measured",
    }
    assert decision.answers["upfront.other"] == {"licence": 5_000, "legal review": 2_500}
    assert decision.answers["quality.slices"][1]["name"] == "fraud"
    assert decision.answers["as_of"] == date(2026, 11, 24)
    assert "policy.horizon_months" not in decision.answers
    assert decision.policy["horizon_months"] == 24
    assert decision.policy["discount_rate"] == 0.1, "also what is the default today"


def test_a_teams_defaults_and_its_word_on_rules_are_kept() -> None:
    defaults = {"teacher.training_terms": answers_of(COMPLETE)["teacher.training_terms"]}
    rules: dict[str, RuleSetting] = {"no-quality-evidence": "off"}
    team = TeamPolicy({"discount_rate": 0.2}, "the decision", defaults, rules)
    answers = answers_of(COMPLETE.replace('training_terms = "permitted"\n', ""))
    decision = on_record(answers, team)
    assert decision.answers["teacher.training_terms"] == "permitted"
    assert decision.policy["rules.no-quality-evidence"] == "off"
    assert said(decided_case(decision).assessed()) == said(assess(answers, team))


def test_an_answer_that_is_not_usable_is_not_kept() -> None:
    text = COMPLETE.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = -1")
    text = text.replace("student_score = 0.96", "student_score = 9")
    answers = answers_of(text)
    decision = on_record(answers, decision="later")
    assert "student.cost_per_1k_calls" not in decision.answers
    assert decision.answers["quality.slices"][1].keys() == {"name", "share", "teacher_score"}
    assert said(decided_case(decision).assessed()) == said(assess(answers))


def test_the_fingerprint_is_that_of_what_is_said_and_not_of_how() -> None:
    plain = on_record(answers_of(COMPLETE))
    again = COMPLETE.replace("4.5e6", "4_500_000.0").replace(" # one decision", "")
    again = again.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = { likely = 0.50 }")
    head, slices = again.split("[[quality.slices]]", 1)
    volume, teacher = head.index("[volume]"), head.index("[teacher]")
    moved = head[:volume] + head[teacher:] + head[volume:teacher] + "[[quality.slices]]" + slices
    assert on_record(answers_of(moved)).fingerprint == plain.fingerprint
    other = COMPLETE.replace("4.20 # invoice", "4.21")
    assert on_record(answers_of(other)).fingerprint != plain.fingerprint
    team = TeamPolicy({"horizon_months": 37}, "team.toml")
    assert on_record(answers_of(COMPLETE), team).fingerprint != plain.fingerprint


def test_the_fingerprint_is_the_one_that_the_specification_describes() -> None:
    """SHA-256 of one line of JSON; computed by hand here, since others may recompute it."""
    decision = Decision.model_validate(
        {
            "answers": {
                "volume.calls_per_month": {"likely": 6e6, "basis": "estimated"},
                "as_of": date(2026, 11, 24),
            },
            "policy": {"discount_rate": 0.1},
        }
    )
    line = (
        b'{"answers":{"as_of":"2026-11-24","volume.calls_per_month":6000000},'
        b'"policy":{"discount_rate":0.1}}'
    )
    found = fingerprint(decision.answers, decision.policy)
    assert found == hashlib.sha256(line).hexdigest()


def test_an_edit_of_what_was_decided_shows() -> None:
    decision = on_record(answers_of(COMPLETE))
    edited = decision.model_copy(
        update={"answers": {**decision.answers, "volume.calls_per_month": 9_000_000}}
    )
    assert is_as_recorded(decision)
    assert not is_as_recorded(edited)
    assert not is_as_recorded(Decision(decision="go"))


def test_what_cannot_be_used_of_an_edited_decision_is_named_and_the_rest_works() -> None:
    decision = on_record(answers_of(COMPLETE)).model_copy(
        update={
            "answers": {
                "volume.calls_per_month": -5,
                "volume.cals": 3,
                "quality.slices": [{"name": "x", "share": "half"}],
                "upfront.other": [1],
                "student.cost_per_1k_calls": {"low": 1},
                "title": "Tickets",
            },
            "policy": {"horizon_months": 0, "rules.x": "on", "patience": 3, "discount_rate": 0.2},
        }
    )
    case = decided_case(decision)
    assert "quality.slices[0].share" in {one.place for one in case.refused}
    assert {one.key for one in case.refused} == {
        "volume.calls_per_month",
        "volume.cals",
        "quality.slices",
        "upfront.other",
        "student.cost_per_1k_calls",
        "horizon_months",
        "rules.x",
        "patience",
    }
    assert [*case.answers] == ["title"]
    assert case.assessed().policy.discount_rate == 0.2


def decided(*days: tuple[str | None, str | None]) -> tuple[Decision, ...]:
    return tuple(
        Decision.model_validate(
            {"date": day and date.fromisoformat(day), "decision": what, "note": str(number)}
        )
        for number, (day, what) in enumerate(days)
    )


def test_the_last_decision_stands_and_the_last_go_is_what_was_approved() -> None:
    made = decided(("2026-01-01", "later"), ("2026-03-01", "go"), ("2026-05-01", "no"))
    assert last_decision(made) is made[2]
    assert approvals(made) == (made[1],)
    assert approvals(made[:1]) == ()
    assert last_decision(()) is None


def test_decisions_are_in_the_order_of_their_dates_whatever_the_file_says() -> None:
    made = decided(
        ("2026-05-01", "go"), ("2026-01-01", "later"), (None, "no"), ("2026-05-01", "no")
    )
    assert [one.note for one in in_order(made)] == ["1", "2", "0", "3"]
    assert [one.note for one in in_order(decided((None, "go"), ("2026-01-01", "no")))] == ["0", "1"]
    assert last_decision((*made, *decided(("2026-06-01", None)))) is made[3]


def test_rows_that_are_no_decision_are_empty_ones() -> None:
    found = decisions_of({"decisions": [3, {"decision": "perhaps", "by": "Ann"}, {"by": "Bo"}]})
    assert [one.by for one in found] == ["", "Ann", "Bo"]
    assert decisions_of({"decisions": "none"}) == ()
    assert decisions_of({}) == ()
