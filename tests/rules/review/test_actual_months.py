"""Which months on record count, and what is said of the others, by key."""

from __future__ import annotations

import math
from datetime import date

import pytest

from rules.review.actual_months import actual_months
from tests.rules.review.recorded import LAUNCHED, actuals, row


def said(found: object) -> list[tuple[str, str]]:
    return [(one.key, one.severity) for one in found.problems]  # type: ignore[attr-defined]


def test_months_count_in_order_whatever_order_they_stand_in() -> None:
    found = actual_months(
        actuals(row("2027-01", calls=3), row("2026-12", calls=2)), date(2026, 11, 15)
    )
    assert [(one.place, one.month, one.service) for one in found.months] == [
        (1, date(2026, 12, 1), 1),
        (0, date(2027, 1, 1), 2),
    ]
    assert not found.problems


def test_what_a_month_does_not_tell_is_not_known() -> None:
    (one,) = actual_months(actuals(row("2026-12", calls=10, student_calls=5))).months
    assert one.share_moved == 0.5
    assert all(map(math.isnan, (one.teacher_cost_per_1k, one.error_rate, one.upkeep)))


def test_months_before_the_launch_and_the_one_of_it_do_not_count() -> None:
    rows = actuals(row("2026-10"), row("2026-11"), row("2026-12"))
    found = actual_months(rows, date(2026, 11, 15))
    assert [one.place for one in found.months] == [2]
    assert said(found) == [("actuals[0].month", "error"), ("actuals[1].month", "error")]
    assert "before the launch on 2026-11-15" in found.problems[0].message
    assert "first whole one is 2026-12" in found.problems[1].message


def test_a_month_twice_with_other_figures_counts_neither_time() -> None:
    rows = actuals(row("2026-11", calls=1), row("2026-12"), row("2026-11", calls=2))
    found = actual_months(rows, LAUNCHED)
    assert [one.place for one in found.months] == [1]
    assert said(found) == [("actuals[2].month", "error")]
    assert "as in row 1, with other calls" in found.problems[0].message


def test_a_month_that_has_not_begun_says_nothing_of_the_launch() -> None:
    rows = actuals(row("2026-12", calls=2, student_calls=1))
    assert actual_months(rows, on=date(2026, 12, 15)).launched_on == date(2026, 12, 1)
    found = actual_months(rows, on=date(2026, 11, 28))
    assert found.launched_on is None
    assert said(found) == [("actuals[0].month", "error")]


def test_a_month_twice_with_the_same_figures_counts_once() -> None:
    found = actual_months(actuals(row("2026-11", calls=1), row("2026-11", calls=1)), LAUNCHED)
    assert [one.place for one in found.months] == [0]
    assert said(found) == [("actuals[1].month", "warning")]


@pytest.mark.parametrize("silent", [0, 1, 2])
def test_a_row_without_figures_leaves_the_one_of_the_same_month_that_has_some(silent: int) -> None:
    rows = [row("2026-11", calls=1), row("2026-11", calls=1)]
    rows.insert(silent, row("2026-11", calls=None, source="logs", coverage=0.5))
    found = actual_months(actuals(*rows), LAUNCHED)
    full = min({0, 1, 2} - {silent})
    assert [one.place for one in found.months] == [full]
    assert (f"actuals[{silent}]", "warning") in said(found)
    (message,) = [one.message for one in found.problems if one.key == f"actuals[{silent}]"]
    assert message.startswith(f"has no figures of 2026-11, which row {full + 1} has")
    assert len(found.problems) == 2


def test_a_month_whose_rows_all_have_no_figures_is_none() -> None:
    rows = actuals(row("2026-11", calls=None), row("2026-11", calls=None))
    found = actual_months(rows, LAUNCHED)
    assert not found.months
    assert ("actuals[0]", "error") in said(found)


def test_a_gap_is_named() -> None:
    found = actual_months(actuals(row("2026-11"), row("2027-02")), LAUNCHED)
    assert found.gaps == (date(2026, 12, 1), date(2027, 1, 1))
    assert "2026-12 and 2027-01" in found.problems[0].message


@pytest.mark.parametrize(
    ("figures", "key"),
    [
        ({"coverage": 0.8}, "coverage"),
        ({"coverage": 98}, "coverage"),
        ({"calls": 10, "student_calls": 11}, "student_calls"),
        ({"calls": 10, "student_calls": 5, "fallback_calls": 6}, "fallback_calls"),
    ],
)
def test_a_month_that_cannot_be_is_none(figures: dict[str, float], key: str) -> None:
    found = actual_months(actuals(row("2026-11", **figures)), LAUNCHED)
    assert not found.months
    assert said(found) == [(f"actuals[0].{key}", "error")]


def test_a_month_that_is_not_over_is_none() -> None:
    rows = actuals(row("2026-11"), row("2026-12"))
    assert len(actual_months(rows, LAUNCHED, date(2026, 12, 31)).months) == 1
    assert len(actual_months(rows, LAUNCHED, date(2027, 1, 1)).months) == 2


def test_a_row_without_a_month_is_told_of() -> None:
    assert said(actual_months(actuals({"calls": 1}))) == [("actuals[0].month", "error")]


def test_without_a_day_of_launch_the_first_month_of_the_student_is_it() -> None:
    rows = actuals(row("2026-10", calls=5, student_calls=0), row("2026-11", student_calls=1))
    found = actual_months(rows)
    assert found.is_assumed
    assert found.launched_on == date(2026, 11, 1)
    assert [one.place for one in found.months] == [1]


@pytest.mark.parametrize("figures", [{"calls": 5}, {"calls": 5, "student_calls": 0}])
def test_where_no_month_has_calls_on_the_student_nobody_knows_of_a_launch(
    figures: dict[str, float],
) -> None:
    found = actual_months(actuals(row("2026-10", **figures), row("2026-11", **figures)))
    assert found.launched_on is None
    assert not found.months
    assert said(found) == [("student.launched_on", "error")]
    assert "write the day on which it went live" in found.problems[0].message


def test_a_month_without_figures_is_none() -> None:
    rows = actuals(
        {"month": "2026-11"}, row("2026-12", calls=5), {"month": "2027-01", "source": "x"}
    )
    found = actual_months(rows, LAUNCHED)
    assert [one.place for one in found.months] == [1]
    assert said(found) == [("actuals[0]", "error"), ("actuals[2]", "error")]
    assert "write what the month came to" in found.problems[0].message


def test_a_month_before_a_launch_that_nobody_has_named_says_by_what_it_is_told() -> None:
    rows = actuals(row("2026-10", calls=5), row("2026-11", calls=5, student_calls=4))
    (problem,) = actual_months(rows).problems
    assert problem.key == "actuals[0].month"
    assert problem.message == (
        "lies before 2026-11, the first month with calls on the student; take it out, or write the"
        " day of the launch into student.launched_on"
    )


def test_a_long_gap_is_named_in_part() -> None:
    found = actual_months(actuals(row("2002-05"), row("2026-06")), date(2001, 12, 1))
    assert len(found.gaps) == 288
    assert "2003-05 and 276 more, between" in found.problems[0].message


def test_a_launch_at_the_end_of_all_days_has_no_month() -> None:
    found = actual_months(actuals(row("2026-12")), date.max, on=date(2027, 1, 1))
    assert not found.months
    assert said(found) == [("actuals[0].month", "error")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [row("2026-11", calls=1, upkeep=2), row("2026-11", calls=1, upkeep=2)],
            "is 2026-11 as in row 1, with the same figures; it counts once",
        ),
        (
            [row("2026-11", calls=1, student_cost=2), row("2026-11", calls=2, student_cost=3)],
            "is 2026-11 as in row 1, with other calls and student cost; keep one of them,"
            " until then neither counts",
        ),
        (
            [row("2026-10")],
            "lies before the launch on 2026-11-01; take it out, or correct student.launched_on",
        ),
        ([row("2027-03")], "is not over on 2027-03-31; a month that is not whole is no month"),
        ([{}], "is missing; write the month that these figures are of, such as 2026-11"),
        (
            [row("2026-11", coverage=1.01)],
            "is more than the whole month; write a share from 0 to 1",
        ),
        (
            [row("2026-11", coverage=0.94)],
            "says that the figures tell of 94% of the month; below 95% a month is not whole, and"
            " no month",
        ),
        (
            [row("2026-11", calls=1_000, student_calls=1_100)],
            "are 1,100, more than the 1,000 of calls, of which they are a part",
        ),
        (
            [row("2026-11"), row("2027-01")],
            "has nothing of 2026-12, between months that it has; sums leave that out",
        ),
    ],
)
def test_what_is_wrong_with_a_month_is_told_in_whole_sentences(
    rows: list[dict[str, object]], message: str
) -> None:
    found = actual_months(actuals(*rows), date(2026, 11, 1), on=date(2027, 3, 31))
    assert [one.message for one in found.problems] == [message]


@pytest.mark.parametrize("coverage", [0.95, 1.0])
def test_a_month_that_is_as_good_as_whole_counts(coverage: float) -> None:
    rows = actuals(row("2026-11", coverage=coverage, calls=5, student_calls=5, fallback_calls=5))
    found = actual_months(rows)
    assert len(found.months) == 1
    assert not found.problems
