"""Lines under headings, each with the answer behind it; a chart may stand beside the figures."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.content import Content
from textual.style import Style
from textual.widgets.option_list import Option

from rules.argument.lines import Line, Section
from screens.widgets.menu import Menu

CURVE_LINES, FEWEST_CURVE_LINES = 12, 5
LABEL = 28
"""Columns of the labels."""
NARROWEST_CURVE = 32
"""Columns that a curve beside the figures takes at least; where there are fewer, it stands below
them."""
FEWEST_COLUMNS = 62
"""Columns that figures beside a curve take at least."""
_LEAD = Style(bold=True)
_WHOLE = 1_000
"""Columns in which no line is broken."""

Drawn = Callable[[int, int], Sequence[str]]
"""A chart in so many columns and lines; none where there is nothing to draw."""


class Lines(Menu):
    """The lines of a judgement; each knows the answer behind it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--heading",
        "lines--quiet",
        "lines--curve",
    }

    _sections: tuple[Section, ...] = ()
    _curve: Drawn | None = None
    _laid_out_for = 0

    def show(self, sections: tuple[Section, ...], curve: Drawn | None = None) -> None:
        """Show other lines, keeping the place; a line that is still there keeps the highlight.

        Args:
            sections: all there is to read.
            curve: stands beside the figures, and below them where there is no room.
        """
        at_hand = self._at_hand
        self._sections, self._curve = sections, curve
        self._lay_out()
        rows = self._rows
        if at_hand in rows:
            self.highlighted = rows.index(at_hand)

    @property
    def _rows(self) -> list[tuple[str, Line | None]]:
        """What stands in each option: a heading alone, or a line under it."""
        return [
            (section.heading, line) for section in self._sections for line in (None, *section.lines)
        ]

    @property
    def _at_hand(self) -> tuple[str, Line | None] | None:
        rows = self._rows
        place = self.highlighted
        return rows[place] if place is not None and place < len(rows) else None

    def on_resize(self) -> None:
        """Wrap the lines anew, where the width is another."""
        if self._laid_out_for != self.size.width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._laid_out_for = self.size.width
        place = self.highlighted
        self._keys: list[str | None] = []
        self.clear_options()
        self.add_options(list(self._lines_of(self._sections)))
        self.highlighted = place if place is not None and place < self.option_count else 1

    def key_at(self, index: int) -> str | None:
        """The key of the answer behind a line."""
        return self._keys[index] if index < len(self._keys) else None

    def _lines_of(self, sections: tuple[Section, ...]) -> Iterator[Option]:
        for section in sections:
            self._keys.append(None)
            yield Option(
                Content.styled(section.heading, self.get_visual_style("lines--heading")),
                disabled=True,
            )
            self._keys += [line.key for line in section.lines]
            if section.name == "figures":
                yield from map(Option, self._with_the_curve(section.lines))
            else:
                yield from (Option(self._content(line)) for line in section.lines)

    @property
    def _width(self) -> int:
        return max(20, self.size.width - 2)

    def _with_the_curve(self, lines: Sequence[Line]) -> Iterator[Content]:
        """The figures, and the curve beside them where there is room, else below the last."""
        label = min(max(len(line.label) for line in lines), LABEL)
        whole = max(self._content(line, _WHOLE, label).cell_length for line in lines)
        beside = self._width - FEWEST_COLUMNS >= NARROWEST_CURVE
        left = min(whole, self._width - (NARROWEST_CURVE + 2 if beside else 0))
        contents = [self._content(line, left, label).split("\n") for line in lines]
        height = sum(map(len, contents))
        # Only its colour: the background is that of the line, which may be highlighted.
        look = Style(foreground=self.get_visual_style("lines--curve").foreground)
        if beside:
            at = left + 2
            drawn = self._drawn(self._width - at, min(height, CURVE_LINES))
        else:
            at, drawn = 2, self._drawn(self._width - 2, FEWEST_CURVE_LINES)
            contents[-1] = [*contents[-1], *[Content("")] * len(drawn)]
        further = iter(drawn) if beside else iter([*[""] * height, *drawn])
        for content in contents:
            parts = ((one, next(further, "")) for one in content)
            yield Content("\n").join(
                Content.assemble(one, " " * (at - one.cell_length), Content.styled(chart, look))
                if chart
                else one
                for one, chart in parts
            )

    def _drawn(self, width: int, height: int) -> Sequence[str]:
        return self._curve(width, height) if self._curve is not None else ()

    def _content(self, line: Line, width: int = 0, room_of_label: int = LABEL) -> Content:
        """A line, broken where it is wider than so many columns, or than the list."""
        width = width or self._width
        if not line.label:
            return self._sentence(line, width)
        label, *under = textwrap.wrap(line.label, room_of_label) or [""]
        start = f"  {label:<{room_of_label}} "
        value, *more = _hanging(line.text, "", max(20, width - len(start)))
        quiet = self.get_visual_style("lines--quiet")
        parts = [Content(start), value]
        room = width - len(start) - 21
        if line.remark and not more and value.cell_length <= 20 and room >= 20:
            first, *rest = _hanging(line.remark, "", room)
            parts += [Content(" " * (21 - value.cell_length)), first.stylize(quiet)]
            more = [Content.assemble(" " * 21, one.stylize(quiet)) for one in rest]
        elif line.remark:
            more += [one.stylize(quiet) for one in _hanging(line.remark, "", width - len(start))]
        lines = [Content.assemble(*parts)]
        # What is left of a label stands under its beginning, out of the way of the values.
        for left, right in zip_longest(under, more, fillvalue=""):
            lines.append(Content.assemble(f"    {left}".ljust(len(start)), right))
        return Content("\n").join(lines)

    def _sentence(self, line: Line, width: int) -> Content:
        """A sentence behind what it is about, which stands out."""
        lead = f"{line.lead}." if line.lead else ""
        first, *rest = _hanging(f"{lead} {line.text}".strip(), "  ", width)
        if first.plain.strip().startswith(lead):
            first = first.stylize(_LEAD, 2, 2 + len(lead))
        return Content("\n").join([first, *rest])


def _hanging(text: str, indent: str, width: int) -> list[Content]:
    """A text in lines of a width, all of them indented."""
    wrapped = textwrap.wrap(text, max(10, width - len(indent)), break_on_hyphens=False)
    return [Content(f"{indent}{line}") for line in wrapped] or [Content("")]
