"""A report as Markdown, as GitHub renders it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from wizard.reports.content import (
    Align,
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

_MEANINGFUL = re.compile(r"[\\`*_\[\]<>|~$&]")
_AT_THE_START = re.compile(r"^(#|=|[-+](?=[-+\s]|$)|[0-9]+[.)](?=\s|$))")
_ADDRESS = re.compile(r"(?<=@)(?=\S)|(?<=://)|(?<=\bwww\.)|(?<=#)(?=[0-9])", re.IGNORECASE)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_NOTHING = "\u200b"
"""A space of no width: an address, a mention or a number of an issue with one in it is no link."""
_RULES = {"left": ":---", "right": "---:"}


def render(content: Content) -> str:
    """The whole report."""
    parts = [
        f"# {inert(content.title)}",
        f"**{inert(f'{content.sign} {content.verdict}')}.** {inert(content.headline)}",
        *([inert(content.subtitle)] if content.subtitle else []),
    ]
    in_appendix = False
    for section in content.sections:
        if section.in_appendix and not in_appendix:
            in_appendix = True
            parts.append("---")
        parts.append(f"## {inert(section.heading)}")
        for block in section.blocks:
            parts += _block(block)
    parts += ["---", inert(content.imprint)]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _paragraph(block)
        case Points():
            yield "\n".join(f"- {_paragraph(one)}" for one in block.items)
        case FigureRows():
            rows = ((one.label, one.value, one.remark) for one in block.rows)
            yield _rows(("Figure", "Value", ""), ("left", "right", "left"), rows)
        case Table():
            yield from _table(block)
        case HistogramChart():
            yield _caption(block)
        case CurveChart() | TornadoChart() | FrontierChart():
            yield _caption(block)
            if block.data is not None:
                yield from _table(block.data)


def _caption(chart: Chart) -> str:
    return f"**{inert(chart.title)}.** {inert(chart.alt)}"


def _paragraph(one: Paragraph) -> str:
    return f"**{inert(one.lead)}.** {inert(one.text)}" if one.lead else inert(one.text)


def _table(table: Table) -> Iterator[str]:
    yield _rows(table.header, table.align, table.rows, total=table.total)
    if table.note:
        yield f"*{inert(table.note)}*"


def _rows(
    header: Sequence[str],
    align: Sequence[Align],
    rows: Iterable[Sequence[str]],
    total: bool = False,
) -> str:
    cells = [[inert(cell) for cell in row] for row in rows]
    if total and cells:
        cells[-1] = [f"**{cell}**" if cell else "" for cell in cells[-1]]
    lines = [[inert(name) for name in header], [_RULES[one] for one in align], *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def inert(text: str) -> str:
    """Text that reads as it is and means nothing to Markdown, in a line or in a cell."""
    text = _ADDRESS.sub(_NOTHING, text)
    text = _MEANINGFUL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)
    # Of a number that would begin a list it is the dot behind it that is escaped.
    return _AT_THE_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)
