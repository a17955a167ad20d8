"""The case judged again from today: money so far, and the months ahead with what is known by now.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from rules.answers.slack import SLACK
from rules.figures.cash import LARGEST, cash_flow
from rules.figures.ops import FLOATS, NEVER, array_ops
from rules.review.ahead import Ahead, nets
from rules.review.gap import Gap
from rules.uncertainty.risk import Percentiles, percentiles, reached

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DRAWS: Final = 10_000
"""Of the months ahead: each draw is kept month by month."""


@dataclass(frozen=True)
class Forecast:
    """Money by month after approval, 0 first. "Never" is infinity."""

    planned: tuple[float, ...]
    """The balance after each month, as it was approved."""
    balance: tuple[float, ...]
    """As it was in fact, then at the likely values of what is known by now."""
    known: int
    """The last month of which it was so in fact; 0 where no month is on record."""
    filled: tuple[int, ...]
    """Months up to it that have no figures: taken as the months beside them, or as planned."""
    band: tuple[Percentiles, ...]
    """The same over draws."""
    planned_payback: float
    payback: float
    """At likely values."""
    paybacks: Percentiles
    within_target: float
    """Chance that it pays back within the months that the policy calls defensible."""
    within_horizon: float
    draws: int

    @property
    def end(self) -> Percentiles:
        """The balance at the horizon, over draws."""
        return self.band[-1]


def forecast(ahead: Ahead, gap: Gap) -> Forecast | None:
    """Judge a case again from what is known by now. Imports numpy.

    Args:
        ahead: what the months ahead are reckoned from.
        gap: plan against actual, of the months on record.

    Returns:
        None where a number is too large to calculate with.
    """
    import numpy as np

    at, policy = ahead.at, ahead.policy
    so_far, filled = _so_far(ahead, gap)
    months = at.horizon - at.last
    coming = nets(ahead.likely, policy, months) if months else ()
    # From 0, so that nothing spent upfront is no less than nothing.
    balance = [*accumulate((*so_far, *coming), initial=0.0)][1:]
    planned = cash_flow(
        gap.plan.drivers, policy.model_copy(update={"horizon_months": at.horizon})
    ).balance
    if not all(abs(one) <= LARGEST for one in (*balance, *planned)):
        return None
    count = min(ahead.case.risk.draws, MOST_DRAWS)
    every: NDArray[Any] = np.repeat(np.array(balance, dtype=float)[:, None], count, axis=1)
    if months:
        over = policy.model_copy(update={"horizon_months": months})
        # What is beyond all numbers is noticed below.
        with np.errstate(all="ignore"):
            drivers, noise = ahead.draw(count)
            flows = cash_flow(drivers, over, array_ops()).flows[1:]
            money = balance[at.last]
            for number, flow in enumerate(flows):
                # A month in which nothing runs cannot lie off.
                money = money + flow + np.where(flow == 0, 0.0, noise[number])
                every[at.last + 1 + number] = money
    if not (np.abs(every) <= LARGEST).all():
        return None
    paybacks = np.sort(_paybacks(every))
    target = policy.defensible_payback_months * (1 + SLACK)
    return Forecast(
        planned=tuple(planned),
        balance=tuple(balance),
        known=at.last,
        filled=filled,
        band=tuple(percentiles(month) for month in np.sort(every, axis=1)),
        planned_payback=payback_of(planned),
        payback=payback_of(balance),
        paybacks=reached(paybacks),
        within_target=float((paybacks <= target).mean()),
        within_horizon=float((paybacks < NEVER).mean()),
        draws=count,
    )


def _so_far(ahead: Ahead, gap: Gap) -> tuple[list[float], tuple[int, ...]]:
    """Money of month 0 to the last on record, and the months among them without figures."""
    at = ahead.at
    known = {at.month_of(one.month.service): one.actual.net for one in gap.months}
    planned = {at.month_of(one.service): one.terms.net for one in gap.plan.months(at.last)}
    found, filled = [-float(gap.plan.drivers.upfront_total)], []
    for month in range(1, at.last + 1):
        if month in known:
            found.append(known[month])
        elif month <= at.launch:
            found.append(0.0)
        else:
            filled.append(month)
            before = [one for one in known if one < month]
            after = min(one for one in known if one > month)
            found.append(_between(known, max(before), month, after) if before else planned[month])
    return found, tuple(filled)


def _between(known: dict[int, float], before: int, month: int, after: int) -> float:
    share = (month - before) / (after - before)
    return known[before] * (1 - share) + known[after] * share


def payback_of(balance: Sequence[float]) -> float:
    """From when on a balance stays at or above zero; infinite where it does not.

    As in the cash flow: a balance that is zero on paper is not owed for its last binary digit.
    """
    largest, last = 0.0, None
    for month, money in enumerate(balance):
        largest = max(largest, abs(money))
        if money < -SLACK * largest:
            last = month
    if last is None:
        return 0.0
    if last == len(balance) - 1:
        return NEVER
    brought = balance[last + 1] - balance[last]
    crossed: float = min(last + FLOATS.divide(-balance[last], brought), last + 1.0)
    return crossed


def _paybacks(every: NDArray[Any]) -> NDArray[Any]:
    """The same of each draw."""
    import numpy as np

    largest = np.maximum.accumulate(np.abs(every), axis=0)
    owing = every < -SLACK * largest
    months, count = every.shape
    last = np.where(owing.any(axis=0), months - 1 - np.argmax(owing[::-1], axis=0), -1)
    draws = np.arange(count)
    found = np.zeros(count)
    inside = (last >= 0) & (last < months - 1)
    month, which = last[inside], draws[inside]
    owed = every[month, which]
    brought = every[month + 1, which] - owed
    found[inside] = month + np.minimum(-owed / brought, 1.0)
    found[last == months - 1] = math.inf
    return found
