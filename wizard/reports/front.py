"""The first page of a report, to decide on: the sections that pages and screens begin with as well.

A report has the figures to be seen at a glance, and the curve with its band.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.argument import lines
from rules.argument.first_page import at_a_glance, first_page, kind_of
from rules.argument.what_varies import what_varies_in_full
from rules.figures.catalogue.figure import Figure
from wizard.reports import charts
from wizard.reports.content import (
    LONGEST_SAID,
    Block,
    FigureRow,
    FigureRows,
    Paragraph,
    Points,
    Section,
    clean,
)
from wizard.reports.material import Material

SINCE_THE_DECISION = "Since the decision"


def front(given: Material) -> Iterator[Section]:
    """The sections of the first page; what has changed since a decision is its first sentence."""
    sections = first_page(given.assessment)
    decided = (lines.Line(given.since, lead=SINCE_THE_DECISION),) if given.since else ()
    if decided and all(one.name != "pitch" for one in sections):
        # Hardly anything is answered, and there is nothing to stand in front of.
        yield Section("since", SINCE_THE_DECISION, (Paragraph(clean(given.since, LONGEST_SAID)),))
    for one in sections:
        first = one._replace(lines=decided + one.lines) if one.name == "pitch" else one
        yield Section(one.name, one.heading, tuple(_blocks(first, given)))


def _blocks(section: lines.Section, given: Material) -> Iterator[Block]:
    match section.name:
        case "figures":
            yield from _at_a_glance(given)
        case "ask":
            yield from map(_said, section.lines)
        case "missing" | "unusable":
            yield Points(tuple(map(_asked_for, section.lines)))
        case _:
            yield Points(tuple(map(_said, section.lines)))


def _said(one: lines.Line) -> Paragraph:
    return Paragraph(clean(one.text, LONGEST_SAID), lead=clean(one.lead))


def _asked_for(one: lines.Line) -> Paragraph:
    said = f"{one.text[:1].upper()}{one.text[1:]}"
    return Paragraph(clean(f"{said} ({one.key})"), lead=clean(one.label))


def _at_a_glance(given: Material) -> Iterator[Block]:
    yield FigureRows(tuple(_row(one, given) for one in at_a_glance(given.assessment)))
    # A case against needs no chance to be believed, and its page has more to say.
    found = given.outlook.risk if kind_of(given.assessment) == "for" else None
    chart = charts.curve(given.assessment, found)
    if chart is not None:
        yield chart
    if chart is not None and found is not None:
        yield Paragraph(clean(what_varies_in_full(found, given.case)), lead="How far it may differ")


def _row(one: Figure, given: Material) -> FigureRow:
    figures, policy = given.assessment.figures, given.assessment.policy
    # Months are spelled with their unit.
    remark = one.unit if one.kind == "money" else ""
    if one.remark is not None:
        remark = one.remark(figures, policy, given.words)
    return FigureRow(one.label, one.cell(figures, given.words), remark)
