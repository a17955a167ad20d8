"""A source of usage, endpoint by endpoint.

Source: docs/specification.md §13.4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from rules.figures.prices import PriceFound
from rules.usage.cost import priced
from rules.usage.summary import Summary
from rules.usage.usage import Group, Usage


def by_endpoint(usage: Usage) -> dict[str, Usage]:
    """The usage of each endpoint as if the source had no other; `REST` is one of them.

    Months are complete where the whole source reaches their edges.
    """
    groups: dict[str, list[Group]] = defaultdict(list)
    for one in usage.groups:
        groups[one.endpoint].append(one)
    peaks = {one.endpoint: one for one in usage.peaks}
    return {
        name: replace(
            usage,
            groups=tuple(those),
            peaks=(peaks[name]._replace(endpoint=None),) if name in peaks else (),
            read=sum(one.rows for one in those),
            dropped={},
            bad_rows=(),
            endpoints=1,
        )
        for name, those in groups.items()
    }


class Spend(NamedTuple):
    """What calls cost in a source."""

    known: float | None
    """In US dollars: logged, and by the list what is not; None where neither says anything."""
    is_whole: bool
    """Whether there is nothing besides whose cost nobody knows."""


def spend_of(found: Summary, prices: Mapping[str, PriceFound]) -> Spend:
    """What calls cost, as far as it is known; prices are by the models' names in the source."""
    if not found.unpriced:
        is_whole = not found.calls_untold and (found.cost is not None or not found.calls)
        return Spend(found.cost, is_whole)
    by_list = priced(found.unpriced, found.calls_unpriced, prices)
    if by_list is None:
        return Spend(found.cost, False)
    return Spend((found.cost or 0.0) + by_list.cost, not found.calls_untold)
