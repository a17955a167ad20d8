"""What both systems came to on items, and on a slice of them.

Source: docs/specification.md §12.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rules.figures.intervals import Interval, paired_difference

Role = Literal["teacher", "student"]
ROLES: tuple[Role, Role] = ("teacher", "student")


class Scored(NamedTuple):
    """One item, by the repetitions on which both were scored; or a task, by its means."""

    teacher: tuple[float, ...]
    student: tuple[float, ...]
    chance: float | None = None
    """The score of blind guessing, where the source says among how many it chose."""

    def of(self, role: Role) -> tuple[float, ...]:
        """The scores of one system."""
        return self.teacher if role == "teacher" else self.student

    def mean(self, role: Role) -> float:
        """One system's score, over all repetitions."""
        scores = self.of(role)
        return math.fsum(scores) / len(scores)


class Means(NamedTuple):
    """What both came to over several items."""

    teacher: float
    student: float
    difference: Interval | None
    """The teacher's score less the student's, with its paired interval; None without items."""


def means_of(items: Sequence[Scored], *, are_tasks: bool) -> Means:
    """The scores of both over at least one item, each of which counts once however often repeated.

    They may be whole tasks, of which no items are known.
    """
    teacher, student = ([one.mean(role) for one in items] for role in ROLES)
    return Means(
        math.fsum(teacher) / len(items),
        math.fsum(student) / len(items),
        None if are_tasks else paired_difference(teacher, student),
    )
