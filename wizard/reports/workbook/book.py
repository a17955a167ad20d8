"""A workbook in the making: styles, inert text, numbers, formulas and names.

Nothing else writes to XlsxWriter. Its `write` would guess what a text means, and make a formula or
a link of it; here a text is a text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from rules.answers.estimate import Bounds
from rules.words.wording import Words, visible
from wizard.reports.workbook.formula import Cells, Formula, Value

CELL_LIMIT = 32_767
"""Characters that a cell holds, as UTF-16 counts them."""
HEADER_LIMIT = 80
_PRINTED_WIDTH = 125
"""Digits across a page, on Letter too, which is the shorter one."""
_MOST_LINES, _MOST_ACROSS = 8, 28
"""How high texts make a row, in a column and across several; the rest is in the cell all the same,
and no sheet has rows much higher."""
_LETTERS_PER_DIGIT = 1.2
"""Widths are counted in digits, and letters are narrower on average."""
_A4 = 9
_SIZE, _LOWEST = 10, 15.0
"""Points of a letter and of a row."""
_INK, _GREY, _BLUE = "#1F2933", "#6B7785", "#0B3D91"
_HEAD, _PAPER, _INPUT = "#1F3A5F", "#EEF2F6", "#FFF9DB"
_LINE = "#C9D1DA"

# LibreOffice indents only what says that it stands to the left.
_INDENTED: Mapping[str, Any] = {"align": "left", "indent": 1}

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": _HEAD},
    "verdict": {"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"},
    "note": {"font_color": _GREY, "text_wrap": True, "valign": "top"},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _HEAD,
        "text_wrap": True,
        "valign": "bottom",
    },
    "section": {"bold": True, "bg_color": _PAPER, "font_color": _HEAD, "bottom": 1},
    "label": {"valign": "top", "text_wrap": True},
    "inner": _INDENTED,
    "text": {"text_wrap": True, "valign": "top", **_INDENTED},
    "remark": {"font_color": _GREY, "text_wrap": True, "valign": "top", **_INDENTED},
    "key": {"font_color": _GREY, "font_size": 8, "valign": "top", **_INDENTED},
    "plain": {},
    "beyond": {"font_color": "#B8C0C8"},
    "alarm": {"font_color": "#9C4221", "bg_color": "#FEEBC8"},
    "strong": {"bold": True},
    # Blue for what may be changed and black for what follows from it, as finance has it.
    "input": {
        "font_color": _BLUE,
        "bg_color": _INPUT,
        "border": 1,
        "border_color": _LINE,
        "align": "right",
        "valign": "top",
    },
    "figure": {"align": "right", "valign": "top"},
    "fixed": {"align": "right", "valign": "top", "font_color": _GREY},
    "right": {"align": "right"},
    "ruled": {"bottom": 1, "bottom_color": _LINE},
    "count": {"num_format": "[<1000]General;#,##0"},
    "whole": {"num_format": "#,##0"},
    "percent": {"num_format": "#,##0.0##%"},
    "share": {"num_format": "#,##0.0%"},
    "months": {"num_format": "#,##0.0"},
    "decimal": {"num_format": "#,##0.0##"},
    "number": {"num_format": "General"},
    "factor": {"num_format": "0.0000"},
    "longer": {"num_format": '+#,##0.0;-#,##0.0;"-"'},
    "more": {"num_format": '+#,##0;-#,##0;"-"'},
    "points": {"num_format": '+#,##0.0%;-#,##0.0%;"-"'},
    "small": {"num_format": "0.000000000"},
    "scientific": {"num_format": "0.000E+00"},
}


def legible(text: str) -> str:
    """A text as a cell can hold it: nothing hidden, nothing that XML forbids, not too long."""
    shown = visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return shown
    # A letter beyond the basic plane is two units, and half of one is no letter.
    return units[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


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
                    "font_size": _SIZE,
                    "font_color": _INK,
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
        self._formats: dict[str, Any] = {}
        mark = Words(currency).money(0.0).removesuffix("0")
        self._money = {
            "money": {"num_format": f'"{mark}"#,##0;-"{mark}"#,##0'},
            "amount": {"num_format": f'[=0]"{mark}"0;[<100]"{mark}"0.00####;"{mark}"#,##0'},
            "price": {"num_format": f'"{mark}"#,##0.00####;-"{mark}"#,##0.00####'},
            "change": {"num_format": f'+"{mark}"#,##0;-"{mark}"#,##0;"-"'},
        }
        self.axis_money: str = self._money["money"]["num_format"]

    def sheet(self, name: str) -> Sheet:
        """A new sheet behind those there are."""
        return Sheet(self, self._book.add_worksheet(name), name)

    def style(self, names: str) -> Any:
        """The format of some style names, later ones winning."""
        if names not in self._formats:
            self._formats[names] = self._book.add_format(self.properties(names))
        return self._formats[names]

    def properties(self, names: str) -> dict[str, Any]:
        """What some style names come to."""
        found: dict[str, Any] = {}
        for name in names.split():
            found |= self._money.get(name) or _STYLES[name]
        return found

    def define(self, name: str, place: str) -> None:
        """Give a place a name that formulas use."""
        self._book.define_name(name, f"={place}")

    def chart(self, kind: str) -> Any:
        """A native chart, to be filled and put on a sheet."""
        return self._book.add_chart({"type": kind})

    def finish(self) -> bytes:
        """The file as bytes."""
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self.book = book
        self.name = name
        self._sheet = sheet
        self._widths: tuple[float, ...] = ()
        self._heights: dict[int, float] = {}

    def columns(self, *widths: float) -> None:
        """How wide the columns are, in characters."""
        self._widths = widths
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def text(self, row: int, column: int, text: str, style: str = "text") -> None:
        """A text, whatever it begins with."""
        self._text(row, column, column, text, style, _MOST_LINES)

    def merged(
        self, row: int, last_column: int, text: str, style: str = "text", first_column: int = 0
    ) -> None:
        """A text across columns."""
        if last_column > first_column:
            self._sheet.merge_range(row, first_column, row, last_column, "", self.book.style(style))
        self._text(row, first_column, last_column, text, style, _MOST_ACROSS)

    def _text(self, row: int, first: int, last: int, text: str, style: str, most: int) -> None:
        if not text:
            self._sheet.write_blank(row, first, None, self.book.style(style))
            return
        shown, how = legible(text), self.book.properties(style)
        self._sheet.write_string(row, first, shown, self.book.style(style))
        if not how.get("text_wrap"):
            return
        size = how.get("font_size", _SIZE)
        width = sum(self._widths[first : last + 1]) * _LETTERS_PER_DIGIT * _SIZE / size
        lines = min(most, _lines(shown, max(1.0, width - 2 * how.get("indent", 0))))
        points = 1.3 * size * lines + 3
        self._heights[row] = max(points, self._heights.get(row, _LOWEST))

    def number(self, row: int, column: int, value: float | None, style: str) -> None:
        """A number; an empty cell where there is none, "none" where it never comes to be."""
        if value is None:
            self._sheet.write_blank(row, column, None, self.book.style(style))
        elif math.isfinite(value):
            self._sheet.write_number(row, column, value, self.book.style(style))
        else:
            self.text(row, column, "none", style)

    def put(
        self, row: int, column: int, formula: Formula, style: str = "figure", name: str = ""
    ) -> Formula:
        """A formula, and how other formulas refer to its cell: by its name, if it has one."""
        self._sheet.write_formula(
            row, column, f"={formula.text}", self.book.style(style), _cached(formula.value)
        )
        if not name:
            return self.reference(row, column, formula.value)
        self.name_cell(row, column, name)
        return Formula(name, formula.value)

    def reference(self, row: int, column: int, value: Value, *, elsewhere: bool = False) -> Formula:
        """How formulas refer to a cell that holds a value; those of other sheets, elsewhere."""
        return Formula((f"{self.name}!" if elsewhere else "") + _cell(row, column), value)

    def name_cell(self, row: int, column: int, name: str) -> None:
        """Give a cell a name."""
        self.book.define(name, f"{self.name}!{_cell(row, column, fixed=True)}")

    def cells(
        self, first: int, last: int, column: int, values: Sequence[Value], name: str = ""
    ) -> Cells:
        """A part of a column, as formulas refer to it."""
        start, end = (_cell(row, column, fixed=True) for row in (first, last))
        if name:
            self.book.define(name, f"{self.name}!{start}:{end}")
        return Cells(name or f"{start}:{end}", tuple(values))

    def across(self, row: int, first: int, last: int, values: Sequence[Value], name: str) -> Cells:
        """A part of a row, as formulas refer to it."""
        start, end = (_cell(row, column, fixed=True) for column in (first, last))
        self.book.define(name, f"{self.name}!{start}:{end}")
        return Cells(name, tuple(values))

    def header(self, row: int, *texts: str, right: Sequence[int] = ()) -> None:
        """The heads of columns, those over numbers to the right."""
        for column, text in enumerate(texts):
            beside = "inner" if column else ""
            self.text(row, column, text, f"header {'right' if column in right else beside}")

    def section(self, row: int, last_column: int, text: str) -> None:
        """A heading over rows."""
        for column in range(last_column + 1):
            self.text(row, column, text if column == 0 else "", "section")

    def limit(self, row: int, column: int, bounds: Bounds, *, whole: bool = False) -> None:
        """Refuse what is typed into a cell beyond its bounds."""
        cell = _cell(row, column)
        limits = (
            (bounds.least, ">="),
            (bounds.above, ">"),
            (bounds.most, "<="),
            (bounds.below, "<"),
        )
        said = [f"{sign} {limit:g}" for limit, sign in limits if limit is not None]
        tests = [f"{cell}{sign}{limit:g}" for limit, sign in limits if limit is not None]
        if whole:
            tests.append(f"{cell}=INT({cell})")
        words = " ".join(("Needs a", "whole number" if whole else "number", " and ".join(said)))
        self._sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "custom",
                "value": f"=AND({','.join([f'ISNUMBER({cell})', *tests])})",
                "ignore_blank": False,
                "error_title": "Not usable",
                "error_message": f"{words.strip()}.",
            },
        )

    def mark_where(
        self, first: int, last: int, last_column: int, condition: Formula, style: str
    ) -> None:
        """Another style where a condition on the cells of the first row holds, row by row."""
        self._sheet.conditional_format(
            first,
            0,
            last,
            last_column,
            {
                "type": "formula",
                "criteria": f"={condition.text}",
                "format": self.book.style(style),
            },
        )

    def insert(self, row: int, column: int, chart: Any, width: int, height: int) -> None:
        """A chart with its corner in a cell, in pixels."""
        chart.set_size({"width": width, "height": height})
        self._sheet.insert_chart(row, column, chart, {"x_offset": 4, "y_offset": 4})

    def finish(
        self,
        *,
        frozen: int = 0,
        frozen_columns: int = 0,
        repeated: int | None = None,
        new_page: int | None = None,
    ) -> None:
        """How it looks, scrolls and prints.

        Args:
            frozen: rows that stay on the screen.
            frozen_columns: columns that stay.
            repeated: the row with the heads of columns, which every page repeats.
            new_page: the row that begins the second page.
        """
        sheet = self._sheet
        for row, points in self._heights.items():
            sheet.set_row(row, points)
        sheet.hide_gridlines(2)
        if frozen or frozen_columns:
            sheet.freeze_panes(frozen, frozen_columns)
        if repeated is not None:
            sheet.repeat_rows(repeated)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        if new_page is None:
            sheet.fit_to_pages(1, 0)
        else:
            # Fitting the width would make a spreadsheet pass over the break.
            width = int(sum(self._widths))
            sheet.set_print_scale(_PRINTED_WIDTH * 100 // max(_PRINTED_WIDTH, width))
            sheet.set_h_pagebreaks([new_page])
        title = " ".join(self.book.title.split())
        if len(title) > HEADER_LIMIT:
            title = title[: HEADER_LIMIT - 1] + "…"
        # An ampersand begins a code in the header of a page.
        sheet.set_header(f"&L&9  {title.replace('&', '&&')}&R&9&A")
        sheet.set_footer(f"&L&9Payback&C&9Amounts in {self.book.currency}&R&9Page &P of &N")


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in so many characters; wide letters are two."""
    return sum(
        max(1, math.ceil(sum(2 if east_asian_width(one) in "WF" else 1 for one in line) / width))
        for line in text.split("\n")
    )


def _cell(row: int, column: int, *, fixed: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def _cached(value: Value) -> Value:
    """What stands in a cell before it is calculated; a number that no cell holds is an error."""
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    return value
