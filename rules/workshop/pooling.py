"""Several people's ranges for one number: their pool, who stands apart, and what hangs on it.

The pool averages quantiles: the lows, the likely values and the highs each by themselves. Source:
Lichtendahl, Grushka-Cockayne and Winkler (2013), "Is It Better to Average Probabilities or
Quantiles?", Management Science 59(7); the averaging itself is known as Vincentization. A number
without a range counts as a range of no width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median, quantiles
from typing import Any

from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.answers.estimate import Basis, Estimate
from rules.answers.policy import TeamPolicy
from rules.answers.slack import above, below
from rules.answers.validation import contradictions
from rules.assess import outcome_of
from rules.catalog.rule import VerdictId
from rules.questions.addresses import split

FENCE = 1.5
"""Interquartile ranges beyond the quartiles from which on a value stands apart."""
FEWEST = 4
"""Judgements below which quartiles say nothing."""
WEIGHTS = (0.3, 0.4, 0.3)
"""Of low, likely and high in a mean: Swanson's rule, as in Hurst, Brown and Swanson (2000),
"Swanson's 30-40-30 Rule", AAPG Bulletin 84(12)."""


@dataclass(frozen=True, slots=True)
class Range:
    """What one person, or the pool, says of a number, in the unit of its key."""

    low: float
    likely: float
    high: float

    @property
    def estimate(self) -> Estimate:
        """The range as the answer of a case."""
        if self.low == self.high:
            return Estimate(self.likely)
        return Estimate(self.likely, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Stand:
    """What becomes of a case under somebody's range."""

    name: str
    said: Range
    verdict: VerdictId | None
    """None where something is missing, or the number cannot stand in this case."""
    payback_months: float
    npv: float
    """In money of today; as the payback, NaN where it is not known."""
    is_possible: bool = True
    """Whether the number can stand in this case: within its bounds, and not against the others."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the likely values are."""

    median: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Several ranges for one number, and what hangs on their differences."""

    people: tuple[Stand, ...]
    pool: Stand
    low: Stand
    """The case at the low end of the pool, and at its high end."""
    high: Stand
    spread: Spread
    outliers: tuple[str, ...]
    worth: float
    """Money of today: what knowing the number would add to a decision under the pool."""

    @property
    def verdicts(self) -> tuple[VerdictId | None, ...]:
        """The different verdicts under people's numbers and over the pooled range."""
        stands = (*self.people, self.pool, self.low, self.high)
        return tuple(dict.fromkeys(one.verdict for one in stands))

    @property
    def matters(self) -> bool:
        """Whether the disagreement can change the verdict."""
        return len(self.verdicts) > 1


def pooled(ranges: Sequence[Range], weights: Sequence[float] | None = None) -> Range:
    """The average of each quantile.

    Args:
        ranges: at least one.
        weights: one for each range, none below 0; equal where there are none.

    Raises:
        ValueError: where there is no range, or the weights do not fit them.
    """
    if not ranges:
        raise ValueError("there is nothing to pool")
    shares = [1.0] * len(ranges) if weights is None else list(weights)
    fits = len(shares) == len(ranges) and all(0 <= one < math.inf for one in shares)
    if not fits or not any(shares):
        raise ValueError("weights have to be one for each range, not below 0, and not all 0")
    exact = [_as_typed(one) for one in shares]

    def mean(values: Iterable[float]) -> float:
        # Exact, so that it lies between its parts, and so within the bounds in which they all are.
        parts = (w * _as_typed(one) for w, one in zip(exact, values, strict=True))
        return float(sum(parts) / sum(exact))

    return Range(
        mean(one.low for one in ranges),
        mean(one.likely for one in ranges),
        mean(one.high for one in ranges),
    )


def spread(ranges: Sequence[Range]) -> Spread:
    """The median of the likely values, and how far they reach; at least one range."""
    values = [one.likely for one in ranges]
    return Spread(float(median(map(_as_typed, values))), min(values), max(values))


def _as_typed(value: float) -> Fraction:
    """The decimal number behind a float: between 5% and 2.5% lies 3.75% to the last digit."""
    return Fraction(str(value))


def outliers(said: Mapping[str, Range]) -> tuple[str, ...]:
    """The names whose likely value lies beyond Tukey's fences; none among fewer than four.

    The fences are 1.5 interquartile ranges beyond the quartiles, which are interpolated between
    values. Source: Tukey (1977), "Exploratory Data Analysis".
    """
    if len(said) < FEWEST:
        return ()
    first, _, third = quantiles((one.likely for one in said.values()), n=4, method="inclusive")
    reach = FENCE * (third - first)
    return tuple(
        name
        for name, one in said.items()
        if below(one.likely, first - reach) or above(one.likely, third + reach)
    )


def with_estimate(case: Case, key: str, estimate: Estimate) -> Case:
    """The case with another answer for one estimate, in a row or a named row too.

    Raises:
        ValueError: where the case has no place for it.
    """
    parts = split(key)
    if not parts:
        raise ValueError(f"not a key: {key}")
    changed: Case = _put(case, parts, estimate)
    return changed


def _put(holder: Any, parts: Sequence[str | int], value: Any) -> Any:
    if not parts:
        return value
    first, rest = parts[0], parts[1:]
    if isinstance(first, int):
        if not isinstance(holder, tuple) or first >= len(holder):
            raise ValueError(f"there is no row {first}")
        return (*holder[:first], _put(holder[first], rest, value), *holder[first + 1 :])
    if isinstance(holder, dict):
        return {**holder, first: value}
    return holder.model_copy(update={first: _put(getattr(holder, first), rest, value)})


def estimate_at(case: Case, key: str) -> Estimate | None:
    """The answer of a case to the key of an estimate; None where there is none."""
    found: Any = case
    for part in split(key) or ():
        if isinstance(part, int):
            found = found[part] if isinstance(found, tuple) and part < len(found) else None
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            found = getattr(found, part, None)
    return found if isinstance(found, Estimate) else None


def stand(
    name: str,
    case: Case,
    key: str,
    said: Range,
    team: TeamPolicy | None = None,
    basis: Basis = "estimated",
) -> Stand:
    """What becomes of a case with a range as its answer to a key."""
    bounds = bounds_of(key)
    is_inside = all(bounds.admits(one) for one in (said.low, said.likely, said.high))
    changed = with_estimate(case, key, replace(said.estimate, basis=basis)) if is_inside else None
    if changed is None or contradictions(changed):
        return Stand(name, said, None, math.nan, math.nan, is_possible=False)
    outcome = outcome_of(changed, team)
    if outcome.too_large is not None:
        return Stand(name, said, None, math.nan, math.nan)
    figures = outcome.figures
    return Stand(
        name, said, outcome.verdict, figures.headline.payback_months, float(figures.cash.npv)
    )


def weigh(
    case: Case,
    key: str,
    said: Mapping[str, Range],
    team: TeamPolicy | None = None,
    weights: Mapping[str, float] | None = None,
    basis: Basis = "estimated",
) -> Weighed:
    """What people say of a number, what each of it would mean, and whether it matters.

    Args:
        case: whose answer to the key is replaced, be it missing; with a team's default answers in
            it, as an Assessment has it.
        key: of an estimate.
        said: at least one range, by name.
        team: by whose policy the case is judged.
        weights: by name; 1 for whoever is not in it.
        basis: of the number, were it the answer of the case.

    Raises:
        ValueError: as `pooled` and `with_estimate`.
    """
    chosen = None if weights is None else [weights.get(name, 1.0) for name in said]
    pool = pooled(list(said.values()), chosen)
    low, likely, high = (
        stand("", case, key, Range(one, one, one), team, basis)
        for one in (pool.low, pool.likely, pool.high)
    )
    return Weighed(
        people=tuple(stand(name, case, key, one, team, basis) for name, one in said.items()),
        pool=stand("", case, key, pool, team, basis),
        low=low,
        high=high,
        spread=spread(list(said.values())),
        outliers=outliers(said),
        worth=worth((low.npv, likely.npv, high.npv)),
    )


def worth(npvs: tuple[float, float, float]) -> float:
    """What knowing a number before deciding adds, from the npv at its low, likely and high.

    Without knowing, one distils where the mean npv is above 0; knowing, where the npv itself is.
    The value of perfect information over three points; NaN where an npv is not known.
    """
    mean = math.fsum(w * one for w, one in zip(WEIGHTS, npvs, strict=True))
    if math.isnan(mean):
        return math.nan
    gained = math.fsum(w * max(one, 0.0) for w, one in zip(WEIGHTS, npvs, strict=True))
    return max(gained - max(mean, 0.0), 0.0)
