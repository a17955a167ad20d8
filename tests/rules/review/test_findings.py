"""What a review looks for: each finding where it just fires, and near misses beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.review.findings import FINDINGS, findings
from rules.review.findings.finding import Noticed
from rules.review.outcome import stand
from rules.review.reviewed import Reviewed, reviewed
from tests.rules.cases import measured
from tests.rules.review.looked_at import DECIDED, REVIEW, looked_at, session_of, went
from tests.rules.review.recorded import LAUNCHED
from wizard.sessions.codec import decode

BEFORE_REVIEW = date(2027, 2, 10)


def ids(case: Reviewed) -> set[str]:
    return {one.watch.id for one in findings(case)}


def noticed(case: Reviewed, name: str) -> Noticed:
    return next(one for one in findings(case) if one.watch.id == name)


def test_a_case_that_goes_as_approved_is_left_alone() -> None:
    assert ids(looked_at(went(), BEFORE_REVIEW)) == set()


@pytest.mark.parametrize(
    ("on", "further", "fires"),
    [
        (date(2027, 2, 28), [], False),
        (REVIEW, [], True),
        (date(2028, 3, 1), [], True),
        (date(2028, 3, 1), [{"date": REVIEW, "decision": "later", "by": "Ann"}], False),
        (date(2028, 3, 1), [{"date": REVIEW, "decision": "no", "by": "Ann"}], False),
    ],
)
def test_a_review_is_due_from_its_day_until_something_is_decided(
    on: date, further: list[dict[str, Any]], fires: bool
) -> None:
    case = looked_at(went(), on, further=further)
    assert ("review-due" in ids(case)) == fires


def test_a_review_that_is_due_says_whose_and_since_when() -> None:
    one = noticed(looked_at(went(), date(2027, 3, 3)), "review-due")
    assert "Approved by Ann" in one.message
    assert "2 days ago" in one.message


@pytest.mark.parametrize(
    ("on", "launched_on", "months", "fires"),
    [
        # Approved in July, to be launched three months after: November is the first month of it.
        (date(2026, 11, 30), None, [], False),
        (date(2026, 12, 1), None, [], True),
        (date(2026, 12, 1), LAUNCHED, [], False),
        (date(2027, 2, 10), None, went(), False),
        # A launch that is still to come is none.
        (date(2026, 12, 1), date(2027, 1, 10), [], True),
    ],
)
def test_what_was_to_be_launched_and_was_not_is_told(
    on: date, launched_on: date | None, months: list[dict[str, Any]], fires: bool
) -> None:
    case = looked_at(months, on, launched_on=launched_on)
    assert ("never-launched" in ids(case)) == fires


def test_what_was_never_launched_says_how_long_ago_it_was_approved() -> None:
    one = noticed(looked_at(on=date(2027, 2, 10), launched_on=None), "never-launched")
    assert one.evidence["decided_on"] == DECIDED
    assert one.evidence["months_late"] == 3
    assert "launched after 3 months; 6 whole months are over" in one.message
    assert "no launch and no month with the student is on record" in one.message


def test_a_launch_that_is_still_to_come_is_named_and_reckoned_with() -> None:
    case = looked_at(on=date(2026, 12, 1), launched_on=date(2027, 3, 1))
    one = noticed(case, "never-launched")
    assert "the day of launch on record, 2027-03-01, is still to come" in one.message
    found = case.forecast
    assert found is not None
    # Month 8 after the approval in July is March, the first in which anything comes in or goes out.
    assert found.balance[7] == found.balance[0]
    assert found.balance[8] != found.balance[7]


@pytest.mark.parametrize(
    ("share_of_net", "count", "fires"),
    [(0.91, 3, False), (0.89, 3, True), (0.5, 2, False)],
)
def test_a_plan_is_missed_where_a_tenth_of_what_it_brought_in_is_lacking(
    share_of_net: float, count: int, fires: bool
) -> None:
    """Upkeep takes away what is to be lacking: months are otherwise as planned."""
    rows = went(count=count)
    case = looked_at(rows, BEFORE_REVIEW)
    for row, one in zip(rows, case.gap.months, strict=True):
        row["upkeep"] += one.planned.terms.net * (1 - share_of_net)
    assert ("behind-plan" in ids(looked_at(rows, BEFORE_REVIEW))) == fires


def test_what_is_behind_plan_names_what_explains_most_of_it() -> None:
    one = noticed(looked_at(went({"volume.calls_per_month": measured(3_000_000)})), "behind-plan")
    assert one.evidence["explained_most_by"] == "volume.calls_per_month"
    assert "Calls per month explains" in one.message


def test_a_launch_that_came_late_is_behind_plan_though_its_months_are_not() -> None:
    rows = went()
    for row, month in zip(rows, ("2027-04", "2027-05", "2027-06"), strict=True):
        row["month"] = month
    case = looked_at(rows, date(2027, 7, 2), launched_on=date(2027, 4, 1))
    assert case.gap.net == pytest.approx(0.0, abs=1.0)
    one = noticed(case, "behind-plan")
    shortfall = one.evidence["planned_cash"] - one.evidence["actual_cash"]
    assert one.evidence["explained_by_late_launch"] == pytest.approx(shortfall, rel=1e-3)
    assert "The launch 5 months later than planned explains" in one.message


@pytest.mark.parametrize(
    ("figure", "rate", "fires"),
    [
        # Planned are 0.2 % of errors and 5 % of fallback; the tolerance is two points.
        ("errors", 0.0219, False),
        ("errors", 0.0221, True),
        ("fallback_calls", 0.069, False),
        ("fallback_calls", 0.071, True),
    ],
)
def test_quality_slips_where_it_is_worse_than_approved_by_more_than_the_tolerance(
    figure: str, rate: float, fires: bool
) -> None:
    rows = went()
    for row in rows:
        row[figure] = row["student_calls"] * rate
    assert ("quality-slipped" in ids(looked_at(rows))) == fires


def test_calls_that_fall_back_are_no_slipped_quality_where_no_more_errors_were_counted() -> None:
    rows = went()
    for row in rows:
        row["fallback_calls"] = row["student_calls"] * 0.12
    case = looked_at(rows)
    assert stand(case, [noticed(case, "quality-slipped")]).words == "More falls back than planned"
    assert (
        "12% fell back to the teacher, planned were 5%" in noticed(case, "quality-slipped").message
    )
    for row in rows:
        row["errors"] = row["student_calls"] * 0.1
    case = looked_at(rows)
    assert stand(case, [noticed(case, "quality-slipped")]).words == "Quality has slipped"


def test_a_plan_that_says_nothing_of_fallback_is_not_said_to_have_planned_none() -> None:
    session = session_of(went(), changes={"volume.fallback_rate": None})
    for row in session["actuals"]:
        row["fallback_calls"] = row["student_calls"] * 0.12
    del session["decisions"]
    case = reviewed(decode(session)[0], (), on=date(2027, 2, 10))
    assert (
        "12% fell back to the teacher, and the plan counts none, since it does not say how many"
        in noticed(case, "quality-slipped").message
    )


def test_quality_is_that_of_the_latest_months() -> None:
    rows = went(count=6)
    for row in rows[:3]:
        row["errors"] = row["student_calls"] * 0.1
    on = date(2027, 5, 3)
    assert "quality-slipped" not in ids(looked_at(rows, on))
    for row in rows[3:]:
        row["errors"] = row["student_calls"] * 0.1
    one = noticed(looked_at(rows, on), "quality-slipped")
    assert "In the last 3 months 10% of the handled calls were additional errors" in one.message


def test_what_nobody_has_counted_has_not_slipped() -> None:
    rows = went()
    for row in rows:
        del row["errors"], row["fallback_calls"]
    assert "quality-slipped" not in ids(looked_at(rows))


def test_going_back_is_told_once_the_student_costs_more_than_it_saves() -> None:
    one = noticed(looked_at(went(student_cost=20.0)), "go-back")
    assert one.evidence["kind"] == "teacher"
    assert one.message.startswith(f"Over the {one.evidence['months_ahead']} months ahead, what was")
    assert "going back is the better way" in one.message


@pytest.mark.parametrize(("upfront", "fires"), [(-0.01, True), (0.01, False)])
def test_an_alternative_has_to_be_better_by_more_than_the_margin(
    upfront: float, fires: bool
) -> None:
    """One that is worth 5% more than the best way with the student, a little more or less."""
    other = {
        "name": "small model",
        "cost_per_1k_calls": 0.1,
        "error_rate_increase": measured(0.001),
    }
    free = looked_at(went(), changes={"alternatives": [other]}).ways
    student, best = free.best_with_student.npv, free.best
    assert best.name == "small model"
    most = best.npv - 1.05 * student
    assert most > 0
    priced = {**other, "upfront": most * (1 + upfront)}
    case = looked_at(went(), changes={"alternatives": [priced]})
    assert ("go-back" in ids(case)) == fires


def test_before_launch_there_is_nothing_to_go_back_from() -> None:
    case = looked_at(launched_on=None, changes={"student.cost_per_1k_calls": measured(90)})
    assert "go-back" not in ids(case)


def test_findings_are_told_apart_and_say_what_to_do() -> None:
    assert len({one.id for one in FINDINGS}) == len(FINDINGS)
    for one in FINDINGS:
        assert one.title
        assert one.fires_when.endswith(".")
        assert one.remedy.endswith(".")
        assert not hasattr(one, "caps")
