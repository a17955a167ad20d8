"""Scores by slice, the additional errors that they come to, and what bounds those.

Source: docs/specification.md §2.4 and §3.7.
"""

from __future__ import annotations

from typing import NamedTuple

from rules.answers.keys import join
from wizard.reports.workbook.constants import DEVIATE_95, ONE_HALF
from wizard.reports.workbook.formula import Formula, Value
from wizard.reports.workbook.functions import (
    maximum,
    minimum,
    root,
    root_of_squares,
    sum_of_products,
    total,
)
from wizard.reports.workbook.inputs import SLICES, Inputs
from wizard.reports.workbook.sheet import Sheet

HEAD = (
    "Slice",
    "Share",
    "Teacher score",
    "Student score",
    "Loss",
    "Examples",
    "Teacher at most",
    "Student at least",
    "Loss at most",
    "Reach upwards",
    "Key",
)
(
    _NAME,
    _SHARE,
    _TEACHER,
    _STUDENT,
    _LOSS,
    _EXAMPLES,
    _TEACHER_MOST,
    _STUDENT_LEAST,
    _LOSS_MOST,
    _REACH,
    _KEY,
) = range(len(HEAD))
_FIRST = 4


class Errors(NamedTuple):
    """What the scores say of additional errors."""

    rate: Formula
    upper: Formula | None
    """The upper end of its 95% interval; None where a slice does not say its examples."""


def write_slices(sheet: Sheet, inputs: Inputs) -> Errors:
    """Fill the sheet, and return the additional errors that the scores come to."""
    sheet.columns(36, 11, 12, 12, 11, 11, 12, 12, 12, 12, 22)
    sheet.titled(
        "Quality by slice",
        _KEY,
        "What the student loses on each slice of the evaluation; a gain on one pays for no loss on"
        " another. Teacher at most and student at least are ends of the 95% intervals of their"
        " scores (Wilson); the loss at most is that of the difference (Newcombe). Scores and"
        " examples stand on the Inputs.",
    )
    sheet.header(_FIRST - 2, *HEAD, right=range(_SHARE, _KEY))
    sheet.units(_FIRST - 1, "", *["%"] * 4, "examples", *["%"] * 4, "")
    columns: dict[int, list[Value]] = {_SHARE: [], _LOSS: [], _REACH: []}
    for row, (index, one) in enumerate(inputs.slices, _FIRST):
        sheet.text(row, _NAME, one.name or f"Slice {index + 1}", "label")
        share, teacher, student = (
            sheet.put(row, column, inputs[join(SLICES, index, name)], "figure percent")
            for column, name in (
                (_SHARE, "share"), (_TEACHER, "teacher_score"), (_STUDENT, "student_score")
            )
        )  # fmt: skip
        loss = sheet.put(row, _LOSS, maximum(0, teacher - student), "figure percent")
        columns[_SHARE].append(share.value)
        columns[_LOSS].append(loss.value)
        if one.examples is not None:
            examples = inputs[join(SLICES, index, "examples")]
            placed = sheet.put(row, _EXAMPLES, examples, "figure count")
            reach = _bound(sheet, row, share, teacher, student, loss, placed)
            columns[_REACH].append(reach.value)
        sheet.text(row, _KEY, join(SLICES, index), "key")
    return _totals(sheet, inputs, columns)


def _bound(
    sheet: Sheet,
    row: int,
    share: Formula,
    teacher: Formula,
    student: Formula,
    loss: Formula,
    examples: Formula,
) -> Formula:
    """Ends of intervals in a row; returns how far the loss may reach beyond what was scored."""
    squared = DEVIATE_95 * DEVIATE_95

    def middle(score: Formula) -> Formula:
        return (score * examples + squared * ONE_HALF) / (examples + squared)

    def half(score: Formula) -> Formula:
        variance = score * (1 - score) * examples + squared * ONE_HALF * ONE_HALF
        return DEVIATE_95 * root(variance) / (examples + squared)

    highest = sheet.put(
        row, _TEACHER_MOST, minimum(1, middle(teacher) + half(teacher)), "figure percent"
    )
    lowest = sheet.put(
        row, _STUDENT_LEAST, maximum(0, middle(student) - half(student)), "figure percent"
    )
    up, down = highest - teacher, student - lowest
    most = sheet.put(
        row,
        _LOSS_MOST,
        maximum(0, teacher - student + root(up * up + down * down)),
        "figure percent",
    )
    return sheet.put(row, _REACH, share * (most - loss), "figure percent")


def _totals(sheet: Sheet, inputs: Inputs, columns: dict[int, list[Value]]) -> Errors:
    row = _FIRST + len(inputs.slices)
    shares, losses = (
        sheet.cells(_FIRST, row - 1, column, columns[column], f"slices_{name}")
        for column, name in ((_SHARE, "share"), (_LOSS, "loss"))
    )
    sheet.text(row, _NAME, "Additional errors", "label strong")
    rate = sheet.put(
        row, _LOSS, sum_of_products(shares, losses) / total(shares), "figure percent strong",
        "slices_error_rate",
    )  # fmt: skip
    upper = None
    if all(one.examples is not None for _, one in inputs.slices):
        reach = sheet.cells(_FIRST, row - 1, _REACH, columns[_REACH], "slices_reach")
        sheet.text(row + 1, _NAME, "Additional errors at most", "label strong")
        upper = sheet.put(
            row + 1, _LOSS, rate + root_of_squares(reach) / total(shares),
            "figure percent strong", "slices_error_rate_at_most",
        )  # fmt: skip
    sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_FIRST - 1)
    return Errors(rate, upper)
