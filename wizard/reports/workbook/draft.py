"""A case that is not complete: what is missing, and what can be said already, without formulas."""

from __future__ import annotations

from datetime import date

from rules.argument.brief import brief, headline
from rules.argument.first_page import FIGURES, NOT_USABLE, STILL_NEEDED
from rules.assess import Assessment
from rules.questions import question_of
from rules.results import label_of, unit_of
from wizard.reports.workbook.book import Book
from wizard.reports.workbook.inputs_sheet import number_style

_LAST = 3


def write_draft(book: Book, assessment: Assessment, today: date, version: str) -> None:
    """Fill the workbook of a draft."""
    _write_brief(book, assessment, today, version)
    _write_numbers(book, assessment)


def _write_brief(book: Book, assessment: Assessment, today: date, version: str) -> None:
    sheet = book.sheet("Draft")
    sheet.columns(34, 34, 52, 42)
    sheet.merged(0, _LAST, f"Draft: {book.title}", "title")
    sheet.merged(
        1,
        _LAST,
        f"Amounts in {book.currency}. Read on {today.isoformat()} by Payback {version}. The case is"
        " not complete, so this workbook has no model: its numbers are fixed. Answer what is"
        " missing, and take a new report.",
        "note",
    )
    sheet.merged(2, _LAST, headline(assessment), "verdict")
    row = 4
    for section in brief(assessment):
        if section.heading not in (STILL_NEEDED, NOT_USABLE, FIGURES, "What speaks against it"):
            continue
        heading = section.heading
        sheet.section(row, _LAST, "What can be said already" if heading == FIGURES else heading)
        row += 1
        for line in section.lines:
            sheet.text(row, 0, line.label, "label")
            if line.label:
                sheet.merged(row, 2, line.text, "text", 1)
            else:
                sheet.merged(row, 2, line.text, "text")
            if heading in (STILL_NEEDED, NOT_USABLE):
                sheet.text(row, _LAST, line.key or "", "key")
            row += 1
        row += 1
    sheet.finish()


def _write_numbers(book: Book, assessment: Assessment) -> None:
    case = assessment.case
    sheet = book.sheet("Inputs")
    sheet.columns(34, 15, 20, 13, 13, 13, 40, 40)
    sheet.text(0, 0, "Numbers so far", "title")
    sheet.header(
        2, "Input", "Value", "Unit", "Low (P10)", "High (P90)", "Basis", "Source", "Key",
        right=(1, 3, 4),
    )  # fmt: skip
    for row, used in enumerate(assessment.used, 3):
        question = question_of(used.key)
        style = f"fixed {number_style(question, used.estimate.likely)}"
        sheet.text(row, 0, label_of(used.key, case), "label")
        sheet.number(row, 1, used.estimate.likely, style)
        sheet.text(row, 2, unit_of(question, case.currency) if question is not None else "")
        sheet.number(row, 3, used.estimate.low, style)
        sheet.number(row, 4, used.estimate.high, style)
        sheet.text(row, 5, "" if used.is_default else used.estimate.basis)
        sheet.text(row, 6, "default" if used.is_default else used.estimate.source)
        sheet.text(row, 7, used.key, "key")
    sheet.finish(frozen=3, frozen_columns=1, repeated=2)
