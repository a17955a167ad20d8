"""A report as plain text: what `--format txt` writes, and what the report screen shows before."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from rules.words.money import Words
from screens.charts.bars import LEGEND, tornado_bar
from screens.charts.frontier import frontier_chart
from screens.charts.histogram import histogram
from screens.charts.payback_curve import payback_curve
from screens.fields.cut import cut
from wizard.reports.content import (
    Block,
    Chart,
    Content,
    CurveChart,
    FigureRows,
    FrontierChart,
    HistogramChart,
    Paragraph,
    Points,
    Table,
    TornadoChart,
)
from wizard.reports.text import BULLET, INDENT, WIDTH, columns, led, plain, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

_CURVE_LINES, _HISTOGRAM_LINES, _FRONTIER_LINES = 9, 6, 19
_BESIDE_LINES = 4
"""Lines more where two curves are told apart: one of them says which is which."""


def render(content: Content) -> str:
    """The whole report."""
    return f"{plain(lines(content, WIDTH))}\n"


def lines(content: Content, width: int) -> Iterator[ReportLine]:
    """The whole report in lines of at most so many cells."""
    page = _Page(content.currency, width - INDENT)
    yield from words(content.title, width, "heading")
    yield from led(content.verdict, content.headline, width, f"[{content.sign}] ")
    if content.subtitle:
        yield from words(content.subtitle, width, "quiet")
    in_appendix = False
    for section in content.sections:
        yield ()
        if section.in_appendix and not in_appendix:
            in_appendix = True
            yield (("─" * width, "quiet"),)
            yield ()
        yield from under(section.heading, map(page.block, section.blocks), width)
    yield ()
    yield from words(content.imprint, width, "quiet")


def blocks(of: Iterable[Block], currency: str, width: int) -> Iterator[Iterator[ReportLine]]:
    """Each block by itself, as it stands under a heading of a page so wide."""
    return map(_Page(currency, width - INDENT).block, of)


class _Page:
    """What stands under a heading: blocks in so many cells, amounts in one currency."""

    def __init__(self, currency: str, width: int) -> None:
        self.spell = Words(currency)
        self.width = width

    def block(self, block: Block) -> Iterator[ReportLine]:
        match block:
            case Paragraph():
                yield from led(block.lead, block.text, self.width)
            case Points():
                for one in block.items:
                    yield from led(one.lead, one.text, self.width, BULLET)
            case FigureRows():
                rows = ((one.label, one.value, one.remark) for one in block.rows)
                yield from columns(rows, ("left", "right", "left"), self.width)
            case Table():
                yield from columns(
                    block.rows, block.align, self.width, block.header, total=block.total
                )
                if block.note:
                    yield from words(block.note, self.width, "quiet")
            case _:
                yield from words(block.title, self.width, "strong")
                for line in self._drawn(block):
                    yield ((line, "plain"),)
                yield from words(block.alt, self.width, "quiet")

    def _drawn(self, chart: Chart) -> Iterable[str]:
        match chart:
            case CurveChart():
                back = chart.mark.at if chart.mark is not None else math.inf
                return payback_curve(
                    chart.balance,
                    back,
                    self.width,
                    _CURVE_LINES + (_BESIDE_LINES if chart.planned else 0),
                    self.spell,
                    chart.band,
                    planned=chart.planned,
                    known=chart.known,
                )
            case HistogramChart():
                low, high = chart.edges[0], chart.edges[-1]
                return histogram(
                    chart.counts,
                    chart.edges,
                    self.width,
                    _HISTOGRAM_LINES,
                    labels=(self.spell.short_money(low), self.spell.short_money(high)),
                    mark=(chart.mark.at, chart.mark.text) if chart.mark is not None else None,
                )
            case TornadoChart():
                return self._tornado(chart)
            case FrontierChart():
                return frontier_chart(chart.found, self.spell, self.width, _FRONTIER_LINES)

    def _tornado(self, chart: TornadoChart) -> Iterator[str]:
        label = min(max(cell_len(one.label) for one in chart.bars), self.width // 3)
        room = self.width - label - 1
        low, high = chart.x.ticks[0], chart.x.ticks[-1]
        for one in chart.bars:
            name = cut(one.label, label)
            bar = tornado_bar((one.low, one.high), chart.base.at, (low.at, high.at), room)
            yield f"{name}{' ' * (label - cell_len(name))} {bar}"
        if len(low.text) + len(high.text) < room:
            yield f"{' ' * label} {low.text}{high.text:>{room - len(low.text)}}"
        yield from textwrap.wrap(LEGEND, self.width)
