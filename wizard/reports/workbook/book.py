"""A workbook in the making: its sheets, formats, names and charts.

Nothing else writes to XlsxWriter but this and `sheet.py`. Its `write` would guess what a text
means, and make a formula or a link of it; here a text is a text.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from wizard.reports.workbook.sheet import Sheet, legible
from wizard.reports.workbook.styles import INK, SIZE, Formats


class Book:
    """The file."""

    def __init__(self, title: str, currency: str, today: date, version: str) -> None:
        import xlsxwriter

        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {
                    "font_name": "Arial",
                    "font_size": SIZE,
                    "font_color": INK,
                },
            },
        )
        self.title = legible(title)
        self.currency = currency
        self._book.set_properties(
            {
                "title": self.title,
                "comments": f"Payback {version}",
                "created": datetime(today.year, today.month, today.day),
            }
        )
        self._formats = Formats(self._book.add_format, currency)
        self.axis_money: str = self._formats.properties("money")["num_format"]

    def sheet(self, name: str) -> Sheet:
        """A new sheet behind those there are."""
        made = self._book.add_worksheet(name, _worksheet_class())

        def define(name: str, place: str) -> None:
            self._book.define_name(name, f"={place}")

        return Sheet(made, name, self.title, self.currency, self._formats, define)

    def chart(self, kind: str) -> Any:
        """A native chart, to be filled and put on a sheet."""
        return self._book.add_chart({"type": kind})

    def finish(self) -> bytes:
        """The file as bytes."""
        self._book.close()
        return self._bytes.getvalue()


@cache
def _worksheet_class() -> type[Any]:
    """A worksheet that takes formulas as they are.

    XlsxWriter looks in each for thirty functions of later spreadsheets, which takes half of the
    time that a workbook takes; none of them is used.
    """
    from xlsxwriter.worksheet import Worksheet

    class PlainWorksheet(Worksheet):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    return PlainWorksheet
