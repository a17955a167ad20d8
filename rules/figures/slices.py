"""What the scores of slices say: which ones count, and where the student falls short.

Source: docs/specification.md §3.7, §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case, Slice
from rules.answers.policy import Policy
from rules.answers.slack import below


def scored_slices(case: Case) -> list[tuple[Slice, float, float]]:
    """Slices that both models were scored on, with teacher's and student's score."""
    return [
        (one, one.teacher_score, one.student_score)
        for one in case.quality.slices
        if one.teacher_score is not None and one.student_score is not None
    ]


def is_measured(case: Case) -> bool:
    """Whether the slice scores were measured."""
    return case.quality.basis == "measured"


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
