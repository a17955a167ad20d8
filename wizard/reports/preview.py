"""A report as lines for a terminal: what the report screen shows before it is written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content as Wrapping

from rules.words.wording import Words
from screens.charts.bars import tornado_bar
from screens.charts.histogram import histogram
from screens.charts.payback_curve import payback_curve
from screens.fields.cut import cut
from screens.ports import Look, ReportLine
from wizard.reports.content import (
    Block,
    Chart,
    Content,
    CurveChart,
    FigureRows,
    HistogramChart,
    Paragraph,
    Points,
    Table,
    TornadoChart,
)

GAP = 2
"""Cells between columns."""
LEAST = 14
"""Cells of a column of words below which the rows of a table stand below each other instead."""
CURVE_LINES, HISTOGRAM_LINES = 9, 6
BULLET = "• "


def preview(content: Content, width: int) -> list[ReportLine]:
    """The whole report in lines of at most so many cells."""
    return list(_Page(content, width).lines())


class _Page:
    def __init__(self, content: Content, width: int) -> None:
        self.content = content
        self.width = width
        self.words = Words(content.currency)

    def lines(self) -> Iterator[ReportLine]:
        content = self.content
        yield from self._text(content.title, "heading")
        yield from self._led(f"{content.sign} {content.verdict}", content.headline)
        if content.subtitle:
            yield from self._text(content.subtitle, "quiet")
        in_appendix = False
        for section in content.sections:
            yield ()
            if section.in_appendix and not in_appendix:
                in_appendix = True
                yield (("─" * self.width, "quiet"),)
                yield ()
            yield from self._text(section.heading, "heading")
            for number, block in enumerate(section.blocks):
                if number:
                    yield ()
                yield from self._block(block)
        yield ()
        yield from self._text(content.imprint, "quiet")

    def _block(self, block: Block) -> Iterator[ReportLine]:
        match block:
            case Paragraph():
                yield from self._led(block.lead, block.text)
            case Points():
                for one in block.items:
                    yield from self._led(one.lead, one.text, BULLET)
            case FigureRows():
                rows = [(one.label, one.value, one.remark) for one in block.rows]
                yield from self._rows(None, ("left", "right", "left"), rows)
            case Table():
                yield from self._rows(block.header, block.align, block.rows, total=block.total)
                if block.note:
                    yield from self._text(block.note, "quiet")
            case _:
                yield from self._chart(block)

    # --------------------------------------------------------------------- text

    def _text(self, text: str, look: Look) -> Iterator[ReportLine]:
        for line in _wrapped(text, self.width):
            yield ((line, look),)

    def _led(self, lead: str, text: str, bullet: str = "") -> Iterator[ReportLine]:
        """Running text behind what it is about, which stands out."""
        lead = f"{lead}." if lead else ""
        first, *rest = _wrapped(f"{lead} {text}".strip(), self.width - len(bullet)) or [""]
        if lead and first.startswith(lead):
            yield ((bullet, "plain"), (lead, "strong"), (first[len(lead) :], "plain"))
        else:
            yield ((f"{bullet}{first}", "plain"),)
        for line in rest:
            yield ((f"{' ' * len(bullet)}{line}", "plain"),)

    # ------------------------------------------------------------------- tables

    def _rows(
        self,
        header: Sequence[str] | None,
        align: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        total: bool = False,
    ) -> Iterator[ReportLine]:
        widths = self._widths([*([header] if header else []), *rows], align)
        if widths is None:
            yield from self._below(header, rows)
            return
        if header:
            yield from _row(header, align, widths, "quiet")
        for row in rows:
            yield from _row(row, align, widths, "strong" if total and row is rows[-1] else "plain")

    def _widths(self, rows: Sequence[Sequence[str]], align: Sequence[str]) -> list[int] | None:
        """Cells of each column; None where they do not fit beside each other."""
        wanted = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        room = self.width - GAP * (len(wanted) - 1)
        if sum(wanted) <= room:
            return wanted
        # Numbers stay whole; columns of words share what is left, and short ones take their due.
        left = room - sum(one for one, way in zip(wanted, align, strict=True) if way == "right")
        words = sorted(one for one, way in zip(wanted, align, strict=True) if way != "right")
        most = 0
        for number, one in enumerate(words):
            most = left // (len(words) - number)
            if one <= most:
                left -= one
            else:
                break
        if most < LEAST:
            return None
        return [
            one if way == "right" else min(one, most)
            for one, way in zip(wanted, align, strict=True)
        ]

    def _below(
        self, header: Sequence[str] | None, rows: Sequence[Sequence[str]]
    ) -> Iterator[ReportLine]:
        """Rows whose cells stand below each other, each with the name of its column."""
        for row in rows:
            yield from self._text(row[0], "strong")
            names = header[1:] if header else [""] * len(row[1:])
            for name, cell in zip(names, row[1:], strict=True):
                if cell:
                    said = f"{name}: {cell}" if name else cell
                    for number, line in enumerate(_wrapped(said, self.width - 4)):
                        yield ((f"{'    ' if number else '  '}{line}", "plain"),)

    # ------------------------------------------------------------------- charts

    def _chart(self, chart: Chart) -> Iterator[ReportLine]:
        yield from self._text(chart.title, "strong")
        match chart:
            case CurveChart():
                drawn = payback_curve(
                    chart.balance,
                    chart.mark.at if chart.mark is not None else math.inf,
                    self.width,
                    CURVE_LINES,
                    self.words,
                    chart.band,
                )
            case HistogramChart():
                low, high = chart.edges[0], chart.edges[-1]
                drawn = histogram(
                    chart.counts,
                    chart.edges,
                    self.width,
                    HISTOGRAM_LINES,
                    labels=(self.words.short_money(low), self.words.short_money(high)),
                    mark=(chart.mark.at, chart.mark.text) if chart.mark is not None else None,
                )
            case TornadoChart():
                drawn = list(self._tornado(chart))
        for line in drawn:
            yield ((line, "plain"),)
        yield from self._text(chart.alt, "quiet")

    def _tornado(self, chart: TornadoChart) -> Iterator[str]:
        label = min(max(cell_len(one.label) for one in chart.bars), self.width // 3)
        room = self.width - label - 1
        low, high = chart.x.low, chart.x.high
        for one in chart.bars:
            name = cut(one.label, label)
            bar = tornado_bar((one.low, one.high), chart.base.at, (low, high), room)
            yield f"{name}{' ' * (label - cell_len(name))} {bar}".rstrip()
        ends = self.words.short_money(low), self.words.short_money(high)
        if sum(map(len, ends)) < room:
            yield f"{' ' * label} {ends[0]}{ends[1]:>{room - len(ends[0])}}"


def _row(
    row: Sequence[str], align: Sequence[str], widths: Sequence[int], look: Look
) -> Iterator[ReportLine]:
    """A row of a table, on as many lines as its longest cell takes."""
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = []
        for lines, way, width in zip(cells, align, widths, strict=True):
            text = lines[number] if number < len(lines) else ""
            space = " " * (width - cell_len(text))
            parts.append(f"{space}{text}" if way == "right" else f"{text}{space}")
        yield (((" " * GAP).join(parts).rstrip(), look),)


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of so many cells; a word longer than that is broken."""
    return [line.plain.rstrip() for line in Wrapping(text).wrap(max(1, width))]
