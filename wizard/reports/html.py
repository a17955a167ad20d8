"""A report as one HTML file: no script, nothing from outside, for screens and for paper."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wizard.reports import svg
from wizard.reports.content import (
    Block,
    Chart,
    Content,
    CurveChart,
    FigureRows,
    FrontierChart,
    Paragraph,
    Points,
    Table,
    TornadoChart,
)

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = "report.html.jinja"
_SIGNS_A_LINE = 125
"""Of running text, as a browser prints it."""
_SIGNS_A_TITLE_LINE = 55
_FIGURES_A_ROW, _SIGNS_A_REMARK = 4, 34
_FULL, _FULLER = 47, 52
"""Lines beside a chart from which on the first page is printed smaller, and smaller still, so that
it is one sheet of Letter, the shorter paper."""


def render(content: Content) -> str:
    """The whole page."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("wizard.reports"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.tests |= {
        "chart": lambda block: isinstance(block, Chart),
        "a": lambda block, name: type(block).__name__ == name,
    }
    environment.filters |= {"svg": _svg, "data": _data}
    template = environment.get_template(_TEMPLATE)
    return template.render(content=content, length=_length(content))


def _length(content: Content) -> str:
    """How full the first page is on paper, as style sheets call it."""
    lines = _lines(content.headline) + 2 * (_lines(content.title, _SIGNS_A_TITLE_LINE) - 1)
    for one in content.sections:
        if not one.in_appendix:
            # A heading is as high as two lines.
            lines += 2 + sum(map(_height, one.blocks))
    return "fuller" if lines > _FULLER else "full" if lines > _FULL else ""


def _height(block: Block) -> int:
    """How many printed lines of the first page a block is about as high as, charts aside."""
    match block:
        case Paragraph():
            return _lines(f"{block.lead} {block.text}")
        case Points():
            return sum(_lines(f"{one.lead} {one.text}") for one in block.items)
        case Table():
            return len(block.rows) + 2
        case FigureRows():
            rows = range(0, len(block.rows), _FIGURES_A_ROW)
            beside = [[one.remark for one in block.rows[at : at + _FIGURES_A_ROW]] for at in rows]
            # A label, a larger value, and the longest of the remarks below.
            return sum(3 + max(_lines(one, _SIGNS_A_REMARK) for one in row) for row in beside)
        case _:
            return 0


def _lines(text: str, signs: int = _SIGNS_A_LINE) -> int:
    return max(1, math.ceil(len(text) / signs))


def _svg(chart: Chart) -> Markup:
    from markupsafe import Markup

    # Every text in it is escaped where it is drawn.
    return Markup(svg.draw(chart))


def _data(chart: Chart) -> Table | None:
    """The table behind a chart, where there is one."""
    return chart.data if isinstance(chart, CurveChart | TornadoChart | FrontierChart) else None
