"""The sheet of a workshop: who said what of each number, what was agreed, and who differs.

Source: docs/specification.md §7.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rules.answers.case import Case
from rules.answers.records import Agreed, Workshop
from rules.questions import question_of
from rules.results import label_of
from rules.workshop.pooling import estimate_at
from wizard.reports.workbook.inputs_sheet import InputsSheet, number_style, unit
from wizard.reports.workbook.sheet import Sheet

HEAD = (
    "Number",
    "Unit",
    "Round",
    "Date",
    "Who",
    "Role",
    "Low",
    "Likely",
    "High",
    "In this case",
    "Why",
    "Key",
)
(
    _LABEL,
    _UNIT,
    _ROUND,
    _DATE,
    _WHO,
    _ROLE,
    _LOW,
    _LIKELY,
    _HIGH,
    _CASE,
    _WHY,
    _KEY,
) = range(len(HEAD))
_HEAD = 2
_METHODS = {"pooled": "agreed, averaged", "chosen": "agreed, chosen together"}


class _Said(NamedTuple):
    """One row: what somebody said, or all agreed on."""

    key: str
    round: int | None
    day: str
    who: str
    role: str
    numbers: tuple[float | None, float | None, float | None]
    why: str
    is_agreed: bool


def write_workshop(
    sheet: Sheet, case: Case, workshop: Workshop, numbers: InputsSheet | None
) -> None:
    """Fill the sheet; a draft has no inputs for what was said to stand beside."""
    sheet.columns(34, 20, 7, 12, 24, 18, 14, 14, 14, 15, 60, 36)
    sheet.titled(
        "Workshop",
        _KEY,
        "What people said of each number, round by round, and what they agreed on: as the session"
        " holds it. Beside what was agreed stands the value of the Inputs.",
    )
    sheet.header(_HEAD, *HEAD, right=(_ROUND, _LOW, _LIKELY, _HIGH, _CASE))
    for row, one in enumerate(_said(workshop), _HEAD + 1):
        question = question_of(one.key)
        is_known = "[" not in one.key or estimate_at(case, one.key) is not None
        strong = "strong " if one.is_agreed else ""
        said = label_of(one.key, case) if is_known else one.key
        sheet.labels(row, said, unit(question, case.currency))
        sheet.number(row, _ROUND, one.round, "fixed count")
        sheet.text(row, _DATE, one.day)
        sheet.text(row, _WHO, one.who, f"{strong}text")
        sheet.text(row, _ROLE, one.role)
        for column, value in zip((_LOW, _LIKELY, _HIGH), one.numbers, strict=True):
            style = number_style(question, value) if value is not None else ""
            sheet.number(row, column, value, f"fixed {strong}{style}")
        if one.is_agreed and numbers is not None and one.key in numbers.rows:
            base = numbers.base(one.key)
            sheet.put(row, _CASE, base, f"figure {number_style(question, base.number)}")
        sheet.text(row, _WHY, one.why)
        sheet.text(row, _KEY, one.key, "key")
    sheet.finish(frozen=_HEAD + 1, frozen_columns=1, repeated=_HEAD)


def _said(workshop: Workshop) -> Iterator[_Said]:
    """What was said, number by number; what was agreed comes after its last round."""
    roles = {one.name: one.role for one in workshop.participants}
    agreed = {one.key: one for one in workshop.agreed}
    rounds = sorted(workshop.rounds, key=lambda one: one.number)
    for key in dict.fromkeys([*(one.key for one in workshop.rounds), *agreed]):
        for one in rounds:
            if one.key != key:
                continue
            day = one.date.isoformat() if one.date is not None else ""
            for said in one.estimates:
                yield _Said(
                    key, one.number, day, said.participant, roles.get(said.participant, ""),
                    (said.low, said.likely, said.high), said.reason, is_agreed=False,
                )  # fmt: skip
        if key in agreed:
            yield from _agreed(agreed[key], roles)


def _agreed(one: Agreed, roles: dict[str, str]) -> Iterator[_Said]:
    """What all agreed on, and below it who does not share it."""
    day = one.date.isoformat() if one.date is not None else ""
    how = _METHODS.get(one.method or "", "agreed")
    yield _Said(one.key, None, day, how, "", (one.low, one.likely, one.high), "", is_agreed=True)
    for dissent in one.dissent:
        role = roles.get(dissent.participant, "")
        yield _Said(
            one.key, None, day, f"{dissent.participant} differs", role, (None, None, None),
            dissent.reason, is_agreed=False,
        )  # fmt: skip
