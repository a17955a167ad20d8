"""What is said of the scenarios of a case, in every report and on their own page alike.

Source: docs/specification.md §15.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from rules.catalog.rule import VERDICTS
from rules.uncertainty.scenarios import told
from rules.uncertainty.scenarios.found import Found
from rules.uncertainty.scenarios.frontier import Column, Frontier
from rules.verdict import SPOKEN
from rules.words.money import Words
from rules.words.wording import count
from wizard.reports.charts import axis
from wizard.reports.content import (
    Axis,
    Block,
    FrontierChart,
    Paragraph,
    Points,
    Region,
    Table,
    Tick,
    clean,
)

HEADING = "In other states of the world"


def scenario_blocks(found: Found) -> Iterator[Block]:
    """The table, what is left out of it, and the frontier; nothing of a case without a verdict."""
    judgements = found.judgements
    if len(judgements.judged) > 1:
        said = told.changes(judgements)
        if said:
            yield Paragraph(clean(said))
        yield Table(
            caption="The case in each scenario",
            header=told.HEADINGS,
            align=("left", "left", "right", "right", "right", "right"),
            rows=tuple(tuple(clean(cell) for cell in told.row(one)) for one in judgements.judged),
            note=told.note(judgements),
        )
    left_out = tuple(Paragraph(clean(one)) for one in told.left_out(judgements))
    if left_out:
        yield Points(left_out)
    if found.frontier is not None:
        yield frontier_chart(found.frontier, judgements.case.words)
    elif judgements.case.verdict is not None:
        yield Paragraph(told.NO_FRONTIER)


def frontier_chart(found: Frontier, words: Words) -> FrontierChart:
    """The frontier as data: what `svg.py` draws, and its table."""
    prices = [one.cost_per_1k for one in found.columns]
    step = prices[1] - prices[0]
    ends = prices[0] - step / 2, prices[-1] + step / 2
    ticks = axis(*ends, words.money, "").ticks
    return FrontierChart(
        title=told.FRONTIER_TITLE,
        alt=told.frontier_in_words(found, words),
        x=Axis(
            *ends,
            tuple(one for one in ticks if ends[0] <= one.at <= ends[1]),
            "the teacher's price per 1,000 calls",
        ),
        y=_volumes(found),
        regions=tuple(
            Region(one.cost_per_1k - step / 2, one.cost_per_1k + step / 2, _stretches(one, found))
            for one in found.columns
        ),
        legend=tuple(SPOKEN[one].within for one in VERDICTS),
        here=(found.cost_per_1k, math.log10(found.calls_per_month)),
        found=found,
        data=Table(
            caption="The verdict by price, as the volume rises",
            header=("Teacher's price", "Verdict, as the calls of a month rise"),
            align=("right", "left"),
            # Every other price is enough to read off.
            rows=tuple(
                (words.money(one.cost_per_1k), told.by_volume(one, found))
                for one in found.columns[1::2]
            ),
        ),
    )


def _volumes(found: Frontier) -> Axis:
    """An axis of logarithms, labelled at 1 and 3 of each power of ten."""
    low, high = math.log10(found.lowest), math.log10(found.highest)
    powers = range(math.floor(low), math.ceil(high) + 1)
    round_ones = (part * 10.0**power for power in powers for part in (1, 3))
    ticks = tuple(
        Tick(math.log10(one), count(one))
        for one in round_ones
        if found.lowest <= one <= found.highest
    )
    return Axis(low, high, ticks, "calls a month")


def _stretches(column: Column, found: Frontier) -> tuple[tuple[float, float, int], ...]:
    ends = [one.calls_per_month for one in column.steps[1:]] + [found.highest]
    return tuple(
        (math.log10(one.calls_per_month), math.log10(end), VERDICTS.index(one.verdict))
        for one, end in zip(column.steps, ends, strict=True)
        if one.verdict is not None
    )
