"""What months tell of the numbers ahead, and how surely."""

from __future__ import annotations

import pytest

from rules.review.known import students
from rules.uncertainty.ranges import P90


@pytest.mark.parametrize(
    ("freedom", "quantile", "within"),
    [
        (1, 3.077684, 0.04),
        (2, 1.885618, 0.004),
        (3, 1.637744, 0.0008),
        (5, 1.475884, 0.0001),
        (10, 1.372184, 0.00001),
        (30, 1.310415, 0.00001),
    ],
)
def test_few_months_are_as_unsure_as_students_distribution_says(
    freedom: int, quantile: float, within: float
) -> None:
    assert students(freedom) * P90 == pytest.approx(quantile, rel=within)
