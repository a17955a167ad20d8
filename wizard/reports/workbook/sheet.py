"""One sheet in the making: inert texts, numbers, formulas, names, limits, and how it prints."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from rules.answers.bounds import Bounds
from rules.words.wording import visible
from wizard.reports.workbook.formula import Cells, Formula, Value
from wizard.reports.workbook.styles import SIZE, Formats

CELL_LIMIT = 32_767
"""Characters that a cell holds, as UTF-16 counts them."""
HEADER_LIMIT = 80
_PRINTED_WIDTH = 112
"""Digits across a page, on Letter too, which is the shorter one."""
_PADDING = 0.8
"""Digits that a column is wider than it says."""
_MOST_LINES, _MOST_ACROSS = 8, 28
"""How high texts make a row, in a column and across several; the rest is in the cell all the same,
and no sheet has rows much higher."""
_LETTERS_PER_DIGIT = 1.2
"""Widths are counted in digits, and letters are narrower on average."""
_A4 = 9
_LOWEST = 15.0
"""Points of a row."""
_LINK = re.compile(r"(?:[A-Za-z]+!)?\$?[A-Z]{1,3}\$?\d+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
"""A formula that is nothing but another cell, by its place or its name."""


class Sheet:
    """One sheet; rows and columns count from 0. `define` gives a place a name for formulas."""

    def __init__(
        self,
        sheet: Any,
        name: str,
        title: str,
        currency: str,
        formats: Formats,
        define: Callable[[str, str], None],
    ) -> None:
        self.name, self.title, self.currency = name, title, currency
        self._sheet, self._formats, self._define = sheet, formats, define
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
            self._sheet.merge_range(
                row, first_column, row, last_column, "", self._formats.style(style)
            )
        self._text(row, first_column, last_column, text, style, _MOST_ACROSS)

    def titled(self, title: str, last_column: int, note: str) -> None:
        """The title of the sheet, and below it what it holds."""
        self.text(0, 0, title, "title")
        self.merged(1, last_column, note, "note")

    def labels(self, row: int, label: str, unit: str, key: str | None = None) -> None:
        """What a row is, at its beginning: what it is called, what one of it is, and its key."""
        self.text(row, 0, label, "label")
        self.text(row, 1, unit)
        if key is not None:
            self.text(row, 2, key, "key")

    def _text(self, row: int, first: int, last: int, text: str, style: str, most: int) -> None:
        if not text:
            self._sheet.write_blank(row, first, None, self._formats.style(style))
            return
        shown, how = legible(text), self._formats.properties(style)
        self._sheet.write_string(row, first, shown, self._formats.style(style))
        if not how.get("text_wrap"):
            return
        size = how.get("font_size", SIZE)
        width = sum(self._widths[first : last + 1]) * _LETTERS_PER_DIGIT * SIZE / size
        lines = min(most, lines_of(shown, max(1.0, width - 2 * how.get("indent", 0))))
        points = 1.3 * size * lines + 3
        self._heights[row] = max(points, self._heights.get(row, _LOWEST))

    def number(self, row: int, column: int, value: float | None, style: str) -> None:
        """A number; an empty cell where there is none, "none" where it never comes to be."""
        if value is None:
            self._sheet.write_blank(row, column, None, self._formats.style(style))
        elif math.isfinite(value):
            self._sheet.write_number(row, column, value, self._formats.style(style))
        else:
            self.text(row, column, "none", style)

    def put(
        self, row: int, column: int, formula: Formula, style: str = "figure", name: str = ""
    ) -> Formula:
        """A formula, and how other formulas refer to its cell: by its name, if it has one."""
        if _LINK.fullmatch(formula.text):
            style = f"{style} link"
        self._sheet.write_formula(
            row, column, f"={formula.text}", self._formats.style(style), _cached(formula.value)
        )
        if not name:
            return self.reference(row, column, formula.value)
        self.name_cell(row, column, name)
        return Formula(name, formula.value)

    def reference(
        self,
        row: int,
        column: int,
        value: Value,
        *,
        elsewhere: bool = False,
        fixed_row: bool = False,
        fixed_column: bool = False,
    ) -> Formula:
        """How formulas refer to a cell that holds a value; those of other sheets, elsewhere."""
        place = _cell(row, column, fixed_row, fixed_column)
        return Formula(f"{self.name}!{place}" if elsewhere else place, value)

    def name_cell(self, row: int, column: int, name: str) -> None:
        """Give a cell a name."""
        self._define(name, f"{self.name}!{_cell(row, column, True, True)}")

    def cells(
        self, first: int, last: int, column: int, values: Sequence[Value], name: str = ""
    ) -> Cells:
        """A part of a column, as formulas refer to it: by its name, else from where they stand."""
        return self._range((first, column), (last, column), values, name)

    def across(
        self, row: int, first: int, last: int, values: Sequence[Value], name: str = ""
    ) -> Cells:
        """A part of a row, as formulas refer to it: by its name, else from where they stand."""
        return self._range((row, first), (row, last), values, name)

    def _range(
        self, first: tuple[int, int], last: tuple[int, int], values: Sequence[Value], name: str
    ) -> Cells:
        start, end = (_cell(*place, bool(name), bool(name)) for place in (first, last))
        if name:
            self._define(name, f"{self.name}!{start}:{end}")
        return Cells(name or f"{start}:{end}", tuple(values))

    def header(self, row: int, *texts: str, right: Sequence[int] = ()) -> None:
        """The heads of columns, those over numbers to the right."""
        for column, text in enumerate(texts):
            beside = "inner" if column else ""
            self.text(row, column, text, f"header {'right' if column in right else beside}")

    def units(self, row: int, *texts: str) -> None:
        """What one of each number of a column is, below its head."""
        for column, text in enumerate(texts):
            self.text(row, column, text, "unit")

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
        test = f"=AND({','.join([f'ISNUMBER({cell})', *tests])})"
        rule = {"validate": "custom", "value": test, "ignore_blank": False}
        self._refuse(row, column, rule, f"{words.strip()}.")

    def choice(self, row: int, column: int, choices: Sequence[str] | Cells, said: str) -> None:
        """Refuse what is typed into a cell and is none of some texts, which it offers as a list."""
        source = f"={choices.text}" if isinstance(choices, Cells) else list(choices)
        self._refuse(row, column, {"validate": "list", "source": source}, said)

    def _refuse(self, row: int, column: int, rule: Mapping[str, Any], said: str) -> None:
        told = {"error_title": "Not usable", "error_message": said}
        self._sheet.data_validation(row, column, row, column, {**rule, **told})

    def mark_where(
        self, first: int, last: int, last_column: int, condition: Formula, style: str
    ) -> None:
        """Another style where a condition on the cells of the first row holds, row by row."""
        how = {"criteria": f"={condition.text}", "format": self._formats.style(style)}
        self._sheet.conditional_format(first, 0, last, last_column, {"type": "formula", **how})

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
        new_pages: Sequence[int] = (),
        printed: tuple[int, int] | None = None,
    ) -> None:
        """How it looks, scrolls and prints.

        Args:
            frozen: rows that stay on the screen.
            frozen_columns: columns that stay.
            repeated: the row with the heads of columns, which every page repeats.
            new_pages: the rows that begin another page.
            printed: the last row and the last column that are printed; all where not given.
        """
        sheet = self._sheet
        for row, points in self._heights.items():
            sheet.set_row(row, points)
        sheet.hide_gridlines(2)
        if frozen or frozen_columns:
            sheet.freeze_panes(frozen, frozen_columns)
        if repeated is not None:
            sheet.repeat_rows(repeated)
        if printed is not None:
            sheet.print_area(0, 0, *printed)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        if not new_pages:
            sheet.fit_to_pages(1, 0)
        else:
            # Fitting the width would make a spreadsheet pass over the breaks.
            width = math.ceil(sum(one + _PADDING for one in self._widths))
            sheet.set_print_scale(_PRINTED_WIDTH * 100 // max(_PRINTED_WIDTH, width))
            sheet.set_h_pagebreaks(list(new_pages))
        title = " ".join(self.title.split())
        if len(title) > HEADER_LIMIT:
            title = title[: HEADER_LIMIT - 1] + "…"
        # An ampersand begins a code in the header of a page.
        sheet.set_header(f"&L&9  {title.replace('&', '&&')}&R&9&A")
        sheet.set_footer(f"&L&9Payback&C&9Amounts in {self.currency}&R&9Page &P of &N")


def _cell(row: int, column: int, fixed_row: bool = False, fixed_column: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, fixed_row, fixed_column))


def _cached(value: Value) -> Value:
    """What stands in a cell before it is calculated; a number that no cell holds is an error."""
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    return value


def legible(text: str) -> str:
    """A text as a cell can hold it: nothing hidden, nothing that XML forbids, not too long."""
    shown = visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return shown
    # A letter beyond the basic plane is two units, and half of one is no letter.
    return units[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in so many characters; wide letters are two."""
    return sum(
        max(1, math.ceil(sum(2 if east_asian_width(one) in "WF" else 1 for one in line) / width))
        for line in text.split("\n")
    )
