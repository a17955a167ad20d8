"""What an evaluation says of teacher and student: slices, and what of the sources did not count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.figures.intervals import Interval


class BadRow(NamedTuple):
    """A row that could not be read; nothing of what stands there."""

    file: str
    row: int
    reason: str


class Missing(NamedTuple):
    """Items that one system was scored on and the other was not."""

    items: int
    shown: tuple[str, ...]
    """Some of them."""


class Scores(NamedTuple):
    """What both systems came to on one slice."""

    name: str
    examples: int | None
    """Items that both were scored on; None where no source says how many."""
    teacher: float
    student: float
    difference: Interval | None
    """The teacher's score less the student's, with its paired interval; None without items."""
    teacher_errors: int
    student_errors: int
    """Answers that the machinery failed to give; they are in no score."""
    suspicions: tuple[str, ...]
    """Why the scores may be wrong, as sentences without a full stop."""


class Counted(NamedTuple):
    """What became of the rows: read = kept + all that were dropped."""

    read: int
    kept: int
    dropped: dict[str, int]
    """By reason, none of them 0."""


@dataclass(frozen=True)
class Evaluation:
    """Two systems on the same items."""

    formats: tuple[str, ...]
    files: tuple[str, ...]
    """Names without their folders."""
    rows: Counted
    bad: tuple[BadRow, ...]
    """Some of the rows that could not be read."""
    teacher: str
    student: str
    metric: str
    filter: str | None
    slice_field: str | None
    fields: tuple[str, ...]
    """What slices can be made by, in the order in which it was met."""
    teacher_only: Missing
    student_only: Missing
    slices: tuple[Scores, ...]
    overall: Scores | None
    """All items together; None where there are none, or only one slice."""
    day: date | None
    """On which the older of the two was run."""
    notes: tuple[str, ...]
