"""The sheet of what moves the case, as judged: the workbook does not search for it again.

Source: docs/specification.md §3.5 and §3.6.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.argument.what_it_hangs_on import Outlook
from rules.argument.what_varies import what_varies_in_full
from rules.assess import Assessment
from rules.figures.ops import known
from rules.questions import question_of
from rules.results import label_of
from rules.uncertainty.risk import Risk
from rules.uncertainty.sensitivity import Sensitivity
from wizard.reports.charts import RANGE_SAID
from wizard.reports.workbook.book import Book, Sheet
from wizard.reports.workbook.inputs_sheet import number_style

SHEET = "Sensitivity"
CHARTED = 12
"""Numbers in the chart; the table has all."""
_HEAD = (
    "Number",
    "At its low",
    "At its high",
    "NPV at low",
    "NPV at high",
    "Change at low",
    "Change at high",
    "Cash payback at low",
    "Cash payback at high",
    "Fails at",
    "Range",
    "Key",
)
_LAST = len(_HEAD) - 1


def write_sensitivity(
    sheet: Sheet, book: Book, assessment: Assessment, outlook: Outlook, today: date
) -> None:
    """Fill the sheet."""
    sheet.columns(32, 13, 13, 15, 15, 14, 14, 13, 13, 14, 12, 40)
    sheet.text(0, 0, "Sensitivity", "title")
    sheet.merged(
        1,
        _LAST,
        f"As judged on {today.isoformat()}: these values are fixed, and do not follow the inputs of"
        " this workbook. Each number is put at its low and at its high, all others as they are. It"
        " fails where it alone takes payback beyond the defensible, or leaves nothing of a year.",
        "note",
    )
    if outlook.sensitivity is None:
        sheet.text(3, 0, "There is none for this case.", "plain")
        sheet.finish()
        return
    charted = sum(one.npv_swing > 0 for one in outlook.sensitivity.tornado[:CHARTED])
    height = 150 + 26 * charted
    head = 3 + (height // 20 + 2 if charted else 0)
    if outlook.risk is not None:
        head = _risk(sheet, head, assessment, outlook.risk) + 2
    _tornado(sheet, head, assessment, outlook.sensitivity)
    if charted:
        sheet.insert(3, 0, _chart(book, head + 1, head + charted), 1180, height)
    sheet.finish(repeated=head)


def _tornado(sheet: Sheet, head: int, assessment: Assessment, found: Sensitivity) -> None:
    """The table, its heads in a row of their own."""
    case = assessment.case
    base = assessment.figures.cash.npv
    sheet.header(head, *_HEAD, right=range(1, 10))
    # The numbers that nobody answered have margins too, behind those that swing.
    pairs = zip(found.tornado, found.margins, strict=False)
    for row, (swing, margin) in enumerate(pairs, head + 1):
        sheet.text(row, 0, label_of(swing.key, case), "label")
        question = question_of(swing.key)
        for column, value in ((1, swing.low.value), (2, swing.high.value), (9, margin.limit)):
            style = number_style(question, value) if value is not None else ""
            sheet.number(row, column, value, f"fixed {style}")
        sheet.number(row, 3, swing.low.npv, "fixed money")
        sheet.number(row, 4, swing.high.npv, "fixed money")
        sheet.number(row, 5, swing.low.npv - base, "fixed change")
        sheet.number(row, 6, swing.high.npv - base, "fixed change")
        sheet.number(row, 7, swing.low.payback_months, "fixed months")
        sheet.number(row, 8, swing.high.payback_months, "fixed months")
        sheet.text(row, 10, RANGE_SAID[swing.origin])
        sheet.text(row, 11, swing.key, "key")


def _chart(book: Book, first: int, last: int) -> Any:
    """The tornado, its longest bar on top."""
    chart = book.chart("bar")
    for name, column, colour in (("at its low", 5, "#C05621"), ("at its high", 6, "#2B6CB0")):
        chart.add_series(
            {
                "name": name,
                "categories": [SHEET, first, 0, last, 0],
                "values": [SHEET, first, column, last, column],
                "fill": {"color": colour},
                "overlap": 100,
                "gap": 40,
            }
        )
    chart.set_title(
        {
            "name": "Change of net present value, one number at a time",
            "name_font": {"size": 12, "bold": True},
        }
    )
    chart.set_y_axis({"name": "Number", "reverse": True, "label_position": "low"})
    chart.set_x_axis(
        {
            "name": f"Change of net present value, {book.currency}",
            "num_format": book.axis_money,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
            "label_position": "high",
        }
    )
    chart.set_legend({"position": "top"})
    return chart


def _risk(sheet: Sheet, row: int, assessment: Assessment, found: Risk) -> int:
    """The outcome of the simulation; returns its last row."""
    policy = assessment.policy
    sheet.section(row, _LAST, f"How likely it is: {found.draws:,} draws, as judged")
    row += 1
    sheet.merged(row, _LAST, what_varies_in_full(found, assessment.case), "note")
    for label, value in (
        (f"Cash payback within {policy.defensible_payback_months:g} months", found.within_target),
        (f"Cash payback within {policy.horizon_months} months", found.within_horizon),
        ("Net present value above 0", found.positive_npv),
    ):
        row += 1
        sheet.text(row, 0, label, "label")
        sheet.number(row, 3, value, "fixed share")
    row += 1
    sheet.header(row, "Of ten draws", "", "", "1 is lower", "5 are lower", "9 are lower")
    for label, percentiles, style in (
        ("Cash payback, months", found.payback_months, "fixed months"),
        ("Net present value", found.npv, "fixed money"),
    ):
        row += 1
        sheet.text(row, 0, label, "label")
        for column, value in enumerate((percentiles.p10, percentiles.p50, percentiles.p90), 3):
            sheet.number(row, column, value, style)
    row += 1
    sheet.text(row, 0, "Worth of knowing everything first", "label")
    sheet.number(row, 3, known(found.evpi), "fixed money")
    return row
