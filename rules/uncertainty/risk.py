"""How likely it pays back: many draws of every number that has a range.

Source: docs/specification.md §3.6; the distribution through three percentiles is Myerson's, as in
"Probability Models for Economic Decisions" (2005).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from rules.answers.bounds import bounds_of, drawn_within
from rules.answers.case import Case
from rules.answers.estimate import Bounds, Estimate
from rules.answers.policy import Policy
from rules.answers.slack import SLACK
from rules.figures.cash import LARGEST, CashFlow, cash_flow
from rules.figures.inputs import drivers_of
from rules.figures.ops import NEVER, array_ops
from rules.figures.reading import Reading
from rules.uncertainty import worth_of_knowing
from rules.uncertainty.correlation import factor
from rules.uncertainty.worth_of_knowing import Worth

if TYPE_CHECKING:
    from numpy.typing import NDArray

P90 = 1.2815515655
"""The standard normal deviate of one chance in ten."""
MOST_SKEWED = 20.0
BLOCK = 8_192
"""Draws reckoned at a time: their arrays stay in the processor's cache."""
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
    drawn: tuple[str, ...]
    """Keys of the numbers that have a range."""
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


def risk(case: Case, policy: Policy, wanted: Callable[[], bool] = lambda: True) -> Risk | None:
    """Simulate a case. Imports numpy.

    Args:
        case: a complete case; its `risk` says how many draws, the seed and what is correlated.
        policy: whose target, horizon and discount rate apply.
        wanted: asked now and then; the simulation ends early once nobody waits for it.

    Returns:
        None where no number the cash flow rests on has a range, a draw is too large to calculate
        with, or it is not wanted any more.
    """
    import numpy as np

    read = Reading()
    flows = cash_flow(drivers_of(case, read), policy)
    ranges = {
        key: used.estimate for key, used in sorted(read.used.items()) if used.estimate.is_drawn
    }
    if not ranges or not abs(flows.npv) <= LARGEST:
        return None
    count, seed = case.risk.draws, case.risk.seed
    pairs = {
        (one.a, one.b): one.rho
        for one in case.risk.correlations
        if one.a in ranges and one.b in ranges and one.rho is not None
    }
    draws = Draws(ranges, pairs, seed)
    payback, npv = np.empty(count), np.empty(count)
    kept = min(count, KEPT)
    deviates = {key: np.empty(kept) for key in ranges}
    balance = np.empty((policy.horizon_months + 1, kept))
    for start in range(0, count, BLOCK):
        if not wanted():
            return None
        size = min(BLOCK, count - start)
        normal = draws.normal(size)
        values = {key: draws.values(key, normal[key]) for key in ranges}
        keep = max(0, min(size, kept - start))
        cash = cash_of(case, policy, values, by_month=keep > 0)
        payback[start : start + size] = cash.payback_months
        npv[start : start + size] = cash.npv
        if not (np.abs(npv[start : start + size]) <= LARGEST).all():
            return None
        if keep:
            for key, one in normal.items():
                deviates[key][start : start + keep] = one[:keep]
            for month, amount in enumerate(cash.balance):
                balance[month, start : start + keep] = np.broadcast_to(amount, size)[:keep]
    target = policy.defensible_payback_months * (1 + SLACK)
    mean_npv, evpi = float(npv.mean()), worth_of_knowing.of_everything(npv)
    worths = [worth_of_knowing.of_one(key, deviates[key], npv[:kept]) for key in ranges]
    # Draw by draw they are not looked at any more, and percentiles are read off what is in order.
    for one in (payback, npv, balance):
        one.sort()
    return Risk(
        draws=count,
        seed=seed,
        drawn=tuple(ranges),
        within_target=float((payback <= target).mean()),
        within_horizon=float((payback < NEVER).mean()),
        positive_npv=float((npv > 0).mean()),
        payback_months=reached(payback),
        npv=percentiles(npv),
        mean_npv=mean_npv,
        evpi=evpi,
        evppi=tuple(sorted(worths, key=lambda one: (-one.value, one.key))),
        balance=tuple(percentiles(month) for month in balance),
        paybacks=_histogram(payback, np.arange(policy.horizon_months + 1, dtype=float)),
        npvs=_histogram(npv, _middle(npv)),
    )


def myerson(estimate: Estimate, normal: Any) -> Any:
    """The numbers of a range at standard normal deviates.

    Normal where the range is symmetric, else a shifted lognormal, through the estimate's 10th,
    50th and 90th percentile unless one side is more than 20 times as wide as the other.

    Args:
        estimate: with a range.
        normal: deviates, of any shape.
    """
    import numpy as np

    if estimate.low is None or estimate.high is None:
        raise ValueError("an estimate without a range is not drawn")
    above, below = estimate.high - estimate.likely, estimate.likely - estimate.low
    side = 1.0 if above >= below else -1.0
    wide, narrow = max(above, below), min(above, below)
    ratio = min(wide / narrow, MOST_SKEWED) if narrow > 0 else MOST_SKEWED
    steps = side * normal / P90
    # What lies beyond all numbers is cut at the bounds, and noticed where nothing bounds it.
    with np.errstate(over="ignore"):
        if ratio - 1 < 1e-12:
            return estimate.likely + side * wide * steps
        return estimate.likely + side * wide * np.expm1(steps * np.log(ratio)) / (ratio - 1)


class Draws:
    """One stream of random numbers for each key: a further range leaves the others as they were."""

    def __init__(
        self, ranges: Mapping[str, Estimate], pairs: Mapping[tuple[str, str], float], seed: int
    ) -> None:
        import numpy as np

        self._ranges = ranges
        self._bounds = {key: bounds_of(key) for key in ranges}
        self._streams = {
            key: np.random.Generator(np.random.PCG64([seed % 2**64, _number_of(key)]))
            for key in ranges
        }
        self._correlated = sorted({key for pair in pairs for key in pair})
        factored = factor(self._correlated, pairs)
        if factored is None:
            raise ValueError("no joint distribution has these correlations")
        self._factor = factored

    def normal(self, size: int) -> dict[str, NDArray[Any]]:
        """The next standard normal deviates of every key, correlated where it was stated."""
        independent = {key: one.standard_normal(size) for key, one in self._streams.items()}
        mixed = dict(independent)
        for key, weights in zip(self._correlated, self._factor, strict=True):
            mixed[key] = 0.0 * independent[key]
            for weight, other in zip(weights, self._correlated, strict=False):
                mixed[key] += weight * independent[other]
        return mixed

    def values(self, key: str, normal: NDArray[Any]) -> NDArray[Any]:
        """The numbers of a key at its deviates, within its bounds."""
        return _clipped(myerson(self._ranges[key], normal), self._bounds[key], self._ranges[key])


def _clipped(values: NDArray[Any], bounds: Bounds, estimate: Estimate) -> NDArray[Any]:
    import numpy as np

    clipped: NDArray[Any] = np.clip(values, *drawn_within(bounds, estimate.likely))
    return clipped


def _number_of(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])


def cash_of(
    case: Case, policy: Policy, values: Mapping[str, NDArray[Any]], *, by_month: bool = False
) -> CashFlow:
    """The cash flows of a case with drawn values in place, one in each element."""
    import numpy as np

    drivers = drivers_of(case, Reading(values))
    with np.errstate(all="ignore"):
        return cash_flow(drivers, policy, array_ops(), by_month=by_month)


def percentiles(ordered: NDArray[Any]) -> Percentiles:
    """Of numbers in ascending order, interpolated between two of them."""
    return Percentiles(*(_quantile(ordered, share) for share in (0.1, 0.5, 0.9)))


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


def _histogram(values: NDArray[Any], edges: NDArray[Any]) -> Histogram:
    import numpy as np

    counts, _ = np.histogram(values[np.isfinite(values)], bins=edges)
    return Histogram(
        tuple(float(edge) for edge in edges),
        tuple(int(count) for count in counts),
        int(len(values) - counts.sum()),
    )
