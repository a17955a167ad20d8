"""An evaluation in words: the review at a terminal, and the line that a session keeps as source.

A difference is the teacher's score less the student's, in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rules.figures.intervals import Interval
from rules.words.wording import listed
from wizard.imports.evaluation.evaluation import Evaluation, Scores
from wizard.imports.evaluation.refusing import counted, named
from wizard.problems import on_one_line

_HEADINGS = ("slice", "examples", "teacher", "student", "difference (paired 95%)")
_ERRORS = "errors"
"""Of the teacher and of the student."""
_FILES = 3
_WIDEST = 40


def source_line(found: Evaluation, slices: Iterable[Scores]) -> str:
    """Where the scores come from, on one line: files, rows, systems, and each paired interval."""
    files = list(found.files[:_FILES])
    if len(found.files) > _FILES:
        files.append(f"{len(found.files) - _FILES} more")
    parts = [
        f"{listed([*found.formats])} ({', '.join(files)}): {found.rows.kept:,} of"
        f" {counted(found.rows.read, 'row')}",
        f"{found.teacher} and {found.student} by {_by(found)}",
        *([f"run on {found.day}"] if found.day is not None else []),
    ]
    intervals = [f"{one.name} {in_points(one.difference)}" for one in slices if one.difference]
    if intervals:
        parts.append(f"teacher less student, paired 95% intervals: {', '.join(intervals)}")
    else:
        parts.append("means without items, no paired interval")
    return on_one_line("; ".join(parts))


def _by(found: Evaluation) -> str:
    picked = f" of filter {found.filter}" if found.filter is not None else ""
    return f"metric {found.metric}{picked}"


def in_points(difference: Interval) -> str:
    """A difference of scores with its ends, in points: `+2.5 (-1.0 to +6.1)`."""
    value, low, high = (_points(end) for end in (difference.value, difference.low, difference.high))
    return f"{value} ({low} to {high})"


def _points(share: float) -> str:
    said = f"{100 * share:+.1f}"
    return "0.0" if said in ("+0.0", "-0.0") else said


def review(found: Evaluation) -> Iterator[str]:
    """What was read and what it comes to, a line each."""
    yield f"{listed([*found.formats])}: {named(found.files)}"
    yield rows_told(found)
    for bad in found.bad:
        yield f"  {bad.file}, row {bad.row:,}: {bad.reason}"
    yield f"teacher {found.teacher}, student {found.student}, {_by(found)}"
    yield from missing_told(found)
    yield ""
    shown = [*found.slices, *([found.overall] if found.overall is not None else [])]
    yield from _table(shown)
    for one in shown:
        for doubt in one.suspicions:
            yield f"! {one.name}: {doubt}"
    yield from (f"! {note}" for note in found.notes)


def rows_told(found: Evaluation) -> str:
    """`10 rows read, 9 kept, 1 no id of an item`."""
    rows = found.rows
    reasons = "".join(f", {count:,} {reason}" for reason, count in rows.dropped.items())
    return f"{counted(rows.read, 'row')} read, {rows.kept:,} kept{reasons}"


def scores_told(one: Scores) -> str:
    """A slice on one line: `billing: 40 examples, teacher 95.0%, student 92.5%, ...`."""
    examples = "an unknown number of examples"
    if one.examples is not None:
        examples = counted(one.examples, "example")
    difference = (
        _points(one.teacher - one.student)
        if one.difference is None
        else f"{in_points(one.difference)}, paired 95%"
    )
    return (
        f"{one.name}: {examples}, teacher {_share(one.teacher)}, student {_share(one.student)},"
        f" difference {difference} points"
    )


def _share(score: float) -> str:
    return f"{100 * score:.1f}%"


def missing_told(found: Evaluation) -> Iterator[str]:
    """The items that one of the two was scored on alone."""
    for role, missing in (("teacher", found.teacher_only), ("student", found.student_only)):
        if missing.items:
            more = ", ..." if missing.items > len(missing.shown) else ""
            yield (
                f"{counted(missing.items, 'item')} unpaired, scored for the {role} alone:"
                f" {', '.join(missing.shown)}{more}"
            )


def _table(shown: Sequence[Scores]) -> Iterator[str]:
    has_errors = any(one.teacher_errors or one.student_errors for one in shown)
    heads = (*_HEADINGS, _ERRORS) if has_errors else _HEADINGS
    rows = [heads, *(_cells(one, has_errors=has_errors) for one in shown)]
    names = [row[0] if len(row[0]) <= _WIDEST else f"{row[0][: _WIDEST - 3]}..." for row in rows]
    widths = [max(len(row[at]) for row in rows) for at in range(1, len(heads))]
    first = max(map(len, names))
    for name, row in zip(names, rows, strict=True):
        cells = "  ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths, strict=True))
        yield f"{name:{first}}  {cells}"


def _cells(one: Scores, *, has_errors: bool) -> tuple[str, ...]:
    difference = one.difference
    return (
        on_one_line(one.name),
        "?" if one.examples is None else f"{one.examples:,}",
        _share(one.teacher),
        _share(one.student),
        _points(one.teacher - one.student) if difference is None else in_points(difference),
        *((f"{one.teacher_errors:,}, {one.student_errors:,}",) if has_errors else ()),
    )
