"""Lines under headings, each with the answer behind it; a chart may stand beside the figures.

Every line is laid out in the width in which it is drawn, so the first paint is as any other.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import ClassVar

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets.option_list import Option

from rules.argument.lines import Line, Section
from screens.frame.layers import Gesture
from screens.widgets.chart import Drawn
from screens.widgets.menu import Menu

CURVE_LINES, FEWEST_CURVE_LINES = 12, 7
LABEL = 28
"""Columns of the labels."""
REMARK = 20
"""Columns of what stands behind a value at least; where there are fewer, it stands below."""
NARROWEST_CURVE = 32
"""Columns that a curve beside the figures takes at least; where there are fewer, it stands below
them."""
FEWEST_COLUMNS = 62
"""Columns that figures beside a curve take at least."""
_LEAD = Style(bold=True)
_WHOLE = 1_000
"""Columns in which no line is broken."""


class LineChosen(Gesture):
    """A line was chosen, by a key or by a click."""

    def __init__(self, key: str | None) -> None:
        super().__init__()
        self.key = key
        """Of the answer behind it; None where it follows from several."""


class Lines(Menu):
    """The lines of a judgement; each knows the answer behind it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--heading",
        "lines--quiet",
        "lines--curve",
    }

    _sections: tuple[Section, ...] = ()
    _laid_out: tuple[_LaidOut, ...] = ()

    def show(self, sections: tuple[Section, ...], curve: Drawn | None = None) -> None:
        """Show other lines, keeping the place; a line that is still there keeps the highlight.

        Args:
            sections: all there is to read.
            curve: stands beside the figures, and below them where there is no room.
        """
        at_hand, place = self._at_hand, self.highlighted
        self._sections = sections
        self._laid_out = tuple(
            _LaidOut(self, one, curve if one.name == "figures" else None) for one in sections
        )
        self.set_options(
            [option for section in self._laid_out for option in section.options()],
        )
        rows = self._rows
        if at_hand in rows:
            place = rows.index(at_hand)
        self.highlighted = place if place is not None and place < len(rows) else 1

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

    def action_select(self) -> None:
        # Which is meant is settled at once: others may join them before it is heard.
        if self.highlighted is not None and not self.options[self.highlighted].disabled:
            self.post_message(LineChosen(self.answer_at(self.highlighted)))

    def answer_at(self, index: int) -> str | None:
        """The key of the answer behind a line."""
        rows = self._rows
        line = rows[index][1] if index < len(rows) else None
        return line.key if line is not None else None

    def notify_style_update(self) -> None:
        """Colours may be others."""
        for section in self._laid_out:
            section.forget()
        super().notify_style_update()


class _AnyWidth(Visual):
    """A text that is laid out in whatever width it gets."""

    def __init__(self, at: Callable[[int], Content]) -> None:
        self.at = at

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self.at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.at(width).get_height(rules, width)


class _LaidOut:
    """A section in the width in which it was asked for last."""

    def __init__(self, lines: Lines, section: Section, curve: Drawn | None) -> None:
        self._of = lines
        self._section = section
        self._curve = curve
        self.forget()

    def forget(self) -> None:
        """Lay out anew, though the width be the same."""
        self._width = -1
        self._contents: Sequence[Content] = ()

    def options(self) -> Iterator[Option]:
        """The heading, which is none to choose, and each line."""
        yield Option(_AnyWidth(self._heading), disabled=True)
        for number in range(len(self._section.lines)):
            yield Option(_AnyWidth(partial(self._line, number)))

    def _heading(self, width: int) -> Content:
        style = self._of.get_visual_style("lines--heading")
        return Content.styled(self._section.heading, style)

    def _line(self, number: int, width: int) -> Content:
        if width != self._width:
            self._width = width
            lines, quiet = self._section.lines, self._of.get_visual_style("lines--quiet")
            self._contents = (
                contents(lines, width, quiet)
                if self._section.name != "figures"
                else self._with_the_curve(lines, width, quiet)
            )
        return self._contents[number]

    def _with_the_curve(self, lines: Sequence[Line], width: int, quiet: Style) -> Sequence[Content]:
        """The figures, and the curve beside them where there is room, else below the last."""
        label = min(max(len(line.label) for line in lines), LABEL)
        whole = max(one.cell_length for one in contents(lines, _WHOLE, quiet, label))
        beside = width - FEWEST_COLUMNS >= NARROWEST_CURVE
        left = min(whole, width - (NARROWEST_CURVE + 2 if beside else 0))
        pieces = [one.split("\n") for one in contents(lines, left, quiet, label)]
        height = sum(map(len, pieces))
        # Only its colour: the background is that of the line, which may be highlighted.
        look = Style(foreground=self._of.get_visual_style("lines--curve").foreground)
        if beside:
            at = left + 2
            drawn = self._drawn(width - at, min(height, CURVE_LINES))
        else:
            at, drawn = 2, self._drawn(width - 2, FEWEST_CURVE_LINES)
            pieces[-1] = [*pieces[-1], *[Content("")] * len(drawn)]
        further = iter(drawn) if beside else iter([*[""] * height, *drawn])
        return [
            Content("\n").join(
                Content.assemble(one, " " * (at - one.cell_length), Content.styled(chart, look))
                if chart
                else one
                for one, chart in ((one, next(further, "")) for one in piece)
            )
            for piece in pieces
        ]

    def _drawn(self, width: int, height: int) -> Sequence[str]:
        return self._curve(width, height) if self._curve is not None else ()


def contents(
    lines: Sequence[Line], width: int, quiet: Style, label: int = LABEL
) -> Sequence[Content]:
    """Lines that are broken where they are wider than so many columns; values below each other."""
    room = width - label - 3
    values = [len(line.text) for line in lines if line.remark and len(line.text) <= room]
    # The column of values is as wide as leaves room for what stands behind them.
    value = max((one for one in values if one + 2 + REMARK <= room), default=0)
    return [
        _labelled(line, width, quiet, label, value) if line.label else _sentence(line, width)
        for line in lines
    ]


def _labelled(line: Line, width: int, quiet: Style, room_of_label: int, value: int) -> Content:
    """A label, its value, and what stands behind that: beside it where there is room, or below."""
    label, *under = textwrap.wrap(line.label, room_of_label) or [""]
    start = f"  {label:<{room_of_label}} "
    room = max(20, width - len(start))
    first, *more = _hanging(line.text, "", room)
    parts = [Content(start), first]
    if line.remark and not more and first.cell_length <= value:
        remark, *rest = _hanging(line.remark, "", room - value - 2)
        parts += [Content(" " * (value + 2 - first.cell_length)), remark.stylize(quiet)]
        more = [Content.assemble(" " * (value + 2), one.stylize(quiet)) for one in rest]
    elif line.remark:
        more += [one.stylize(quiet) for one in _hanging(line.remark, "", room)]
    lines = [Content.assemble(*parts)]
    # What is left of a label stands under its beginning, out of the way of the values.
    for left, right in zip_longest(under, more, fillvalue=""):
        lines.append(Content.assemble(f"    {left}".ljust(len(start)), right))
    return Content("\n").join(lines)


def _sentence(line: Line, width: int) -> Content:
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
