"""A case followed up: which plan its months are held against, and what is said of that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.answers.records import Decision
from rules.assess import assess
from rules.review.decisions import kept
from rules.review.following_up import FollowUp, follow_up
from rules.review.gap_in_words import (
    before_the_first_month,
    in_short,
    launch_in_words,
    lengths_in_words,
    prices_in_words,
)
from tests.rules.cases import raw
from tests.rules.review.recorded import LAUNCHED, SHAPED, as_planned, months_named, plan
from wizard.sessions.codec import decode


def answers(changes: Mapping[str, Any] | None = None, months: int = 6) -> Answers:
    """The base case with months as it planned them, answered otherwise since."""
    contents = raw({**SHAPED, "student.launched_on": LAUNCHED, **(changes or {})})
    return decode({**contents, "actuals": as_planned(plan(), months)})[0]


def approved(answers: Answers, day: date | None = date(2026, 8, 10)) -> Decision:
    keeps = kept(answers, assess(answers), None)
    return Decision(
        date=day,
        decision="go",
        by="Ann",
        answers=keeps.answers,
        policy=keeps.policy,
        fingerprint=keeps.fingerprint,
    )


def test_the_plan_is_what_was_approved_and_not_what_is_answered_since() -> None:
    decision = approved(answers())
    found = follow_up(answers({"volume.calls_per_month": 4_000_000}), [decision])
    assert found.approved is decision
    assert found.gap.net == pytest.approx(0, abs=1e-4)
    assert found.remarks == ()


def test_without_an_approval_the_plan_is_the_present_case_and_that_is_said() -> None:
    found = follow_up(answers({"volume.calls_per_month": 4_000_000}))
    assert found.approved is None
    assert found.gap.effects[0].key == "volume.calls_per_month"
    assert "No approval is on record" in found.remarks[0]


@pytest.mark.parametrize(("on", "is_said"), [(date(2026, 8, 9), True), (date(2026, 8, 10), False)])
def test_an_approval_after_the_day_that_is_asked_for_counts_and_is_told(
    on: date, is_said: bool
) -> None:
    decision = approved(answers(), date(2026, 8, 10))
    found = follow_up(answers(), [decision], on=on)
    assert found.approved is decision
    told = "The approval is of 2026-08-10, after 2026-08-09, the day that this is told for"
    assert any(told in one for one in found.remarks) == is_said


def test_a_refusal_is_no_plan() -> None:
    decision = approved(answers()).model_copy(update={"decision": "no"})
    assert follow_up(answers(), [decision]).approved is None


@pytest.mark.parametrize("decision", ["no", "later"])
@pytest.mark.parametrize("is_approved_before", [False, True])
def test_a_decision_that_is_no_approval_is_told_where_it_is_the_last(
    decision: str, is_approved_before: bool
) -> None:
    first = approved(answers())
    other = first.model_copy(
        update={"decision": decision, "date": date(2026, 9, 1), "note": "after the audit"}
    )
    found = follow_up(answers(), [*([first] if is_approved_before else []), other])
    done = {"no": "Refused", "later": "Put off"}[decision]
    told = f"Last decision on record: {done} by Ann on 2026-09-01; “after the audit”."
    assert found.remarks[-1] == told
    again = first.model_copy(update={"date": date(2026, 9, 2)})
    assert follow_up(answers(), [other, again]).remarks == ()


@pytest.mark.parametrize(
    ("keeps", "said"), [({}, "keeps no answers"), ({"task.breadth": "narrow"}, "is not complete")]
)
def test_an_approval_that_does_not_keep_a_whole_case_is_no_plan(
    keeps: dict[str, Any], said: str
) -> None:
    bare = Decision(date=date(2026, 8, 10), decision="go", by="Ann", answers=keeps)
    found = follow_up(answers(), [bare])
    assert found.approved is None
    assert len(found.gap.months) == 6
    assert f"The record of the approval of 2026-08-10 {said}" in found.remarks[-1]


def test_an_approval_of_half_a_case_leaves_the_whole_one_before_it_the_plan() -> None:
    whole = approved(answers())
    half = Decision(date=date(2026, 9, 1), decision="go", answers={"task.breadth": "narrow"})
    found = follow_up(answers({"volume.calls_per_month": 4_000_000}), [whole, half])
    assert found.approved is whole
    assert found.gap.net == pytest.approx(0, abs=1e-4)
    assert found.remarks == (
        "The record of the approval of 2026-09-01 is not complete: the plan is the approval of"
        " 2026-08-10 before it.",
    )


def test_an_approval_in_another_currency_is_not_subtracted_from() -> None:
    found = follow_up(answers({"currency": "EUR"}), [approved(answers())])
    assert found.approved is None
    assert "in USD, and the case is in EUR now" in found.remarks[0]


def test_a_record_that_was_edited_is_told_of() -> None:
    decision = approved(answers())
    edited = decision.model_copy(
        update={"answers": {**decision.answers, "volume.calls_per_month": 5_000_000}}
    )
    found = follow_up(answers(), [edited])
    assert found.remarks[0].startswith("The record of the approval was edited")
    assert found.gap.effects[0].key == "volume.calls_per_month"


def test_a_model_that_was_renamed_since_is_told_of() -> None:
    before = answers({"student.model": "acme/small-1"})
    found = follow_up(answers({"student.model": "acme/small-2"}), [approved(before)])
    assert found.remarks == ("The student is acme/small-2 now, and was acme/small-1 in the plan.",)


def test_a_model_that_nobody_named_before_or_since_was_not_renamed() -> None:
    named, nameless = answers({"student.model": "acme/small-1"}), answers({"student.model": None})
    for before, after in ((named, nameless), (nameless, named)):
        assert follow_up(after, [approved(before)]).remarks == ()


def test_months_after_launch_are_no_part_of_what_is_approved() -> None:
    keeps = kept(answers(), assess(answers()), None)
    assert not {"actuals", "student.launched_on"} & keeps.answers.keys()
    assert keeps.fingerprint == kept(answers(months=2), assess(answers()), None).fingerprint


def test_a_month_that_is_not_usable_is_told_of_once() -> None:
    contents = {**raw(SHAPED), "actuals": [{"month": "November"}, {"calls": 3}]}
    found = follow_up(decode(contents)[0])
    assert [one.key for one in found.now.errors] == ["actuals[0].month"]
    assert [one.key for one in found.actual.problems] == ["actuals[1].month"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 7, 10), "Launched on 2026-11-01, as planned."),
        (date(2026, 5, 10), "Launched on 2026-11-01, 2 months later than planned; by the plan a"),
        (date(2026, 9, 2), "Launched on 2026-11-01, 2 months earlier than planned. Months are"),
        (date(2026, 12, 1), "Launched on 2026-11-01, before the approval that it is held against."),
        (None, "Launched on 2026-11-01."),
    ],
)
def test_it_is_said_how_late_the_launch_was(day: date | None, words: str) -> None:
    found = follow_up(answers(), [approved(answers(), day)])
    assert launch_in_words(found).startswith(words)


def test_what_came_of_it_is_told_in_a_sentence() -> None:
    def short(found: FollowUp) -> str:
        return in_short(found)

    assert short(follow_up(answers(months=0))) == "No month after launch counts yet."
    assert ", as planned (" in short(follow_up(answers()))
    assert " less than planned (" in short(follow_up(answers({"volume.calls_per_month": 9e6})))
    for calls in range(8_000_000, 8_900_000, 61_803):
        amounts = re.findall(
            r"-?\$[\d,]+", short(follow_up(answers({"volume.calls_per_month": calls})))
        )
        brought, less, planned = (int(re.sub(r"[$,]", "", one)) for one in amounts)
        assert brought == planned - less
    lacking = follow_up(answers({"student.cost_per_1k_calls": None, **NOT_FIXED}))
    assert "the plan lacks student.cost_per_1k_calls" in short(lacking)


NOT_FIXED = {"student.fixed_cost_per_month": None}


def test_what_came_before_the_first_whole_month_is_said_to_be_in_no_figure() -> None:
    within = answers({"student.launched_on": date(2026, 10, 20)})
    (said,) = before_the_first_month(follow_up(within))
    assert "from its launch on 2026-10-20 to the end of that month is in no balance" in said
    assert "months count from 2026-11" in said
    assert not [*before_the_first_month(follow_up(answers()))]
    # Nobody knows the day where none is on record, and without months there is no balance.
    assert not [*before_the_first_month(follow_up(answers({"student.launched_on": None})))]
    none_yet = answers({"student.launched_on": date(2026, 10, 20)}, months=0)
    assert not [*before_the_first_month(follow_up(none_yet))]


@pytest.mark.parametrize(
    ("first", "count", "said"),
    [
        (date(2027, 2, 1), 1, "2027-02 is 8% shorter, and has as many fewer calls"),
        (date(2027, 2, 1), 3, "those on record are together 2.5% shorter, and have as many fewer"),
        (date(2027, 7, 1), 2, "those on record are together 1.8% longer, and have as many more"),
        (date(2027, 1, 1), 12, None),
    ],
)
def test_months_that_are_short_or_long_by_themselves_are_said_to_be(
    first: date, count: int, said: str | None
) -> None:
    rows = [
        {**one, "month": months_named(number, first)}
        for number, one in enumerate(as_planned(plan(), count), start=1)
    ]
    contents = raw({**SHAPED, "student.launched_on": first})
    found = follow_up(decode({**contents, "actuals": rows})[0])
    told = list(lengths_in_words(found))
    assert len(told) == (said is not None)
    if said is not None:
        assert said in told[0]


def test_the_price_by_which_it_is_told_what_would_have_been_spent_is_said() -> None:
    said, cash = prices_in_words(follow_up(answers()))
    assert "begins with the upfront cost as planned" in cash
    assert "at the teacher's price of each month" in said
    everything = {"volume.share_moved": 1, "volume.fallback_rate": 0, "upfront.ramp_months": 0}
    contents = raw({**SHAPED, **everything})
    months = as_planned(plan(everything), 2)
    moved = decode({**contents, "actuals": months})[0]
    _, said = prices_in_words(follow_up(moved))
    assert said.startswith("2026-11 and 2026-12 cannot say what a call on the teacher costs")
