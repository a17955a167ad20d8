"""What came of a case as a workbook: what its report says, and the numbers behind it by month.

Its numbers are fixed: what has happened does not recompute, and what is ahead was drawn.
"""

from __future__ import annotations

import math
from typing import Any

from rules.review.outcome import way_in_words
from rules.review.reviewed import Reviewed
from wizard.reports.content import Block, Content, CurveChart, FigureRows, Paragraph, Points, Table
from wizard.reports.workbook.book import Book
from wizard.reports.workbook.sheet import Sheet

_LAST = 4
_WIDTHS = (34, 17, 17, 17, 44)
_MONTHS = ("Month after approval", "Approved", "In fact", "Expected", "P10", "P90")


def render(content: Content, case: Reviewed) -> bytes:
    """The file of the workbook. Imports XlsxWriter."""
    book = Book(content.title, content.currency, content.date, content.version)
    first = book.sheet("Outcome")
    chart = _write_months(book, case)
    _write_ways(book.sheet("Ways"), case)
    _write_content(first, content, chart)
    return book.finish()


def _write_content(sheet: Sheet, content: Content, chart: Any) -> None:
    sheet.columns(*_WIDTHS)
    sheet.merged(0, _LAST, content.title, "title")
    sheet.merged(1, _LAST, f"{content.subtitle}. Amounts in {content.currency}.", "note")
    sheet.merged(2, _LAST, f"{content.sign} {content.verdict}. {content.headline}", "verdict")
    row = 4
    for section in content.sections:
        sheet.section(row, _LAST, section.heading)
        row += 1
        for block in section.blocks:
            if isinstance(block, CurveChart) and chart is not None:
                sheet.insert(row, 0, chart, 860, 340)
                row += 18
            row = _write_block(sheet, row, block)
        row += 1
    sheet.merged(row, _LAST, content.imprint, "note")
    sheet.finish()


def _write_block(sheet: Sheet, row: int, block: Block) -> int:
    """A block in words, be it a chart; returns the row behind it."""
    match block:
        case Paragraph():
            _write_paragraph(sheet, row, block)
            return row + 1
        case Points():
            for number, one in enumerate(block.items):
                _write_paragraph(sheet, row + number, one)
            return row + len(block.items)
        case FigureRows():
            for number, figure in enumerate(block.rows):
                sheet.text(row + number, 0, figure.label, "label")
                sheet.text(row + number, 1, figure.value, "strong right")
                sheet.merged(row + number, _LAST, figure.remark, "remark", 2)
            return row + len(block.rows)
        case Table():
            right = [number for number, way in enumerate(block.align) if way == "right"]
            sheet.header(row, *block.header, right=right)
            for number, cells in enumerate(block.rows, row + 1):
                for column, cell in enumerate(cells):
                    sheet.text(number, column, cell, "right" if column in right else "text")
            return row + 1 + len(block.rows)
        case _:
            sheet.merged(row, _LAST, block.alt, "note")
            return row + 1


def _write_paragraph(sheet: Sheet, row: int, one: Paragraph) -> None:
    sheet.merged(row, _LAST, f"{one.lead}. {one.text}" if one.lead else one.text, "text")


def _write_months(book: Book, case: Reviewed) -> Any:
    """The balance by month, and a chart of it; None where a number is too large."""
    found = case.forecast
    if found is None:
        return None
    sheet = book.sheet("Months")
    sheet.columns(22, 16, 16, 16, 16, 16)
    sheet.header(0, *_MONTHS, right=range(1, len(_MONTHS)))
    for month, planned in enumerate(found.planned):
        row, band = month + 1, found.band[month]
        so_far = month <= case.at.balanced
        sheet.number(row, 0, month, "month whole")
        sheet.number(row, 1, planned, "figure money")
        sheet.number(row, 2, found.balance[month] if so_far else None, "figure money")
        # The last month that was is where what is expected begins.
        is_ahead = month >= case.at.balanced
        sheet.number(row, 3, found.balance[month] if is_ahead else None, "figure money")
        for column, end in enumerate((band.p10, band.p90), 4):
            sheet.number(row, column, end if is_ahead else None, "figure money")
    last = len(found.planned)
    chart = book.chart("line")
    looks = (
        {"color": "#6B7280", "width": 1.5, "dash_type": "round_dot"},
        {"color": "#1F3A5F", "width": 2.25},
        {"color": "#1F3A5F", "width": 2.25, "dash_type": "dash"},
        {"color": "#9DB7D5", "width": 1.25},
        {"color": "#9DB7D5", "width": 1.25},
    )
    for column, look in enumerate(looks, 1):
        chart.add_series(
            {
                "name": ["Months", 0, column],
                "categories": ["Months", 1, 0, last, 0],
                "values": ["Months", 1, column, last, column],
                "line": look,
            }
        )
    chart.set_x_axis(
        {
            "name": "Months after approval",
            "label_position": "low",
            "interval_unit": max(1, last // 12),
            "position_axis": "on_tick",
        }
    )
    chart.set_y_axis({"name": f"Balance, {book.currency}", "num_format": book.axis_money})
    chart.set_legend({"position": "bottom"})
    sheet.finish()
    return chart


def _write_ways(sheet: Sheet, case: Reviewed) -> None:
    """What each way is worth from here, as numbers."""
    sheet.columns(40, 18, 18, 60)
    sheet.header(0, "Way", "Worth from here", "Costs now", "On what", right=(1, 2))
    for row, one in enumerate(case.ways.ways, 1):
        sheet.text(row, 0, way_in_words(one), "label")
        sheet.number(row, 1, None if math.isnan(one.npv) else one.npv, "figure money")
        sheet.number(row, 2, None if math.isnan(one.cost) else one.cost, "figure money")
        sheet.text(row, 3, one.remark)
    sheet.finish()
