"""Rows and columns, all in sight as far as there is room: headings above, sums below.

It shows what it is given and says what was clicked on. Whoever moves through it tells it where the
work is; that cell is always in sight, and so is the first column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.style import Style

from screens.fields.cut import cut
from screens.frame.layers import Gesture
from screens.widgets.by_line import ByLine
from screens.widgets.cell_text import aside, heading_width, wrapped

WIDEST = 28
"""Cells of the widest column, as long as there is no room to spare."""
NARROWEST = 5
FIRST = 11
"""Cells of the first column at least: how many rows there are stands below it."""
GAP = 2
"""Cells before each column; the marker of the cell at hand stands in the second."""
MARK = 4
"""Cells at the right that say how many columns are out of sight there: `+3›`."""
WHEEL = 3
"""Rows that one turn of the wheel passes over."""


class Shown(NamedTuple):
    """A cell as it is shown."""

    text: str = ""
    is_wrong: bool = False
    is_quiet: bool = False


class Column(NamedTuple):
    """What stands above and below a column, and on which side its texts begin."""

    heading: str
    to_the_right: bool = False
    sum: str = ""


class GridRow:
    """A row; one that is given again is known by itself, and not made anew."""

    __slots__ = ("cells", "lengths", "sign")

    def __init__(self, sign: str, cells: tuple[Shown, ...]) -> None:
        """Show cells behind what stands before them: a number, or a sign."""
        self.sign = sign
        self.cells = cells
        self.lengths = tuple(cell_len(one.text) + 2 * one.is_wrong for one in cells)


class CellChosen(Gesture):
    """Somebody clicked on a cell."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__()
        self.row = row
        self.column = column


class Grid(ByLine):
    """Cells in columns as wide as what is in them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head",
        "grid--cell",
        "grid--at",
        "grid--problem",
        "grid--quiet",
        "grid--sum",
    }

    SPARE: ClassVar[int] = 0
    """How many of the last rows are there to be filled in, and do not count yet."""

    def __init__(self, *, can_focus: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.can_focus = can_focus
        self._columns: tuple[Column, ...] = ()
        self._rows: Sequence[GridRow] = ()
        self._at = (0, 0)
        self._top = 0
        self._widths: tuple[int, ...] = ()
        self._line_of: dict[tuple[int, int | None], tuple[GridRow, Content]] = {}
        """Lines by row, and by column where it is the one at hand; a row that stays keeps them."""
        self._heads: list[Content] = []
        self._looked: tuple[object, ...] = ()
        """What all lines depend on besides their rows."""

    # ---------------------------------------------------------------- what is shown

    def show(self, columns: Sequence[Column], rows: Sequence[GridRow], at: tuple[int, int]) -> None:
        """Show cells.

        Args:
            columns: from left to right.
            rows: from the top down, with a cell for each column.
            at: row and column of the cell at hand.
        """
        has_moved = at[0] != self._at[0] or len(rows) != len(self._rows)
        self._columns, self._rows, self._at = tuple(columns), rows, at
        if has_moved:
            self._bring_into_sight()
        self.follow()

    @property
    def page(self) -> int:
        """How many rows there is room for."""
        return max(1, self.size.height - self._head_height - bool(self._foot))

    @property
    def cursor_line(self) -> int:
        """The line of the cell at hand, for the hardware cursor."""
        return self._head_height + self._at[0] - self._top

    def on_resize(self) -> None:
        self._bring_into_sight()
        self.refresh()

    def _bring_into_sight(self) -> None:
        row, page = self._at[0], self.page
        self._top = min(max(self._top, row - page + 1), row)
        self._top = max(0, min(self._top, len(self._rows) - page))

    # ------------------------------------------------------------------------ lines

    def lines(self) -> list[Content]:
        if not self._columns:
            return []
        self._widths = widths = self._fitted()
        places, head_height, page = self._in_sight(widths), self._head_height, self.page
        heads = [column[:2] for column in self._columns]
        looks = heads, widths, places, self._gutter, self._style("at"), head_height
        if looks != self._looked:
            self._looked = looks
            self._line_of.clear()
            self._heads = [self._head(line, places) for line in range(head_height)]
        end = min(len(self._rows), self._top + page)
        lines = [*self._heads, *(self._row(one, places) for one in range(self._top, end))]
        if self._foot:
            lines += [Content("")] * (self.size.height - 1 - len(lines))
            lines.append(self._sums(places))
        return lines[: self.size.height]

    @property
    def _gutter(self) -> int:
        return max([1, *(cell_len(row.sign) for row in self._rows)])

    @property
    def _head_height(self) -> int:
        return 1 if self.size.height < min(6, 2 + len(self._rows)) else 2

    @property
    def _foot(self) -> bool:
        # Without room for a row or two beside them, rows come first.
        has_sums = any(column.sum for column in self._columns)
        return self.size.height >= 5 and (has_sums or len(self._rows) > self.size.height - 2)

    def _fitted(self) -> tuple[int, ...]:
        """The widths of all columns: as much as is in them, less where that is too much."""
        head_height = self._head_height
        lengths = [row.lengths for row in self._rows]
        longest = [
            max(
                heading_width(column.heading, head_height),
                cell_len(column.sum),
                NARROWEST if at else FIRST,
                *(row[at] for row in lengths),
            )
            for at, column in enumerate(self._columns)
        ]
        widths = [min(one, WIDEST) for one in longest]
        # What is left over goes to texts that are longer, the first of them before the others.
        spare = self.size.width - self._gutter - sum(widths) - GAP * len(widths)
        for at, one in enumerate(longest):
            more = max(0, min(spare, one - widths[at]))
            widths[at] += more
            spare -= more
        # Names give way before numbers are out of sight.
        given = min(max(0, -spare), max(0, widths[0] - 12))
        widths[0] -= given
        room = max(NARROWEST, self.size.width - self._gutter - GAP)
        return tuple(min(one, room) for one in widths)

    def _in_sight(self, widths: Sequence[int]) -> list[int]:
        """The columns in sight: the first, and as many as fit up to the one at hand and on."""
        room = self.size.width - self._gutter - GAP - widths[0]
        others = list(range(1, len(widths)))
        at = max(1, self._at[1])
        ends = list(accumulate((GAP + widths[one] for one in others), initial=0))
        if ends[-1] > room:
            room -= MARK
        first = 1
        while first < at and ends[at] - ends[first - 1] > room:
            first += 1
        kept = [one for one in others if one >= first and ends[one] - ends[first - 1] <= room]
        if self._at[1] == 0 or kept:
            return [0, *kept]
        # No room for both: the one at hand alone.
        return [self._at[1]]

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"grid--{name}")

    def _head(self, line: int, places: Sequence[int]) -> Content:
        parts: list[Content | str] = [" " * self._gutter]
        is_last = line == self._head_height - 1
        before = 0
        for at in places:
            column, width = self._columns[at], self._widths[at]
            # Where columns are out of sight, at the left or at the right.
            gap = "‹".ljust(GAP) if is_last and at > before + 1 else " " * GAP
            before = at
            lines = wrapped(column.heading, width, self._head_height)
            # A heading of one line stands right above its numbers.
            lines = [""] * (self._head_height - len(lines)) + lines
            parts += [gap, aside(cut(lines[line], width), width, column.to_the_right)]
        if is_last and (more := len(self._columns) - 1 - before):
            taken = sum(len(str(part)) for part in parts)
            parts.append(f"+{more}›".rjust(self.size.width - taken))
        return Content.assemble(*[(str(one), self._style("head")) for one in parts])

    def _row(self, number: int, places: Sequence[int]) -> Content:
        row = self._rows[number]
        is_at = number == self._at[0]
        key = number, self._at[1] if is_at else None
        known = self._line_of.get(key)
        if known is None or known[0] is not row:
            known = self._line_of[key] = row, self._made_of(row, places, is_at=is_at)
        return known[1]

    def _made_of(self, row: GridRow, places: Sequence[int], *, is_at: bool) -> Content:
        quiet = self._style("cell" if is_at else "quiet")
        parts: list[tuple[str, Style]] = [(row.sign.rjust(self._gutter), quiet)]
        for at in places:
            cell, width = row.cells[at], self._widths[at]
            name = "problem" if cell.is_wrong else "quiet" if cell.is_quiet else "cell"
            text = f"✗ {cell.text}" if cell.is_wrong else cell.text
            shown = aside(cut(text, width), width, self._columns[at].to_the_right)
            is_here = is_at and at == self._at[1]
            parts.append((" " * (GAP - 1), self._style("cell")))
            parts.append(("▌" if is_here else " ", self._style("at" if is_here else "cell")))
            parts.append((shown, self._style("at" if is_here else name)))
        return Content.assemble(*parts)

    def _sums(self, places: Sequence[int]) -> Content:
        style = self._style("sum")
        parts: list[tuple[str, Style]] = [(" " * self._gutter, style)]
        for at in places:
            column, width = self._columns[at], self._widths[at]
            text = column.sum
            if at == 0 and not text:
                rows = len(self._rows) - self.SPARE
                first, last = self._top + 1, min(rows, self._top + self.page)
                is_cut = self.page < len(self._rows)
                text = f"{first}-{last} of {rows}" if is_cut else "Together"
            parts.append((" " * GAP, style))
            parts.append((aside(cut(text, width), width, column.to_the_right), style))
        return Content.assemble(*parts)

    # ------------------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or not self._columns:
            return
        row = place.y - self._head_height + self._top
        if not self._top <= row < min(len(self._rows), self._top + self.page):
            return
        left = self._gutter
        for at in self._in_sight(self._widths):
            left += GAP + self._widths[at]
            if place.x < left:
                self.post_message(CellChosen(row, at))
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(WHEEL)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(-WHEEL)
        event.stop()

    def _scroll(self, by: int) -> None:
        self._top = max(0, min(self._top + by, len(self._rows) - self.page))
        self.follow()
