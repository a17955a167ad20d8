"""Charts as SVG, for a page and for paper: shapes and places from the data, colours from classes.

Nothing is told by colour alone: ends, thresholds and stand-ins carry words or a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import accumulate, pairwise

from wizard.reports.content import (
    Axis,
    Chart,
    CurveChart,
    FrontierChart,
    HistogramChart,
    TornadoChart,
)

WIDTH = 720
_LETTER = 6.6
"""How wide a letter is taken to be, at the size of the labels; wide enough for most fonts."""


def draw(chart: Chart, style: str = "") -> str:
    """The chart as one `svg` element, with a style sheet where no page around it has one."""
    match chart:
        case CurveChart():
            return _element(chart, "curve", _curve(chart), _CURVE_HEIGHT, style)
        case TornadoChart():
            height = _TORNADO_TOP + len(chart.bars) * _ROW + 48
            return _element(chart, "tornado", _tornado(chart, height), height, style)
        case HistogramChart():
            return _element(chart, "histogram", _histogram(chart), _HISTOGRAM_HEIGHT, style)
        case FrontierChart():
            return _element(chart, "frontier", _frontier(chart), _FRONTIER_HEIGHT, style)


def _element(chart: Chart, name: str, parts: Iterator[str], height: int, style: str) -> str:
    sheet = f"<style>{style}</style>" if style else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img"'
        f' aria-labelledby="{name}-title {name}-alt">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-alt">{escape(chart.alt)}</desc>{sheet}{"".join(parts)}</svg>'
    )


class _Scale:
    """Places on an axis, in the units of the drawing."""

    def __init__(self, axis: Axis, start: float, end: float) -> None:
        self._axis, self._start, self._end = axis, start, end

    def __call__(self, value: float) -> float:
        axis = self._axis
        share = (value - axis.low) / (axis.high - axis.low)
        return self._start + share * (self._end - self._start)


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<line class="{css}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, css: str = "", anchor: str = "middle") -> str:
    return (
        f'<text class="{f"label {css}".rstrip()}" x="{x:.1f}" y="{y:.1f}"'
        f' text-anchor="{anchor}">{escape(text)}</text>'
    )


def _box(left: float, right: float, y: float, height: float, css: str) -> str:
    return (
        f'<rect class="{css}" x="{left:.1f}" y="{y:.1f}" width="{max(right - left, 0.6):.1f}"'
        f' height="{height:.1f}"/>'
    )


def _path(points: list[tuple[float, float]], css: str, closed: bool = False) -> str:
    steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path class="{css}" d="M{steps}{" Z" if closed else ""}"/>'


def _room(text: str) -> float:
    """How wide a text is, more or less."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    """How wide a letter is; of scripts that are wide it counts twice."""
    return _LETTER * (2 if ord(letter) > 0x2E80 else 1.4 if letter.isupper() else 1)


def _cut(text: str, room: float) -> str:
    """As much of a text as there is room for."""
    if _room(text) <= room:
        return text
    ends = accumulate(map(_width, text), initial=_width("…"))
    return f"{text[: sum(end <= room for end in ends) - 1].rstrip()}…"


def _kept_inside(x: float, text: str) -> float:
    half = _room(text) / 2
    return min(max(x, half), WIDTH - half)


def _legend(y: float, worse: str, better: str) -> Iterator[str]:
    """What the two colours mean, at the left."""
    x = 4.0
    for css, text in (("worse", worse), ("better", better)):
        yield _box(x, x + 10, y - 9, 10, css)
        yield _text(x + 15, y, text, "quiet small", "start")
        x += 15 + _room(text) + 12


# ------------------------------------------------------------------------- curve

_CURVE_HEIGHT = 270
_LEFT, _RIGHT, _TOP = 76, 16, 22


def _curve(chart: CurveChart) -> Iterator[str]:
    bottom = _CURVE_HEIGHT - 44
    x, y = _Scale(chart.x, _LEFT, WIDTH - _RIGHT), _Scale(chart.y, bottom, _TOP)
    for tick in chart.y.ticks:
        css = "zero" if tick.at == 0 else "grid"
        yield _line(_LEFT, y(tick.at), WIDTH - _RIGHT, y(tick.at), css)
        yield _text(_LEFT - 8, y(tick.at) + 4, tick.text, "quiet", "end")
    for tick in chart.x.ticks:
        yield _text(x(tick.at), bottom + 18, tick.text, "quiet")
    yield _text((_LEFT + WIDTH - _RIGHT) / 2, bottom + 36, chart.x.label, "quiet")
    ends: list[str] = []
    if chart.band:
        upper = [(x(month), y(high)) for month, (_, high) in enumerate(chart.band)]
        lower = [(x(month), y(low)) for month, (low, _) in enumerate(chart.band)]
        yield _path([*upper, *reversed(lower)], "band", closed=True)
        (end, above), (_, below) = upper[-1], lower[-1]
        # Above whatever line crosses them.
        ends = [
            _text(end - 4, above - 6, "P90", "quiet clear", "end"),
            _text(end - 4, below + 14, "P10", "quiet clear", "end"),
        ]
    line = [(x(month), y(money)) for month, money in enumerate(chart.balance)]
    if chart.planned:
        yield _path([(x(month), y(money)) for month, money in enumerate(chart.planned)], "planned")
    known = len(line) - 1 if chart.known is None else chart.known
    if known:
        yield _path(line[: known + 1], "line")
    if known < len(line) - 1:
        yield _path(line[known:], "line ahead")
    if chart.known is not None:
        yield _line(x(known), _TOP + 4, x(known), bottom, "grid")
        yield from _key(bottom + 36)
    yield from ends
    if chart.mark is not None:
        at, level = x(chart.mark.at), y(0.0)
        yield _line(at, level, at, _TOP + 4, "mark")
        yield f'<circle class="dot" cx="{at:.1f}" cy="{level:.1f}" r="4.5"/>'
        yield _text(_kept_inside(at, chart.mark.text), _TOP - 4, chart.mark.text, "strong")


def _key(y: float) -> Iterator[str]:
    """What the lines are, at the left."""
    x = 4.0
    for css, text in (("line", "as it was"), ("line ahead", "ahead"), ("planned", "planned")):
        yield _line(x, y - 4, x + 22, y - 4, css)
        yield _text(x + 27, y, text, "quiet small", "start")
        x += 27 + _room(text) + 12


# ----------------------------------------------------------------------- tornado

_TORNADO_TOP, _ROW, _NAMES, _ENDS = 40, 26, 214, 62


def _tornado(chart: TornadoChart, height: int) -> Iterator[str]:
    bottom = _TORNADO_TOP + len(chart.bars) * _ROW
    x = _Scale(chart.x, _NAMES + _ENDS, WIDTH - _ENDS)
    for tick in chart.x.ticks:
        yield _line(x(tick.at), _TORNADO_TOP - 4, x(tick.at), bottom, "grid")
    # Where labels would touch, every other one is enough.
    crowded = any(
        x(after.at) - x(one.at) < _room(one.text) + 8 for one, after in pairwise(chart.x.ticks)
    )
    for tick in chart.x.ticks[:: 2 if crowded else 1]:
        yield _text(x(tick.at), bottom + 18, tick.text, "quiet")
    yield _text((_NAMES + WIDTH) / 2, bottom + 36, chart.x.label, "quiet")
    base = x(chart.base.at)
    for row, bar in enumerate(chart.bars):
        top = _TORNADO_TOP + row * _ROW + 4
        middle = top + _ROW / 2
        mark = " *" if bar.is_default else ""
        label = _cut(bar.label, _NAMES - 16 - _room(mark))
        yield _text(_NAMES - 8, middle, f"{label}{mark}", "", "end")
        guess = " guess" if bar.is_default else ""
        for end in (bar.low, bar.high):
            left, right = sorted((x(end), base))
            css = "worse" if end < chart.base.at else "better"
            yield _box(left, right, top, _ROW - 8, f"{css}{guess}")
        yield from _ends(x(bar.low), x(bar.high), base, middle, bar.low_text, bar.high_text)
    yield _line(base, _TORNADO_TOP - 8, base, bottom, "zero")
    yield _text(_kept_inside(base, chart.base.text), _TORNADO_TOP - 14, chart.base.text, "strong")
    yield from _legend(_TORNADO_TOP - 14, "worse for the case", "better")
    if any(bar.is_default for bar in chart.bars):
        yield _text(4, height - 10, "* nobody gave a range", "quiet", "start")


def _ends(
    low: float, high: float, base: float, y: float, low_text: str, high_text: str
) -> Iterator[str]:
    """The values at both ends, outside the bar; one above the other's side where both worsen."""
    left_text, right_text = (low_text, high_text) if low <= high else (high_text, low_text)
    left, right = min(low, high, base), max(low, high, base)
    yield _text(left - 5, y, left_text, "quiet small", "end")
    yield _text(right + 5, y, right_text, "quiet small", "start")


# --------------------------------------------------------------------- histogram

_HISTOGRAM_HEIGHT = 220
_NOTHING = 0.0
"""Outcomes below it are losses."""


def _histogram(chart: HistogramChart) -> Iterator[str]:
    bottom, top = _HISTOGRAM_HEIGHT - 44, 30
    x = _Scale(chart.x, 24, WIDTH - 24)
    most = max(chart.counts, default=0) or 1
    for (left, right), count in zip(pairwise(chart.edges), chart.counts, strict=True):
        if count:
            size = max(1.0, count / most * (bottom - top))
            css = "worse" if right <= _NOTHING + 1e-9 else "better"
            yield _box(x(left) + 0.5, x(right) - 0.5, bottom - size, size, css)
    yield _line(x(chart.x.low), bottom, x(chart.x.high), bottom, "zero")
    for tick in chart.x.ticks:
        yield _line(x(tick.at), bottom, x(tick.at), bottom + 4, "zero")
        yield _text(x(tick.at), bottom + 18, tick.text, "quiet")
    yield _text(WIDTH / 2, bottom + 36, chart.x.label, "quiet")
    if chart.mark is not None:
        at = x(chart.mark.at)
        yield _line(at, top - 8, at, bottom, "mark")
        yield _text(_kept_inside(at, chart.mark.text), top - 14, chart.mark.text, "strong")
    yield from _legend(bottom + 36, "below zero", "above")
    if chart.beyond:
        yield _text(WIDTH - 4, bottom + 36, chart.beyond, "quiet small", "end")


# ---------------------------------------------------------------------- frontier

_FRONTIER_HEIGHT = 340


def _frontier(chart: FrontierChart) -> Iterator[str]:
    bottom, top = _FRONTIER_HEIGHT - 76, 30
    x, y = _Scale(chart.x, _LEFT, WIDTH - _RIGHT), _Scale(chart.y, bottom, top)
    for region in chart.regions:
        left, right = x(region.left), x(region.right)
        for low, high, verdict in region.stretches:
            # Half a unit over the edge, or the page shines through between two of them.
            yield _box(left, right + 0.5, y(high), y(low) - y(high) + 0.5, f"region-{verdict}")
    for tick in chart.y.ticks:
        yield _line(_LEFT - 4, y(tick.at), _LEFT, y(tick.at), "zero")
        yield _text(_LEFT - 8, y(tick.at) + 4, tick.text, "quiet", "end")
    for tick in chart.x.ticks:
        yield _line(x(tick.at), bottom, x(tick.at), bottom + 4, "zero")
        yield _text(x(tick.at), bottom + 18, tick.text, "quiet")
    yield _text(4, top - 12, chart.y.label, "quiet", "start")
    yield _text((_LEFT + WIDTH - _RIGHT) / 2, bottom + 36, chart.x.label, "quiet")
    at, level = x(chart.here[0]), y(chart.here[1])
    yield f'<circle class="here" cx="{at:.1f}" cy="{level:.1f}" r="5.5"/>'
    place, foot = 4.0, _FRONTIER_HEIGHT - 12
    for number, name in enumerate(chart.legend):
        yield _box(place, place + 12, foot - 10, 12, f"region-{number} key")
        yield _text(place + 17, foot, name, "quiet small", "start")
        place += 17 + _room(name) + 14
    yield f'<circle class="here" cx="{place + 6:.1f}" cy="{foot - 4:.1f}" r="5.5"/>'
    yield _text(place + 17, foot, "the case", "quiet small", "start")
