"""What the scores of slices say: which ones count, and where the student falls short.

Source: docs/specification.md §3.7, §4.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rules.answers.case import Case, Slice
from rules.answers.policy import Policy
from rules.answers.slack import below
from rules.figures.intervals import Z95, Interval, difference, weighted_loss, wilson
from rules.figures.worksheets import slice_weights


def scored_slices(case: Case) -> list[tuple[Slice, float, float]]:
    """Slices that both models were scored on, with teacher's and student's score."""
    return _scored(case.quality.slices)


def _scored(slices: Iterable[Slice]) -> list[tuple[Slice, float, float]]:
    return [
        (one, one.teacher_score, one.student_score)
        for one in slices
        if one.teacher_score is not None and one.student_score is not None
    ]


def is_measured(case: Case) -> bool:
    """Whether the slice scores were measured."""
    return case.quality.basis == "measured"


def is_agreement(case: Case) -> bool:
    """Whether a score says how often a model says what the teacher says, not what is right."""
    return case.quality.score_kind == "agreement"


def regressions(case: Case, policy: Policy) -> list[tuple[Slice, float, float]]:
    """Slices on which the student is below what it must reach, with its score and that bar."""
    found = []
    for one, teacher, student in scored_slices(case):
        bar = one.minimum_score
        if bar is None:
            bar = teacher - policy.slice_tolerance
        if below(student, bar):
            found.append((one, student, bar))
    return found


def loss_over_slices(case: Case, z: float = Z95) -> Interval:
    """The share of additional wrong answers over the scored slices, with its interval.

    Its ends are not known where a slice does not say how many examples it has, and nothing is
    without slices.

    Args:
        case: any case.
        z: the standard normal deviate that the interval reaches to.
    """
    return _loss_over(case.quality.slices, z)


@lru_cache(maxsize=16)
def _loss_over(slices: tuple[Slice, ...], z: float) -> Interval:
    """As `loss_over_slices`: once for the hundreds of judgements that vary another number."""
    scored = _scored(slices)
    weights = slice_weights([one for one, _, _ in scored])
    return weighted_loss(
        (weight, difference(wilson(teacher, one.examples, z), wilson(student, one.examples, z)))
        for weight, (one, teacher, student) in zip(weights, scored, strict=True)
    )


def costliest_slice(case: Case) -> Slice | None:
    """Of several slices the one that costs most right answers; None where none stands out."""
    scored = scored_slices(case)
    weights = slice_weights([one for one, _, _ in scored])
    lost = [
        (weight * (teacher - student), one)
        for weight, (one, teacher, student) in zip(weights, scored, strict=True)
    ]
    if len(lost) < 2:
        return None
    most, costliest = max(lost, key=lambda each: each[0])
    return costliest if most > 0 else None
