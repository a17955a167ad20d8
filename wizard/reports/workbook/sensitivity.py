"""The sheet of what moves the case: calculated by the sheet Swings, and as it was simulated.

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
from rules.uncertainty.risk import Risk
from rules.uncertainty.sensitivity import Sensitivity
from wizard.reports.charts import RANGE_SAID
from wizard.reports.workbook.book import Book
from wizard.reports.workbook.formula import Formula
from wizard.reports.workbook.functions import at, maximum, minimum
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.inputs_sheet import label, number_style, unit
from wizard.reports.workbook.sheet import Sheet
from wizard.reports.workbook.swings import HIGH, LOW, Swings

SHEET = "Sensitivity"
CHARTED = 12
"""Numbers in the chart; the table has all."""
_HEAD = (
    "Number",
    "No.",
    "Unit",
    "At its low",
    "At its high",
    "NPV at low",
    "NPV at high",
    "Change at low",
    "Change at high",
    "Cash payback at low",
    "Cash payback at high",
    "Worse for the case",
    "Better for the case",
    "Failed at, as judged",
    "Range",
    "Key",
)
(
    _LABEL,
    _NUMBER,
    _UNIT,
    _AT_LOW,
    _AT_HIGH,
    _NPV_LOW,
    _NPV_HIGH,
    _CHANGE_LOW,
    _CHANGE_HIGH,
    _PAYBACK_LOW,
    _PAYBACK_HIGH,
    _WORSE,
    _BETTER,
    _FAILS,
    _RANGE,
    _KEY,
) = range(len(_HEAD))
_LAST = len(_HEAD) - 1


def write_sensitivity(
    sheet: Sheet,
    book: Book,
    assessment: Assessment,
    outlook: Outlook,
    today: date,
    inputs: Inputs,
    swings: Swings | None,
    worth: Formula,
) -> None:
    """Fill the sheet; where nothing is known to swing the case there are no swings."""
    sheet.columns(34, 5, 22, 13, 13, 15, 15, 14, 14, 12, 12, 14, 14, 14, 10, 40)
    sheet.titled(
        "Sensitivity",
        _LAST,
        "Each number is put at its low and at its high, all others as the scenario in force has"
        " them: the table and the chart are formulas, and the sheet Swings has their months. The"
        f" order of the rows, what is grey, and the simulation are as judged on"
        f" {today.isoformat()}. A number failed where it alone took payback beyond the defensible,"
        " or left nothing of a year.",
    )
    found = outlook.sensitivity
    if found is None or swings is None:
        sheet.text(3, 0, "There is none for this case.", "plain")
        sheet.finish()
        return
    charted = len(found.bars[:CHARTED])
    height = 150 + 26 * charted
    head = 3 + (height // 20 + 2 if charted else 0)
    if outlook.risk is not None:
        head = _risk(sheet, head, assessment, outlook.risk) + 2
    _tornado(sheet, head, found, inputs, swings, worth)
    if charted:
        sheet.insert(3, 0, _chart(book, head + 2, head + 1 + charted), 1180, height)
    sheet.finish(repeated=head)


def _tornado(
    sheet: Sheet, head: int, found: Sensitivity, inputs: Inputs, swings: Swings, worth: Formula
) -> None:
    """The table, its heads in a row of their own."""
    currency = inputs.case.currency
    sheet.header(head, *_HEAD, right=range(_AT_LOW, _RANGE))
    sheet.units(head + 1, *[""] * 5, *[currency] * 4, *["months"] * 2, *[currency] * 2, *[""] * 3)
    # The numbers that nobody answered have margins too, behind those that swing.
    for number, (swing, margin) in enumerate(zip(found.tornado, found.margins, strict=False), 1):
        row, question = head + 1 + number, question_of(swing.key)
        sheet.text(row, _LABEL, label(swing.key, inputs), "label")
        sheet.number(row, _NUMBER, float(number), "fixed count")
        place = sheet.reference(row, _NUMBER, float(number))
        sheet.text(row, _UNIT, unit(question, currency))
        changes: list[Formula] = []
        for end, (value, npv, change, payback) in (
            (LOW, (_AT_LOW, _NPV_LOW, _CHANGE_LOW, _PAYBACK_LOW)),
            (HIGH, (_AT_HIGH, _NPV_HIGH, _CHANGE_HIGH, _PAYBACK_HIGH)),
        ):
            put_in = at(swings.values[end], place)
            style = number_style(question, put_in.number)
            sheet.put(row, value, put_in, f"figure {style}")
            at_end = sheet.put(row, npv, at(swings.results[end, "npv"], place), "figure money")
            changes.append(sheet.put(row, change, at_end - worth, "figure change"))
            sheet.put(row, payback, at(swings.results[end, "payback"], place), "figure months")
        sheet.put(row, _WORSE, minimum(0, *changes), "figure change")
        sheet.put(row, _BETTER, maximum(0, *changes), "figure change")
        style = number_style(question, margin.limit) if margin.limit is not None else ""
        sheet.number(row, _FAILS, margin.limit, f"fixed {style}")
        sheet.text(row, _RANGE, RANGE_SAID[swing.origin])
        sheet.text(row, _KEY, swing.key, "key")


def _chart(book: Book, first: int, last: int) -> Any:
    """The tornado, its longest bar on top."""
    chart = book.chart("bar")
    for name, column, colour in (
        ("worse for the case", _WORSE, "#C05621"),
        ("better for the case", _BETTER, "#2B6CB0"),
    ):
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
    for said, value in (
        (f"Cash payback within {policy.defensible_payback_months:g} months", found.within_target),
        (f"Cash payback within {policy.horizon_months} months", found.within_horizon),
        ("Net present value above 0", found.positive_npv),
    ):
        row += 1
        sheet.text(row, 0, said, "label")
        sheet.number(row, _AT_LOW, value, "fixed share")
    row += 1
    heads = ("Of ten draws", "", "", "1 is lower", "5 are lower", "9 are lower")
    sheet.header(row, *heads, right=(_AT_LOW, _AT_HIGH, _NPV_LOW))
    for said, percentiles, style in (
        ("Cash payback, months", found.payback_months, "fixed months"),
        ("Net present value", found.npv, "fixed money"),
    ):
        row += 1
        sheet.text(row, 0, said, "label")
        for column, value in enumerate(
            (percentiles.p10, percentiles.p50, percentiles.p90), _AT_LOW
        ):
            sheet.number(row, column, value, style)
    row += 1
    sheet.text(row, 0, "Worth of knowing everything first", "label")
    sheet.number(row, _AT_LOW, known(found.evpi), "fixed money")
    return row
