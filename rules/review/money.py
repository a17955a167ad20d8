"""What a month with the student came to, or was to come to: one sum for plan and actual.

Source: docs/specification.md §14.4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple


class Terms(NamedTuple):
    """What the money of a month is made of. NaN where one is not known."""

    calls: float
    share_moved: float
    fallback_rate: float
    """Of the handled calls."""
    teacher_cost_per_1k: float
    """The teacher's price of that month."""
    student_cost: float
    """Of serving the student that month, what is paid by the month included."""
    upkeep: float
    error_rate: float
    """Additional wrong answers per handled call."""
    cost_per_error: float

    @property
    def handled(self) -> float:
        """Calls that went to the student."""
        return self.calls * self.share_moved

    @property
    def without(self) -> float:
        """What the month would have cost, had every call run on the teacher."""
        return self.calls / 1_000 * self.teacher_cost_per_1k

    @property
    def teacher_cost(self) -> float:
        """Of the calls that ran on the teacher, those that fell back included."""
        return self.without - self.handled / 1_000 * (1 - self.fallback_rate) * (
            self.teacher_cost_per_1k
        )

    @property
    def student_cost_per_1k(self) -> float:
        """What 1,000 handled calls cost on the student, what is paid by the month included."""
        return 1_000 * self.student_cost / self.handled if self.handled else float("nan")

    @property
    def savings(self) -> float:
        """What the student saved, before upkeep and errors."""
        avoided = self.handled / 1_000 * (1 - self.fallback_rate) * self.teacher_cost_per_1k
        return avoided - self.student_cost

    @property
    def errors(self) -> float:
        """Additional wrong answers."""
        return self.handled * self.error_rate

    @property
    def error_cost(self) -> float:
        """What they cost."""
        return self.errors * self.cost_per_error

    @property
    def net(self) -> float:
        """What is left of the savings after upkeep and errors."""
        return self.savings - self.upkeep - self.error_cost


def added_up(amounts: Iterable[float]) -> float:
    """The sum of amounts; not a number where it is too large in both directions."""
    amounts = list(amounts)
    try:
        return math.fsum(amounts)
    except (OverflowError, ValueError):
        return sum(amounts)
