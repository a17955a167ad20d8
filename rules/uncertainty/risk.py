"""How likely it pays back: many draws of every number that nobody can be sure of.

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import SLACK
from rules.figures.cash import LARGEST, CashFlow, cash_flow
from rules.figures.inputs import drivers_of
from rules.figures.ops import NEVER, array_ops
from rules.figures.reading import Reading
from rules.figures.variations import Variations
from rules.uncertainty import worth_of_knowing
from rules.uncertainty.draws import Drawn, Draws, drawn_of, pairs_among
from rules.uncertainty.held import held_still
from rules.uncertainty.worth_of_knowing import Worth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rules.catalog.rule import VerdictId

BLOCK = 10_000
"""Draws reckoned at a time: their arrays stay in the processor's cache, and what is asked of each
case without more ado is one block."""
KEPT = 20_000
"""Draws kept in full, for what needs each month or each number of a draw."""
BINS = 40
RAREST = 0.005
"""Share of the draws at either end that the spread of money leaves out."""


class Percentiles(NamedTuple):
    """One chance in ten lower, even chances, one in ten higher."""

    p10: float
    p50: float
    p90: float


class Histogram(NamedTuple):
    """How the draws spread: counts between edges, and how many lie beyond them."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    beyond: int


class Risk(NamedTuple):
    """What the draws say. Probabilities are fractions; "never" is infinity."""

    draws: int
    seed: int
    drawn: tuple[Drawn, ...]
    """The numbers that vary, by key."""
    held: tuple[str, ...]
    """Keys of the other numbers that the cash flow rests on, those that matter most first."""
    large_held: tuple[str, ...]
    """Those of them that could move the outcome noticeably."""
    supports_verdict: bool
    """False where most draws are late, or their mean is worth nothing, and yet it is to be done."""
    within_target: float
    within_horizon: float
    positive_npv: float
    payback_months: Percentiles
    """Of the cash flow."""
    npv: Percentiles
    mean_npv: float
    evpi: float
    evppi: tuple[Worth, ...]
    """By value, largest first."""
    balance: tuple[Percentiles, ...]
    """Of the balance in each month, from 0 to the horizon."""
    paybacks: Histogram
    """In months; beyond are the draws that never pay back."""
    npvs: Histogram


def risk(
    case: Case,
    policy: Policy,
    wanted: Callable[[], bool] = lambda: True,
    *,
    verdict: VerdictId | None = None,
) -> Risk | None:
    """Simulate a case. Imports numpy.

    Args:
        case: a complete case; its `risk` says how many draws, the seed and what is correlated.
        policy: whose target, horizon and discount rate apply.
        wanted: asked now and then; the simulation ends early once nobody waits for it.
        verdict: on the case, which the draws support or not.

    Returns:
        None where no number the cash flow rests on varies, a draw is too large to calculate with,
        or it is not wanted any more.
    """
    import numpy as np

    variations = Variations(case)
    drawn = drawn_of(case, policy, variations.used)
    if not drawn or not abs(cash_flow(variations.drivers, policy).npv) <= LARGEST:
        return None
    count, seed = case.risk.draws, case.risk.seed
    draws = Draws(drawn, pairs_among(drawn, case), seed)
    payback, npv = np.empty(count), np.empty(count)
    kept = min(count, KEPT)
    deviates = np.empty((len(drawn), kept))
    balance = np.empty((policy.horizon_months + 1, kept))
    for start in range(0, count, BLOCK):
        if not wanted():
            return None
        size = min(BLOCK, count - start)
        normal = draws.normal(size)
        values = {key: draws.values(key, normal[key]) for key in drawn}
        keep = max(0, min(size, kept - start))
        cash = cash_of(case, policy, values, by_month=keep > 0)
        payback[start : start + size] = cash.payback_months
        npv[start : start + size] = cash.npv
        if not (np.abs(npv[start : start + size]) <= LARGEST).all():
            return None
        if keep:
            for row, key in zip(deviates, drawn, strict=True):
                row[start : start + keep] = normal[key][:keep]
            for row, amount in zip(balance, cash.balance, strict=True):
                row[start : start + keep] = np.broadcast_to(amount, size)[:keep]
    target = policy.defensible_payback_months * (1 + SLACK)
    mean_npv, evpi = float(npv.mean()), worth_of_knowing.of_everything(npv)
    regressions = worth_of_knowing.Regressions(npv[:kept], evpi)
    worths = [regressions.of_one(key, row) for key, row in zip(drawn, deviates, strict=True)]
    # Draw by draw they are not looked at any more, and percentiles are read off what is in order.
    payback.sort()
    npv.sort()
    within_target, worth = float((payback <= target).mean()), percentiles(npv)
    held = held_still(variations, policy, drawn)
    return Risk(
        draws=count,
        seed=seed,
        drawn=tuple(drawn.values()),
        held=tuple(one.key for one in held),
        large_held=tuple(one.key for one in held if one.is_large(worth.p90 - worth.p10)),
        supports_verdict=verdict not in ("strong", "defensible")
        or (within_target >= 0.5 and mean_npv > 0),
        within_target=within_target,
        within_horizon=float((payback < NEVER).mean()),
        positive_npv=float((npv > 0).mean()),
        payback_months=reached(payback),
        npv=worth,
        mean_npv=mean_npv,
        evpi=evpi,
        evppi=tuple(sorted(worths, key=lambda one: (-one.value, one.key))),
        balance=tuple(percentiles_of(month) for month in balance),
        paybacks=_histogram(payback, np.arange(policy.horizon_months + 1, dtype=float)),
        npvs=_histogram(npv, _middle(npv)),
    )


def cash_of(
    case: Case, policy: Policy, values: Mapping[str, NDArray[Any]], *, by_month: bool = False
) -> CashFlow:
    """The cash flows of a case with drawn values in place, one in each element."""
    import numpy as np

    drivers = drivers_of(case, Reading(values))
    with np.errstate(all="ignore"):
        return cash_flow(drivers, policy, array_ops(), by_month=by_month)


_SHARES: Final = (0.1, 0.5, 0.9)


def percentiles(ordered: NDArray[Any]) -> Percentiles:
    """Of numbers in ascending order, interpolated between two of them."""
    return Percentiles(*(_quantile(ordered, share) for share in _SHARES))


def percentiles_of(numbers: NDArray[Any]) -> Percentiles:
    """Of numbers in any order, which it changes as far as it has to."""
    last = len(numbers) - 1
    before = [int(share * last) for share in _SHARES]
    _settle(numbers, sorted({min(one + step, last) for one in before for step in (0, 1)}))
    return percentiles(numbers)


def _settle(numbers: NDArray[Any], places: Sequence[int]) -> None:
    """Put in these places, which ascend, what would stand there if all were in order.

    One after the other: numpy takes several times as long for several at once.
    """
    if not places:
        return
    middle = len(places) // 2
    at = places[middle]
    numbers.partition(at)
    _settle(numbers[:at], places[:middle])
    _settle(numbers[at + 1 :], [one - at - 1 for one in places[middle + 1 :]])


def _quantile(ordered: NDArray[Any], share: float) -> float:
    """As numpy's, for which many more numbers would be put in order than are asked for."""
    place = share * (len(ordered) - 1)
    before = int(place)
    low, high = float(ordered[before]), float(ordered[min(before + 1, len(ordered) - 1)])
    beyond = place - before
    # From the nearer of the two, so that it never lies beyond either.
    return low + (high - low) * beyond if beyond < 0.5 else high - (high - low) * (1 - beyond)


def reached(ordered: NDArray[Any]) -> Percentiles:
    """Of numbers in ascending order, each one of them: beside never nothing is interpolated."""
    places = (max(0, math.ceil(share * len(ordered) - 1)) for share in (0.1, 0.5, 0.9))
    return Percentiles(*(float(ordered[place]) for place in places))


def _middle(ordered: NDArray[Any]) -> NDArray[Any]:
    """Edges over all but the most extreme draws, which would press the others together."""
    import numpy as np

    low, high = _quantile(ordered, RAREST), _quantile(ordered, 1 - RAREST)
    narrowest = SLACK * max(abs(low), abs(high)) or 1.0
    edges: NDArray[Any] = np.linspace(low, max(high, low + narrowest), BINS + 1)
    return edges


def _histogram(ordered: NDArray[Any], edges: NDArray[Any]) -> Histogram:
    """Of numbers in ascending order, the last bin with its upper edge."""
    import numpy as np

    below = np.append(ordered.searchsorted(edges[:-1]), ordered.searchsorted(edges[-1], "right"))
    counts = np.diff(below)
    return Histogram(
        tuple(float(edge) for edge in edges),
        tuple(int(count) for count in counts),
        int(len(ordered) - counts.sum()),
    )
