"""Whether a case is too large to calculate with anywhere in the ranges that it is drawn from.

Source: docs/decisions/0034-extreme-numbers.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from rules.answers.bounds import drawn_within
from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.cash import LARGEST, cash_flow
from rules.figures.economics import Drivers
from rules.figures.ops import Number
from rules.figures.variations import Variations
from rules.uncertainty.draws import FURTHEST_IN_WIDTHS
from rules.uncertainty.ranges import Range, ranges_of


def overflows_in_its_ranges(case: Case, policy: Policy, replaced: Mapping[str, Number]) -> bool:
    """Whether the cash flow does, with one number at an end, or with all where it is largest."""

    def largest(drivers: Drivers) -> float:
        cash = cash_flow(drivers, policy)
        amounts = [abs(float(one)) for one in (cash.npv, *cash.balance)]
        # NaN is the difference of two infinities here.
        return math.inf if any(map(math.isnan, amounts)) else max(amounts)

    alone, worst = Variations(case, replaced), Variations(case, replaced)
    for key, reach in ranges_of(case, policy, alone.used).items():
        if key in replaced or not reach.has_width:
            continue
        ends = tuple(_ends(key, alone.used[key].estimate.likely, reach))
        found = {end: largest(worst.drivers_with(key, end)) for end in ends}
        if max(*found.values(), *(largest(alone.drivers_with(key, end)) for end in ends)) > LARGEST:
            return True
        worst.settle(key, max(found, key=lambda end: found[end]))
    return False


def _ends(key: str, likely: float, reach: Range) -> Iterator[float]:
    """The ends of a range, and the numbers furthest out that could be drawn from it."""
    yield from (reach.low, likely, reach.high)
    wide = max(reach.high - likely, likely - reach.low) * FURTHEST_IN_WIDTHS
    least, most = drawn_within(bounds_of(key), likely)
    for away in (-wide, wide):
        yield min(max(likely + away, least), most)
