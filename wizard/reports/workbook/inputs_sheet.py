"""The sheet of inputs: every number used, with what it rests on.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from rules.answers.bounds import bounds_of
from rules.answers.estimate import Bounds
from rules.answers.keys import join
from rules.questions import QUESTIONS, Kind, Question, locate, question_of, step_of
from rules.results import label_of, unit_of
from wizard.reports.workbook.book import Sheet
from wizard.reports.workbook.formula import Formula, maximum
from wizard.reports.workbook.inputs import LIVE_POLICY, LOSSES, SHARES, SPREADS, Inputs, spread

HEAD = ("Input", "Value", "Unit", "Low (P10)", "High (P90)", "Basis", "Source", "Key")
LABEL, VALUE, UNIT, LOW, HIGH, BASIS, SOURCE, KEY = range(len(HEAD))
_FIRST = 4


def write_inputs(sheet: Sheet, inputs: Inputs) -> None:
    """Fill the sheet."""
    sheet.columns(36, 15, 24, 13, 13, 13, 40, 42)
    sheet.text(0, 0, "Inputs", "title")
    sheet.merged(
        1,
        KEY,
        "Change a blue number on yellow, and everything follows. Black numbers are built from"
        " others; write a number over one to answer it directly. Low and high stand here as"
        " they were answered, and no formula uses them. The name of each cell is its key with"
        " _ for dots, rows counted from 1.",
        "note",
    )
    sheet.header(_FIRST - 1, *HEAD, right=(VALUE, LOW, HIGH))
    row = _write_slices(sheet, inputs, _write_rows(sheet, inputs, _FIRST))
    _write_rules(sheet, inputs, row + 1)
    sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_FIRST - 1)


def _write_rows(sheet: Sheet, inputs: Inputs, row: int) -> int:
    under = ""
    others = []
    for key in _ordered(inputs):
        title = _title(key)
        if title != under:
            sheet.section(row, KEY, title)
            under, row = title, row + 1
        if key in inputs.other_items:
            others.append(row)
        _write_row(sheet, inputs, row, key)
        row += 1
    if others:
        sheet.cells(others[0], others[-1], VALUE, inputs.other_costs.values, "upfront_other")
    return row


def _ordered(inputs: Inputs) -> list[str]:
    """The keys in the order in which the wizard asks for them."""
    places = {key: number for number, key in enumerate(QUESTIONS)}

    def place(key: str) -> tuple[int, int, int]:
        found = locate(key)
        if found is None:
            return len(places), 0, 0
        question, row, column = found
        names = [one.key for one in question.columns]
        return (
            places[question.key],
            row if isinstance(row, int) else 0,
            names.index(column) if column is not None else 0,
        )

    return sorted(dict.fromkeys((*inputs.stated, *inputs.built)), key=place)


def _title(key: str) -> str:
    found = locate(key)
    return step_of(found[0].key).title if found is not None else "Other"


def _write_row(sheet: Sheet, inputs: Inputs, row: int, key: str) -> None:
    question = question_of(key)
    kind = number_style(question, inputs[key].number)
    inner = question is not None and question.builds is not None
    sheet.text(row, LABEL, label_of(key, inputs.case), "label inner" if inner else "label")
    sheet.text(row, UNIT, _unit(question, inputs.case.currency))
    sheet.text(row, KEY, key, "key")
    built = inputs.built.get(key)
    if built is not None:
        sheet.put(row, VALUE, built.formula, f"figure {kind}", inputs.name(key))
        sheet.text(row, BASIS, built.basis)
        sheet.text(row, SOURCE, built.source)
        return
    stated = inputs.stated[key]
    sheet.number(row, VALUE, stated.estimate.likely, f"input {kind}")
    sheet.name_cell(row, VALUE, inputs.name(key))
    if key == "policy.horizon_months":
        sheet.limit(row, VALUE, Bounds(least=1, most=inputs.months), whole=True)
    else:
        sheet.limit(row, VALUE, bounds_of(key))
    sheet.number(row, LOW, stated.estimate.low, f"fixed {kind}")
    sheet.number(row, HIGH, stated.estimate.high, f"fixed {kind}")
    sheet.text(row, BASIS, stated.basis)
    source = stated.source
    if key == "policy.horizon_months":
        source = f"{source}; this workbook has rows for at most {inputs.months} months"
    sheet.text(row, SOURCE, source)


def _write_slices(sheet: Sheet, inputs: Inputs, row: int) -> int:
    """The scores that the error rate, or what bounds it, is built from."""
    if not inputs.slices:
        return row
    sheet.section(row + 1, KEY, "Slices: the scores behind the additional errors")
    head = (
        "Slice",
        "Share",
        "Teacher score",
        "Student score",
        "Loss",
        "Basis",
        "Source",
        "Key",
        "Examples",
        "Square of the reach",
    )
    sheet.header(row + 2, *head, right=(1, 2, 3, 4, 8, 9))
    first = row = row + 3
    quality = inputs.case.quality
    for index, one in inputs.slices:
        at = join("quality.slices", index)
        sheet.text(row, 0, one.name or f"Slice {index + 1}", "label")
        refs = []
        for column, name in enumerate(("share", "teacher_score", "student_score"), 1):
            stated = getattr(one, name)
            value = 1.0 if stated is None else float(stated)
            sheet.number(row, column, value, "input percent")
            cell = f"quality_slices_{index + 1}_{name}"
            sheet.name_cell(row, column, cell)
            sheet.limit(row, column, bounds_of(f"{at}.{name}"))
            refs.append(Formula(cell, value))
        sheet.put(row, 4, maximum(0, refs[1] - refs[2]), "figure percent")
        sheet.text(row, 5, quality.basis)
        sheet.text(row, 6, quality.source)
        sheet.text(row, 7, at, "key")
        if one.examples is not None:
            sheet.number(row, 8, one.examples, "fixed count")
            examples = sheet.reference(row, 8, float(one.examples))
            sheet.put(row, 9, spread(refs[0], refs[1], refs[2], examples), "figure scientific")
        row += 1
    sheet.cells(first, row - 1, 1, (), SHARES)
    sheet.cells(first, row - 1, 4, (), LOSSES)
    if inputs.bounds_errors:
        sheet.cells(first, row - 1, 9, (), SPREADS)
    return row


def _write_rules(sheet: Sheet, inputs: Inputs, row: int) -> None:
    """The values of the policy that only rules compare with."""
    sheet.section(row, KEY, "Further policy: compared with by rules, which do not run here")
    origins = {one.key: one.origin for one in inputs.assessment.policy_overrides}
    for name, value in inputs.assessment.policy.model_dump().items():
        if name in LIVE_POLICY or value is None:
            continue
        row += 1
        question = question_of(f"policy.{name}")
        sheet.text(row, LABEL, question.label if question is not None else name, "label")
        sheet.number(row, VALUE, float(value), f"fixed {number_style(question, float(value))}")
        sheet.text(row, UNIT, _unit(question, inputs.case.currency))
        sheet.text(row, SOURCE, origins.get(name, "default"))
        sheet.text(row, KEY, f"policy.{name}", "key")


def number_style(question: Question | None, value: float) -> str:
    """How a number of a question looks."""
    match question.kind if question is not None else None:
        case Kind.MONEY:
            return "amount"
        case Kind.PERCENT:
            return "percent"
        case _:
            if value == int(value) or abs(value) >= 1_000:
                return "count"
            # Only a number without a format of its own is shortened to the width of its column.
            return "decimal" if abs(value) >= 1 else "number"


def _unit(question: Question | None, currency: str) -> str:
    if question is None:
        return ""
    return "%" if question.kind is Kind.PERCENT else unit_of(question, currency)
