"""What scores on a limited number of examples say: intervals, and the bound on quality lost.

Source: docs/specification.md §3.7.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Z95 = 1.959963984540054
"""The standard normal deviate that two-sided intervals of 95% reach to."""


class Interval(NamedTuple):
    """A number and the 95% interval around it; its ends are NaN where nothing is known of it."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return not (math.isnan(self.low) or math.isnan(self.high))


def wilson(score: float, examples: int | None, z: float = Z95) -> Interval:
    """The Wilson interval of a share of right answers.

    Unlike the textbook interval it keeps its promise for scores near 1 and for few examples.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal
    of the American Statistical Association 22 (1927), pp. 209-212; in the notation of Brown, Cai
    and DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001),
    §3.1.1.

    Args:
        score: share of the examples answered right, 0 to 1.
        examples: how many there were; None where that is not known.
        z: the standard normal deviate that the interval reaches to.
    """
    if examples is None:
        return Interval(score, math.nan, math.nan)
    squared = z * z / examples
    middle = (score + squared / 2) / (1 + squared)
    half = z * math.sqrt(score * (1 - score) / examples + squared / (4 * examples)) / (1 + squared)
    return Interval(score, max(0.0, middle - half), min(1.0, middle + half))


def difference(a: Interval, b: Interval) -> Interval:
    """The interval of one share less another, from the intervals of both.

    Takes the two for independent. Models that are scored on the same examples mostly err on the
    same ones, so that the true interval is narrower: the bound errs on the side of caution.

    Source: Newcombe, "Interval Estimation for the Difference between Independent Proportions:
    Comparison of Eleven Methods", Statistics in Medicine 17 (1998), pp. 873-890, method 10.
    """
    value = a.value - b.value
    return Interval(
        value,
        value - math.hypot(a.value - a.low, b.high - b.value),
        value + math.hypot(a.high - a.value, b.value - b.low),
    )


def correlation(a: Sequence[float], b: Sequence[float]) -> float:
    """How far two lists of scores of the same examples go together, -1 to 1, cautiously.

    The covariance is lessened by half an example where it is above 0, as in method 10 of the source
    of `paired_difference`, so that the interval gets wider rather than narrower; it is Pearson's
    coefficient otherwise, and for right and wrong answers the phi of their fourfold table. 0 where
    one of the lists never varies.
    """
    examples = len(a)
    spread = math.sqrt(_squares(a) * _squares(b))
    if not spread > 0:
        return 0.0
    mean_a, mean_b = math.fsum(a) / examples, math.fsum(b) / examples
    together = math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    if together > 0:
        together = max(0.0, together - 0.5)
    return min(1.0, max(-1.0, together / spread))


def _squares(scores: Sequence[float]) -> float:
    """The sum of squared distances from the mean."""
    mean = math.fsum(scores) / len(scores)
    return math.fsum((one - mean) ** 2 for one in scores)


def paired_difference(a: Sequence[float], b: Sequence[float], z: float = Z95) -> Interval:
    """The interval of one mean score less another, both of the same examples.

    The intervals of both by Wilson, joined as in `difference`, less what they have in common. With
    no correlation it is that interval exactly.

    Source: Newcombe, "Improved Confidence Intervals for the Difference between Binomial Proportions
    Based on Paired Data", Statistics in Medicine 17 (1998), pp. 2635-2650, method 10; for scores
    between right and wrong with their own correlation, as in Zou and Donner, "Construction of
    Confidence Limits about Effect Measures: A General Approach", Statistics in Medicine 27 (2008),
    pp. 1693-1702. Wilson's interval holds for them as well, and is wider than need be: no score
    between 0 and 1 varies more than one that is either.

    Args:
        a: scores, 0 to 1, of at least one example.
        b: scores of the same examples, in the same order.
        z: the standard normal deviate that the interval reaches to.
    """
    examples, common = len(a), correlation(a, b)
    first = wilson(math.fsum(a) / examples, examples, z)
    second = wilson(math.fsum(b) / examples, examples, z)
    value = first.value - second.value

    def reach(one: float, other: float) -> float:
        return math.sqrt(max(0.0, one * one - 2 * common * one * other + other * other))

    return Interval(
        value,
        value - reach(first.value - first.low, second.high - second.value),
        value + reach(first.high - first.value, second.value - second.low),
    )


def weighted_loss(losses: Iterable[tuple[float, Interval]]) -> Interval:
    """The loss over all slices, a gain on one never paying for a loss on another.

    Source: Zou and Donner, "Construction of Confidence Limits about Effect Measures: A General
    Approach", Statistics in Medicine 27 (2008), pp. 1693-1702, for a sum of independent parts;
    gains are cut off at 0 first, as in docs/specification.md §2.4.

    Args:
        losses: weight, and the interval of the loss, of each slice; weights need not add up to 1.
    """
    pairs = [
        (weight, Interval(*(max(0.0, end) for end in (one.value, one.low, one.high))), one.known)
        for weight, one in losses
    ]
    total = sum(weight for weight, _, _ in pairs)
    if not total > 0:
        return Interval(math.nan, math.nan, math.nan)
    value = sum(weight * one.value for weight, one, _ in pairs) / total
    if not all(known for _, _, known in pairs):
        return Interval(value, math.nan, math.nan)
    down = math.hypot(*(weight * (one.value - one.low) for weight, one, _ in pairs)) / total
    up = math.hypot(*(weight * (one.high - one.value) for weight, one, _ in pairs)) / total
    return Interval(value, max(0.0, value - down), value + up)
