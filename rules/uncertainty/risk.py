"""How likely it pays back: many draws of every number that has a range.

Source: docs/specification.md §3.6; the distribution through three percentiles is Myerson's, as in
"Probability Models for Economic Decisions" (2005).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rules.answers.bounds import bounds_of, drawn_within
from rules.answers.case import Case
from rules.answers.estimate import Bounds, Estimate
from rules.answers.policy import Policy
from rules.answers.slack import SLACK
from rules.figures.cash import LARGEST, CashFlow, cash_flow
from rules.figures.inputs import resolve
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


@dataclass(frozen=True, slots=True)
class Percentiles:
    """One chance in ten lower, even chances, one in ten higher."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the draws spread: counts between edges, and how many lie beyond them."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
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
    flows = cash_flow(resolve(case, read).drivers, policy)
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
        cash = cash_of(case, policy, {key: draws.values(key, normal[key]) for key in ranges})
        payback[start : start + size] = cash.payback_months
        npv[start : start + size] = cash.npv
        if not (np.abs(npv[start : start + size]) <= LARGEST).all():
            return None
        keep = min(size, kept - start)
        if keep > 0:
            for key, one in normal.items():
                deviates[key][start : start + keep] = one[:keep]
            for month, amount in enumerate(cash.balance):
                balance[month, start : start + keep] = np.broadcast_to(amount, size)[:keep]
    target = policy.defensible_payback_months * (1 + SLACK)
    worths = (worth_of_knowing.of_one(key, deviates[key], npv[:kept]) for key in ranges)
    return Risk(
        draws=count,
        seed=seed,
        drawn=tuple(ranges),
        within_target=float((payback <= target).mean()),
        within_horizon=float((payback < NEVER).mean()),
        positive_npv=float((npv > 0).mean()),
        # Between a number of months and never there is nothing to interpolate.
        payback_months=_percentiles(payback, "inverted_cdf"),
        npv=_percentiles(npv, "linear"),
        mean_npv=float(npv.mean()),
        evpi=worth_of_knowing.of_everything(npv),
        evppi=tuple(sorted(worths, key=lambda one: (-one.value, one.key))),
        balance=tuple(_percentiles(month, "linear") for month in balance),
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
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")


def cash_of(case: Case, policy: Policy, values: Mapping[str, NDArray[Any]]) -> CashFlow:
    """The cash flows of a case with drawn values in place, one in each element."""
    import numpy as np

    with np.errstate(all="ignore"):
        return cash_flow(resolve(case, Reading(values)).drivers, policy, array_ops())


def _percentiles(values: NDArray[Any], method: Any) -> Percentiles:
    import numpy as np

    return Percentiles(*(float(one) for one in np.quantile(values, (0.1, 0.5, 0.9), method=method)))


def _middle(values: NDArray[Any]) -> NDArray[Any]:
    """Edges over all but the most extreme draws, which would press the others together."""
    import numpy as np

    low, high = np.quantile(values, (RAREST, 1 - RAREST))
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
