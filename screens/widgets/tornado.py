"""The tornado: one bar for each number, the largest swing first; one of them is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from rules.answers.case import Case
from rules.argument.what_it_hangs_on import NOTHING_MOVES, amount
from rules.results import label_of
from rules.uncertainty.margins import Margin
from rules.uncertainty.sensitivity import Sensitivity, Swing
from rules.words.wording import relative
from screens.charts.bars import BASE, BETTER, WORSE, extent_of, tornado_bar
from screens.widgets.by_line import ByLine

STANDING_IN = "~"
"""Stands behind the name of a number whose range nobody gave."""
MARGIN = 7
"""Cells of the last column: how far a number may worsen."""


class Tornado(ByLine, can_focus=True):
    """Shows every swing and margin; up and down choose a number."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tornado--worse",
        "tornado--better",
        "tornado--base",
        "tornado--head",
    }

    class Chosen(Message):
        """Another number is at hand."""

    found: reactive[Sensitivity | None] = reactive(None, init=False, repaint=False)
    turned: reactive[Mapping[str, float]] = reactive(dict, init=False, repaint=False)
    """Values tried instead of the likely ones, by key."""
    row: reactive[int] = reactive(0, init=False, repaint=False)

    def __init__(self, case: Case, base: float, id: str | None = None) -> None:
        super().__init__(id=id)
        self.case = case
        self.base = base
        """The net present value of the case as it is."""

    def watch_found(self) -> None:
        # There may be fewer of them than before.
        self.choose(self.row)
        self.follow()

    def watch_turned(self) -> None:
        self.follow()

    def watch_row(self) -> None:
        self.follow()
        self.post_message(self.Chosen())

    @property
    def swing(self) -> Swing | None:
        """The swing of the number at hand."""
        return self.found.bars[self.row] if self.found and self.found.bars else None

    @property
    def cursor_line(self) -> int:
        """The line on which the number at hand stands."""
        return 1 + self.row - self._first

    def choose(self, row: int) -> None:
        """Take a number to hand; out of range is the nearest there is."""
        if self.found is not None:
            self.row = max(0, min(row, len(self.found.bars) - 1))

    def on_click(self, event: events.Click) -> None:
        """The number clicked is the one at hand."""
        offset = event.get_content_offset(self)
        if offset is not None and 1 <= offset.y < len(self.lines()):
            self.choose(self._first + offset.y - 1)

    def on_mouse_scroll_down(self) -> None:
        """The next number."""
        self.choose(self.row + 1)

    def on_mouse_scroll_up(self) -> None:
        """The number before."""
        self.choose(self.row - 1)

    @property
    def rows(self) -> int:
        """How many numbers are in sight."""
        return max(1, self.size.height - 1)

    @property
    def _first(self) -> int:
        """The first number that is shown: as few as needed scroll away above."""
        return max(0, self.row - self.rows + 1)

    def lines(self) -> list[Content]:
        return self._table(slice(self._first, self._first + self.rows), at=self.row)

    def as_text(self) -> str:
        """Every number, whether it is in sight or not, as plain text."""
        return "\n".join(line.plain.rstrip() for line in self._table(slice(None), at=None))

    def _table(self, part: slice, at: int | None) -> list[Content]:
        """The numbers of a part below what the columns are, one of them at hand."""
        if self.found is None:
            return [Content("Reckoning …")]
        if not self.found.bars:
            return [Content(NOTHING_MOVES)]
        width = self.size.width
        label, value = (31, 12) if width >= 90 else (26, 12) if width >= 70 else (19, 9)
        bar = max(8, width - label - value - MARGIN - 4)
        extent = extent_of(
            [end.npv for one in self.found.bars for end in (one.low, one.high)] + [self.base]
        )
        margins = {one.key: one for one in self.found.margins}
        return [
            self._head(label, value, bar),
            *(
                self._line(one, margins[one.key], (label, value, bar), extent, is_at=row == at)
                for row, one in list(enumerate(self.found.bars))[part]
            ),
        ]

    def _head(self, label: int, value: int, bar: int) -> Content:
        """What the columns are, and what the colours of the bars mean."""
        quiet, worse, better = (
            self.get_visual_style(f"tornado--{one}") for one in ("head", "worse", "better")
        )
        sides = f"{WORSE} worse", f"better {BETTER}"
        between = bar - sum(map(len, sides))
        axis = "net present value" if between >= len(" net present value ") else ""
        return Content.assemble(
            Content.styled(f"  {'':{label}}{'now':>{value}} ", quiet),
            Content.styled(sides[0], worse),
            Content.styled(axis.center(max(1, between)), quiet),
            Content.styled(sides[1], better),
            Content.styled(f" {'may go':>{MARGIN - 1}}", quiet),
        ).truncate(self.size.width)

    def _line(
        self,
        one: Swing,
        margin: Margin,
        widths: tuple[int, int, int],
        extent: tuple[float, float],
        *,
        is_at: bool,
    ) -> Content:
        label, value, bar = widths
        tried = self.turned.get(one.key)
        now = amount(one.key, margin.value if tried is None else tried, self.case.currency)
        mark = "▌" if is_at else " "
        sign = f" {STANDING_IN}" if one.is_default else ""
        name = Content(label_of(one.key, self.case)).truncate(label - 1 - len(sign), ellipsis=True)
        name += sign
        start = Content.assemble(
            mark,
            name,
            " " * (label - name.cell_length),
            f"{now if tried is None else f'*{now}'}".rjust(value + 1),
            " ",
        )
        cells = tornado_bar((one.low.npv, one.high.npv), self.base, extent, bar)
        worse, at, better = cells.partition(BASE)
        parts = [
            Content.styled(part, self.get_visual_style(f"tornado--{name}"))
            for name, part in (("worse", worse), ("base", at), ("better", better))
        ]
        return Content.assemble(start, *parts, f" {_room(margin):>{MARGIN - 1}}")


def _room(margin: Margin) -> str:
    """How far a number may worsen, in as many cells as there are."""
    if margin.limit is None:
        return ""
    # Of a number that is next to nothing, anything is too many times it to be told.
    room = "far" if margin.change is None else relative(margin.change)
    return room if len(room) < MARGIN else "far"
