"""What is too large to calculate with is named, be it in the case or in a range of it."""

from __future__ import annotations

import math

import pytest

from rules.argument.what_it_hangs_on import outlook_of
from tests.rules.cases import Changes, estimate, judged, measured

HUGE = 1.7976931348623157e308


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("upfront.training_compute", {"upfront.training_compute": measured(1e308)}),
        ("upfront.other.licence", {"upfront.other.licence": measured(1e305)}),
        ("teacher.cost_per_1k_calls", {"teacher.cost_per_1k_calls": measured(5e-324)}),
        (
            "teacher.bill_per_month",
            {"teacher.cost_per_1k_calls": None, "teacher.bill_per_month": measured(1e308)},
        ),
        # A student that saves next to nothing a call is paid back after more calls than there are.
        (
            "upfront.engineering_time",
            {
                "upfront.engineering_time": measured(1e298),
                "student.cost_per_1k_calls": measured(4 - 1e-6),
            },
        ),
        # The slices find no loss, and bound it all the same.
        ("quality.cost_per_error", {"quality.cost_per_error": measured(1e300)}),
        # The smallest rate is further from 1 than the volume is, and takes nothing away.
        (
            "volume.calls_per_month",
            {
                "volume.calls_per_month": measured(1e308),
                "volume.monthly_growth": measured(5e-324),
            },
        ),
        (
            "alternatives[0].upfront",
            {"alternatives": [{"name": "prompt", "cost_per_1k_calls": 1, "upfront": HUGE}]},
        ),
        (
            "policy.discount_rate",
            {"policy.discount_rate": math.nextafter(-1, 0), "policy.horizon_months": 240},
        ),
        ("policy.defensible_payback_months", {
            "policy.strong_payback_months": 5e-324,
            "policy.defensible_payback_months": 5e-324,
        }),
    ],
)  # fmt: skip
def test_the_number_without_which_nothing_overflows_is_named(key: str, changes: Changes) -> None:
    found = judged(changes)
    assert found.too_large == key
    assert found.verdict is None
    assert [one.key for one in found.errors] == [key]


@pytest.mark.parametrize(
    "changes",
    [
        {"upfront.training_compute": estimate(5e-324, 0, 1e308)},
        {"upfront.training_compute": estimate(4_000, 0, 1e300)},
        {"volume.calls_per_month": measured(6e6, 5e-324, 1e306)},
        {"teacher.cost_per_1k_calls": measured(1e306, 1, HUGE)},
        {
            "upfront.data_generation": None,
            "upfront.data_generation_worksheet.examples": measured(10_000),
            "upfront.data_generation_worksheet.review_share": measured(0.1),
            "upfront.data_generation_worksheet.cost_per_review": estimate(5e-324, 0, 1e308),
        },
    ],
)
def test_a_range_that_reaches_too_far_is_named(changes: Changes) -> None:
    found = judged(changes)
    assert found.too_large is not None
    assert found.too_large in changes
    assert found.verdict is None


def test_ranges_that_overflow_together_only_are_named() -> None:
    apart: Changes = {"volume.calls_per_month": measured(6e6, 1e6, 1e140)}
    beside: Changes = {"teacher.cost_per_1k_calls": measured(4, 3, 1e160)}
    assert judged(apart).too_large is None
    assert judged(beside).too_large is None
    assert judged({**apart, **beside}).too_large == "teacher.cost_per_1k_calls"


@pytest.mark.parametrize("value", [1e14, 1e16, 2.0**63, 1e100, 1e200])
@pytest.mark.parametrize(
    "key", ["volume.calls_per_month", "teacher.cost_per_1k_calls", "upfront.training_compute"]
)
def test_what_is_finite_is_answered(key: str, value: float) -> None:
    for changes in ({key: measured(value)}, {key: measured(value, value / 2, value * 2)}):
        found = judged(changes)
        assert found.too_large is None
        assert found.verdict is not None
        outlook = outlook_of(found)
        assert outlook.sensitivity is not None
        assert outlook.risk is not None


@pytest.mark.parametrize("cost", [0, 1])
def test_a_teacher_that_costs_nothing_is_judged_and_a_share_of_nothing_is_not_known(
    cost: float,
) -> None:
    free = dict.fromkeys(("input", "output", "input_price", "output_price"), measured(0))
    found = judged(
        {
            "teacher.cost_per_1k_calls": None,
            **{f"teacher.tokens.{name}": nothing for name, nothing in free.items()},
            "student.cost_per_1k_calls": measured(cost),
        }
    )
    assert found.too_large is None
    assert found.verdict is not None
    assert found.verdict.id == "do-not-distill"
    assert math.isnan(found.figures.headline.spend_reduction)


def test_what_overflows_does_not_pass_for_never() -> None:
    # A saving of next to nothing pays back, only later than can be calculated.
    changes: Changes = {
        "teacher.cost_per_1k_calls": measured(1e-305),
        "student.cost_per_1k_calls": measured(0),
        "maintenance.redistillations_per_year": measured(0),
        "maintenance.monitoring_per_month": measured(0),
    }
    found = judged(changes)
    assert found.too_large == "teacher.cost_per_1k_calls"
