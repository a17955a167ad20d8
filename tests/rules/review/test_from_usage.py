"""Months that logs tell of: calls of each model, what fell back, what it cost, and what is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.review.from_usage import (
    FELL_BACK,
    FELL_BACK_ALONE,
    FromUsage,
    Logs,
    Reading,
    Roles,
    from_usage,
)
from rules.usage.usage import Group
from tests.rules.usage.made import group, usage

ROLES = Roles(students=frozenset({"small"}), teachers=frozenset({"large"}))


def small(**changes: Any) -> Group:
    return group(**{"model": "small", "calls": 1_000.0, "cost": 1.0, **changes})


def large(**changes: Any) -> Group:
    return group(**{"model": "large", "calls": 200.0, "cost": 4.0, **changes})


def read(
    *groups: Group, readable: float = 1.0, sampled: float | None = None, **by: Any
) -> FromUsage:
    logs = Logs(usage=usage(*groups, sampled=sampled), what="rows of calls.csv", readable=readable)
    return from_usage([logs], Reading(**{"roles": ROLES, "prices": {}, **by}))


def test_calls_of_both_models_are_a_row_of_the_record() -> None:
    found = read(small(), large())
    (one,) = found.months
    assert one.row == {
        "month": "2026-06",
        "calls": 1200,
        "student_calls": 1000,
        "fallback_calls": 0,
        "teacher_cost": 4,
        "student_cost": 1,
        "source": "rows of calls.csv",
    }
    assert found.remarks == ()


def test_a_failure_that_was_billed_costs_and_is_no_call() -> None:
    failed = large(status="error", calls=0.0, failed=3.0, cost=2.5)
    (one,) = read(small(), large(), failed).months
    assert (one.figures["calls"], one.figures["teacher_cost"]) == (1200, 6.5)


@pytest.mark.parametrize(
    ("mark", "calls", "student_calls"), [(FELL_BACK, 1000, 1000), (FELL_BACK_ALONE, 1200, 1200)]
)
def test_calls_that_fell_back_are_told_by_their_mark(
    mark: str, calls: float, student_calls: float
) -> None:
    (one,) = read(small(), large(model=f"large{mark}")).months
    figures = one.figures
    assert (figures["calls"], figures["student_calls"]) == (calls, student_calls)
    assert figures["fallback_calls"] == 200


@pytest.mark.parametrize(
    ("by", "calls", "fell_back", "said"),
    [
        (
            {"planned_fallback": 0.1},
            1100,
            None,
            "The logs do not tell which calls fell back: calls are counted as if as many did as"
            " planned; --fallback-rate says how many did.",
        ),
        (
            {"fallback_rate": 0.05},
            1150,
            50,
            "How many calls fell back is by the rate that was named.",
        ),
        (
            {"rate": None},
            1200,
            0,
            "Costs are in US dollars and left out: set policy.usd_rate, the money of the case per"
            " US dollar.",
        ),
        (
            {"pays_by_month": True},
            1200,
            0,
            "What the student cost is left out: the case pays for serving by the month, which no"
            " call has. Type it from the bill, as student_cost.",
        ),
    ],
)
def test_what_logs_do_not_tell_is_said(
    by: dict[str, Any], calls: float, fell_back: float | None, said: str
) -> None:
    found = read(small(), large(), **by)
    (one,) = found.months
    assert (one.figures["calls"], one.figures.get("fallback_calls")) == (calls, fell_back)
    assert found.remarks == (said,)


def test_no_more_calls_fell_back_than_there_were() -> None:
    (one,) = read(small(), large(), fallback_rate=0.9).months
    assert (one.figures["calls"], one.figures["fallback_calls"]) == (1000, 200)


@pytest.mark.parametrize("whose", ["teacher", "student"])
@pytest.mark.parametrize("costed", ["untold", "apart", "none"])
def test_a_cost_that_is_not_known_is_left_out(whose: str, costed: str) -> None:
    more = {"costed": costed, "cost": 0.0}
    found = read(*((small(), large(**more)) if whose == "teacher" else (small(**more), large())))
    (one,) = found.months
    assert f"{whose}_cost" not in one.figures
    assert found.remarks == (
        f"What the {whose} cost is left out: not every call has a cost or a list price. Type it"
        f" from the bill, as {whose}_cost.",
    )


def test_money_becomes_that_of_the_case() -> None:
    (one,) = read(small(), large(), rate=0.9).months
    assert (one.figures["teacher_cost"], one.figures["student_cost"]) == (3.6, 0.9)


def test_rows_that_could_not_be_read_count_as_a_part_of_the_month_that_is_not_covered() -> None:
    (one,) = read(small(), large(), readable=0.98765).months
    assert one.figures["coverage"] == 0.9876


def test_a_sample_is_taken_for_the_whole_it_is_of() -> None:
    found = read(small(), large(), sampled=0.1)
    (one,) = found.months
    assert (one.figures["calls"], one.figures["teacher_cost"]) == (12_000, 40)
    assert found.remarks[0].startswith("The source is a sample of 10%")


def test_other_models_and_months_known_in_part_are_told_of_apart() -> None:
    found = read(small(), large(), small(month=date(2026, 7, 1)), group(model="other", calls=7.0))
    assert [one.month for one in found.months] == [date(2026, 6, 1)]
    assert found.not_whole == (date(2026, 7, 1),)
    assert found.others == {"other": 7}
