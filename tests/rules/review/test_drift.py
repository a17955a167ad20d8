"""What has become of a decided case, answer by answer, and its story from decision to decision."""

from __future__ import annotations

import math
import tomllib
from datetime import date
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.assess import assess
from rules.review.decisions import decisions_of
from rules.review.drift import EDITED, drift_of, in_a_line, since, since_last
from rules.review.states import NOTHING_KEPT
from rules.review.story import story_of
from tests.rules.review.test_decisions import on_record
from tests.wizard.cases import COMPLETE, answers_of

DAY = date(2026, 11, 24)
A = answers_of(COMPLETE)


def changed(*replacements: tuple[str, str], more: str = "") -> Answers:
    text = COMPLETE
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return answers_of(text + more)


def approved(answers: Answers = A, team: TeamPolicy | None = None, **more: Any) -> Decision:
    figures = assess(answers, team).figures
    verdict = assess(answers, team).verdict
    said = {
        "payback_months": figures.headline.payback_months,
        "cash.npv": figures.cash.npv,
    }
    fields = {"date": DAY, "by": "Ann", "figures": said, **more}
    return on_record(answers, team, verdict="" if verdict is None else verdict.id, **fields)


FEWER = ("likely = 6_000_000, low = 4.5e6, high = 8_000_000", "likely = 4_100_000")


def test_a_case_that_stayed_as_it_was_is_said_to() -> None:
    found = drift_of(approved(), A, None)
    assert found.difference.changes == ()
    assert in_a_line(found).endswith("No answer has changed since.")
    assert len(since(found).lines) == 1


def test_what_was_decided_stands_beside_what_is_now() -> None:
    said = in_a_line(drift_of(approved(), changed(FEWER), None))
    assert said.startswith("Approved by Ann on 2026-11-24: defensible, payback 1.7 months, ")
    assert ". Now defensible, payback 2.5 months, net present value $" in said
    assert said.endswith("Calls per month: decided at 6M (4.5M..8M), now 4.1M.")


def test_what_is_only_from_elsewhere_is_told_with_where_it_is_from() -> None:
    now = changed(("cost_per_1k_calls = 0.5", 'cost_per_1k_calls = {likely=0.5, basis="measured"}'))
    said = in_a_line(drift_of(approved(), now, None))
    assert said.endswith("decided at 0.5 (estimated), now 0.5 (measured).")


def test_what_moves_most_is_told_first_and_the_rest_is_counted() -> None:
    now = changed(
        FEWER,
        ("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 0.51"),
        ("engineering_time = 30_000", "engineering_time = 31_000"),
        ("licence = 5_000", "licence = 5_500"),
        ('breadth = "narrow"', 'breadth = "moderate"'),
    )
    found = drift_of(approved(), now, None)
    assert found.moving[0].key == "volume.calls_per_month"
    lines = [(one.text, one.key) for one in since(found, ": see the log").lines]
    assert lines[1][1] == "volume.calls_per_month"
    assert lines[-1] == ("2 more answers have changed: see the log.", None)
    assert "3 more answers have changed." in in_a_line(found)


def test_a_policy_that_was_changed_is_told_like_an_answer_whoever_set_it() -> None:
    by_session = changed(more="[policy]\nhorizon_months = 24\n")
    by_team = TeamPolicy({"horizon_months": 24}, "team.toml")
    for answers, team in ((by_session, None), (A, by_team)):
        (change,) = drift_of(approved(), answers, team).difference.changes
        assert change.key == "policy.horizon_months"
        assert change.effect is not None
        now = assess(answers, team).figures.cash.npv
        assert change.effect.npv == pytest.approx(now - assess(A).figures.cash.npv)
    assert drift_of(approved(A, by_team), by_session, None).difference.changes == ()


def test_a_record_that_was_edited_is_said_to_be() -> None:
    edited = approved().model_copy(update={"answers": approved(changed(FEWER)).answers})
    found = drift_of(edited, A, None)
    assert EDITED in in_a_line(found)
    assert EDITED in [one.text for one in since(found).lines]


def test_a_decision_without_answers_is_told_and_not_compared() -> None:
    (bare,) = decisions_of(
        tomllib.loads('[[decisions]]\ndate = 2026-01-01\ndecision = "no"\nby = "The board"\n')
    )
    said = in_a_line(drift_of(bare, A, None))
    assert said == f"Refused by The board on 2026-01-01: no verdict. N{NOTHING_KEPT[1:]}."


def test_another_currency_is_not_subtracted() -> None:
    euros = answers_of(COMPLETE.replace("[task]", 'currency = "EUR"\n[task]', 1))
    found = drift_of(approved(), euros, None)
    assert "USD and EUR" in found.difference.refusal
    assert "net present value $" in in_a_line(found)
    assert "net present value €" in in_a_line(found)


def test_the_last_decision_is_what_stands() -> None:
    later = approved(changed(FEWER), date=date(2026, 12, 1), by="Bo", decision="later")
    found = since_last([later, approved()], A, None)
    assert found is not None
    assert found.decision.by == "Bo"
    assert since_last([], A, None) is None


def test_the_story_goes_from_decision_to_decision_up_to_now() -> None:
    first = approved(decision="later")
    second = approved(changed(FEWER), date=date(2026, 12, 1))
    now = changed(FEWER, ("engineering_time = 30_000", "engineering_time = 60_000"))
    story = story_of([second, first], now, None, DAY)
    assert [one.decision for one in story.chapters] == [first, second]
    assert [[one.key for one in each.then.changes] for each in story.chapters] == [
        ["volume.calls_per_month"],
        ["upfront.engineering_time"],
    ]
    for number, chapter in enumerate(story.chapters):
        assert chapter.judged_otherwise is None
        total = chapter.then.total
        assert total is not None
        ends = chapter.state.assessment.figures, story.follows(number).assessment.figures
        assert total.npv == pytest.approx(ends[1].cash.npv - ends[0].cash.npv)
        payback = [one.headline.payback_months for one in ends]
        assert total.payback_months == pytest.approx(payback[1] - payback[0])
    assert story_of([], now, None, DAY).chapters == ()


def test_a_verdict_that_the_rules_of_today_would_not_give_is_told() -> None:
    decision = approved().model_copy(update={"verdict": "strong"})
    (chapter,) = story_of([decision], A, None, DAY).chapters
    assert chapter.judged_otherwise is not None
    assert chapter.judged_otherwise.verdict == "defensible"
    edited = decision.model_copy(update={"fingerprint": "0"})
    assert story_of([edited], A, None, DAY).chapters[0].judged_otherwise is None


def test_what_never_paid_back_has_no_number_and_no_failure() -> None:
    against = changed(("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 5.0"))
    found = drift_of(approved(), against, None)
    (change,) = found.difference.changes
    assert change.effect is not None
    assert change.effect.payback_months == math.inf
    assert "Now do not distil, payback never" in in_a_line(found)


def test_what_a_record_lacks_of_a_policy_is_the_default() -> None:
    bare = approved().model_copy(update={"policy": {}})
    assert drift_of(bare, A, None).difference.changes == ()


def test_an_answer_that_was_not_there_or_is_gone_is_said_to_be() -> None:
    more = changed(more="[risk]\nseed = 5\n")
    said = [
        in_a_line(drift_of(approved(before), after, None))
        for before, after in ((A, more), (more, A))
    ]
    assert said[0].endswith("not answered then, now 5.")
    assert said[1].endswith("decided at 5, not answered now.")
