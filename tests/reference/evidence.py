"""Slices, and what so many examples can bound (docs/specification.md, 2.4 and 3.7)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .estimates import likely, number
from .slack import below

Z_95 = 1.959963984540054


@dataclass
class Slice:
    """A slice with both scores; the others are not yet measured and left out."""

    share: float | None
    examples: int | None
    teacher: float
    student: float
    critical: bool
    minimum: float | None

    @property
    def loss(self) -> float:
        """What the student lost, and no gain."""
        return max(0.0, self.teacher - self.student)

    def regresses(self, tolerance: float) -> bool:
        """Below its own minimum, or below the teacher by more than the tolerance without one."""
        if self.minimum is not None:
            return below(self.student, self.minimum)
        return below(self.student, self.teacher - tolerance)

    def is_thin(self, tolerance: float) -> bool:
        """Too few examples, or nobody says how many."""
        if self.examples is None or tolerance == 0:
            return True
        spread = self.teacher * (1 - self.teacher) + self.student * (1 - self.student)
        for_difference = 1.96**2 * spread / tolerance**2
        return below(self.examples, for_difference) or below(self.examples, 3 / tolerance)


def read_slices(quality: dict) -> list[Slice]:
    """Slices with both scores."""
    return [
        Slice(
            share=number(raw, "share", None),
            examples=raw.get("examples"),
            teacher=likely(raw["teacher_score"]),
            student=likely(raw["student_score"]),
            critical=bool(raw.get("critical", False)),
            minimum=number(raw, "minimum_score", None),
        )
        for raw in quality.get("slices", [])
        if "teacher_score" in raw and "student_score" in raw
    ]


def weights(slices: list[Slice]) -> list[float]:
    """Shares in proportion, equal where none is given."""
    shares = [1.0 if one.share is None else one.share for one in slices]
    return [share / sum(shares) for share in shares]


def loss_of(slices: list[Slice]) -> float:
    """A gain on one slice never pays for a loss on another."""
    return sum(w * one.loss for w, one in zip(weights(slices), slices, strict=True))


def wilson(p: float, n: int, z: float) -> tuple[float, float]:
    """The score interval of a share."""
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return middle - half, middle + half


def loss_interval(one: Slice, z: float) -> tuple[float, float]:
    """Newcombe's interval of a difference, its ends cut off at 0."""
    assert one.examples is not None
    a, b = one.teacher, one.student
    a_low, a_high = wilson(a, one.examples, z)
    b_low, b_high = wilson(b, one.examples, z)
    low = a - b - math.sqrt((a - a_low) ** 2 + (b_high - b) ** 2)
    high = a - b + math.sqrt((a_high - a) ** 2 + (b - b_low) ** 2)
    return max(0.0, low), max(0.0, high)


def interval_of(slices: list[Slice], z: float) -> tuple[float, float] | None:
    """Both ends of the loss over all slices; None without slices or without a count."""
    if not slices or any(one.examples is None for one in slices):
        return None
    below_it = above_it = 0.0
    for w, one in zip(weights(slices), slices, strict=True):
        low, high = loss_interval(one, z)
        below_it += (w * (one.loss - low)) ** 2
        above_it += (w * (high - one.loss)) ** 2
    loss = loss_of(slices)
    return loss - math.sqrt(below_it), loss + math.sqrt(above_it)
