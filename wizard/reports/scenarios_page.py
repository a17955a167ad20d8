"""The scenarios of a case as a page of plain text: for a terminal, a pipe, and their screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rules.argument.brief import headline
from rules.argument.lines import names_of
from rules.uncertainty.scenarios.found import Found
from rules.verdict import SPOKEN
from wizard.reports.scenarios import HEADING, scenario_blocks
from wizard.reports.text import WIDTH, led, under, words
from wizard.reports.txt import blocks

if TYPE_CHECKING:
    from screens.ports import ReportLine


def scenarios_page(title: str, found: Found, width: int = WIDTH) -> Sequence[ReportLine]:
    """Every line of it, none wider than so many cells."""
    return [*_lines(title, found, width)]


def _lines(title: str, found: Found, width: int) -> Iterator[ReportLine]:
    case = found.judgements.case
    sign = SPOKEN[case.verdict.id].plain_sign if case.verdict is not None else "…"
    yield from words(title, width, "heading")
    yield from led("", headline(case), width, f"[{sign}] ")
    yield ()
    if case.verdict is None:
        lacks = names_of(case.to_mend)
        said = f"Scenarios need a case with a verdict; this one waits for {lacks}."
        yield from words(said, width)
    if len(found.judgements.judged) > 1 or found.frontier is not None:
        parts = blocks(scenario_blocks(found), case.case.currency, width)
        yield from under(HEADING, parts, width)
