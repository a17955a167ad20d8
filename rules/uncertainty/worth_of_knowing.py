"""What it is worth to know a number before deciding: the value of perfect information.

Expected values are taken over the draws of a simulation; that given one number is a regression of
the outcome on it, as in Strong, Oakley and Brennan (2014), "Estimating multiparameter partial
expected value of perfect information from a probabilistic sensitivity analysis sample".

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

KNOTS = (-1.3, -0.6, 0.0, 0.6, 1.3)
"""Of the cubic spline, in standard deviations of the number."""
ROUNDING = 1e-12
"""Of the largest outcome: a gain that is no more is the rounding of a sum."""


class Worth(NamedTuple):
    """What knowing one number first is worth."""

    key: str
    value: float
    """Money of today."""
    standard_error: float
    """Of the value, by the limited number of draws."""


def of_everything(outcomes: NDArray[Any]) -> float:
    """Expected gain of deciding with every number known, over deciding now."""
    import numpy as np

    gain = float(np.maximum(outcomes, 0.0).mean() - max(float(outcomes.mean()), 0.0))
    return gain if gain > ROUNDING * float(np.abs(outcomes).max()) else 0.0


def of_one(
    key: str, deviates: NDArray[Any], outcomes: NDArray[Any], at_most: float = math.inf
) -> Worth:
    """Expected gain of deciding with one number known.

    Args:
        key: of the number.
        deviates: the standard normal deviate of the number in each draw, shape (draws,).
        outcomes: what each draw comes to in money, shape (draws,).
        at_most: the gain with every number known, which no single one exceeds.
    """
    import numpy as np

    # One function a row, each power by multiplication: a few times faster than columns and `**`.
    basis = np.empty((4 + len(KNOTS), len(deviates)))
    basis[0] = 1.0
    basis[1] = deviates
    np.multiply(deviates, deviates, out=basis[2])
    np.multiply(basis[2], deviates, out=basis[3])
    for row, knot in zip(basis[4:], KNOTS, strict=True):
        beyond = np.maximum(deviates - knot, 0.0)
        np.multiply(beyond * beyond, beyond, out=row)
    scale = float(np.abs(outcomes).max()) or 1.0
    scaled = outcomes / scale
    # The normal equations: a few numbers to solve for, however many the draws.
    gram = basis @ basis.T / len(scaled)
    coefficients, *_ = np.linalg.lstsq(gram, basis @ scaled / len(scaled), rcond=None)
    expected = coefficients @ basis
    does = expected > 0
    if does.all() or not does.any():
        # Whatever the number is found to be, the decision stays: there is nothing to gain by it.
        return Worth(key, 0.0, 0.0)
    gained = np.maximum(expected, 0.0)
    now = float(scaled.mean())
    value = float(gained.mean()) - max(now, 0.0)
    gain = min(value * scale, at_most) if value > ROUNDING else 0.0
    # The error of the mean, and that of the regression by its effect on the mean (delta method).
    gradient = basis @ does.astype(float) / len(scaled)
    weights = np.linalg.lstsq(gram, gradient, rcond=None)[0] @ basis
    influence = gained + (scaled - expected) * weights - (scaled if now > 0 else 0.0)
    error = float(influence.std()) / len(scaled) ** 0.5
    return Worth(key, gain, error * scale)
