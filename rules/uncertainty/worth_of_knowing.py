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


class Regressions:
    """What knowing one number first is worth, for one number after the other of a simulation."""

    def __init__(self, outcomes: NDArray[Any], at_most: float = math.inf) -> None:
        """Prepare for a simulation.

        Args:
            outcomes: what each draw comes to in money, shape (draws,).
            at_most: the gain with every number known, which no single one exceeds.
        """
        import numpy as np

        self._scale = float(np.abs(outcomes).max()) or 1.0
        self._outcomes = outcomes / self._scale
        self._at_most = at_most
        # Filled anew for each number: memory that is asked for each time costs more than the sums.
        self._basis = np.empty((4 + len(KNOTS), len(outcomes)))
        self._basis[0] = 1.0
        self._squares, self._expected, self._gained, self._weights, self._influence = np.empty(
            (5, len(outcomes))
        )
        # Numpy compares two arrays several at a time, an array with a number one by one.
        self._zeros = np.zeros(len(outcomes))

    def of_one(self, key: str, deviates: NDArray[Any]) -> Worth:
        """Expected gain of deciding with one number known.

        Args:
            key: of the number.
            deviates: the standard normal deviate of the number in each draw, shape (draws,).
        """
        import numpy as np

        basis, outcomes, draws = self._basis, self._outcomes, len(self._outcomes)
        self._fill(deviates)
        # The normal equations: a few numbers to solve for, however many the draws.
        gram = basis @ basis.T / draws
        coefficients, *_ = np.linalg.lstsq(gram, basis @ outcomes / draws, rcond=None)
        expected = np.matmul(coefficients, basis, out=self._expected)
        does = expected > 0
        if does.all() or not does.any():
            # Whatever the number is found to be, the decision stays: nothing is gained by it.
            return Worth(key, 0.0, 0.0)
        gained = np.maximum(expected, self._zeros, out=self._gained)
        now = float(outcomes.mean())
        value = float(gained.mean()) - max(now, 0.0)
        gain = min(value * self._scale, self._at_most) if value > ROUNDING else 0.0
        # The error of the mean, and that of the regression by its effect on it (delta method).
        influence = self._influence
        np.copyto(influence, does)
        gradient = basis @ influence / draws
        slopes, *_ = np.linalg.lstsq(gram, gradient, rcond=None)
        np.subtract(outcomes, expected, out=influence)
        influence *= np.matmul(slopes, basis, out=self._weights)
        influence += gained
        if now > 0:
            influence -= outcomes
        error = float(influence.std()) / draws**0.5
        return Worth(key, gain, error * self._scale)

    def _fill(self, deviates: NDArray[Any]) -> None:
        """The cubic spline's functions, one a row; powers by multiplication, faster than `**`."""
        import numpy as np

        basis, squares = self._basis, self._squares
        basis[1] = deviates
        np.multiply(deviates, deviates, out=basis[2])
        np.multiply(basis[2], deviates, out=basis[3])
        for row, knot in zip(basis[4:], KNOTS, strict=True):
            np.subtract(deviates, knot, out=row)
            np.maximum(row, self._zeros, out=row)
            np.multiply(row, row, out=squares)
            np.multiply(squares, row, out=row)
